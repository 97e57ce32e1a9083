"""What Linux lets a process do about its parent and its children, where Python has no word for it."""

from __future__ import annotations

import ctypes
import os
import signal
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NAME, _PR_SET_CHILD_SUBREAPER = 1, 15, 36
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def die_with(parent: int) -> None:
    """The system kills this process when its parent dies, whatever it dies of."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def take_name(name: str) -> None:
    """As ps and top show this process."""
    _prctl(_PR_SET_NAME, name.encode())


def adopt_orphans() -> None:
    """What is left of children that ended becomes a child of this process, not of the system's first."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:  # a system that was built without this file
        return []


def ended_child() -> int | None:
    """A child that has ended. Until it is waited for, its number is its own, and so is that of its group."""
    with suppress(ChildProcessError):
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return found.si_pid if found else None
    return None


def signal_group(child: int, number: int) -> None:
    """To a child that was not waited for and all of its group, which it may not have yet."""
    for send in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            send(child, number)
            return
