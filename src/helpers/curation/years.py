"""Which years a text names: as digits, as Chinese numerals, by the name of a five-year plan, or relative to another."""

from __future__ import annotations

import re
import unicodedata

from helpers.curation.numerals import amount, lex
from helpers.curation.rawtext import folded
from helpers.curation.source import Plan

_FIVE_YEAR_PLAN = re.compile(r"十([一二三四五六七八九])五(?!年)")
_END_OF_PLAN = re.compile(r"规划期末|规划期|计划期末|期末")
_THIS_YEAR = re.compile(r"全年|年内|今年|本年|年底前|年末")
# A number with a unit behind it is a quantity: 2025万吨 says nothing about 2025.
_UNIT = re.compile(r"\s*[万亿吨个家条座台件项户亩公千克立平微元%\uff05]")
_FIVE_YEARS = re.compile(r"五年|5年")
_LAST_YEAR = re.compile(r"去年|上年(?!同期)")
_FIRST_YEARS = re.compile(r"十([一二三四五六七八九])五[”\"]?前([一二两三四])年")
_BROKEN = re.compile(r"(?<![\d.,])((?:19|20)[ \u3000\u00a0]?\d[ \u3000\u00a0]?\d)\s*年")  # 20 25年
_SAME_PERIOD = re.compile(r"同比|较上年|比上年")


def five_year_plan(number: int) -> tuple[int, int]:
    """First and last year of the national five-year plan of that number: 13 → (2016, 2020)."""
    return 1951 + 5 * number, 1955 + 5 * number


def named(text: str, plan: Plan) -> set[int]:
    """The years for which the text is evidence, base years and first years of named periods included.

    Years that lost the comma between them (201620172019年) count one by one.
    """
    years: set[int] = set()
    for numeral in lex(text):
        word = unicodedata.normalize("NFKC", numeral.text)
        if numeral.kind == "digits" and word.isdigit() and len(word) % 4 == 0 and not _UNIT.match(text[numeral.end :]):
            years.update(int(word[i : i + 4]) for i in range(0, len(word), 4))
        elif numeral.kind == "chinese" and len(word) == 4 and word[0] in "一二" and not set(word) & set("十百千万亿"):
            years.add(int(amount(word)))
    years.update(int("".join(match.split())) for match in _BROKEN.findall(text))
    flat = folded(text)
    for match in _FIRST_YEARS.finditer(flat):
        years.add(five_year_plan(10 + int(amount(match[1])))[0] + int(amount(match[2])) - 1)
    for match in _FIVE_YEAR_PLAN.finditer(flat):
        first, last = five_year_plan(10 + int(amount(match[1])))
        years.update((first - 1, first, last))
    if _END_OF_PLAN.search(flat):
        years.add(plan.period_end)
    if plan.period_start == plan.period_end and _THIS_YEAR.search(flat):
        years.add(plan.period_end)
    if plan.period_start == plan.period_end and _LAST_YEAR.search(flat):
        years.add(plan.period_end - 1)
    return years


def relative(text: str, year: int | None) -> set[int]:
    """The base years that words such as 同比 or 五年累计 give, once the year itself is known."""
    if year is None:
        return set()
    flat = folded(text)
    bases = {year - 1} if _SAME_PERIOD.search(flat) else set()
    return bases | {year - 5, year - 4} if _FIVE_YEARS.search(flat) else bases
