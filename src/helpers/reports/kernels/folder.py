"""The private folder of a run: sockets and connection files of its kernels; removed whatever ends the run."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from helpers.errors import EcoplanError

try:
    import fcntl
except ImportError:  # Windows, where kernels talk over TCP and the folder only holds connection files
    fcntl = None

_PREFIX = "ecoplan-"
# A folder of ours is one that holds this file; its owner holds a lock on it as long as it lives.
_LOCK = "kernels.lock"
# A socket's address has 104 bytes on macOS and 108 on Linux, with a 0 at the end.
_LONGEST = 100
_BELOW = len(f"/{_PREFIX}abcdefgh/abcdefgh/s-5-out")
_LAST_WAIT = 2.0  # seconds for others to end


class NoFolder(EcoplanError):
    """No folder of this machine can hold the sockets of kernels."""


class PrivateFolder:
    """A folder of mode 0700 with a short name, whose owner is the process that made it."""

    def __init__(self) -> None:
        self.path, self._lock = _make()

    def remove(self) -> None:
        remove(self.path)
        if self._lock is not None:
            os.close(self._lock)


def remove(path: Path) -> None:
    """Removes a folder; its lock last, when nobody who is about to end puts something in any more."""
    until = time.monotonic() + _LAST_WAIT
    while path.is_dir() and time.monotonic() < until:
        with suppress(OSError):
            others = [entry for entry in path.iterdir() if entry.name != _LOCK]
            for entry in others:
                if entry.is_dir():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)
            if not others:
                shutil.rmtree(path, ignore_errors=True)
        time.sleep(0.0005)


def _make() -> tuple[Path, int | None]:
    """A new folder in the first place that can hold sockets, and its lock; folders left there by the dead go first."""
    refused = []
    for base in _places():
        try:
            return _make_in(base)
        except OSError as fault:
            refused.append(f"{base}: {fault.strerror or fault}")
    told = "; ".join(refused)
    raise NoFolder(f"no folder can hold the sockets of kernels ({told}); set TMPDIR to one with a short path")


def _places() -> Iterator[str]:
    named = [os.environ.get("XDG_RUNTIME_DIR"), "/tmp", "/dev/shm", "/var/tmp"]
    with suppress(OSError):
        named.insert(0, tempfile.gettempdir())
    yield from dict.fromkeys(os.path.realpath(name) for name in named if name and os.path.isdir(name))


def _make_in(base: str) -> tuple[Path, int | None]:
    if fcntl is None:
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base)), None
    if len(os.fsencode(base)) + _BELOW > _LONGEST:
        raise OSError("its path is too long for sockets")
    _sweep(base)
    path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    try:
        with socket.socket(socket.AF_UNIX) as probe:  # not every file system has sockets
            probe.bind(str(path / "probe"))
        (path / "probe").unlink()
        return path, _locked(path)
    except OSError:
        shutil.rmtree(path, ignore_errors=True)
        raise


def _locked(path: Path) -> int:
    """The lock of a new folder. It gets its name when it is locked: nobody ever sees it unlocked before its time."""
    lock = os.open(path / "new.lock", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (path / "new.lock").rename(path / _LOCK)
    except OSError:
        os.close(lock)
        raise
    return lock


def _sweep(base: str) -> None:
    """Removes the folders of this user whose owners are dead: what a `kill -9` of everything left."""
    for path in Path(base).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):
            lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                if os.fstat(lock).st_uid == os.getuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path.parent, ignore_errors=True)
            finally:
                os.close(lock)
