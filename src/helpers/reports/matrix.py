"""Which reports exist: one per YAML file in params/<notebook>/, one per row of each query params/<notebook>.sql."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.curation.problems import Problem
from helpers.errors import BadParameters, BadQuery
from helpers.files import bytes_of
from helpers.project import Project
from helpers.reports.labels import LABELS
from helpers.reports.parameter_file import read_parameters
from helpers.store.connect import Store

# A page takes half a second of one core and 100 kB; a query that asks for more is a slip.
_MOST_REPORTS, _SECONDS = 20_000, 30
_LONGEST_NAME = 100  # a file may have one of 255, and carries both and an ending
_SAFE = re.compile(r"[\w-][\w.-]*")


@dataclass(frozen=True)
class ReportSpec:
    """One report to make: a notebook, its parameters (with `lang`), and `subject`, its name among the notebook's.

    `origin` is where it is asked for: params/air_quality/zh.yaml, or params/baseline_vs_goal.sql, row 3; `lines`: of a
    file, the line of each parameter.
    """

    notebook: str
    subject: str
    lang: str
    parameters: Mapping[str, Any]
    origin: str
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def report_id(self) -> str:
        """air_quality/zh, baseline_vs_goal/quzhou-811-2011.zh"""
        return f"{self.notebook}/{self.subject}.{self.lang}" if self.subject else f"{self.notebook}/{self.lang}"

    @property
    def family(self) -> str:
        """What the report is called in every language: air_quality, baseline_vs_goal-quzhou-811-2011."""
        return f"{self.notebook}-{self.subject}" if self.subject else self.notebook

    @property
    def file(self) -> str:
        """The name of its executed notebook."""
        return f"{self.family}.{self.lang}.ipynb"

    @property
    def page(self) -> str:
        """The page of the site, relative to it."""
        return f"{self.lang}/{self.family}.html"


def report_matrix(project: Project, store: Store) -> list[ReportSpec]:
    """All reports, in the order of their names. BadParameters with every fault of params/ at once."""
    problems: list[Problem] = []
    specs = [*_from_files(project, problems), *_from_queries(project, store, problems)]
    seen: dict[str, ReportSpec] = {}
    for spec in specs:
        if spec.page in seen:
            problems.append(Problem(spec.origin, 0, "", "makes the same page as another", seen[spec.page].origin))
        seen.setdefault(spec.page, spec)
    if not specs and not problems:
        problems.append(Problem(project.name(project.params), 0, "", "asks for no report"))
    if problems:
        raise BadParameters("\n".join(map(str, sorted(problems))))
    return sorted(specs, key=lambda spec: (spec.family, spec.lang))


def _from_files(project: Project, problems: list[Problem]) -> list[ReportSpec]:
    """params/<notebook>/<lang>.yaml or <subject>.<lang>.yaml: plain papermill parameters."""
    specs = []
    for path in sorted(project.params.glob("*/*.yaml")):
        origin = project.name(path)
        found = _text(path, origin, problems)
        held = read_parameters(found, origin, problems) if found is not None else None
        if held is not None:
            subject, _, lang = path.stem.rpartition(".")
            specs += _spec(path.parent.name, subject, lang, *held, origin, problems)
    return specs


def _text(path: Path, origin: str, problems: list[Problem]) -> str | None:
    try:
        return bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        problems.append(Problem(origin, line, "", "is not UTF-8", f"byte {fault.object[fault.start]:#x}"))
    except OSError as fault:
        problems.append(Problem(origin, 0, "", f"cannot be read: {fault.strerror}"))
    return None


def _from_queries(project: Project, store: Store, problems: list[Problem]) -> list[ReportSpec]:
    """params/<notebook>.sql: every row is one more report, its columns the parameters."""
    specs = []
    for path in sorted(project.params.glob("*.sql")):
        origin = project.name(path)
        found = _text(path, origin, problems)
        if found is None:
            continue
        try:
            rows = store.records(found, most=_MOST_REPORTS, seconds=_SECONDS)
        except BadQuery as fault:
            problems.append(_query_problem(origin, found, str(fault)))
            continue
        for number, row in enumerate(rows, start=1):
            lang = str(row.get("lang", ""))
            subject = "-".join(str(cell) for name, cell in row.items() if name != "lang")
            specs += _spec(path.stem, subject, lang, row, {}, f"{origin}, row {number}", problems)
    return specs


def _query_problem(origin: str, sql: str, fault: str) -> Problem:
    """What DuckDB says goes over several lines and names the line of the query, counted from its first word."""
    above = sql[: len(sql) - len(sql.lstrip())].count("\n")
    line = re.search(r"^LINE (\d+):", fault, re.MULTILINE)
    said = " ".join(fault.split("LINE ")[0].split())
    return Problem(origin, int(line[1]) + above if line else 0, "", f"does not run: {said}")


def _spec(
    notebook: str,
    subject: str,
    lang: str,
    parameters: dict[str, Any],
    lines: dict[str, int],
    origin: str,
    problems: list[Problem],
) -> list[ReportSpec]:
    known = ", ".join(LABELS)
    if lang not in LABELS:
        problems.append(Problem(origin, 0, "lang", "is not a language of the site", lang, f"known: {known}"))
    elif parameters.get("lang") != lang:
        hint = "the last part of the file's name is its language"
        problems.append(
            Problem(
                origin,
                lines.get("lang", 0),
                "lang",
                f"differs from the name's {lang}",
                str(parameters.get("lang")),
                hint,
            )
        )
    elif not all(_SAFE.fullmatch(name) and len(name.encode()) <= _LONGEST_NAME for name in (notebook, subject or "-")):
        hint = f"letters, digits, - _ and . only, and not more than {_LONGEST_NAME} bytes"
        problems.append(Problem(origin, 0, "", "cannot be the name of a page", f"{notebook}/{subject}", hint))
    else:
        return [ReportSpec(notebook, subject, lang, parameters, origin, lines)]
    return []
