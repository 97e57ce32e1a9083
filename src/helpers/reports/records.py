"""What an executed report rested on, kept beside its notebook: the next run holds it against the present."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpers.files import write_beside
from helpers.project import Project
from helpers.reports.matrix import ReportSpec


@dataclass(frozen=True, kw_only=True)
class Basis:
    """All that an executed report and its page depend on, but for the results of its queries.

    `execution` and `pages` are hashes of parts of `helpers.reports.inputs.Inputs`; `frame` is a hash of what the page
    says beside the cells: title, parameters, links.
    """

    cells: tuple[str, ...]
    parameters: dict[str, Any]
    execution: str
    words: str
    pages: str
    frame: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """A report that was executed: its basis, what it asked of which database, its page, the statements it quotes."""

    basis: Basis
    asked: list[dict]
    database: str
    html: str
    finding: str | None
    quoted: list[str]
    seconds: float


class Records:
    """The records of a project, one file a report, in build/executed."""

    def __init__(self, project: Project) -> None:
        self.folder = project.build / "executed"
        self._failed = project.build / "failed"

    def notebook(self, spec: ReportSpec) -> Path:
        """Where the executed notebook of a report is kept."""
        return self.folder / spec.file

    def partial(self, spec: ReportSpec) -> Path:
        """Where the notebook of a report that failed is kept, as far as it came."""
        return self._failed / spec.file

    def read(self, spec: ReportSpec) -> Record | None:
        """The record of a report; None where it was never executed, or its record or notebook is lost or spoilt."""
        try:
            found = json.loads(self._path(spec).read_text("utf-8"))
            if not self.notebook(spec).is_file():
                return None
            basis = found.pop("basis")
            basis["cells"] = tuple(basis["cells"])
            return Record(basis=Basis(**basis), **found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, spec: ReportSpec, record: Record, notebook: str | None = None) -> None:
        """Keeps a record, and the executed notebook when it is new; a run killed in between leaves no record."""
        if notebook is not None:
            self.forget(spec)
            write_beside(self.notebook(spec), notebook)
            self.partial(spec).unlink(missing_ok=True)
        write_beside(self._path(spec), json.dumps(asdict(record), ensure_ascii=False))

    def fail(self, spec: ReportSpec, partial: str | None) -> None:
        """Notes that a report failed: its record goes, its notebook is kept as far as it came."""
        self.forget(spec)
        if partial is not None:
            write_beside(self.partial(spec), partial)

    def forget(self, spec: ReportSpec) -> None:
        """Drops the record of a report, so that it runs again."""
        self._path(spec).unlink(missing_ok=True)

    def keep_only(self, specs: Iterable[ReportSpec]) -> None:
        """Removes what reports left that nobody asks for any more."""
        kept = {path for spec in specs for path in (self._path(spec), self.notebook(spec), self.partial(spec))}
        for path in [*self.folder.glob("*"), *self._failed.glob("*")]:
            if path.is_file() and path not in kept:
                path.unlink()

    def _path(self, spec: ReportSpec) -> Path:
        return self.notebook(spec).with_suffix(".json")
