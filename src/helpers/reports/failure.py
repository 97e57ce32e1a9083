"""What is said of a report that failed: where, why, and how to reopen it."""

from __future__ import annotations

import re
import shlex

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from helpers.reports.execute import Run
from helpers.reports.job import Job

# Cells that papermill puts in: they have no number in the notebook itself.
_ADDED = {"injected-parameters", "papermill-error-cell-tag"}


def failure(job: Job, run: Run, fault: Exception) -> tuple[str, str | None]:
    """The message on a report that failed, and its notebook as far as it came, as JSON."""
    spec = job.spec
    parameters = ", ".join(f"{name}={value!r}" for name, value in spec.parameters.items())
    lines = [f"{spec.report_id}: notebooks/{spec.notebook}.ipynb failed with {parameters}", *_where(run)]
    lines.append(f"  {_reason(fault, job.timeout)}")
    if run.notebook is None:
        return "\n".join(lines), None
    lines.append(
        f"  reopen it with these parameters: .venv/bin/python -m jupyterlab {shlex.quote(f'build/failed/{spec.file}')}"
    )
    return "\n".join(lines), nbformat.writes(run.notebook) + "\n"


def _where(run: Run) -> list[str]:
    """The cell that failed, by its number in the notebook and by the heading that it stands under."""
    heading, number = "", 0
    for cell in run.notebook.cells if run.notebook else ():
        number += not _ADDED & set(cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown" and (found := re.search(r"^#+ (.+)$", cell.source, re.MULTILINE)):
            heading = found[1]
        if run.cell is not None and cell is run.cell:
            first = (cell.source.strip().splitlines() or [""])[0]
            return [f"  in cell {number}, under “{heading}”: {first}"]
    return []


def _reason(fault: Exception, timeout: int) -> str:
    if isinstance(fault, PapermillExecutionError):
        first = (str(fault.evalue).strip().splitlines() or [""])[0]
        return f"{fault.ename}: {first}"
    if isinstance(fault, CellTimeoutError):
        return f"the cell ran longer than {timeout} s; --timeout gives cells more time"
    if isinstance(fault, DeadKernelError):
        return "the kernel died, twice (killed, or out of memory)"
    first = (str(fault).strip().splitlines() or [""])[0]
    return f"{type(fault).__name__}: {first}"
