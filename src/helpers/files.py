"""Files: their hashes, remembered by size and times, and writing that never leaves half of one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
import time
from pathlib import Path
from typing import BinaryIO

# Within this time of a change a file may change again without its times telling: file systems count coarsely.
_SETTLED_AFTER_NS = 2_000_000_000
# A hundred times the longest plan known. What is larger is no text that a person has read.
LARGEST = 50_000_000


def bytes_of(path: Path) -> bytes:
    """What a file of a collection holds. OSError, with its reason, also where it is too large or no file at all."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(errno.EFBIG, f"is larger than {LARGEST // 1_000_000} MB", str(path))
        return file.read()


def opened(path: Path | str) -> BinaryIO:
    """A file to be read. OSError where the name stands for a pipe or a device, which might never end."""
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 (whoever asked closes it)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "is not a regular file", str(path))
    return file


def _without_waiting(path: str, flags: int) -> int:
    """To open a pipe waits until somebody writes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class FileHashes:
    """The hashes of files, kept between runs in the file `note` where one is given."""

    def __init__(self, note: Path | None = None) -> None:
        self.note = note
        self._known: dict[str, list] = _read(note) if note else {}
        self._used: set[str] = set()
        self._changed = False

    def of(self, path: str) -> str:
        """SHA-256 of the file, in hex; empty where there is none or it cannot be read."""
        try:
            return self._of(path)
        except OSError:
            return ""

    def _of(self, path: str) -> str:
        self._used.add(path)
        status = os.stat(path)
        state = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = self._known.get(path)
        if known and known[:4] == state:
            return known[4]
        now = time.time_ns()
        with opened(path) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if now - max(state[1], state[2]) > _SETTLED_AFTER_NS:
            self._known[path] = [*state, digest]
        else:
            self._known.pop(path, None)
        self._changed = True
        return digest

    def save(self) -> None:
        """Writes the note where anything was read anew. Not being able to is no fault: it only saves time."""
        if self.note is None or not self._changed:
            return
        with contextlib.suppress(OSError):
            kept = {path: known for path, known in self._known.items() if path in self._used}
            write_beside(self.note, json.dumps(kept, ensure_ascii=False))
            self._changed = False


def files_below(folder: Path | str, suffixes: tuple[str, ...]) -> list[str]:
    """Every file below a folder that ends so, in the order of the names."""
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(where, name) for name in sorted(names) if name.endswith(suffixes)]
    return found


def digest_of(parts: dict[str, str]) -> str:
    """One hash for many: SHA-256 of names and what they stand for."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def write_beside(path: Path, text: str) -> None:
    """Writes a file beside its place and puts it there whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")  # see `sweep`
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def remove_tree(folder: Path) -> None:
    """Removes a folder, also where somebody has forbidden writing in it. What cannot be removed stays, silently."""
    if folder.is_symlink():  # not what it leads to
        folder.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.is_dir():
        for where, folders, _ in os.walk(folder):
            for inside in (where, *(os.path.join(where, name) for name in folders)):
                if not os.path.islink(inside):
                    with contextlib.suppress(OSError):
                        os.chmod(inside, stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Removes what processes that were killed left half-made below a folder: hidden, and named for the process.

    Another process may remove the same at the same time.
    """
    with contextlib.suppress(OSError):
        for path in list(folder.rglob(".*")):
            process = path.suffix.removeprefix(".")
            if not process.isdecimal():
                continue
            import psutil  # only then: a run with nothing to do imports next to nothing

            if not psutil.pid_exists(int(process)):
                remove_tree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _read(note: Path) -> dict[str, list]:
    try:
        known = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
