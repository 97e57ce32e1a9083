"""The environment that a kernel gets, forked or spawned: the caller's, one thread for each library, what was asked."""

from __future__ import annotations

import os
from collections.abc import Mapping

# Numerical libraries start a thread for each core, which no template may have before it forks.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# They speak of the process that started the caller, where the caller itself runs inside Jupyter.
_OF_OTHERS = ("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", "PYTHONEXECUTABLE")
# Read when the interpreter or a library starts, and not again after a fork.
_READ_AT_START = ("PYTHON", "MPL", "LD_", "LC_", "LANG", "OPENBLAS_", "OMP_", "MKL_")


def kernel_environment(asked: Mapping[str, str] | None = None) -> dict[str, str]:
    """All variables of a kernel: those of this process with `asked` laid over them."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_OTHERS}
    environment |= _ONE_THREAD | dict(asked or {})
    if path := environment.get("PYTHONPATH"):  # whoever set it meant this folder, not that of the notebook
        environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(part) for part in path.split(os.pathsep))
    return environment


def needs_its_own_start(asked: Mapping[str, str], template: Mapping[str, str]) -> list[str]:
    """The variables that a process forked from a template with another value of them would not heed."""
    names = {name for name in (*asked, *template) if name.startswith(_READ_AT_START)}
    return sorted(name for name in names if asked.get(name) != template.get(name))
