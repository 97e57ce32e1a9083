"""From params/ to the site: which reports must be made anew, the work on them, then the site with its index."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import __version__
from helpers.curation.problems import nearest
from helpers.curation.tables import TABLES, files_of
from helpers.errors import BadParameters
from helpers.files import bytes_of, digest_of, sweep
from helpers.project import Project
from helpers.reports import manifest
from helpers.reports.cards import Entry, cards, first_finding, quoted_in
from helpers.reports.crew import Crew, run
from helpers.reports.decide import PAGE, RUN, SKIP, Decision
from helpers.reports.index import write_index
from helpers.reports.inputs import inputs_of
from helpers.reports.job import SECONDS_PER_CELL, Job, Rendered
from helpers.reports.matrix import ReportSpec, report_matrix
from helpers.reports.parameters import check_parameters
from helpers.reports.planned import Planned, Planner
from helpers.reports.pool import local_crew
from helpers.reports.progress import Progress
from helpers.reports.records import Record, Records
from helpers.reports.site import keep_former, recover, staged
from helpers.reports.sitelock import site_lock
from helpers.reports.source_pages import Quoting, source_cards, write_source_pages
from helpers.reports.states import States
from helpers.reports.takeaway import take_away
from helpers.store.connect import Store, connect, data_fingerprint


@dataclass(frozen=True, kw_only=True)
class Options:
    """What `ecoplan render` can be told; its help says more.

    reports: words that name reports, all without. jobs: workers, 0 for one each core. timeout: seconds for a cell.
    kernels: `fork` or `spawn`, None for what suits the machine. dask: address of a scheduler.
    """

    reports: tuple[str, ...] = ()
    jobs: int = 0
    force: bool = False
    explain: bool = False
    timeout: int = SECONDS_PER_CELL
    kernels: str | None = None
    dask: str | None = None


def render(project: Project, options: Options) -> int:
    """Renders the reports that need it, of all or of those named, and returns the exit status.

    Nothing is touched when data or parameters are wrong. A report that fails is named and the others are finished;
    its former page stays.
    """
    with ExitStack() as stack:
        stack.enter_context(site_lock(project, _tell))
        recover(project)
        sweep(project.build)
        inputs, former = inputs_of(project), manifest.read(project)
        crew = None if options.explain else stack.enter_context(_crew(project, options))
        store = connect(project)
        specs = report_matrix(project, store)
        check_parameters(project, store, specs)
        chosen = {spec.page for spec in _choose(specs, options.reports)}
        planner = Planner(project, store, inputs, former)
        planned = [_forced(one, chosen) if options.force else one for one in planner.plan(specs)]
        wanted = [one for one in planned if one.spec.page in chosen]
        if crew is None:
            return _explain(wanted)
        work = [one for one in wanted if one.decision.action != SKIP]
        if work and len(work) < len(planned):
            _tell(f"{len(planned) - len(work)} of {len(planned)} reports stay as they are, {len(work)} to render")
        failed = _make(project, crew, store, planned, work, options.timeout)
        stale = [one for one in planned if one.spec.page not in chosen and one.decision.action != SKIP]
        manifest.write(project, "" if failed or stale else inputs.fingerprint, len(specs), former)
    return _close(project, wanted, work, failed)


def _make(
    project: Project, crew: Crew, store: Store, planned: list[Planned], work: list[Planned], timeout: int
) -> list[Rendered]:
    """Does the work and puts the new site in its place; returns what failed."""
    records, database = Records(project), data_fingerprint(store)
    now = {one.spec.page: one for one in planned}
    failed = []
    jobs = [one.job(records, timeout) for one in work]
    with (
        _snapshot(project, store) as snapshot,
        staged(project) as stage,
        closing(_rendered(crew, snapshot.database, jobs)) as results,
    ):
        for rendered in results:
            page = rendered.spec.page
            now[page] = _kept(records, now[page], database, rendered)
            if rendered.html is None:
                failed.append(rendered)
            else:
                _write(stage / page, rendered.html)
        for one in planned:
            if not (stage / one.spec.page).exists():
                keep_former(project, stage, one.spec.page)
            if one.decision.action == SKIP and one.record.database != database:
                records.write(one.spec, replace(one.record, database=database))
        there = [one for one in now.values() if (stage / one.spec.page).exists()]
        entries = [_entry(records, one) for one in there]
        basis = planned[0].basis
        code = digest_of({"execution": basis.execution, "pages": basis.pages})
        with closing(Store(snapshot.database)) as held:
            write_source_pages(project, snapshot, held, crew, stage, [_quoting(one) for one in there], code)
            listed = [*cards(entries), *source_cards(held)]
        take_away(project, snapshot, stage, f"version {__version__}\ndata {database}\ncode {code}\n")
        _write(stage / "index.html", write_index(listed, version=__version__, fingerprint=database))
    records.keep_only(one.spec for one in planned)
    bases = [one.basis for one in planned] + [one.record.basis for one in now.values() if one.record]
    States(project).keep_only({state for basis in bases for state in (basis.execution, basis.pages)})
    return failed


def _rendered(crew: Crew, database: Path, jobs: list[Job]) -> Iterator[Rendered]:
    """The results of the jobs as they come, and meanwhile the progress on the screen."""
    if not jobs:
        return
    with Progress(len(jobs)) as progress, closing(run(jobs, crew, database, progress)) as results:
        for rendered in results:
            progress.done(rendered)
            yield rendered


@contextmanager
def _snapshot(project: Project, store: Store) -> Iterator[Project]:
    """The data as they are now, with their database: somebody may edit them meanwhile, in JupyterLab."""
    held = Project(project.build / ".rendering")
    shutil.rmtree(held.root, ignore_errors=True)
    try:
        for path in _sources(project, store):
            copy = held.root / path.relative_to(project.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(bytes_of(path))
        held.build.mkdir(parents=True)
        try:
            os.link(project.database, held.database)
        except OSError:  # a file system without hard links
            shutil.copyfile(project.database, held.database)
        yield held
    finally:
        shutil.rmtree(held.root, ignore_errors=True)


def _sources(project: Project, store: Store) -> Iterator[Path]:
    """The files that the database was made of, and no others that lie beside them."""
    for model in TABLES:
        yield from files_of(project, model)
    for name in store.query("SELECT raw_file FROM plans ORDER BY plan_id").raw_file:
        yield project.raw / name


def _kept(records: Records, one: Planned, database: str, rendered: Rendered) -> Planned:
    """The report with its new record, which is kept with its notebook; the record of one that failed is dropped."""
    if rendered.html is None:
        records.fail(one.spec, rendered.partial)
        return one
    ran = one.decision.action == RUN
    record = Record(
        basis=one.basis,
        asked=rendered.asked if ran else one.record.asked,
        database=database,
        html=hashlib.sha256(rendered.html.encode()).hexdigest(),
        finding=first_finding(rendered.notebook),
        quoted=quoted_in(rendered.notebook),
        seconds=rendered.seconds if ran else one.record.seconds,
    )
    records.write(one.spec, record, rendered.notebook)
    return replace(one, record=record)


def _quoting(one: Planned) -> Quoting:
    """What a report quotes."""
    return one.spec.page, one.page.title, one.spec.lang, one.record.quoted if one.record else ()


def _entry(records: Records, one: Planned) -> Entry:
    """What the index says of a report."""
    notebook = records.notebook(one.spec)
    finding = one.record.finding if one.record else None
    return Entry(spec=one.spec, title=one.page.title, finding=finding, notebook=notebook)


def _crew(project: Project, options: Options) -> AbstractContextManager[Crew]:
    if options.dask:
        from helpers.reports.cluster import dask_crew

        return dask_crew(project, options.dask)
    return local_crew(project, options.jobs, options.kernels == "spawn")


def _choose(specs: list[ReportSpec], wanted: Sequence[str]) -> list[ReportSpec]:
    """The reports that the words name: a report, a notebook, or a family in both languages."""
    if not wanted:
        return specs
    names = {name for spec in specs for name in (spec.report_id, spec.notebook, spec.family)}
    unknown = [f"{word}: no such report; {nearest(word, names) or ''}" for word in wanted if word not in names]
    if unknown:
        raise BadParameters("\n".join(unknown))
    return [spec for spec in specs if {spec.report_id, spec.notebook, spec.family} & set(wanted)]


def _forced(one: Planned, chosen: set[str]) -> Planned:
    return replace(one, decision=Decision(RUN, "--force was given")) if one.spec.page in chosen else one


def _explain(planned: list[Planned]) -> int:
    """Prints what would be done about each report, and why."""
    width = max(len(one.spec.report_id) for one in planned)
    for one in planned:
        print(f"{one.spec.report_id:<{width}}  {one.decision.action}: {one.decision.reason}")
    counts = Counter(one.decision.action for one in planned)
    print(f"{', '.join(f'{counts[action]} {action}' for action in (RUN, PAGE, SKIP))}; nothing was rendered")
    return 0


def _close(project: Project, wanted: list[Planned], work: list[Planned], failed: list[Rendered]) -> int:
    for rendered in failed:
        print(rendered.failure, file=sys.stderr)
    place = project.name(project.site / "index.html")
    same = len(wanted) - len(work)
    if work:
        done = f"{len(work) - len(failed)} of {len(work)} reports rendered" + (f", {same} unchanged" if same else "")
    else:
        done = f"nothing to render, {same} reports unchanged"
    print(f"{done}; open {place}")
    return 1 if failed else 0


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
