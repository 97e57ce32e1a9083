"""Which reports exist: one per YAML file in params/<notebook>/, one per row of each query params/<notebook>.sql."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from helpers.curation.problems import Problem
from helpers.errors import BadParameters, BadQuery
from helpers.project import Project
from helpers.reports.labels import LABELS
from helpers.store.connect import Store

# The same language, ten times as fast where libyaml is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAFE = re.compile(r"[\w-][\w.-]*")


@dataclass(frozen=True)
class ReportSpec:
    """One report to make: a notebook, its parameters (with `lang`), and `subject`, its name among the notebook's.

    `origin` is where it is asked for: params/air_quality/zh.yaml, or params/baseline_vs_goal.sql, row 3.
    """

    notebook: str
    subject: str
    lang: str
    parameters: Mapping[str, Any]
    origin: str

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
        try:
            parameters = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
        except UnicodeDecodeError:
            problems.append(Problem(origin, 0, "", "is not UTF-8"))
            continue
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            line = mark.line + 1 if mark else 0
            problems.append(Problem(origin, line, "", f"is not YAML: {getattr(fault, 'problem', fault)}"))
            continue
        if not isinstance(parameters, dict):
            problems.append(Problem(origin, 1, "", "holds no parameters", str(parameters), "write `name: value` lines"))
            continue
        subject, _, lang = path.stem.rpartition(".")
        specs += _spec(path.parent.name, subject, lang, parameters, origin, problems)
    return specs


def _from_queries(project: Project, store: Store, problems: list[Problem]) -> list[ReportSpec]:
    """params/<notebook>.sql: every row is one more report, its columns the parameters."""
    specs = []
    for path in sorted(project.params.glob("*.sql")):
        origin = project.name(path)
        try:
            rows = store.query(path.read_text("utf-8")).to_dict("records")
        except (BadQuery, UnicodeDecodeError) as fault:
            problems.append(Problem(origin, 0, "", f"does not run: {fault}"))
            continue
        for number, row in enumerate(rows, start=1):
            lang = str(row.get("lang", ""))
            subject = "-".join(str(cell) for name, cell in row.items() if name != "lang")
            specs += _spec(path.stem, subject, lang, row, f"{origin}, row {number}", problems)
    return specs


def _spec(
    notebook: str, subject: str, lang: str, parameters: dict, origin: str, problems: list[Problem]
) -> list[ReportSpec]:
    known = ", ".join(LABELS)
    if lang not in LABELS:
        problems.append(Problem(origin, 0, "lang", "is not a language of the site", lang, f"known: {known}"))
    elif parameters.get("lang") != lang:
        hint = "the last part of the file's name is its language"
        problems.append(
            Problem(origin, 0, "lang", f"differs from the name's {lang}", str(parameters.get("lang")), hint)
        )
    elif not _SAFE.fullmatch(notebook) or (subject and not _SAFE.fullmatch(subject)):
        hint = "letters, digits, - _ and . only"
        problems.append(Problem(origin, 0, "", "cannot be the name of a page", f"{notebook}/{subject}", hint))
    else:
        return [ReportSpec(notebook, subject, lang, parameters, origin)]
    return []
