"""How much improvement a goal asks for in a year, and what the rounding of its base leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.analysis.intervals import Interval, relative_change

_SIGNS = {"higher": 1.0, "lower": -1.0}


@dataclass(frozen=True)
class Required:
    """Improvement a year, more than 0 where the goal is better than its base, and all values that rounding allows.

    In points for shares, in per cent (compound) for all else.
    """

    value: float
    allowed: Interval


def required(change: Mapping) -> Required | None:
    """Of a row of the view changes; None where the base is of several years or zero, or no direction is better.

    The base is a measured value and so an interval; the goal is exact.
    """
    sign, years = _SIGNS.get(change["better"] or ""), change["years"]
    if sign is None or not years or change["base_canonical"] is None or change["measure"] != "level":
        return None
    goal, base, room = (float(change[name] or 0) for name in ("canonical", "base_canonical", "base_rounding"))
    highest = min(base + room, 100.0) if change["is_share"] else base + room
    allowed = Interval(max(base - room, 0.0), highest)
    if change["is_share"]:
        value, span = (goal - base) / years, Interval((goal - allowed.high) / years, (goal - allowed.low) / years)
    else:
        if goal <= 0:  # no rate leads to nothing
            return None
        rate = relative_change(Interval(base, base), Interval(goal, goal), int(years))
        span = relative_change(allowed, Interval(goal, goal), int(years))
        if rate is None or span is None:
            return None
        value = rate.low
    return Required(value * sign, span if sign > 0 else -span)
