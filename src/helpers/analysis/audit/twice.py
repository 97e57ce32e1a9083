"""Said twice: the same thing stated again with another number, year, bound or firmness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.analysis.audit.results import Result, both, said, subject
from helpers.analysis.intervals import RESULTS, measured, promised

RULE = "said_twice"
EXPLAINING = {"regime_change", "definition_changed", "reason_given"}


def judge(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the facts `a` (said first) and `b`, and `linked`: whether b is marked as a repetition of a."""
    for row in rows:
        a, b = row["a"], row["b"]
        found = _numbers(a, b) or _years(a, b, row["linked"])
        found = found or (_words(a, b) if row["linked"] and a["role"] == "target" else None)
        if found:
            certainty, zh, en = found
            arithmetic = {lang: f"{_firmly(a, lang)} ≠ {_firmly(b, lang)}" for lang in ("zh", "en")}
            explanation = both(zh, en, **subject(a), **_pair("again", subject(b)))
            yield Result(RULE, certainty, (a["statement"], b["statement"]), arithmetic, explanation)


def _firmly(fact: dict, lang: str) -> str:
    """What is said, with 力争 where the text has it."""
    return {"zh": "力争", "en": "to strive: "}[lang] * (fact["hedge"] == "strive") + said(fact, lang)


def _pair(name: str, cells: dict[str, str]) -> dict[str, str]:
    return {f"{name}_zh": cells["what_zh"], f"{name}_en": cells["what_en"]}


def _numbers(a: dict, b: dict) -> tuple[str, str, str] | None:
    """Other numbers, or other bounds, for the same year."""
    if a["year"] != b["year"]:
        return None
    if a["canonical"] is None or b["canonical"] is None:
        return _all_or_some(a, b)
    if a["role"] in RESULTS:
        if a["canonical"] == b["canonical"] or measured(a).overlaps(measured(b)):
            return None
        return _unless_explained(
            a,
            b,
            "同一年的{what}报告了两个数值",
            "two values are reported for {what} in the same year",
        )
    if a["canonical"] != b["canonical"] or a["canonical_max"] != b["canonical_max"]:
        if (a["hedge"] == "strive") != (b["hedge"] == "strive"):
            return (
                "explained",
                "{what}有两个目标值，其中一个写明是“力争”",
                "{what} has two goals; one of them is marked as to be striven for",
            )
        return _unless_explained(
            a,
            b,
            "同一年的{what}有两个目标值",
            "two goals for {what} in the same year",
        )
    if a["comparator"] == b["comparator"]:
        return None
    if promised(a) == promised(b) and "=" in (a["comparator"], b["comparator"]):
        return (
            "explained",
            "{what}一处只写数值，一处写明界限；只写数值的按更好的方向理解",
            "{what} is a plain number in one place and a bound in the other; a plain goal is read as at least as good",
        )
    return (
        "tension",
        "{what}的数值相同，界限不同（是否含本数）",
        "the same number for {what}, but another bound",
    )


def _all_or_some(a: dict, b: dict) -> tuple[str, str, str] | None:
    """A share promised as a number in one place, and as all or none of it in the other."""
    word, number = (a, b) if a["canonical"] is None else (b, a)
    end = {"all": 100.0, "none": 0.0}.get(word["comparator"])
    if end is None or not word["is_share"] or number["canonical"] is None or number["measure"] != "level":
        return None
    # 基本 leaves some room: nine tenths are not at odds with "basically all"
    if abs(number["canonical"] - end) <= (10 if word["hedge"] == "mostly" else 0):
        return None
    zh, en = (
        "{what}一处是数值，一处是全部或没有",
        "{what} is a number in one place, and all or none in the other",
    )
    return ("tension", zh, en) if word["hedge"] == "mostly" else _unless_explained(a, b, zh, en)


def _unless_explained(a: dict, b: dict, zh: str, en: str) -> tuple[str, str, str]:
    caveats = {c for fact in (a, b) for c in (fact["caveats"] or "").split(";")}
    if a["scope_id"] and b["scope_id"] and a["scope_id"] != b["scope_id"]:
        return (
            "explained",
            zh + "，但范围不同（{again}）",
            en + ", of different populations ({again})",
        )
    if caveats & EXPLAINING:
        return "explained", zh + "，文中有说明", en + "; the text gives a reason"
    return "contradiction", zh, en


def _years(a: dict, b: dict, linked: bool) -> tuple[str, str, str] | None:
    """The same promise, or the same result, for another year."""
    if a["year"] is None or b["year"] is None or a["year"] == b["year"]:
        return None
    zh, en = (
        "{what}的同一目标有两个期限",
        "the same goal for {what} is due in two different years",
    )
    if a["role"] in RESULTS:
        zh, en = (
            "{what}的同一结果写了两个年份",
            "the same result for {what} is given for two different years",
        )
    if linked and a["canonical"] == b["canonical"]:
        return _unless_explained(a, b, zh, en)
    return "tension", zh, en


def _words(a: dict, b: dict) -> tuple[str, str, str] | None:
    """Another firmness, another word, or another setter of the measure, where the numbers agree or there are none."""
    if (a["hedge"] == "strive") != (b["hedge"] == "strive"):
        return (
            "tension",
            "{what}一处写“力争”，一处没有",
            "{what} is to be striven for in one place and simply promised in the other",
        )
    if a["canonical"] is None and b["canonical"] is None:
        if a["comparator"] != b["comparator"]:
            return (
                "tension",
                "{what}的要求前后不一",
                "{what} is asked for in different words",
            )
        if a["reference_id"] and b["reference_id"] and a["reference_id"] != b["reference_id"]:
            return (
                "tension",
                "{what}由谁定目标，前后不一",
                "who sets the goal for {what} differs",
            )
    return None
