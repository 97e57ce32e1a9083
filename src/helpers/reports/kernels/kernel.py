"""The life of a forked kernel: from the fork to its end, with nothing of the template but what it has loaded."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

import numpy
from ipykernel import kernelapp

from helpers.reports import ipc_kernel
from helpers.reports.kernels.linux import die_with, take_name

_NAME = "ecoplan-kernel"
# When memory runs out the kernel goes, and not the process that renders.
_OOM_SCORE = "500"


def live(
    request: dict[str, Any],
    lease: socket.socket,
    *,
    template: int,
    signals: set[signal.Signals],
    let_go: Callable[[], None],
) -> NoReturn:
    """Becomes the kernel that the request asks for, and ends with it: nothing returns into the template.

    `lease` is told when the kernel listens, or why it never will. `template` is the process to die with, `signals`
    the mask to go back to, `let_go` closes what the template has open.
    """
    status = 1
    try:
        die_with(template)
        _leave(signals)
        let_go()
        _close_all_but(lease.fileno())
        _move(request)
        status = _run(request["argv"], lease)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as fault:
        with suppress(OSError):
            tell(lease, fault=f"{type(fault).__name__}: {fault}")
    finally:
        os._exit(status)


def tell(lease: socket.socket, **words: Any) -> None:
    """One line to whoever asked for the kernel."""
    lease.send(json.dumps(words).encode() + b"\n")


def _leave(signals: set[signal.Signals]) -> None:
    """Out of the template's session, signal handlers and exit handlers."""
    os.setsid()
    take_name(_NAME)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, signals)
    atexit._clear()


def _close_all_but(lease: int) -> None:
    """What the template's libraries may have open goes; standard input and outputs lead nowhere."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor > 2 and descriptor != lease:
            with suppress(OSError):
                os.close(descriptor)


def _move(request: dict[str, Any]) -> None:
    """To the folder and the environment that were asked for."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(_OOM_SCORE)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["cwd"])
    numpy.random.seed()  # or all kernels would draw the same numbers; `random` does this by itself


def _run(argv: list[str], lease: socket.socket) -> int:
    """What `python -m helpers.reports.ipc_kernel` does."""
    sys.argv = [ipc_kernel.__file__, *argv]
    kernelapp.IOPubThread = ipc_kernel.FolderIOPubThread
    kernelapp.IPKernelApp.clear_instance()
    app = kernelapp.IPKernelApp.instance()
    app.initialize(argv)
    tell(lease, ready=os.getpid())
    lease.close()
    app.start()
    atexit._run_exitfuncs()
    return 0
