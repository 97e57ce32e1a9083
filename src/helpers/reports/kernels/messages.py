"""What this process has to tell its user about kernels, until somebody asks."""

from __future__ import annotations

import threading

_lock = threading.Lock()
_untold: dict[str, None] = {}


def note(reason: str) -> None:
    """Remembers why a plain kernel had to do."""
    with _lock:
        _untold[f"warm kernels are not to be had ({reason}); plain ones are used"] = None


def said() -> tuple[str, ...]:
    """The messages since the last call, each once."""
    with _lock:
        told = tuple(_untold)
        _untold.clear()
    return told
