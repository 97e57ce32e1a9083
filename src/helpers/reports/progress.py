"""What a person sees while reports are rendered: a bar on a terminal, a line a report elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress:
    """Counts reports. Everything goes to standard error, so that standard output stays usable."""

    def __init__(self, total: int) -> None:
        self.total, self.count = total, 0
        console = Console(file=sys.stderr)
        self.bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self.task = self.bar.add_task("starting", total=total)

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def begin(self, report_id: str) -> None:
        """A report starts."""
        self.bar.update(self.task, description=report_id)

    def done(self, report_id: str, seconds: float, failure: str | None) -> None:
        """A report ended, well or not."""
        self.count += 1
        self.bar.advance(self.task)
        line = f"[{self.count}/{self.total}] {report_id} {'FAILED' if failure else 'done'} in {seconds:.1f} s"
        self.bar.console.print(line, markup=False, highlight=False)
