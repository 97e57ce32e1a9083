"""Which years a plan is for, from its title, the words at its head, or its name."""

from __future__ import annotations

import re
from collections import Counter

from helpers.curation.drafting.mentions import Frame
from helpers.curation.numerals import amount
from helpers.curation.rawtext import folded
from helpers.curation.years import five_year_plan

_HEAD = 600  # characters
_KINDS = "规划|计划|方案|纲要|要点|报告|意见|通知|行动"
_RANGE = re.compile(rf"(?:{_KINDS})?[(]?(?P<from>20\d\d)年?[-—–~至到]+(?P<to>20\d\d)年?[)]?(?:{_KINDS})?")
_FIVE_YEARS = re.compile(
    rf"[“\"]?十(?P<plan>[一二三四五六])五[”\"]?[^。,;“”]{{0,24}}?(?:{_KINDS})"
    rf"|(?:{_KINDS})[^。,;]{{0,12}}第十(?P<long>[一二三四五六])个五年"
)
_YEAR = re.compile(rf"(?P<year>20\d\d)年(?!\d+月)[^。,;]{{0,30}}?(?:{_KINDS})")
_BY = re.compile(r"到(?P<year>20\d\d)年")
_DATE = re.compile(r"(20\d\d)年\d{1,2}月\d{1,2}日")
_OFTEN, _LONGEST = 3, 15
_NAMED = re.compile(r"(?P<plan>1[1-6])fyp")
_NAMED_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)(?!\d)")


def period_of(text: str, plan_id: str) -> Frame | None:
    """First and last year of the plan; None where neither text nor name tell.

    >>> period_of("某市“十四五”生态环境保护规划", "x")
    Frame(start=2021, end=2025)
    """
    if match := _NAMED.search(plan_id):
        return Frame(*five_year_plan(int(match["plan"])))
    goal, named = _goal_year(text), _NAMED_YEAR.search(plan_id)
    titled = _titled(folded(text[:_HEAD]))
    if titled and (titled.start != titled.end or goal is None or goal == titled.end):
        return titled
    issued = titled.start if titled else int(named["year"]) if named else _dated(text)
    if goal:
        return Frame(issued if issued and goal - 6 <= issued <= goal else goal - 4, goal)
    return Frame(issued, issued) if issued else None


def _goal_year(text: str) -> int | None:
    """The year that the text most often says its goals are for (到2025年); None where it says it seldom."""
    counts = Counter(int(match["year"]) for match in _BY.finditer(folded(text)))
    year, count = max(counts.items(), key=lambda item: (item[1], -item[0]), default=(None, 0))
    return year if count >= _OFTEN else None


def _titled(head: str) -> Frame | None:
    """The years that a title names: a range, a five-year plan, or one year."""
    found = [(m.start(), m) for pattern in (_RANGE, _FIVE_YEARS, _YEAR) if (m := pattern.search(head))]
    for _, match in sorted(found, key=lambda pair: pair[0]):
        groups = match.groupdict()
        if groups.get("from") and 0 < int(groups["to"]) - int(groups["from"]) <= _LONGEST:
            return Frame(int(groups["from"]), int(groups["to"]))
        if number := groups.get("plan") or groups.get("long"):
            return Frame(*five_year_plan(10 + int(amount(number))))
        if groups.get("year"):
            return Frame(int(groups["year"]), int(groups["year"]))
    return None


def _dated(text: str) -> int | None:
    """The year of the last full date at the head of the text: when it was issued."""
    dates = _DATE.findall(folded(text[:_HEAD]))
    return int(dates[-1]) if dates else None
