"""The parameters of a notebook: read from its cell, and checked before any kernel starts."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from helpers.curation.problems import Problem, nearest
from helpers.errors import BadParameters
from helpers.project import Project
from helpers.reports.labels import LABELS
from helpers.reports.matrix import ReportSpec
from helpers.reports.source import NotANotebook, read_notebook
from helpers.store.connect import Store

# A parameter of this name takes the keys of that table.
# Also what Python says to a zero byte, and to a thousand parentheses.
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_KEYS = {"plan_id": "plans", "place_id": "places", "indicator_id": "indicators", "scope_id": "scopes"}


@dataclass(frozen=True)
class Parameter:
    """A parameter with its default, which also gives its type."""

    name: str
    default: Any


def declared(project: Project, notebook: str) -> dict[str, Parameter]:
    """The parameters of notebooks/<notebook>.ipynb: the assignments of its cell tagged `parameters`.

    BadParameters where there is no such notebook or cell, or where the cell does more than assign plain values.
    """
    path = project.notebooks / f"{notebook}.ipynb"
    name = project.name(path)
    if not path.exists():
        known = [file.stem for file in project.notebooks.glob("*.ipynb")]
        raise BadParameters(str(Problem(name, 0, "", "no such notebook", notebook, nearest(notebook, known))))
    try:
        cells = read_notebook(path)["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    except OSError as fault:
        raise BadParameters(str(Problem(name, 0, "", f"cannot be read: {fault.strerror}"))) from None
    except NotANotebook as fault:
        raise BadParameters(str(Problem(name, 0, "", "is not a notebook", str(fault)))) from None
    if len(tagged) != 1:
        raise BadParameters(str(Problem(name, 0, "", f"has {len(tagged)} cells tagged parameters, not one")))
    try:
        body = ast.parse("".join(tagged[0]["source"])).body
    except _UNREADABLE as fault:
        said = getattr(fault, "text", None) or str(fault)
        raise BadParameters(str(Problem(name, 0, "parameters", "is not Python", said.strip()))) from None
    found = {}
    for node in body:
        try:
            if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
                raise ValueError("is no assignment to one name")
            found[node.targets[0].id] = Parameter(node.targets[0].id, ast.literal_eval(node.value))
        except _UNREADABLE:
            line = _line(node)
            raise BadParameters(
                str(Problem(name, 0, "parameters", "assigns something else than a plain value", line))
            ) from None
    return found


def _line(node: ast.stmt) -> str:
    try:
        return ast.unparse(node)
    except RecursionError:
        return "…"


def check_parameters(project: Project, store: Store, specs: Iterable[ReportSpec]) -> None:
    """BadParameters naming every unknown parameter and value of all reports, with the nearest valid ones."""
    known = cache(lambda notebook: declared(project, notebook))
    values = cache(lambda name: _values(store, name))
    problems: list[str] = []
    for spec in specs:
        try:
            parameters = known(spec.notebook)
        except BadParameters as fault:
            problems.append(f"{spec.origin}: {fault}")
            continue
        for name, value in spec.parameters.items():
            problem = _fault(spec, name, value, parameters, values)
            problems += [str(problem)] if problem else []
    if problems:
        raise BadParameters("\n".join(dict.fromkeys(problems)))


def _fault(spec: ReportSpec, name: str, value: Any, parameters: dict[str, Parameter], values: Any) -> Problem | None:
    line = spec.lines.get(name, 0)
    if name not in parameters:
        hint = nearest(str(name), parameters) or f"known: {', '.join(parameters)}"
        return Problem(spec.origin, line, str(name), f"{spec.notebook} has no such parameter", str(name), hint)
    default = parameters[name].default
    if default is not None and not isinstance(value, type(default)):
        wanted = type(default).__name__
        return Problem(spec.origin, line, name, f"is not of the type {wanted}", repr(value), f"such as {default!r}")
    allowed = values(name)
    if allowed is not None and value not in allowed:
        return Problem(spec.origin, line, name, "is not a known value", str(value), nearest(str(value), allowed))
    return None


def _values(store: Store, name: str) -> tuple[str, ...] | None:
    """The known values of a parameter; None where any will do."""
    if name == "lang":
        return tuple(LABELS)
    if name not in _KEYS:
        return None
    return tuple(store.query(f"SELECT {name} FROM {_KEYS[name]} ORDER BY {name}")[name])
