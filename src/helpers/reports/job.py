"""What goes to a worker and what comes back: plain values, so that they travel to any process of any machine."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.environment import DATABASE, FIGURES
from helpers.project import ENVIRONMENT_VARIABLE as PROJECT
from helpers.reports.frame import Page
from helpers.reports.kernels import KernelSource
from helpers.reports.matrix import ReportSpec

SECONDS_PER_CELL = 300


@dataclass(frozen=True, kw_only=True)
class Job:
    """All that is needed to render one report, wherever that happens.

    `source`: the notebook without outputs, `executed`: the executed one where only its page is wanted, both as JSON.
    `timeout`: seconds that a cell may take.
    """

    spec: ReportSpec
    source: str
    page: Page
    timeout: int
    executed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What became of one report: its page and executed notebook (JSON), or why it failed.

    `asked`: the records of its queries. `cell_seconds`: how much of `seconds` its cells took. `partial`: of a failed
    report the notebook as far as it came. `said`: what the worker has to tell besides.
    """

    spec: ReportSpec
    html: str | None = None
    notebook: str | None = None
    asked: list[dict] = field(default_factory=list)
    failure: str | None = None
    partial: str | None = None
    seconds: float = 0.0
    cell_seconds: float = 0.0
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workplace:
    """Where notebooks are executed: with kernels from `kernels`, on the database at `database`, in the folder `cwd`.

    `project`: the root of the collection, empty where there is none on this machine.
    """

    kernels: KernelSource
    database: str
    cwd: str
    project: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a kernel is told."""
        return {FIGURES: "svg", DATABASE: self.database} | ({PROJECT: self.project} if self.project else {})
