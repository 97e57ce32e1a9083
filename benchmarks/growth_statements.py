"""The part of growth.py with more and more statements, of made-up plans."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from common import OWN, Bench, Failed, Ran, copy_into, run, scratch, tell, without_ecoplan
from table import Times, cores, figure, ratio, table

ALL = re.compile(r"^all\s+(\d+) statements", re.MULTILINE)
DONE = re.compile(r"^\[\d+/\d+\] (\S+) (done|FAILED) in ([\d.]+) s", re.MULTILINE)


@dataclass
class Size:
    """A collection and what was measured of it. `sample`: from how many reports `whole` was extrapolated, 0 if not."""

    bench: Bench
    statements: int
    plans: int
    check: float
    build: float
    report: Times = field(default_factory=Times)
    queries: Times = field(default_factory=Times)
    whole: float = 0.0
    reports: int = 0
    sample: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.statements:,} statements"


def grow_statements(wanted: Namespace) -> str:
    """The table. Short runs are made of all sizes in turn, so that a change of the machine's pace strikes all alike."""
    with scratch() as folder:
        sizes = [_measured(copy_into(folder, "own"))]
        for statements in wanted.statements:
            sizes.append(_measured(_made_up(folder, wanted, statements)))
        for number in range(1 + wanted.runs):
            tell(f"{wanted.report} and its queries, time {number} of {wanted.runs} …")
            for size in sizes:
                _one_report(size, wanted.report, count=number > 0)  # the first time the files are read from disk
        for size in sizes:
            _whole(size, wanted)
    return _shown(sizes)


def _measured(bench: Bench) -> Size:
    """A collection with the times of check and build, once each: they grow with it, and then take long."""
    tell("check …")
    check = bench.ecoplan("check")
    statements, plans = ALL.search(check.stdout)[1], len(check.stdout.splitlines()) - 1
    tell(f"  {statements} statements, {figure(check.seconds)} s; build …")
    build = bench.ecoplan("build")
    tell(f"  {figure(build.seconds)} s")
    return Size(bench, int(statements), plans, check.seconds, build.seconds)


def _made_up(folder: Path, wanted: Namespace, statements: int) -> Bench:
    tell(f"making {wanted.prefectures} × {wanted.plans} plans with {statements} statements …")
    root = folder / f"made-{statements}"
    options = {"prefectures": wanted.prefectures, "plans": wanted.plans, "statements": statements}
    words = [word for option, value in options.items() for word in (f"--{option}", str(value))]
    script = Path(__file__).with_name("synthetic.py")
    run([sys.executable, str(script), str(root), *words], folder, without_ecoplan())
    shutil.copy2(OWN.root / "requirements.lock", root)
    return Bench.at(root, folder / "code")


def _one_report(size: Size, report: str, count: bool) -> None:
    rendered = size.bench.ecoplan("render", report, "--force").seconds
    queries = _asked_again(size.bench, report)
    if count:
        size.report.seconds.append(rendered)
        size.queries.seconds.append(queries)


def _asked_again(bench: Bench, report: str) -> float:
    """The time of the queries of a report on the database, in one thread, as its notebook asks them."""
    from helpers.store.connect import Store

    notebook = bench.project.build / "executed" / f"{report.replace('/', '-')}.ipynb"
    asked = json.loads(notebook.read_text("utf-8"))["metadata"]["ecoplan"]["asked"]
    store = Store(bench.project.database)
    store.query("SELECT 1 AS opened")
    start = time.perf_counter()
    for query in asked:
        store.query(query["sql"], query["parameters"])
    seconds = time.perf_counter() - start
    store.close()
    return seconds


