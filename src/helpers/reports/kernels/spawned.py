"""What is done for spawned kernels besides: they go first when memory runs out, and at the latest with their source."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

_OOM_SCORE = "500"
_lock = threading.Lock()
_living: dict[str, list[Popen]] = {}


def adopt(folder: str, kernel: Popen) -> None:
    """Remembers a kernel that was spawned for a source."""
    with _lock:
        _living[folder] = [*(other for other in _living.get(folder, ()) if other.poll() is None), kernel]
    with suppress(OSError):  # only Linux has it; then the kernel is as likely to go as the process that renders
        Path(f"/proc/{kernel.pid}/oom_score_adj").write_text(_OOM_SCORE)


def end_all(folder: str | None = None) -> None:
    """Kills those that an interruption left, of one source or (None) of all.

    They have not been waited for, so their numbers are still theirs.
    """
    with _lock:
        sources = list(_living) if folder is None else [folder]
        kernels = [kernel for source in sources for kernel in _living.pop(source, ())]
    for kernel in kernels:
        if kernel.poll() is None:
            with suppress(OSError):
                if hasattr(os, "killpg"):
                    os.killpg(kernel.pid, signal.SIGKILL)
                else:
                    kernel.kill()
            kernel.wait()
