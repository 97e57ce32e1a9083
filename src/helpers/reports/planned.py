"""What a run has to do: for each report its present state, held against its record."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from helpers import __version__
from helpers.files import digest_of
from helpers.project import Project
from helpers.reports import manifest
from helpers.reports.decide import RUN, Answers, Decision, Present, decide
from helpers.reports.frame import Page
from helpers.reports.inputs import Inputs
from helpers.reports.job import Job
from helpers.reports.manifest import Manifest
from helpers.reports.matrix import ReportSpec
from helpers.reports.records import Basis, Record, Records
from helpers.reports.source import Source, source
from helpers.reports.states import States
from helpers.reports.titles import Titles
from helpers.store.connect import Store, data_fingerprint


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A report, what it rests on now, and what is to be done about it."""

    spec: ReportSpec
    source: Source
    page: Page
    basis: Basis
    record: Record | None
    decision: Decision

    def job(self, records: Records, timeout: int) -> Job:
        """The work on it."""
        run = self.decision.action == RUN
        executed = None if run else records.notebook(self.spec).read_text("utf-8")
        return Job(spec=self.spec, source=self.source.text, page=self.page, timeout=timeout, executed=executed)


class Planner:
    """Plans reports: reads what they share (notebooks, titles, answers, states of the code) once."""

    def __init__(self, project: Project, store: Store, inputs: Inputs, former: Manifest | None) -> None:
        self._project, self._former, self._inputs = project, former, inputs
        self._records, self._states = Records(project), States(project)
        self._titles, self._answers = Titles(project, store), Answers(store)
        self._execution, self._pages = self._states.keep(inputs.execution), self._states.keep(inputs.pages)
        self.database = data_fingerprint(store)
        self._sources: dict[str, Source] = {}

    def plan(self, specs: list[ReportSpec]) -> list[Planned]:
        """What is to be done about each of the reports."""
        languages: dict[str, list[ReportSpec]] = {}
        for spec in specs:
            languages.setdefault(spec.family, []).append(spec)
        return [self._one(spec, [other for other in languages[spec.family] if other != spec]) for spec in specs]

    def _one(self, spec: ReportSpec, others: list[ReportSpec]) -> Planned:
        found, page = self._source(spec.notebook), self._page(spec, others)
        basis = Basis(
            cells=found.cells,
            parameters=_plain(spec.parameters),
            execution=self._execution,
            words=found.words,
            pages=self._pages,
            frame=digest_of(_plain(asdict(page))),
        )
        record = self._records.read(spec)
        present = Present(
            basis=basis,
            notebook=f"notebooks/{spec.notebook}.ipynb",
            page=self._project.name(self._project.site / spec.page),
            html=manifest.page_hash(self._project, spec.page, self._former),
            database=self.database,
            failed=self._records.partial(spec).exists(),
            answers=self._answers,
            executing=partial(self._states.difference, parts=self._inputs.execution),
            paging=partial(self._states.difference, parts=self._inputs.pages),
        )
        return Planned(spec=spec, source=found, page=page, basis=basis, record=record, decision=decide(record, present))

    def _source(self, notebook: str) -> Source:
        if notebook not in self._sources:
            self._sources[notebook] = source(self._project.notebooks / f"{notebook}.ipynb")
        return self._sources[notebook]

    def _page(self, spec: ReportSpec, others: list[ReportSpec]) -> Page:
        return Page(
            report_id=spec.report_id,
            notebook=f"notebooks/{spec.notebook}.ipynb",
            lang=spec.lang,
            title=self._titles.of(spec),
            other_lang_href=f"../{others[0].page}" if others else None,
            index_href="../index.html",
            parameters=spec.parameters,
            fingerprint="",
            version=__version__,
            code=self._inputs.code,
            python=self._inputs.python,
        )


def _plain(value: Any) -> Any:
    """A value as JSON gives it back, to be compared with what a record says."""
    return json.loads(json.dumps(value, default=str))
