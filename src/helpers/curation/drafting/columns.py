"""The columns of an indicator table, read from its head: which year each is for, and whether it is a goal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from helpers.curation.numerals import amount
from helpers.curation.rawtext import folded
from helpers.curation.years import five_year_plan

_CHANGE = (
    r"(?P<since>(?:20\d\d)?年?(?:比|较)(?P<base>20\d\d)年?(?:末)?"
    r"(?P<rising>增长|增加|提高|上升)?(?P<falling>下降|减少|削减|降低)?"
    r"(?:变化|增减|变动|幅度|率|比例)*)"
)
_YEAR = (
    r"(?P<year>20\d\d)年?(?:末|底)?(?:的)?[(]?"
    r"(?P<goal>[“\"]?(?:规划|预期|计划)?目标值?[”\"]?|规划值|计划值)?"
    r"(?P<done>完成值|完成情况值|实际值?|实绩|现状值?|基[期准年]+值?|值)?"
)
_PLAN = (
    r"[“\"]?(?:十(?P<plan>[一二三四五六])五)[”\"]?(?:规划(?!值)|时期|期间|期末)?"
    r"(?P<plangoal>目标值?|规划值|累计)?"
)
_ANNUAL = r"(?P<annual>年均(?:增长|增速|下降|变化)?(?:率)?|\[?(?:五年)?累计\]?)"
_NOW = r"(?P<nowgoal>(?:规划|预期|本期)?目标值)|(?P<now>现状值?|基期值|基准值|基数)"
_COLUMN = re.compile("|".join((_CHANGE, _YEAR, _PLAN, _ANNUAL, _NOW)))


@dataclass(frozen=True)
class Column:
    """`kind`: value, goal, or change (against `base`). `year` is None where the head names none."""

    kind: Literal["value", "goal", "change", "annual"]
    year: int | None = None
    base: int | None = None
    falling: bool | None = None


def columns(head: str) -> list[Column]:
    """The columns that a table's head names, in their order.

    >>> [(column.kind, column.year) for column in columns("指标 2010年 2015年目标 2015年比2010年增长")]
    [('value', 2010), ('goal', 2015), ('change', 2015)]
    """
    flat, found = folded(head), []
    for match in _COLUMN.finditer(flat):
        if match["since"]:
            before = re.match(r"20\d\d", match["since"])
            falling = True if match["falling"] else False if match["rising"] else None
            year = int(before[0]) if before else next((c.year for c in reversed(found) if c.year), None)
            found.append(Column("change", year, int(match["base"]), falling))
        elif match["year"]:
            found.append(Column("goal" if match["goal"] else "value", int(match["year"])))
        elif match["plan"] and match["plangoal"] and match["plangoal"] != "累计":
            found.append(Column("goal", five_year_plan(10 + int(amount(match["plan"])))[1]))
        elif match["annual"]:
            found.append(Column("annual" if "年均" in match["annual"] else "change"))
        elif match["nowgoal"]:
            found.append(Column("goal"))
        elif match["now"]:
            found.append(Column("value"))
    return found


def assumed(number: int, start: int, end: int) -> Sequence[Column]:
    """What a table without a readable head most likely has: where the plan starts, and its goal."""
    if number == 1:
        return [Column("goal", end)]
    return [Column("value", start - 1), *(Column("goal", end) for _ in range(number - 1))]
