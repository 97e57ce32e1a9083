"""Values to points and back, and which values get a tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

_FEW = 3


@dataclass(frozen=True)
class Scale:
    """A linear axis: `low` at 0 points, `high` at `length` points; ticks only at `ticks`."""

    low: float
    high: float
    length: float
    ticks: tuple[float, ...] = ()

    def points(self, value: float) -> float:
        """Where a value lies, in points from the axis' start."""
        return (value - self.low) / (self.high - self.low) * self.length

    def value(self, points: float) -> float:
        """Which value lies there."""
        return self.low + points / self.length * (self.high - self.low)


def fitted(values: Iterable[float], length: float, pads: tuple[float, float], *, share: bool,
           limits: tuple[float, float] | None = None, count: int = 7) -> Scale:  # fmt: skip
    """The axis that shows all `values`, with `pads` points left free at its start and end.

    `limits` replace the range of the values. No tick has a sign that no value has: nothing is there;
    nor, on the axis of a share (%), does one lie above 100. A single value has no range to divide, so
    its axis has three ticks at most.
    """
    shown = list(values)
    low, high = limits or (min(shown), max(shown))
    floor = 0.0 if low >= 0 else float("-inf")
    whole = 100.0 if share and high <= 100 else float("inf")
    ceiling = 0.0 if high <= 0 else whole
    most = count + 2
    if high <= low:
        room = abs(low) * 0.25 or 1.0  # so wide that ticks are no finer than such a value is printed
        low, high, most = low - room, max(min(low + room, whole), low), _FEW
    per_point = (high - low) / (length - sum(pads))
    start, end = low - pads[0] * per_point, high + pads[1] * per_point
    for number in range(count, 0, -1):
        ticks = MaxNLocator(nbins=number, steps=[1, 2, 2.5, 5, 10]).tick_values(start, end)
        kept = tuple(float(t) for t in ticks if max(floor, start) <= t <= min(ceiling, end - 3 * per_point))
        if len(kept) <= most:
            break
    return Scale(start, end, length, kept)


def printed(value: float) -> str:
    """A tick's number, with a true minus sign and no needless zeros."""
    return f"{value:g}".replace("-", "−")


def is_share(unit: str) -> bool:
    """Whether a unit as printed is a percentage, which ends at 100."""
    return unit.strip().removesuffix("）").removesuffix(")")[-1:] in ("%", "％")
