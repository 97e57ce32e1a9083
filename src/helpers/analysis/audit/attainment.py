"""What a later text reports for the year of an earlier goal: met, missed, or not comparable, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.analysis.attained import attained
from helpers.analysis.audit.results import Result, both, said, subject

RULE = "attainment"
_WHY_NOT = {
    "number": ("没有数值可比", "there is no number to compare"),
    "measure": ("一个是水平，一个是变化", "one is a level, the other a change"),
    "aggregation": ("一个是单年，一个是多年", "one is of a single year, the other of several"),
    "regime": ("评价方法不同", "measured by different rules"),
    "base": ("两者的基期不同", "the changes are against different years"),
    "scope": ("范围不同", "the populations differ"),
    "better": ("哪个方向更好，并不确定", "neither direction is better by itself"),
    "unit": ("单位不同", "the units differ"),
}


def judge(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `goal` and `result`, and the `match` of their populations."""
    for row in rows:
        goal, result = row["goal"], row["result"]
        certainty, sign, zh, en = _verdict(goal, result, row["match"])
        yield Result(
            RULE, certainty, (goal["statement"], result["statement"]),
            {lang: f"{said(goal, lang)} {sign} {said(result, lang)}" for lang in ("zh", "en")},
            both("{what}：" + zh, "{what}: " + en, **subject(goal)),
        )  # fmt: skip


def _verdict(goal: dict, result: dict, match: str | None) -> tuple[str, str, str, str]:
    claimed = "reported_met" in f"{goal['caveats'] or ''};{result['caveats'] or ''}"
    if goal["canonical"] is not None and result["canonical"] is None and claimed:
        return "tension", "?", "文中称完成，没有给出数值", "called met, without a number"
    found = attained(goal, result, match)
    if found.reason:
        zh, en = _WHY_NOT[found.reason]
        return "explained", "?", f"不可比，{zh}", f"not comparable, {en}"
    near_zh, near_en = ("（范围相近）", " (of a near population)") if found.near else ("", "")
    if found.kind == "met":
        return "explained", "←", "达到" + near_zh, "met" + near_en
    if found.kind == "open":
        return "explained", "≈", "差别在舍入之内" + near_zh, "within what rounding leaves open" + near_en
    if claimed:
        return (
            "contradiction",
            "≠",
            "未达到，文中却称完成" + near_zh,
            "missed, though the text calls it met" + near_en,
        )
    return "tension", "≠", "未达到" + near_zh, "missed" + near_en
