"""Kernels for tests: cells that they run, the processes around them, and whether these are gone."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager

import papermill
import psutil
import pytest
from nbformat import v4

from helpers.reports.kernels import process
from helpers.reports.kernels.manager import kernel_manager

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks kernels")
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no IPC sockets")

PARENT = "import os\nos.getppid()"
PLAIN = r"warm kernels are not to be had \({}\); plain ones are used"  # said()
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


def outputs(source, *cells, cwd=None, **environment):
    """What the cells of a notebook give: for each a list of (kind, text)."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": KERNELSPEC})
    executed = papermill.execute_notebook(
        notebook,
        None,
        progress_bar=False,
        kernel_manager_class=kernel_manager(source, environment),
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(cwd or os.getcwd())}},
    )
    return [[(output.output_type, said_by(output)) for output in cell.outputs] for cell in executed.cells]


def said_by(output):
    return output.text if output.output_type == "stream" else output.data["text/plain"]


def value(source, cell, **settings):
    """What one cell evaluates to."""
    return eval(outputs(source, cell, **settings)[0][-1][1])


@asynccontextmanager
async def living(source):
    """The manager of a kernel that is ready, and a function that sends it a cell."""
    kernel = kernel_manager(source)()
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    try:
        yield kernel, client.execute
    finally:
        await kernel.shutdown_kernel(now=True)
        client.stop_channels()


def template_of(source):
    """The process that listens at the address of the source's template."""
    (found,) = (p for p in psutil.Process().children() if {*process.command(), source.folder} <= {*p.cmdline()})
    return found


def is_gone(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def becomes(condition, seconds=20):
    """Whether it holds before the time is over."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(condition())


@contextmanager
def process_of(script, *words):
    """A Python process of its own that runs the script; its private folders are made where ours are."""
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    command = [sys.executable, "-c", script, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as run:
        try:
            yield run
        finally:
            run.kill()
