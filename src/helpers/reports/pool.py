"""Workers of this machine: processes that are forked from one that has already imported what they need."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from helpers.project import Project
from helpers.reports.job import Job, Rendered, Workplace
from helpers.reports.kernels import KernelSource, warm_kernels
from helpers.reports.kernels.spawned import end_all

_SEMAPHORES = Path("/dev/shm")  # where Linux has them


@contextmanager
def local_crew(project: Project, jobs: int, spawn: bool) -> Iterator[LocalCrew]:
    """`jobs` workers (0: one for each core) with kernels forked from a template, or plain ones with `spawn`.

    Both the template and the process that workers are forked from start at once: their imports go on beside whatever
    is done before there is work.
    """
    _name_semaphores()
    if _context().get_start_method() == "forkserver":
        _context().set_forkserver_preload(["helpers.reports.lean_worker"])
        multiprocessing.forkserver.ensure_running()
    with warm_kernels(spawn) as kernels:
        yield LocalCrew(project, jobs or cores(), kernels)


@contextmanager
def processes(size: int) -> Iterator[Executor]:
    """An executor of so many processes of this machine. However the block or this process ends, they end with it."""
    ours, theirs = _context().Pipe()
    executor = ProcessPoolExecutor(size, mp_context=_context(), initializer=_begin, initargs=(theirs,))
    try:
        yield executor
    finally:
        ours.close()
        theirs.close()
        executor.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class LocalCrew:
    """See `helpers.reports.crew.Crew`."""

    project: Project
    size: int
    kernels: KernelSource

    def open(self, size: int) -> AbstractContextManager[Executor]:
        """An executor of so many processes."""
        return processes(size)

    def open_here(self, size: int) -> AbstractContextManager[Executor]:
        """The same."""
        return processes(size)

    def place(self, database: Path) -> Workplace:
        """The notebooks run in their own folder."""
        return Workplace(self.kernels, str(database), str(self.project.notebooks), str(self.project.root))

    @staticmethod
    def work(job: Job, place: Workplace) -> Rendered:
        """Imports its tools only in the worker."""
        from helpers.reports.lean_worker import render_one

        return render_one(job, place)


def _context() -> multiprocessing.context.BaseContext:
    """Not fork: this process has threads and an open database."""
    return multiprocessing.get_context("spawn" if sys.platform in ("win32", "darwin") else "forkserver")


def _name_semaphores() -> None:
    """After this process: when all processes of a run are killed at once, nobody removes its semaphores but we.

    multiprocessing names them at random, after a word that it takes from here.
    """
    if not _SEMAPHORES.is_dir():
        return
    for path in _SEMAPHORES.glob("sem.ecoplan-*-*"):
        process = path.name.split("-")[1]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            with contextlib.suppress(OSError):  # another user's, or another run was first
                path.unlink()
    multiprocessing.current_process()._config["semprefix"] = f"/ecoplan-{os.getpid()}"


def _begin(owner: Connection) -> None:
    """Ctrl-C is the owner's business; a worker ends when its owner closes the pipe, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(owner,), daemon=True).start()


def _end_with(owner: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        owner.recv()
    end_all()
    os._exit(1)
