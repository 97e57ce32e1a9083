"""Values that cannot be: shares beyond their end (no number is below zero), parts that are more than their whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.analysis.audit.results import Result, both, in_its_unit, said, subject
from helpers.analysis.intervals import Interval, measured

RULE = "impossible_values"


def judge(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with a `fact` of its own, or with a `whole` and the `parts` that, as printed, add up to more than it."""
    for row in rows:
        fact, whole = row["fact"], row["whole"]
        if whole:
            yield from _more_than(whole, row["parts"])
        elif fact["canonical"] == 100 and fact["comparator"] == ">=":
            explanation = both(
                "{what}是比例，“以上”没有意义",
                "{what} is a share, of which there is no more than 100%",
                **subject(fact),
            )
            yield Result(RULE, "tension", (fact["statement"],), _hundred(fact), explanation)
        else:
            explanation = both(
                "{what}是比例，不可能超过100%",
                "{what} is a share, which cannot lie beyond 100%",
                **subject(fact),
            )
            yield Result(RULE, "contradiction", (fact["statement"],), _hundred(fact), explanation)


def _more_than(whole: dict, parts: list[dict]) -> Iterator[Result]:
    """Nothing where rounding leaves room, or the whole is a lower bound."""
    total = Interval(0.0, 0.0)
    for part in parts:
        total = total + measured(part)
    if total.low <= measured(whole).high + 1e-9:
        return
    figure = in_its_unit(sum(part["canonical"] for part in parts), whole)
    added = f" = {figure}" if len(parts) > 1 else ""
    sums = {lang: " + ".join(said(part, lang) for part in parts) + added for lang in ("zh", "en")}
    yield Result(
        RULE, "contradiction", (*(part["statement"] for part in parts), whole["statement"]),
        {lang: f"{sums[lang]} > {said(whole, lang)}" for lang in ("zh", "en")},
        both("各部分之和大于{what}", "the parts are more than their whole, {what}", **subject(whole)),
    )  # fmt: skip


def _hundred(fact: dict) -> dict[str, str]:
    highest = fact["canonical_max"] or fact["canonical"]
    over = ">" if highest > 100 or fact["comparator"] == ">" else "≥"
    return {lang: f"{said(fact, lang)} {over} 100%" for lang in ("zh", "en")}
