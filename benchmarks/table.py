"""Tables on standard output: medians with their spread, ratios, and the machine below."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from unicodedata import east_asian_width

_GAP = "  "
_LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else None  # what others did when the script began


class Times:
    """Several measurements of one thing, in seconds."""

    def __init__(self, seconds: Iterable[float] = ()) -> None:
        self.seconds = list(seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        """0.52 (0.50–0.61)"""
        return self.shown()

    @property
    def ms(self) -> str:
        """The same in milliseconds: 520 (500–610)"""
        return self.shown(1000)

    def shown(self, factor: float = 1) -> str:
        middle, *ends = (value * factor for value in (self.median, min(self.seconds), max(self.seconds)))
        if len(self.seconds) == 1:
            return figure(middle)
        digits = _digits(middle)
        return f"{figure(middle)} ({'–'.join(f'{end:.{digits}f}' for end in ends)})"


def figure(value: float) -> str:
    """0.52, 41.3, 870"""
    return f"{value:.{_digits(value)}f}"


def ratio(one: float, other: float) -> str:
    """1.24, 18.1: how many times as large the one is."""
    return figure(one / other)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns under their heads, the first to the left and the others to the right; an empty line at the end."""
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    rule = [["-" * width for width in widths]]
    shown = [_line(cells, widths) for cells in lines[:1] + rule + lines[1:]]
    return "\n".join([*shown, ""])


def machine(packages: Sequence[str] = ()) -> str:
    """2 cores (x86_64, Linux), load at the start 0.1; Python 3.11.7, duckdb 2.0.1"""
    versions = [f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in packages)]
    load = "" if _LOAD is None else f", load at the start {_LOAD:.1f}"
    return f"{cores()} cores ({platform.machine()}, {platform.system()}){load}; {', '.join(versions)}"


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = ((cell, width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join([first[0] + " " * first[1], *(" " * pad + cell for cell, pad in others)]).rstrip()


def _width(text: str) -> int:
    """How many columns of a terminal it takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _digits(value: float) -> int:
    return 2 if value < 10 else 1 if value < 100 else 0
