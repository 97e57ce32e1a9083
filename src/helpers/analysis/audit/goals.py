"""Goals that ask for little: no more than was reached, less than before, less than those above ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from helpers.analysis.audit.results import Result, both, said, subject
from helpers.analysis.intervals import better_of, weaker

MET, BEFORE, PROVINCE = "already_met", "weaker_than_before", "weaker_than_province"
_OTHER_POPULATION = "explained", "；范围不同", "; the populations differ"
_OTHER_POPULATION_ABOVE = (
    "tension",
    "；范围相近而不同，上级的平均数并不逐市约束",
    "; the populations are near but not the same, and a mean of the higher level does not bind each place",
)
_HOLDS = re.compile("保持|稳定|维持|不减少|不增加|不下降")


def judge_met(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `goal` and `known`, the last value that the same plan gives, and `reason_given`."""
    for row in rows:
        goal, known = (fact | {"canonical": _extent(fact)} for fact in (row["goal"], row["known"]))
        if not weaker(goal, known) and goal["canonical"] != known["canonical"]:
            continue
        certainty, zh, en = _why_no_more(goal, known, row["reason_given"])
        sign = "=" if goal["canonical"] == known["canonical"] else {"lower": ">", "higher": "<"}[better_of(goal)]
        than_zh, than_en = _NO_MORE["done" if goal["measure"] == "state" else "same" if sign == "=" else "less"]
        yield Result(
            MET, certainty, (goal["statement"], known["statement"]),
            {lang: f"{said(row['goal'], lang)} {sign} {said(row['known'], lang)}" for lang in ("zh", "en")},
            both("{what}的目标" + than_zh + zh, "the goal for {what} asks for " + than_en + en, **subject(goal)),
        )  # fmt: skip


_NO_MORE = {
    "same": ("等于规划自己给出的现状", "no more than the plan’s own last value"),
    "less": ("比规划自己给出的现状宽松", "less than the plan’s own last value"),
    "done": ("规划自己已报告完成", "what the plan itself reports as done"),
}


def _extent(fact: dict) -> float:
    """The number of a statement; all of a share, or a deed that is done, is 100, none of anything 0."""
    if fact["canonical"] is not None:
        return fact["canonical"]
    return 0.0 if fact["comparator"] == "none" else 100.0


def _why_no_more(goal: dict, known: dict, reason_given: bool) -> tuple[str, str, str]:
    least = 1 if goal["measure"] == "class" else 0
    end = least if goal["better"] == "lower" else 100 if goal["is_share"] else None
    if known["canonical"] == goal["canonical"] == end and goal["measure"] != "state":
        return "explained", "；现状已到尽头", "; nothing better is possible"
    if _HOLDS.search(goal["quote"]):
        return "explained", "；文中写明是保持", "; the text says that it is to be held"
    if reason_given:
        return "explained", "；文中说明了理由", "; the text gives its reason"
    return "tension", "", ""


def judge_before(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `goal` and `before`, an earlier goal of the same place, and the `match` of populations."""
    for row in rows:
        goal, before = row["goal"], row["before"]
        if not weaker(goal, before):
            continue
        certainty, zh, en = _difference(goal, before, row["match"], _OTHER_POPULATION)
        sign = {"lower": ">", "higher": "<"}[better_of(goal)]
        yield Result(
            BEFORE, certainty, (goal["statement"], before["statement"]),
            {lang: f"{said(goal, lang)} {sign} {said(before, lang)}" for lang in ("zh", "en")},
            both(
                "{what}的目标比同一地方以前的目标宽松" + zh,
                "the goal for {what} is weaker than an earlier goal of the same place" + en,
                **subject(goal),
            ),
        )  # fmt: skip


def _difference(goal: dict, other: dict, match: str, near: tuple[str, str, str]) -> tuple[str, str, str]:
    """Whether the comparison itself is the explanation; `near`: what populations say that are near to each other."""
    if goal["regime_id"] != other["regime_id"]:
        return "explained", "；两者的评价方法不同，不可比", "; measured by different rules, so not comparable"
    if "reason_given" in (goal["caveats"] or "") or "definition_changed" in (goal["caveats"] or ""):
        return "explained", "；文中说明了理由", "; the text gives its reason"
    return near if match == "near" else ("tension", "", "")


def judge_province(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the fact `goal`, and `higher`: what a place above it asks for, for the same year or an earlier one."""
    for row in rows:
        goal, higher = row["goal"], row["higher"]
        late, less = goal["year"] > higher["year"], weaker(goal, higher)
        equal = goal["canonical"] == higher["canonical"]
        same = equal and not less
        if not less and not (same and late):
            continue
        certainty, zh, en = _difference(goal, higher, row["match"], _OTHER_POPULATION_ABOVE)
        sign = "=" if same else "≠" if equal else {"lower": ">", "higher": "<"}[better_of(goal)]  # ≤26 ≠ <26
        keys = (goal["statement"], *([higher["statement"]] if higher["plan_id"] else []))
        than_zh, than_en = _WORSE[same, late]
        yield Result(
            PROVINCE, certainty, keys,
            {lang: f"{said(goal, lang)} {sign} {said(higher, lang)}" for lang in ("zh", "en")},
            both(
                "{what}的目标" + than_zh + "（{source}）" + zh,
                "the goal for {what} " + than_en + " ({source})" + en,
                **subject(goal), above_zh=higher["place_zh"], above_en=higher["place_en"],
                source_zh=higher["plan_zh"] or higher["source_zh"], source_en=higher["plan_en"] or higher["source_en"],
            ),
        )  # fmt: skip


_WORSE = {
    (False, False): ("比{above}的宽松", "is weaker than that of {above}"),
    (False, True): ("比{above}的宽松，期限也更晚", "is weaker than that of {above}, and due later"),
    (True, True): ("与{above}的相同，期限更晚", "is that of {above}, but due later"),
}
