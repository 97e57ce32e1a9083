"""What a report is called: the heading of its notebook, and the names of what its parameters choose."""

from __future__ import annotations

import re
from functools import cache

from helpers.project import Project
from helpers.reports.matrix import ReportSpec
from helpers.reports.source import read_notebook
from helpers.store.connect import Store

SEPARATOR = " — "  # between the question of a report and its subject
_NAMES = {
    "plan_id": "SELECT plan_id AS key, short_zh AS zh, short_en AS en FROM plans ORDER BY key",
    "place_id": "SELECT place_id AS key, name_zh AS zh, name_en AS en FROM places ORDER BY key",
    "indicator_id": "SELECT indicator_id AS key, name_zh AS zh, name_en AS en FROM indicators ORDER BY key",
}


class Titles:
    """The titles of a project's reports. Notebooks and names are read once, however many reports there are."""

    def __init__(self, project: Project, store: Store) -> None:
        self._project, self._store = project, store
        self._heading, self._names = cache(self._heading), cache(self._names)

    def of(self, spec: ReportSpec) -> str:
        """Its title in its language: 从基期到目标：一份规划要走多远 — 衢州“十四五”."""
        chosen = [(name, spec.parameters[name]) for name in _NAMES if name in spec.parameters]
        subjects = [names[key] for name, key in chosen if key in (names := self._names(name, spec.lang))]
        return SEPARATOR.join([self._heading(spec.notebook, spec.lang), *subjects])

    def _heading(self, notebook: str, lang: str) -> str:
        """The H1 of a notebook in a language; the notebook's name where it has none."""
        path = self._project.notebooks / f"{notebook}.ipynb"
        for cell in read_notebook(path)["cells"]:
            mine = cell["cell_type"] == "markdown" and lang in cell["metadata"].get("tags", ())
            if mine and (found := re.search(r"^# (.+)$", "".join(cell["source"]), re.MULTILINE)):
                return found[1].strip()
        return notebook

    def _names(self, parameter: str, lang: str) -> dict[str, str]:
        rows = self._store.query(_NAMES[parameter])
        return dict(zip(rows["key"], rows[lang], strict=True))
