"""The committed notebooks: executed in place with their default parameters, so that their stored outputs are true."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from helpers.project import Project
from helpers.reports.execute import KERNEL, settled
from helpers.reports.job import SECONDS_PER_CELL
from helpers.reports.kernels import KernelSource, said, warm_kernels
from helpers.reports.kernels.manager import kernel_manager
from helpers.store.connect import connect


def refresh(project: Project) -> int:
    """Executes every notebook in notebooks/; returns the exit status. A notebook that fails is left as it was."""
    connect(project)  # built and checked once, before any kernel starts
    paths = sorted(project.notebooks.glob("*.ipynb"))
    failed = 0
    with warm_kernels() as source:
        for path in paths:
            fault = _refresh(path, source)
            failed += bool(fault)
            print(f"{project.name(path)}: {fault or 'outputs refreshed'}", file=sys.stderr if fault else sys.stdout)
    for line in said():
        print(line, file=sys.stderr)
    return 1 if failed else 0


def _refresh(path: Path, source: KernelSource) -> str | None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        kernel_manager_class=kernel_manager(source),
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as fault:
        return f"failed, left as it was: {fault.ename}: {fault.evalue}"
    except (CellTimeoutError, DeadKernelError) as fault:
        return f"failed, left as it was: {fault}"
    settled(notebook)
    notebook.metadata["language_info"] = {"name": "python"}
    beside = path.with_name(f".{path.name}.new")
    nbformat.write(notebook, beside)
    os.replace(beside, path)
    return None
