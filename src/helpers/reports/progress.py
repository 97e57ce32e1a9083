"""What a person sees while reports are rendered: a bar on a terminal, a line a report elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from helpers.reports.job import Rendered


class Progress:
    """Counts reports. Everything goes to standard error, so that standard output stays usable."""

    def __init__(self, total: int) -> None:
        self.total, self.count = total, 0
        self.running: list[str] = []
        self._said: set[str] = set()
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
        self.running.append(report_id)
        self._show()

    def done(self, rendered: Rendered) -> None:
        """A report ended, well or not."""
        self.count += 1
        name = rendered.spec.report_id
        self.running = [other for other in self.running if other != name]
        self.bar.advance(self.task)
        outcome = "FAILED" if rendered.failure else "done"
        self._print(f"[{self.count}/{self.total}] {name} {outcome} in {rendered.seconds:.1f} s")
        for line in rendered.said:
            if line not in self._said:
                self._said.add(line)
                self._print(line)
        self._show()

    def _print(self, line: str) -> None:
        """A line above the bar."""
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _show(self) -> None:
        left = self.total - self.count - len(self.running)
        waiting = f" · {left} more to begin" if left else ""
        self.bar.update(self.task, description=f"running {', '.join(self.running)}{waiting}")
