"""From params/ to the site: which reports, each executed and made into a page, then the index."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers import __version__
from helpers.curation.problems import nearest
from helpers.errors import BadParameters, ReportFailed
from helpers.project import Project
from helpers.reports.cards import card
from helpers.reports.execute import execute
from helpers.reports.index import write_index
from helpers.reports.matrix import ReportSpec, report_matrix
from helpers.reports.page import Page, PageExporter
from helpers.reports.parameters import check_parameters
from helpers.reports.progress import Progress
from helpers.reports.site import keep_former, staged
from helpers.reports.titles import title
from helpers.store.build import fingerprint
from helpers.store.connect import Store, connect


@dataclass(frozen=True)
class Rendered:
    """What became of one report: its page and executed notebook, or why it failed."""

    spec: ReportSpec
    html: str | None = None
    notebook: NotebookNode | None = None
    failure: str | None = None
    seconds: float = 0.0


def render(project: Project, wanted: Iterable[str] = ()) -> int:
    """Renders the reports (all, or those that `wanted` names) and returns the exit status.

    Nothing is touched when data or parameters are wrong. A report that fails is named and the others are finished;
    its former page stays.
    """
    store = connect(project)
    specs = report_matrix(project, store)
    check_parameters(project, store, specs)
    chosen = _choose(specs, list(wanted))
    with staged(project) as stage:
        done = _render_all(project, store, specs, chosen, stage)
        cards = [made for made in map(card, _families(project, store, specs, done, stage)) if made]
        index = write_index(cards, version=__version__, fingerprint=fingerprint(project))
        (stage / "index.html").write_text(index, encoding="utf-8", newline="\n")
    return _close(project, done)


def _render_all(
    project: Project, store: Store, specs: list[ReportSpec], chosen: list[ReportSpec], stage: Path
) -> list[Rendered]:
    jobs = [Job(project, spec, _page(store, spec, specs)) for spec in chosen]
    done = []
    with Progress(len(jobs)) as progress:
        for rendered in run(jobs, progress):
            progress.done(rendered.spec.report_id, rendered.seconds, rendered.failure)
            done.append(rendered)
            if rendered.html:
                _write(stage / rendered.spec.page, rendered.html)
    made = {rendered.spec.page for rendered in done if rendered.html}
    for spec in specs:
        if spec.page not in made:
            keep_former(project, stage, spec.page)
    return done


@dataclass(frozen=True)
class Job:
    """All that is needed to render one report, wherever that happens."""

    project: Project
    spec: ReportSpec
    page: Page


def run(jobs: Iterable[Job], progress: Progress) -> Iterator[Rendered]:
    """The results as they come. One after another in this process; an executor's map would take this place."""
    for job in jobs:
        progress.begin(job.spec.report_id)
        yield render_one(job)


def render_one(job: Job) -> Rendered:
    """Executes one notebook and makes its page. A failure is a result, not an exception."""
    start = time.monotonic()
    try:
        notebook = execute(job.project, job.spec, job.project.build / "executed")
        html = _exporter().export(notebook, _stamped(job.page, notebook))
    except ReportFailed as fault:
        return Rendered(job.spec, failure=str(fault), seconds=time.monotonic() - start)
    return Rendered(job.spec, html, notebook, seconds=time.monotonic() - start)


_exporters: list[PageExporter] = []


def _exporter() -> PageExporter:
    """One exporter a process: compiling its templates takes longer than a page."""
    if not _exporters:
        _exporters.append(PageExporter())
    return _exporters[0]


def _page(store: Store, spec: ReportSpec, specs: list[ReportSpec]) -> Page:
    others = [other for other in specs if other.family == spec.family and other.lang != spec.lang]
    return Page(
        report_id=spec.report_id,
        notebook=f"notebooks/{spec.notebook}.ipynb",
        lang=spec.lang,
        title=title(store, spec),
        other_lang_href=f"../{others[0].page}" if others else None,
        index_href="../index.html",
        parameters=spec.parameters,
        fingerprint="",
        version=__version__,
    )


def _stamped(page: Page, notebook: NotebookNode) -> Page:
    """The page with the fingerprint of what its notebook asked: queries, parameters, hashes of the results."""
    asked = [
        record
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for record in output.get("metadata", {}).get("ecoplan", {}).get("asked", ())
    ]
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return replace(page, fingerprint=hashlib.sha256(text.encode()).hexdigest())


def _choose(specs: list[ReportSpec], wanted: list[str]) -> list[ReportSpec]:
    """The reports that the words name: a report, a notebook, or a family in both languages."""
    if not wanted:
        return specs
    names = {name for spec in specs for name in (spec.report_id, spec.notebook, spec.family)}
    unknown = [f"{word}: no such report; {nearest(word, names) or ''}" for word in wanted if word not in names]
    if unknown:
        raise BadParameters("\n".join(unknown))
    return [spec for spec in specs if {spec.report_id, spec.notebook, spec.family} & set(wanted)]


def _families(project, store, specs, done, stage) -> Iterator[list[tuple[ReportSpec, str, NotebookNode | None]]]:
    """The reports that have a page, by family: spec, title, and the executed notebook where there is one."""
    notebooks = {rendered.spec.page: rendered.notebook for rendered in done}
    families: dict[str, list] = {}
    for spec in specs:
        if (stage / spec.page).is_file():
            notebook = notebooks.get(spec.page) or _executed(project, spec)
            families.setdefault(spec.family, []).append((spec, title(store, spec), notebook))
    yield from families.values()


def _executed(project: Project, spec: ReportSpec) -> NotebookNode | None:
    path = project.build / "executed" / f"{spec.family}.{spec.lang}.ipynb"
    return nbformat.read(path, as_version=4) if path.is_file() else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _close(project: Project, done: list[Rendered]) -> int:
    failed = [rendered for rendered in done if rendered.failure]
    for rendered in failed:
        print(rendered.failure, file=sys.stderr)
    place = project.name(project.site / "index.html")
    print(f"{len(done) - len(failed)} of {len(done)} reports rendered; open {place}")
    return 1 if failed else 0
