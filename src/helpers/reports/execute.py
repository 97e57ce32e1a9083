"""Executing one notebook with papermill, in a kernel of its own.

What kernels it gets is the business of `helpers.reports.kernels`.
"""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines

from helpers.environment import LEDGER
from helpers.reports.job import Job, Workplace
from helpers.reports.kernels.manager import kernel_manager

KERNEL = "python3"
INJECTED = "injected-parameters"
_VARYING = ("papermill", "execution", "widgets")


@dataclass
class Run:
    """A notebook that is executed or was: as far as it came, the cell that it came to, what it has asked."""

    notebook: NotebookNode | None = None
    cell: NotebookNode | None = None
    asked: list[dict] = field(default_factory=list)

    @property
    def cell_seconds(self) -> float:
        """How long the kernel was busy with the cells."""
        spans = [cell.metadata.get("execution", {}) for cell in self.notebook.cells]
        names = ("iopub.status.busy", "iopub.status.idle")
        times = [[datetime.fromisoformat(span[name]) for name in names] for span in spans if set(names) <= span.keys()]
        return sum((end - start).total_seconds() for start, end in times)


class _Engine(NBClientEngine):
    """papermill's own engine, which also tells how far it came: papermill itself keeps that from a caller."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, run: Run, **kwargs):
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        finally:
            run.notebook = nb_man.nb
            begun = [cell for cell in nb_man.nb.cells if cell.metadata.papermill.get("status") != nb_man.PENDING]
            run.cell = next((cell for cell in reversed(begun) if cell.cell_type == "code"), None)


papermill_engines.register("ecoplan", _Engine)


def execute(job: Job, place: Workplace, run: Run) -> None:
    """Executes the notebook of a job and fills `run`, also as far as it came when it fails.

    Raises what papermill and nbclient raise: PapermillExecutionError, CellTimeoutError, DeadKernelError, RuntimeError
    for a kernel that does not start.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(dir=place.kernels.folder, prefix="r-") as folder:
        ledger = Path(folder) / "ledger"
        papermill.execute_notebook(
            nbformat.reads(job.source, as_version=4),
            output_path=None,  # papermill would write the notebook after every cell
            parameters=dict(job.spec.parameters),
            engine_name="ecoplan",
            kernel_name=KERNEL,
            progress_bar=False,
            execution_timeout=job.timeout,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": place.cwd}},
            kernel_manager_class=kernel_manager(place.kernels, {**place.environment, LEDGER: str(ledger)}),
            run=run,
        )
        run.asked = _recorded(ledger)


def settled(notebook: NotebookNode) -> None:
    """Drops the times, paths and counters by which two runs of the same notebook would differ."""
    for part in (notebook, *notebook.cells):
        for name in _VARYING:
            part.metadata.pop(name, None)
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell["execution_count"] = number + 1
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output["execution_count"] = number + 1
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"injected-{number}" if is_injected(cell) else cell.id


def is_injected(cell: NotebookNode) -> bool:
    """Whether papermill put the cell in, with the parameters of the report."""
    return INJECTED in cell.metadata.get("tags", ())


def _recorded(ledger: Path) -> list[dict]:
    """The queries on record. Only none at all may be missing: a report that asked something else would never run again.

    Lines end at newlines: JSON keeps characters such as U+2028 as they are, at which Python splits lines too.
    """
    try:
        return [json.loads(line) for line in ledger.read_text("utf-8").split("\n") if line]
    except FileNotFoundError:  # nothing was asked
        return []
    except ValueError as fault:
        raise ValueError(f"what it asked of the database is not on record: {fault}") from None
