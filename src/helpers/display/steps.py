"""Dated standards: which limit counted for which years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.display.frame import BadFrame

KINDS = ("national", "who")
_COLUMNS = ("label", "value", "year_from", "year_to", "kind")


@dataclass(frozen=True)
class Step:
    """A limit `value` that counts for the years `first` … `last` (None: until further notice)."""

    label: str
    value: float
    first: int
    last: int | None
    kind: str


def read_steps(standards: pd.DataFrame | None) -> list[Step]:
    """The rows of `standards`: label, value, year_from, year_to (may be empty), kind.

    Years are whole years, or dates: a limit counts for a year when it is in force on 31 December.
    Raises BadFrame.
    """
    if standards is None:
        return []
    missing = [name for name in _COLUMNS if name not in standards.columns]
    if missing:
        raise BadFrame(f"the standards lack the column {', '.join(missing)}")
    steps = [
        Step(str(r["label"]), float(r["value"]), _first(r["year_from"]), _last(r["year_to"]),
             str(r["kind"]))
        for r in standards.to_dict("records")
    ]  # fmt: skip
    for step in steps:
        if step.kind not in KINDS:
            raise BadFrame(f"standard {step.label}: kind {step.kind!r} is none of national, who")
    return [step for step in steps if step.last is None or step.last >= step.first]


def last_year_shown(steps: list[Step], until: int) -> int:
    """How far the axis should reach beyond the last target to show limits already decided."""
    coming = [step.first for step in steps if until < step.first <= until + 8]
    return max([until, *(year + 1 for year in coming)])


def successions(steps: Sequence[Step]) -> list[tuple[Step, Step]]:
    """Each national limit with the one that takes its place without a gap."""
    national = sorted((s for s in steps if s.kind == "national"), key=lambda s: s.first)
    return [(a, b) for a in national for b in national if a.last and a.last + 1 == b.first]


def _first(cell) -> int:
    date = _date(cell)
    return date.year if date else int(float(cell))


def _last(cell) -> int | None:
    if cell is None or cell != cell or str(cell).strip() == "":
        return None
    date = _date(cell)
    if date is None:
        return int(float(cell))
    return date.year if (date.month, date.day) == (12, 31) else date.year - 1


def _date(cell) -> dt.date | None:
    if isinstance(cell, dt.date):  # a pandas Timestamp too
        return cell
    text = str(cell).strip()
    return dt.date.fromisoformat(text[:10]) if text[4:5] == "-" else None
