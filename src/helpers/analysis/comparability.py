"""Whether two statements may be put side by side, and if not, why not: the first rule of comparing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Literal

import pandas as pd

from helpers.errors import NotComparable

Kind = Literal["same", "near", "refused"]


@dataclass(frozen=True)
class Verdict:
    """`same`: drawn plainly; `near`: drawn and marked; `refused`: not drawn together. `reasons` say why."""

    kind: Kind
    reasons: tuple[str, ...] = ()


def verdict(a: Mapping, b: Mapping) -> Verdict:
    """How two rows of the view `facts` compare. Reasons, in this order where several hold:

    indicator, number (one has none), measure, unit, aggregation, regime, base (changes against different years), scope.
    """
    refused = differences(a, b)
    match = _scope_match(a, b)
    if refused or match is None:
        return Verdict("refused", (*refused, *(["scope"] if match is None else [])))
    return Verdict(match, ("scope",) if match == "near" else ())


def differences(a: Mapping, b: Mapping) -> list[str]:
    """Why two statements may not be compared, whatever their populations; the macro of this name says the same."""
    return [name for name, differs in _DIFFERENCES.items() if differs(a, b)]


def require(a: Mapping, b: Mapping, *, anyway: bool = False) -> Verdict:
    """The verdict; NotComparable where it is refused and the caller did not say `anyway` (and then marks it)."""
    found = verdict(a, b)
    if found.kind == "refused" and not anyway:
        raise NotComparable(f"{a['statement']} and {b['statement']} differ in {', '.join(found.reasons)}")
    return found


def pairs(facts: pd.DataFrame) -> pd.DataFrame:
    """All pairs of statements of different places, with columns a, b (statements), kind and reasons (`;` between)."""
    found = []
    for a, b in combinations(facts.to_dict("records"), 2):
        if a["place_id"] != b["place_id"]:
            judged = verdict(a, b)
            found.append((a["statement"], b["statement"], judged.kind, ";".join(judged.reasons)))
    return pd.DataFrame(found, columns=["a", "b", "kind", "reasons"])


def _differ(column: str, a: Mapping, b: Mapping) -> bool:
    return not _equal(a[column], b[column])


def _equal(a: object, b: object) -> bool:
    return a == b or (pd.isna(a) and pd.isna(b))


def _bases_differ(a: Mapping, b: Mapping) -> bool:
    """Changes compare only when they cover the same stretch of years and both say which."""
    if not str(a["measure"]).startswith("change"):
        return False
    known = not any(pd.isna(row[column]) for row in (a, b) for column in ("base_year", "year"))
    return not known or a["base_year"] != b["base_year"] or a["year"] != b["year"]


def _scope_match(a: Mapping, b: Mapping) -> Literal["same", "near"] | None:
    if _equal(a["scope_id"], b["scope_id"]):
        return "same"
    whole = pd.isna(a["scope_id"]) or pd.isna(b["scope_id"])
    return "near" if whole or a["scope_family"] == b["scope_family"] else None


_DIFFERENCES = {
    "indicator": partial(_differ, "indicator_id"),
    "number": lambda a, b: pd.isna(a["canonical"]) or pd.isna(b["canonical"]),
    "measure": partial(_differ, "measure"),
    "unit": lambda a, b: not pd.isna(a["canonical"]) and not pd.isna(b["canonical"]) and a["unit_id"] != b["unit_id"],
    "aggregation": partial(_differ, "aggregation"),
    "regime": partial(_differ, "regime_id"),
    "base": _bases_differ,
}
