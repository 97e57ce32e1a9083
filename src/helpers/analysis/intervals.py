"""What a printed number leaves open: rounding for what was measured, bounds for what was promised.

Measured values are intervals (26 means 25.5 to 26.5; a share stops at 100); goals, thresholds and counts are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isclose

RESULTS = ("actual", "baseline")


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, both included."""

    low: float
    high: float

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common, up to the last digit of a float."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low <= high or isclose(low, high, rel_tol=1e-9, abs_tol=1e-9)

    def overlaps(self, other: Interval) -> bool:
        """Whether they have more than an end in common: 26 and 27 cannot be roundings of one number, save 26.5."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high and not isclose(low, high, rel_tol=1e-9, abs_tol=1e-9)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)


def measured(fact: Mapping) -> Interval:
    """The values that a statement can mean: a row of the view `facts` with a number, in its canonical unit.

    `≈` is taken as within ten per cent, as no text says how near is near.
    """
    value, upper = fact["canonical"], fact["canonical_max"]
    room = fact["rounding"] if fact["role"] in RESULTS and fact["measure"] not in ("count", "class", "rank") else 0.0
    low, high = value - room, (value if upper is None else upper) + room
    if fact["comparator"] in (">=", ">"):
        low, high = value, inf
    elif fact["comparator"] in ("<=", "<"):
        low, high = -inf, value
    elif fact["comparator"] == "~":
        low, high = value - 0.1 * abs(value), value + 0.1 * abs(value)
    if fact["is_share"] and fact["measure"] == "level":
        low, high = max(low, 0.0), max(value, min(high, 100.0))
    return Interval(low, high)


def better_of(fact: Mapping) -> str | None:
    """Which direction of the printed number is the better one: of a change it is the magnitude that is printed."""
    if fact["direction"] is None or fact["better"] is None:
        return fact["better"]
    welcome = {"higher": "increase", "lower": "decrease"}[fact["better"]]
    return "higher" if fact["direction"] == welcome else "lower"


def promised(fact: Mapping) -> Interval:
    """The values that keep a promise: a plain number is read by the better direction."""
    value = fact["canonical"]
    comparator = fact["comparator"]
    if comparator == "=" and fact["canonical_max"] is None:
        comparator = {"higher": ">=", "lower": "<="}.get(better_of(fact) or "", "=")
    if comparator in (">=", ">"):
        return Interval(value, inf)
    if comparator in ("<=", "<"):
        return Interval(-inf, value)
    return measured(fact)


def weaker(goal: Mapping, other: Mapping) -> bool:
    """Whether a goal asks for less than another number does, by the better direction: ≤26 is weaker than <26."""
    by = {"lower": goal["canonical"] - other["canonical"], "higher": other["canonical"] - goal["canonical"]}
    better = better_of(goal) or ""
    strictly = other["comparator"] in ("<", ">") and goal["comparator"] not in ("<", ">") and better in by
    return by.get(better, 0.0) > (-1e-9 if strictly else 1e-9)


def relative_change(base: Interval, end: Interval, years: int = 1) -> Interval | None:
    """From base to end in per cent, a year where `years` are given; None where the base may be zero."""
    if base.low <= 0 or end.low < 0:
        return None
    return Interval(_rate(end.low / base.high, years), _rate(end.high / base.low, years))


def _rate(ratio: float, years: int) -> float:
    return 100 * (ratio ** (1 / years) - 1)
