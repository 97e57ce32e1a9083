"""One run at a time on a site: the second says who holds it, and waits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from helpers.errors import EcoplanError
from helpers.project import Project

_WAIT = 0.2
# What the system says when somebody else has the lock. Whatever else it says is a fault: to wait would be for ever.
_HELD = PermissionError if sys.platform == "win32" else BlockingIOError


class NoLock(EcoplanError):
    """The file system of the collection has no locks, or does not give this one."""


@contextmanager
def site_lock(project: Project, tell: Callable[[str], None]) -> Iterator[None]:
    """Holds the site until the block ends; the system lets go of a dead process's lock. NoLock where there is none."""
    project.build.mkdir(parents=True, exist_ok=True)
    path = project.build / "render.lock"
    with path.open("a+", encoding="utf-8") as file:
        told = False
        while not _taken(file):
            if not told:
                tell(f"another run holds the site ({_holder(path)}); waiting for it to end …")
                told = True
            time.sleep(_WAIT)
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(path: Path) -> str:
    return path.read_text("utf-8") or "it has just begun"


def _taken(file: IO) -> bool:
    """Tries to take the lock, without waiting."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0x7FFF0000)  # behind all text: what is locked there cannot be read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except _HELD:
        return False
    except OSError as fault:
        raise NoLock(
            f"{file.name}: this file system does not lock it ({fault.strerror or fault}), and without a lock two runs "
            "would write the site at once; keep the collection on a local disk"
        ) from None
    return True
