"""The time above the cells' own time, per report, and the memory of a live kernel: forked against spawned.

    python benchmarks/overhead.py [--runs 3] [--kernels 4] [--reports air_quality …]

Time: in one process that has imported everything, as a worker has, each report is rendered once to warm up, then --runs
times in turn with a forked and with a spawned kernel, one at a time. The cells' own time is how long the kernel was
busy with them; above it are start and end of the kernel, messages, papermill, and the page. What a spawned kernel
imports it imports in its cells.

Memory: so many kernels live at once, each having run the cells of a report. PSS is what the system counts for a
process, a page that several share being split among them. Only Linux tells it, and only Linux forks.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import Bench, Failed, copied, measure, parser, tell, without_ecoplan
from table import Times, figure, machine, ratio, table

if TYPE_CHECKING:  # else --help takes a second
    from memory import Memory

    from helpers.reports.job import Job, Rendered, Workplace
    from helpers.reports.kernels import KernelSource

FORKED, SPAWNED = "forked", "spawned"


@dataclass(frozen=True)
class Cost:
    """What several renderings of a report took: its cells, and all that is above."""

    cells: Times
    above: Times


def main() -> None:
    wanted = _wanted()
    for name in set(os.environ) - set(without_ecoplan()):
        del os.environ[name]
    from helpers.reports.kernels import warm_kernels

    with copied() as bench, warm_kernels() as forked, warm_kernels(spawn=True) as spawned:
        if forked.template is None:
            raise Failed("kernels are forked on Linux only")
        jobs = _jobs(bench, wanted.reports)
        places = {FORKED: _place(bench, forked), SPAWNED: _place(bench, spawned)}
        times = {job.spec.report_id: _times(job, places, wanted.runs) for job in jobs} if wanted.runs else {}
        memory = _memory(jobs, places, wanted.kernels) if wanted.kernels else {}
    if times:
        _print_times(times)
    if memory:
        _print_memory(memory, wanted.kernels)
    print(machine(("papermill", "nbclient", "ipykernel", "jupyter_client", "duckdb", "matplotlib")))
    print("medians (lowest–highest)")


def _wanted() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--runs", type=int, default=3, help="renderings of each report (default: 3; 0: only memory)")
    options.add_argument("--kernels", type=int, default=4, help="kernels alive at once (default: 4; 0: only time)")
    options.add_argument("--reports", nargs="+", default=[], metavar="REPORT",
                         help="only these reports, as `ecoplan render` names them")  # fmt: skip
    return options.parse_args()


def _jobs(bench: Bench, names: Sequence[str]) -> list[Job]:
    """The work on each report of the collection, or on those that are named."""
    from helpers.reports.inputs import inputs_of
    from helpers.reports.job import SECONDS_PER_CELL
    from helpers.reports.matrix import report_matrix
    from helpers.reports.planned import Planner
    from helpers.reports.records import Records
    from helpers.store.connect import connect

    store = connect(bench.project)
    planned = Planner(bench.project, store, inputs_of(bench.project), None).plan(report_matrix(bench.project, store))
    store.close()
    records = Records(bench.project)
    jobs = [one.job(records, SECONDS_PER_CELL) for one in planned]
    if names:
        jobs = [job for job in jobs if {job.spec.report_id, job.spec.notebook, job.spec.family} & set(names)]
    if not jobs:
        raise Failed(f"no report is called {' or '.join(names)}")
    return jobs


def _place(bench: Bench, kernels: KernelSource) -> Workplace:
    from helpers.reports.job import Workplace

    project = bench.project
    return Workplace(kernels, str(project.database), str(project.notebooks), str(project.root))


def _times(job: Job, places: dict[str, Workplace], runs: int) -> dict[str, Cost]:
    """What the report costs with each kind of kernels, asked in turn; the first round is dropped."""
    tell(f"{job.spec.report_id} …")
    rounds = [{kind: _rendered(job, place) for kind, place in places.items()} for _ in range(1 + runs)][1:]
    return {
        kind: Cost(
            Times(one[kind].cell_seconds for one in rounds),
            Times(one[kind].seconds - one[kind].cell_seconds for one in rounds),
        )
        for kind in places
    }


def _rendered(job: Job, place: Workplace) -> Rendered:
    from helpers.reports.worker import render_one

    rendered = render_one(job, place)
    if rendered.failure or rendered.said:  # it says so when a spawned kernel had to do for a forked one
        raise Failed(rendered.failure or "\n".join(rendered.said))
    return rendered


def _memory(jobs: Sequence[Job], places: dict[str, Workplace], kernels: int) -> dict[str, Memory]:
    """The memory of kernels that have run the cells of reports, of as many notebooks as there are."""
    from memory import memory_of

    by_notebook = list({job.spec.notebook: job for job in jobs}.values())
    chosen = [by_notebook[number % len(by_notebook)] for number in range(kernels)]
    tell(f"memory of kernels with {', '.join(job.spec.report_id for job in chosen)} …")
    return {kind: memory_of(chosen, place) for kind, place in places.items()}


def _print_times(found: dict[str, dict[str, Cost]]) -> None:
    head = ["report, seconds", *(f"{part} ({kind})" for kind in (FORKED, SPAWNED) for part in ("cells", "above"))]
    rows = [
        [report, *(times for kind in (FORKED, SPAWNED) for times in (costs[kind].cells, costs[kind].above))]
        for report, costs in found.items()
    ]
    middle = [
        Times(getattr(costs[kind], part).median for costs in found.values())
        for kind in (FORKED, SPAWNED)
        for part in ("cells", "above")
    ]
    print(table(head, [*rows, ["median of the reports", *middle]]))


def _print_memory(found: dict[str, Memory], kernels: int) -> None:
    forked, spawned = found[FORKED], found[SPAWNED]
    per_kernel = {kind: Times(memory.kernels) for kind, memory in found.items()}
    rows = [
        [f"{kind} kernel", times, figure(sum(times.seconds)), ratio(times.median, per_kernel[SPAWNED].median)]
        for kind, times in per_kernel.items()
    ]
    together = forked.template + sum(forked.kernels)
    rows.insert(1, ["template of the forked", figure(forked.template), figure(forked.template), ""])
    rows.append(["forked and template", "", figure(together), ratio(together, sum(spawned.kernels))])
    print(table(["memory (PSS), MB", "one", f"{kernels} at once", "of spawned"], rows))


if __name__ == "__main__":
    measure(main)
