"""What a report is called: the heading of its notebook, and the names of what its parameters choose."""

from __future__ import annotations

import re

import nbformat

from helpers.project import Project
from helpers.reports.matrix import ReportSpec
from helpers.store.connect import Store

_NAMES = {
    "plan_id": "SELECT short_{lang} AS name FROM plans WHERE plan_id = $key",
    "place_id": "SELECT name_{lang} AS name FROM places WHERE place_id = $key",
    "indicator_id": "SELECT name_{lang} AS name FROM indicators WHERE indicator_id = $key",
}


def title(store: Store, spec: ReportSpec) -> str:
    """Its title in its language: 从基期到目标:一份规划要走多远 — 衢州“十四五”."""
    subjects = []
    for name, sql in _NAMES.items():
        if name in spec.parameters:
            found = store.query(sql.format(lang=spec.lang), {"key": spec.parameters[name]})
            subjects += list(found["name"])
    return " — ".join([heading(store.project, spec.notebook, spec.lang), *subjects])


def heading(project: Project, notebook: str, lang: str) -> str:
    """The H1 of a notebook in a language; the notebook's name where it has none."""
    for cell in nbformat.read(project.notebooks / f"{notebook}.ipynb", as_version=4).cells:
        mine = cell.cell_type == "markdown" and lang in cell.metadata.get("tags", ())
        if mine and (found := re.search(r"^# (.+)$", cell.source, re.MULTILINE)):
            return found[1].strip()
    return notebook
