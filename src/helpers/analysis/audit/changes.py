"""Stated changes against stated levels, and stated rates against stated totals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from helpers.analysis.audit.results import Result, both, in_its_unit, number, said, subject
from helpers.analysis.intervals import Interval, measured, relative_change

LEVELS, PACE = "change_and_levels", "pace"


def judge_levels(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `c` (the change), `base` and `level`; none is found where any pair gives the change."""
    for _, group in groupby(rows, key=lambda row: row["c"]["statement"]):
        pairs = [(row, given) for row in group if (given := _given(row["c"], row["base"], row["level"]))]
        if pairs and not any(_follows(row, given) for row, given in pairs):
            yield _not_given(*pairs[0])


def _follows(row: dict, given: Interval) -> bool:
    stated = _stated(row["c"])
    points_meant = "percent_or_points" in (row["c"]["caveats"] or "")
    return given.meets(stated) or (points_meant and (_end(row["level"]) - measured(row["base"])).meets(stated))


def _stated(change: dict) -> Interval:
    """The printed magnitude with its sign; the last digit of a stated change is rounded, whoever states it."""
    sign = -1 if change["direction"] == "decrease" else 1
    found = measured(change)
    low = min(found.low, change["canonical"] - change["rounding"])
    high = max(found.high, change["canonical"] + change["rounding"])
    return Interval(*sorted((sign * low, sign * high)))


def _given(change: dict, base: dict, level: dict) -> Interval | None:
    """What the two levels make of the change, in its unit."""
    b, e = measured(base), _end(level)
    if change["measure"] == "change_pct":
        return relative_change(b, e)
    if change["measure"] == "annual_change_pct":
        return relative_change(b, e, change["year"] - change["base_year"])
    return e - b


def _end(level: dict) -> Interval:
    """The level that a change leads to: a goal is taken as printed, whatever its bound."""
    if level["role"] != "target":
        return measured(level)
    return Interval(
        level["canonical"], level["canonical"] if level["canonical_max"] is None else level["canonical_max"]
    )


def _not_given(row: dict, given: Interval) -> Result:
    c, base, level = row["c"], row["base"], row["level"]
    ends = [in_its_unit(end, c) for end in (given.low, given.high)]
    span = " … ".join(dict.fromkeys(ends))
    arithmetic = {}
    for lang, points, yearly in (("zh", "个百分点", "%（年均）"), ("en", " points", "% a year")):
        amount = ("" if lang == "zh" else " ") + (c[f"unit_{lang}"] or "")
        units = {"change_pp": points, "change_abs": amount.rstrip(), "annual_change_pct": yearly}
        own = units.get(c["measure"], "%")
        arithmetic[lang] = f"{said(base, lang)} → {said(level, lang)}: {span}{own} ≠ {said(c, lang)}"
    if not row["other_scope"]:
        certainty, zh, en = "contradiction", "", ""
    else:
        certainty = "explained"
        zh = "；范围不同，可能是原因"
        en = "; the populations differ, which may be the reason"
    return Result(
        LEVELS, certainty, (c["statement"], base["statement"], level["statement"]), arithmetic,
        both(
            "{what}的变化幅度与文中的两个数值不符" + zh,
            "the stated change of {what} does not follow from the two levels" + en,
            **subject(c),
        ),
    )  # fmt: skip


def judge_pace(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `rate` (a year) and `total` (over several years) of the same stretch of years."""
    for row in rows:
        rate, total = row["rate"], row["total"]
        years = total["year"] - total["base_year"] if total["year"] and total["base_year"] else 0
        unclear = "ambiguous_base" in (rate["caveats"] or "")
        if years < 2 or not (unclear or rate["base_year"] in (None, total["base_year"])):
            continue
        each = _stated(rate)
        over = Interval(*(100 * ((1 + max(end, -100.0) / 100) ** years - 1) for end in (each.low, each.high)))
        if over.meets(_stated(total)):
            continue
        each_year = f"(1 {'−' if rate['direction'] == 'decrease' else '+'} {number(rate['canonical'])}%)^{years} − 1"
        span = f"{number(over.low)} … {number(over.high)}%"
        arithmetic = {lang: f"{each_year} = {span} ≠ {said(total, lang)}" for lang in ("zh", "en")}
        explanation = both(
            "{what}的年均变化和累计变化不能同时成立",
            "the annual rate and the total change of {what} cannot both hold",
            **subject(total),
        )
        certainty = "tension" if unclear else "contradiction"
        yield Result(PACE, certainty, (rate["statement"], total["statement"]), arithmetic, explanation)
