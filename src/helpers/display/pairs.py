"""Which baseline belongs to which goal: the ends of the lines in a chart."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display.frame import Drawn


def paired(statements: Sequence[Drawn]) -> list[tuple[Drawn, Drawn]]:
    """Each baseline with the goals that are set against it: same row, place and measure.

    Where the text also reports an earlier period's goal for a later year than the baseline, the
    baseline is that goal's, and no line leads from it to the new target.
    """
    drawn = [s for s in statements if s.value is not None and s.value_max is None]
    pairs = []
    for base in (s for s in drawn if s.role == "baseline"):
        goals = [s for s in drawn if s.role in ("target", "prior_target") and _follows(s, base)]
        earlier = [s for s in goals if s.role == "prior_target"]
        pairs += [(base, goal) for goal in earlier or goals]
    return pairs


def _follows(goal: Drawn, base: Drawn) -> bool:
    if (goal.row, goal.place_id, goal.measure) != (base.row, base.place_id, base.measure):
        return False
    return goal.year is None or base.year is None or base.year < goal.year
