"""params/<notebook>/<report>.yaml: a mapping of names to plain values, as papermill reads it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from helpers.curation.problems import Problem

# Safe: it makes plain values only. The one with libyaml reads the same language ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 2  # a mapping of lists
_LINES, _PLAIN = "write `name: value` lines", "text, a number, true, false, or a list of such"


def read_parameters(text: str, origin: str, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, int]] | None:
    """The parameters of a file and the line of each; None, and its problems, where it holds anything else.

    The shape is looked at before any value is made: an alias of an alias of … would fill the memory, and what nests
    fifty thousand times is the end of libyaml.
    """
    faults: list[Problem] = []
    try:
        faults += _too_deep(text, origin)
        if not faults:
            loader = _LOADER(text)
            node = loader.get_single_node()
            faults += _misshapen(node, origin)
        if not faults:
            lines = {name.value: name.start_mark.line + 1 for name, _ in node.value}
            values = {name.value: _value(loader, name.value, value, origin, faults) for name, value in node.value}
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        said = " ".join(str(getattr(fault, "problem", None) or fault).split())
        faults.append(Problem(origin, mark.line + 1 if mark else 0, "", f"is not YAML: {said}"))
    problems += faults
    return None if faults else (values, lines)


def _too_deep(text: str, origin: str) -> Iterator[Problem]:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            yield Problem(origin, event.start_mark.line + 1, "", "holds what is no plain value", None, _PLAIN)
            return


def _misshapen(node: yaml.Node | None, origin: str) -> Iterator[Problem]:
    if not isinstance(node, yaml.MappingNode):
        got = node.value if isinstance(node, yaml.ScalarNode) else None
        yield Problem(origin, 1, "", "holds no parameters", got, _LINES)
        return
    seen = set()
    for name, value in node.value:
        line = name.start_mark.line + 1
        if name.tag != "tag:yaml.org,2002:str":
            got = name.value if isinstance(name, yaml.ScalarNode) else None
            yield Problem(origin, line, "", "is not the name of a parameter", got, _LINES)
            continue
        if name.value in seen:
            yield Problem(origin, line, name.value, "stands twice")
        seen.add(name.value)
        parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not all(isinstance(part, yaml.ScalarNode) for part in parts):
            yield Problem(origin, line, name.value, "is no plain value", None, _PLAIN)


def _value(loader: Any, name: str, node: yaml.Node, origin: str, faults: list[Problem]) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as fault:  # 2025-02-30
        line = node.start_mark.line + 1
        faults.append(Problem(origin, line, name, f"is a value that does not exist: {fault}", node.value))
        return None
