"""Who renders, and how work is handed out: a few jobs at a time, results as they come, lost workers made good."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from helpers.reports.job import Job, Rendered
from helpers.reports.progress import Progress


class Crew(Protocol):
    """Workers that are ready or on their way: `size` of them can work at once.

    They are reached through any executor of concurrent.futures, and call `work(job, place)`, which answers for its
    own faults: what it raises is a fault of this program.
    """

    size: int

    def open(self, size: int) -> AbstractContextManager[Executor]:
        """An executor of so many workers."""

    def open_here(self, size: int) -> AbstractContextManager[Executor]:
        """An executor of so many workers on this machine, for what no worker elsewhere should do."""

    def place(self, database: Path) -> Any:
        """What workers must know beside their jobs, when the database is made."""

    def work(self, job: Job, place: Any) -> Rendered:
        """Renders one report, in a worker."""


def run(jobs: Iterable[Job], crew: Crew, database: Path, progress: Progress) -> Iterator[Rendered]:
    """The results, as they come.

    A worker process that is killed takes the whole executor with it. The jobs that were in hand are then done again,
    one at a time, so that only the one that kills its worker fails.
    """
    waiting, suspects, place = deque(jobs), deque(), crew.place(database)
    while waiting or suspects:
        if suspects:
            for job in (yield from _until_broken(suspects, 1, crew, place, progress)):
                message = f"{job.spec.report_id}: the process that rendered it was killed, twice (out of memory?)"
                yield Rendered(spec=job.spec, failure=message)
        else:
            suspects.extend((yield from _until_broken(waiting, crew.size, crew, place, progress)))


def _until_broken(waiting: deque[Job], size: int, crew: Crew, place: Any, progress: Progress) -> Iterator[Rendered]:
    """Results until all jobs are done or the executor breaks; returns the jobs that were in hand then."""
    in_hand = {}
    with crew.open(size) as executor:
        while waiting or in_hand:
            try:
                while waiting and len(in_hand) < size:
                    future = executor.submit(crew.work, waiting[0], place)
                    progress.begin(waiting[0].spec.report_id)
                    in_hand[future] = waiting.popleft()
                done = wait(in_hand, return_when=FIRST_COMPLETED).done
                results = [_result(future, in_hand[future]) for future in done]
            except (BrokenExecutor, CancelledError):
                return list(in_hand.values())
            for future in done:
                del in_hand[future]
            yield from results
    return []


def _result(future: Future, job: Job) -> Rendered:
    """What a worker gives back. What it could not even begin, or a cluster gave up, is a failed report."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        raise
    except Exception as fault:
        return Rendered(spec=job.spec, failure=f"{job.spec.report_id}: no worker could do it: {fault!r}")
