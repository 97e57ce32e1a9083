"""What the template has loaded before it forks: everything that reports use, and what they would make at first use."""

from __future__ import annotations

import builtins
import gc
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

_MODULES = (
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "duckdb",
    "IPython",
    "ipykernel.kernelapp",
    "helpers.reports.kernels.kernel",
    "helpers.display.report",
    "helpers.store.connect",
)
# What IPython and pandas load only when they need it. Saves time; not having one of them is no fault.
_LATE = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "sqlite3",
    "tornado.platform.asyncio",
)
_INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel names where nobody chose another


class NotAlone(RuntimeError):
    """A library started a thread, which a fork loses with the locks that it holds, or keeps a file open."""


def preload() -> None:
    """Loads it all and puts it out of the garbage collector's way, so that kernels share the memory that it takes."""
    os.environ.setdefault("MPLBACKEND", _INLINE)  # matplotlib reads it when it is imported
    gc.disable()
    with _as_in_a_kernel():
        _load()
    gc.freeze()  # without a collection: kernels would fill the holes, and each that does so copies a page
    _draw()
    gc.collect()  # the figure and the fonts that it opened
    _check_alone()
    gc.freeze()
    gc.enable()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Some libraries look where they are when they are imported, and set their defaults by it.

    pandas (how many columns are shown) asks for `get_ipython`, DuckDB for its configuration and for a `__main__` that
    is no file. matplotlib's inline backend hooks itself into IPython, so it is left for the kernel to import.
    """
    import IPython

    found, main = IPython.get_ipython, sys.modules["__main__"]
    shell = SimpleNamespace(kernel=None, config={"IPKernelApp": {}})
    sys.stdout.reconfigure(encoding="UTF-8")  # that of a notebook
    sys.modules["__main__"] = ModuleType("__main__")
    builtins.get_ipython = IPython.get_ipython = lambda: found() or shell  # who keeps this one gets the kernel's later
    try:
        yield
    finally:
        del builtins.get_ipython
        IPython.get_ipython, sys.modules["__main__"] = found, main


def _load() -> None:
    _load_debugger()
    for module in _MODULES:
        import_module(module)
    for module in _LATE:
        with suppress(ImportError):
            import_module(module)


def _load_debugger() -> None:
    """ipykernel's, which each kernel would load, but without debugpy, which is large: nobody debugs a run."""
    sys.modules["debugpy"] = None
    import_module("ipykernel.debugger")
    del sys.modules["debugpy"]


def _draw() -> None:
    """A first figure: it finds and reads the fonts, and loads what matplotlib loads late."""
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    from helpers.display.style import house_style

    with house_style():
        canvas = Figure(figsize=(1, 1))
        canvas.subplots().plot([1, 2], [1, 2])
        canvas.savefig(io.StringIO(), format="svg")
    # Font files that stay open would be read by all kernels at one common position.
    font_manager._get_font.cache_clear()


def _check_alone(patience: float = 2.0) -> None:
    """What a fork must not inherit is not there, or no kernel is forked."""
    until = time.monotonic() + patience  # a timer that was cancelled takes a moment to go
    while (threads := len(os.listdir("/proc/self/task"))) > 1:
        if time.monotonic() > until:
            raise NotAlone(f"its libraries started {threads - 1} threads")
        time.sleep(0.01)
    opened = [os.readlink(path) for path in Path("/proc/self/fd").iterdir() if int(path.name) > 2 and path.is_file()]
    if opened:
        raise NotAlone(f"its libraries keep files open: {', '.join(opened)}")
