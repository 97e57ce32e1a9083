"""Relations between indicators that indicators.csv declares: parts, wholes, shares of one whole, work without need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from helpers.analysis.audit.results import Result, both, in_its_unit, said, subject
from helpers.analysis.intervals import RESULTS, Interval, measured

RULE = "declared_relations"
_WORDS = {
    "at_most": ("{what}不应高于{other}", "{what} cannot pass {other}"),
    "sum_of": ("{what}不等于其各部分之和（{other}）", "{what} is not the sum of its parts ({other})"),
    "excludes": ("{what}与{other}之和超过100%", "{what} and {other} are together more than 100%"),
    "none_if_zero": (
        "{other}此前已报告为零，{what}却仍有报告",
        "{other} was already reported as zero, yet {what} is reported later",
    ),
}


def judge(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the relation's `kind`, the `fact`, the `others` that it names, and how many are `needed`."""
    for row in rows:
        kind, fact, others = row["kind"], row["fact"], _first_of_each(row["others"])
        if len(others) < row["needed"] or not _broken(kind, fact, others, _printed):
            continue
        # a goal of at least or at most leaves room that its number alone does not
        certainty = "contradiction" if _broken(kind, fact, others, measured) else "tension"
        arithmetic = _arithmetic(kind, fact, others)
        names = {
            f"other_{lang}": joint.join(subject(other)[f"what_{lang}"] for other in others)
            for lang, joint in (("zh", "、"), ("en", " + "))
        }
        keys = (fact["statement"], *(other["statement"] for other in others))
        yield Result(RULE, certainty, keys, arithmetic, both(*_WORDS[kind], **subject(fact), **names))


def _first_of_each(others: list[dict]) -> list[dict]:
    """One statement of each named indicator: the first in the text."""
    found: dict[str, dict] = {}
    for other in others:
        found.setdefault(other["indicator_id"], other)
    return list(found.values())


def _printed(fact: dict) -> Interval:
    """A reported value with its rounding; a promised one as printed, whatever its bound."""
    return measured(fact) if fact["role"] in RESULTS else Interval(fact["canonical"], fact["canonical"])


def _broken(kind: str, fact: dict, others: list[dict], meant: Callable[[dict], Interval]) -> bool:
    """Whether the relation fails for all numbers that are meant."""
    if kind == "none_if_zero":
        return True
    own, total = meant(fact), Interval(0.0, 0.0)
    for other in others:
        total = total + meant(other)
    if kind == "sum_of":
        return not own.meets(total)
    return own.low > total.high + 1e-9 if kind == "at_most" else own.low + total.low > 100 + 1e-9


def _arithmetic(kind: str, fact: dict, others: list[dict]) -> dict[str, str]:
    line = {
        "none_if_zero": "{sums} → {own}",
        "at_most": "{sums} < {own}",
        "sum_of": "{sums} = {figure} ≠ {own}",
        "excludes": "{own} + {sums} = {figure}% > 100%",
    }[kind]
    total = sum(other["canonical"] for other in others) + (fact["canonical"] if kind == "excludes" else 0)
    figure = in_its_unit(total, fact)
    return {
        lang: line.format(sums=" + ".join(said(other, lang) for other in others), own=said(fact, lang), figure=figure)
        for lang in ("zh", "en")
    }
