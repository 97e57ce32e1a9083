"""Rendering without worker processes and kernels, for tests of what happens around them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import nbformat

from helpers.reports import render
from helpers.reports.execute import Run, settled
from helpers.reports.failure import failure
from helpers.reports.job import Rendered
from helpers.reports.worker import page_of, with_words_of
from helpers.store.connect import Store


class CrewInProcess:
    """One worker, a thread of this process, which calls `work`."""

    size = 1

    def __init__(self, work) -> None:
        self.work = work

    def open(self, size):
        return ThreadPoolExecutor(size)

    open_here = open

    def place(self, database):
        return database


def crew_in_process(monkeypatch, work) -> None:
    """Lets `ecoplan render` call `work(job, database)` for each report."""
    monkeypatch.setattr(render, "_crew", lambda project, options: nullcontext(CrewInProcess(work)))


def executing(ran: list[str], stop_after: int | None = None):
    """Work that executes the code cells of a notebook, but for their outputs, and notes which reports it executed.

    After `stop_after` reports it is as if somebody pressed Ctrl-C.
    """

    def work(job, database: Path) -> Rendered:
        if stop_after is not None and len(ran) >= stop_after:
            raise KeyboardInterrupt
        if job.executed is not None:
            notebook = with_words_of(job.source, job.executed)
            return Rendered(spec=job.spec, html=page_of(job.page, notebook), notebook=nbformat.writes(notebook) + "\n")
        ran.append(job.spec.report_id)
        notebook, store = nbformat.reads(job.source, as_version=4), Store(Path(database))
        try:
            asked = _execute(notebook, store, job.spec.parameters)
        except Exception as fault:
            message, partial = failure(job, Run(notebook), fault)
            return Rendered(spec=job.spec, failure=message, partial=partial)
        finally:
            store.close()
        html = page_of(job.page, notebook)
        return Rendered(spec=job.spec, html=html, notebook=nbformat.writes(notebook) + "\n", asked=asked)

    return work


def _execute(notebook, store: Store, parameters) -> list[dict]:
    known = {"query": store.query}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            exec(cell.source, known)
        if "parameters" in cell.metadata.get("tags", ()):
            injected = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            new = nbformat.v4.new_code_cell(injected, metadata={"tags": ["injected-parameters"]}, id="x")
            known |= parameters
            after = number
    notebook.cells.insert(after + 1, new)
    settled(notebook)
    asked = json.loads(json.dumps([query.record for query in store.asked]))
    notebook.metadata["ecoplan"] = {"asked": asked}
    return asked
