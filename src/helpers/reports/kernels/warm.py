"""Where kernels come from: for the time of a run, or for the life of a worker."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from helpers.errors import EcoplanError
from helpers.reports.kernels.folder import PrivateFolder
from helpers.reports.kernels.messages import note
from helpers.reports.kernels.process import TemplateProcess, let_go_of_templates
from helpers.reports.kernels.spawned import end_all

ENVIRONMENT_VARIABLE = "ECOPLAN_KERNELS"
_KINDS = ("fork", "spawn")


class BadKernelKind(EcoplanError):
    """The environment variable asks for a kind of kernels that there is not."""


@dataclass(frozen=True)
class KernelSource:
    """The private folder in which kernels keep their sockets, and the address of the template that forks them.

    Without a template plain kernels are spawned. Plain words: they travel to other processes of the same machine.
    """

    folder: str
    template: str | None


@contextmanager
def warm_kernels(spawn: bool = False) -> Iterator[KernelSource]:
    """A source of kernels for the time of a run; at its end kernels, template and folder are gone.

    The template loads what it needs while the caller goes on; the first kernel waits for it. There is none with
    `spawn`, with ECOPLAN_KERNELS=spawn, and where the system is not Linux: others cannot fork these libraries safely.
    """
    forks = _forks() and not spawn
    house = _House()
    try:
        yield house.source("") if forks else house.plain
    finally:
        house.close()


def shared_kernels(key: str) -> KernelSource:
    """The source of kernels of this process, for workers that outlive a run; it goes when the process ends.

    `key` stands for the code that the template has loaded. With another key there is a new template; kernels of the
    former one finish first.
    """
    global _shared
    forks = _forks()
    with _lock:
        if _shared is None:
            _shared = _House()
            atexit.register(_shared.close)
        return _shared.source(key) if forks else _shared.plain


class _House:
    """A folder, and the templates that have lived in it: one that forks kernels, and older ones with kernels left."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._folder = PrivateFolder()
        self._templates: list[TemplateProcess] = []
        self._started = 0
        self.plain = self._current = KernelSource(str(self._folder.path), None)
        self._key: str | None = None

    def source(self, key: str) -> KernelSource:
        if key != self._key:
            for former in self._templates:
                former.retire()
            self._templates = [former for former in self._templates if former.lives()]
            self._current, self._key = self._new(), key
        return self._current

    def _new(self) -> KernelSource:
        self._started += 1
        try:
            template = TemplateProcess(self._folder.path, f"t{self._started}")
        except OSError as fault:
            note(f"the template does not start: {fault}")
            return self.plain
        self._templates.append(template)
        return KernelSource(self.plain.folder, template.address)

    def close(self) -> None:
        if self._owner != os.getpid():  # a fork of the owner that comes to its own end
            return
        try:
            for template in self._templates:
                template.stop()
        finally:
            end_all(self.plain.folder)
            self._folder.remove()


_lock = threading.Lock()
_shared: _House | None = None


def _forks() -> bool:
    kind = os.environ.get(ENVIRONMENT_VARIABLE) or "fork"
    if kind not in _KINDS:
        raise BadKernelKind(f"{ENVIRONMENT_VARIABLE}={kind}: no such kind of kernels; known: {', '.join(_KINDS)}")
    return kind == "fork" and sys.platform == "linux"


def _start_anew() -> None:
    """In a process that was forked from this one: what its parent owns is not its own."""
    global _lock, _shared
    _lock, _shared = threading.Lock(), None
    let_go_of_templates()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
