"""Running one notebook: papermill in this process, a kernel of its own.

What kernels it gets is the business of `helpers.reports.kernels`.
"""

from __future__ import annotations

import logging
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from helpers.display.figure import ENVIRONMENT_VARIABLE as FIGURES
from helpers.errors import ReportFailed
from helpers.project import ENVIRONMENT_VARIABLE as PROJECT
from helpers.project import Project
from helpers.reports.kernels import LocalKernelManager
from helpers.reports.matrix import ReportSpec

KERNEL = "python3"
SECONDS_PER_CELL = 300
# Cells that papermill puts in: they have no number in the notebook itself.
_ADDED = {"injected-parameters", "papermill-error-cell-tag"}
_VARYING = ("papermill", "execution", "widgets")


def execute(project: Project, spec: ReportSpec, folder: Path) -> NotebookNode:
    """The executed notebook, without what varies from run to run.

    ReportFailed names the notebook, parameters, cell and heading, and how to reopen it: the notebook as far as it
    came, its parameters inside, is kept in build/failed.
    """
    source = project.notebooks / f"{spec.notebook}.ipynb"
    result = folder / f"{spec.family}.{spec.lang}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with _environment({FIGURES: "svg", PROJECT: str(project.root)}):
            papermill.execute_notebook(
                str(source),
                str(result),
                parameters=dict(spec.parameters),
                kernel_name=KERNEL,
                cwd=str(project.notebooks),
                progress_bar=False,
                autosave_cell_every=0,
                execution_timeout=SECONDS_PER_CELL,
                kernel_manager_class=LocalKernelManager,
            )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as fault:
        raise ReportFailed(_message(project, spec, result, fault)) from None
    (project.build / "failed" / result.name).unlink(missing_ok=True)
    notebook = nbformat.read(result, as_version=4)
    settled(notebook)
    nbformat.write(notebook, result)
    return notebook


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
        cell["id"] = cell.id if "injected-parameters" not in cell.metadata.get("tags", ()) else f"injected-{number}"


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Sets environment variables that a kernel inherits, and puts back what was there."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _message(project: Project, spec: ReportSpec, result: Path, fault: Exception) -> str:
    parameters = ", ".join(f"{name}={value!r}" for name, value in spec.parameters.items())
    lines = [f"{spec.report_id}: notebooks/{spec.notebook}.ipynb failed with {parameters}"]
    lines += _where(result)
    lines.append(f"  {_reason(fault)}")
    kept = _keep(project, spec, result)
    if kept:
        lines.append(f"  reopen it with these parameters: .venv/bin/python -m jupyterlab {shlex.quote(kept)}")
    return "\n".join(lines)


def _where(result: Path) -> list[str]:
    """The cell that failed, by its number in the notebook and by the heading that it stands under."""
    if not result.is_file():
        return []
    heading = ""
    number = 0
    for cell in nbformat.read(result, as_version=4).cells:
        number += not _ADDED & set(cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown" and (found := re.search(r"^#+ (.+)$", cell.source, re.MULTILINE)):
            heading = found[1]
        if cell.cell_type == "code" and any(output.output_type == "error" for output in cell.outputs):
            return [f"  in cell {number}, under “{heading}”: {cell.source.strip().splitlines()[0]}"]
    return []


def _reason(fault: Exception) -> str:
    if isinstance(fault, PapermillExecutionError):
        first = str(fault.evalue).strip().splitlines() or [""]
        return f"{fault.ename}: {first[0]}"
    if isinstance(fault, CellTimeoutError):
        return f"a cell ran longer than {SECONDS_PER_CELL} s"
    return "the kernel died (killed, or out of memory)"


def _keep(project: Project, spec: ReportSpec, result: Path) -> str | None:
    if not result.is_file():
        return None
    folder = project.build / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / result.name
    os.replace(result, kept)
    return project.name(kept)
