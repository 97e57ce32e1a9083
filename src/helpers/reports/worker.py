"""What a worker does: one report, from its job to its page. Nothing here touches the site or the build folder."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import replace

import nbformat
from nbformat import NotebookNode

from helpers.errors import ReportFailed
from helpers.reports.execute import Run, execute, is_injected, settled
from helpers.reports.failure import failure
from helpers.reports.frame import Page
from helpers.reports.job import Job, Rendered, Workplace
from helpers.reports.kernels import said
from helpers.reports.page import PageExporter

# Compiling its templates takes longer than a page; it is made before workers are forked, and shared by their threads.
_exporter = PageExporter()
_exporting = threading.Lock()


def render_one(job: Job, place: Workplace) -> Rendered:
    """Executes one notebook, unless that is done already, and makes its page. A failure is a result, no exception."""
    start, run = time.monotonic(), Run()
    try:
        if job.executed is None:
            _execute(job, place, run)
            cell_seconds = run.cell_seconds
            settled(run.notebook)
            run.notebook.metadata["ecoplan"] = {"asked": run.asked}
        else:
            run.notebook, cell_seconds = with_words_of(job.source, job.executed), 0.0
        html = page_of(job.page, run.notebook)
    except ReportFailed as fault:
        return Rendered(spec=job.spec, failure=str(fault), seconds=time.monotonic() - start, said=said())
    except Exception as fault:  # whatever it was, the other reports go on
        failed, partial = failure(job, run, fault)
        return Rendered(spec=job.spec, failure=failed, partial=partial, seconds=time.monotonic() - start, said=said())
    return Rendered(
        spec=job.spec,
        html=html,
        notebook=nbformat.writes(run.notebook) + "\n",
        asked=run.asked,
        seconds=time.monotonic() - start,
        cell_seconds=cell_seconds,
        said=said(),
    )


def _execute(job: Job, place: Workplace, run: Run) -> None:
    """Executes, and once more where the kernel dies: it may have been killed for the memory that others took."""
    try:
        execute(job, place, run)
    except RuntimeError:  # nbclient's DeadKernelError is one, and so is what it says of a kernel that did not start
        execute(job, place, run)


def with_words_of(source: str, executed: str) -> NotebookNode:
    """The executed notebook with the Markdown cells of the source, whose code cells must be the same."""
    notebook = nbformat.reads(source, as_version=4)
    former = nbformat.reads(executed, as_version=4)
    ran = iter([cell for cell in former.cells if cell.cell_type == "code" and not is_injected(cell)])
    cells = []
    for cell in notebook.cells:
        cells.append(next(ran) if cell.cell_type == "code" else cell)
        if "parameters" in cell.metadata.get("tags", ()):
            cells += filter(is_injected, former.cells)
    notebook.cells, notebook.metadata = cells, former.metadata
    settled(notebook)
    return notebook


def page_of(page: Page, notebook: NotebookNode) -> str:
    """The page, with the fingerprint of what its notebook asked: queries, parameters, hashes of the results."""
    text = json.dumps(notebook.metadata["ecoplan"]["asked"], ensure_ascii=False, sort_keys=True)
    with _exporting:
        return _exporter.export(notebook, replace(page, fingerprint=hashlib.sha256(text.encode()).hexdigest()))
