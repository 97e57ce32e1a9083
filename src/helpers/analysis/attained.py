"""What became of a goal whose year has a result: met, missed, open within the rounding, or not comparable and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from helpers.analysis.intervals import Interval, better_of, measured, promised

Kind = Literal["met", "missed", "open", "early", "not_comparable"]


@dataclass(frozen=True)
class Attained:
    """`open`: the printed number misses the goal by less than its rounding; `early`: the goal's year is still to come.

    `reason`: why two numbers cannot be compared, one of number, measure, unit, aggregation, regime,
    base, better, scope; else None.
    `near`: the populations are near to each other and not the same.
    """

    kind: Kind
    reason: str | None = None
    near: bool = False


def attained(goal: Mapping, result: Mapping, match: str | None) -> Attained:
    """Holds a result against a goal: rows of the view facts, or of those from outside; `match` as in scope_match."""
    if reason := _incomparable(goal, result, match):
        return Attained("not_comparable", reason)
    near = match == "near"
    if result["year"] is not None and goal["year"] is not None and result["year"] < goal["year"]:
        return Attained("early", near=near)
    # a printed change is a magnitude: a rise is a cut of less than nothing
    turned = result["direction"] != goal["direction"]
    said, reached = (measured(dict(result) | {"rounding": 0.0}), measured(result))
    if turned:
        said, reached = -said, -reached
    wanted, strict = promised(goal), goal["comparator"] in ("<", ">")
    if _lies_in(said, wanted, strict):
        return Attained("met", near=near)
    return Attained("open" if (wanted.overlaps(reached) if strict else wanted.meets(reached)) else "missed", near=near)


def _lies_in(said: Interval, wanted: Interval, strict: bool) -> bool:
    """Whether all that a result says keeps the promise; a strict bound itself does not."""
    if strict:
        return said.low > wanted.low and said.high < wanted.high
    return said.low >= wanted.low and said.high <= wanted.high


def _incomparable(goal: Mapping, result: Mapping, match: str | None) -> str | None:
    if goal["canonical"] is None or result["canonical"] is None:
        return "number"
    if goal["measure"] != result["measure"]:
        return "measure"
    if goal["unit_id"] != result["unit_id"]:
        return "unit"
    if goal.get("aggregation") != result.get("aggregation"):
        return "aggregation"
    if goal["regime_id"] != result["regime_id"]:
        return "regime"
    if _bases_differ(goal, result):
        return "base"
    if better_of(goal) is None and goal["comparator"] == "=":
        return "better"
    return "scope" if match is None else None


def _bases_differ(goal: Mapping, result: Mapping) -> bool:
    """Of a result from outside it is not known against which year it is a change; texts of a plan leave that open."""
    outside = str(result["statement"]).startswith("outside/")
    if goal["base_year"] and result["base_year"]:
        return goal["base_year"] != result["base_year"]
    return outside and str(goal["measure"]).startswith("change")