def _whole(size: Size, wanted: Namespace) -> None:
    """All reports: for real, or from some of each notebook where it would take too long."""
    names = _reports(size.bench)
    by_notebook: dict[str, list[str]] = {}
    for name in names:
        by_notebook.setdefault(name.split("/")[0], []).append(name)
    sample = [name for reports in by_notebook.values() for name in _spread(reports, wanted.sample)]
    tell(f"{size.name}: {len(sample)} of {len(names)} reports …")
    ran = size.bench.ecoplan("render", *sample, "--force", fine=(0, 1))
    size.reports, size.whole = len(names), _estimate(ran, {name: len(of) for name, of in by_notebook.items()})
    tell(f"  {figure(ran.seconds)} s; all would take {figure(size.whole)} s")
    if len(sample) == len(names):
        size.whole = ran.seconds
    elif size.whole <= wanted.limit:
        tell(f"{size.name}: all {len(names)} reports …")
        ran = size.bench.ecoplan("render", "--force", fine=(0, 1))
        size.whole = ran.seconds
    else:
        size.sample = len(sample)
    size.failed = sorted({name for name, outcome, _ in DONE.findall(ran.stderr) if outcome == "FAILED"})
    if ran.status:
        tell(DONE.sub("", ran.stderr).strip())
    if ran.status and not size.failed:
        raise Failed(f"{size.name}: ecoplan render ended with status {ran.status}")


def _reports(bench: Bench) -> list[str]:
    return [line.split()[0] for line in bench.ecoplan("render", "--explain").stdout.splitlines()[:-1]]


def _spread(reports: list[str], number: int) -> list[str]:
    """So many of them, from the first to the last at equal distances."""
    if len(reports) <= number:
        return reports
    return [reports[index * (len(reports) - 1) // max(number - 1, 1)] for index in range(number)]


def _estimate(ran: Ran, counts: dict[str, int]) -> float:
    """What all reports would take: what a run takes besides, and each notebook's mean for as many as it has."""
    taken: dict[str, list[float]] = {}
    for name, _, seconds in DONE.findall(ran.stderr):
        taken.setdefault(name.split("/")[0], []).append(float(seconds))
    besides = max(ran.seconds - sum(map(sum, taken.values())) / cores(), 0)
    return besides + sum(counts[notebook] * mean(times) for notebook, times in taken.items()) / cores()


def _shown(sizes: list[Size]) -> str:
    head = [
        "statements",
        "plans",
        "check, s",
        "build, s",
        "one report, s",
        "its queries, ms",
        "all reports, s",
        "reports",
    ]
    rows = []
    for size, former in zip(sizes, [None, *sizes], strict=False):
        rows.append([
            f"{size.statements:,}",
            f"{size.plans:,}",
            _with_ratio(figure(size.check), size.check, former and former.check),
            _with_ratio(figure(size.build), size.build, former and former.build),
            _with_ratio(size.report, size.report.median, former and former.report.median),
            _with_ratio(size.queries.ms, size.queries.median, former and former.queries.median),
            _with_ratio(("≈ " if size.sample else "") + figure(size.whole), size.whole, former and former.whole),
            f"{size.reports:,}",
        ])  # fmt: skip
    return "\n".join([table(head, rows), *_remarks(sizes)])


def _with_ratio(shown: object, value: float, former: float | None) -> str:
    """8.31 ×9.12"""
    return f"{shown} ×{ratio(value, former)}" if former else str(shown)


def _remarks(sizes: list[Size]) -> list[str]:
    own, last = sizes[0], sizes[-1]
    lines = ["×: times the line above. The first line is the project's own collection, which the others hold too."]
    if last is not own:
        report, queries = (
            ratio(getattr(last, part).median, getattr(own, part).median) for part in ("report", "queries")
        )
        lines.append(f"Last line against the first: one report ×{report}, its queries ×{queries}.")
    for size in sizes:
        if size.sample:
            lines.append(
                f"≈ {size.statements:,} statements: extrapolated from {size.sample} of {size.reports:,} reports."
            )
        if size.failed:
            lines.append(f"{size.statements:,} statements: {len(size.failed)} failed: {', '.join(size.failed[:5])} …")
    return [*lines, ""]
