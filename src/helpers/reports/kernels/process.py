"""The template as its owner holds it: a process that lives as long as a pipe to it is open."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from helpers.reports.kernels.environment import kernel_environment
from helpers.reports.kernels.lease import LOG

RETIRE = b"r"  # what the owner says by the pipe: take no more requests, and end with your last kernel
_LAST_WAIT = 5.0  # seconds for a template to end its kernels and itself
_BACKLOG = 1024  # requests that wait while the template loads


class TemplateProcess:
    """A template that is loading or has loaded. OSError when it cannot be started.

    Its socket listens before it does, so that whoever asks for a kernel waits for it, and no longer than it lives.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.address = str(folder / name)
        with socket.socket(socket.AF_UNIX) as listener, open(self.address + LOG, "ab") as log:
            listener.bind(self.address)
            listener.listen(_BACKLOG)
            self._process = subprocess.Popen(
                [*command(), str(folder), str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                bufsize=0,
                cwd=folder,
                env=kernel_environment(),
                pass_fds=[listener.fileno()],
                start_new_session=True,  # a Ctrl-C is for the owner, who ends this one
            )
        _living.add(self)

    @property
    def pid(self) -> int:
        return self._process.pid

    def lives(self) -> bool:
        return self._process.poll() is None

    def retire(self) -> None:
        """Its kernels finish; then it ends."""
        with suppress(OSError):
            self._process.stdin.write(RETIRE)

    def stop(self) -> None:
        """It ends with its kernels."""
        self._process.stdin.close()
        self._process.terminate()  # while it loads it does not read the pipe
        try:
            self._process.wait(_LAST_WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def let_go(self) -> None:
        """In a process that was forked from the owner: it would hold the pipe open when the owner is dead."""
        self._process.stdin.close()


_living: WeakSet[TemplateProcess] = WeakSet()


def command() -> list[str]:
    return [sys.executable, "-m", "helpers.reports.kernels.template"]


def let_go_of_templates() -> None:
    for template in list(_living):
        template.let_go()
