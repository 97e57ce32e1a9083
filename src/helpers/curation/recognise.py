"""Which numerals of a text are plainly no statement: a few named rules, each too narrow to swallow a value.

A rule names stretches of the text; a numeral inside one is recognised. The rules are tried in their order. Everything
that they leave is a statement, or has its line in not_statements.csv: ten lines there are better than one wide rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from helpers.curation.numerals import Numeral, lex
from helpers.curation.rawtext import RawText, Span

_S = "[ \t\u3000\u00a0]*"
_D = "[0-9\uff10-\uff19]"
_YEARS = r"(?<![0-9.,])(?:(?:19|20)\d{2}){1,3}(?![0-9]|[.,]\d)"  # a scan may fuse 2020 and 2025 to 20202025
_CHINESE = "零〇○一二三四五六七八九十百千万亿两"
_DASH = r"[-–—―~\uff5e至到、,\uff0c和及/]"
# What a number counts or measures: behind these a four-digit number is no year, and a Chinese numeral is a count.
_COUNTED = "个家条座台件项户亩公千克立平微元吨人名处种辆份张只批次套口株头%\uff05"
_DATE = re.compile(
    rf"(?:(?<![0-9])(?:(?:19|20)\d{{2}})+|[一二][〇○零一二三四五六七八九]{{3}}){_S}年(?:{_S}{_D}{{1,2}}{_S}月(?:{_S}{_D}{{1,2}}{_S}日)?)?"
    rf"|{_YEARS}(?:{_S}{_DASH}{_S}{_YEARS})+(?!{_S}[{_COUNTED}万亿])"
    rf"|(?<![0-9.,])(?:19|20)\d{{2}}{_S}[-./]{_S}{_D}{{1,2}}{_S}[-./]{_S}{_D}{{1,2}}(?![0-9.])"
    rf"|(?<![0-9.]){_D}{{1,2}}{_S}月(?:{_S}{_D}{{1,2}}{_S}日|(?![均度份]?个))"
)
_PERIOD = re.compile(r"十[一二三四五]五(?!年|[个家条项])|第十[一二三四五]个五年(?=规划|计划)|[(（]五年累计[)）]")
_DOCUMENT = re.compile(
    rf"[〔\[【(（]{_S}(?:19|20)\d{{2}}{_S}[〕\]】)）]{_S}第?{_S}\d{{1,4}}{_S}号"
    r"|(?<![A-Za-z])(?:GB|HJ|DB|CJ|CJJ|NY|SL|QX|ISO)(?:/[TZ])?[ ]*\d[\d.]*(?:[ ]*[-—–－][ ]*\d{2,4})?(?![\d.])"
)
_ORDINAL = re.compile(rf"第{_S}(?:[{_CHINESE}]+|\d{{1,3}}){_S}(?:次|批|届|轮|期(?!间)|章|节|条|款|部分|阶段|页)")
_CAPTION = re.compile(rf"(?:专栏|附件|附表|附图|[表图](?=\s*\d{{1,2}}[ :：\u3000])){_S}{_D}{{1,2}}")
_CHINESE_HEADING = re.compile(
    rf"(?:^|(?<=[。;；>]))[ \t\u3000]*[一二三四五六七八九十]{{1,3}}{_S}[、.．]"
    rf"|[(（]{_S}[一二三四五六七八九十]{{1,3}}{_S}[)）](?!{_S}[{_COUNTED}])",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    rf"(?P<start>^[ \t\u3000]*[(（]?)?(?<![0-9.,])(?P<number>\d{{1,2}}){_S}(?:[.．、,，]|[)）])(?={_S}[^\d\s.])",
    re.MULTILINE,
)
_PAGE_NUMBER = re.compile(rf"^{_S}[-–—]{_S}\d{{1,3}}{_S}[-–—]{_S}$|共{_S}\d{{1,3}}{_S}页", re.MULTILINE)
_CARRIED = re.compile(
    rf"{_S}(?:[{_COUNTED}年月日天级类倍成番位户岁期轮届层米升度分]|小时|百分点|季度|毫|蒸吨|平方|公里|公顷|标准煤)"
)


@dataclass(frozen=True)
class Rule:
    """A named rule: the stretches of a text in which it recognises numerals."""

    name: str
    spans: Callable[[RawText], Iterable[Span]]


def _matching(pattern: re.Pattern[str]) -> Callable[[RawText], Iterator[Span]]:
    return lambda raw: (Span(*match.span()) for match in pattern.finditer(raw.text))


def _headings(raw: RawText) -> Iterator[Span]:
    """Heading numbers. Within a line an Arabic one counts only as the next of its series (a scan may lose one)."""
    yield from _matching(_CHINESE_HEADING)(raw)
    last = 0
    for match in _NUMBERED.finditer(raw.text):
        number = int(match["number"])
        at_start = match["start"] is not None
        if at_start or (number in (1, last + 1, last + 2) and match[0][-1] in ".．"):
            last = number
            yield Span(*match.span())


PLAIN_RULES: dict[str, Callable[[RawText], Iterable[Span]]] = {
    "date": _matching(_DATE),
    "period": _matching(_PERIOD),
    "document": _matching(_DOCUMENT),
    "heading": _headings,
    "caption": _matching(_CAPTION),
    "ordinal": _matching(_ORDINAL),
    "page number": _matching(_PAGE_NUMBER),
}
RULES = (*PLAIN_RULES, "name", "unit")


def rules(names: Iterable[str], units: Iterable[str]) -> tuple[Rule, ...]:
    """The rules in their order. `names`: set phrases with a numeral inside; `units`: prints of units (m3, 万吨)."""
    names, units = list(names), list(units)

    def named(raw: RawText) -> Iterator[Span]:
        return (span for name in names for span in raw.find(name))

    return (
        *(Rule(name, spans) for name, spans in PLAIN_RULES.items()),
        Rule("name", named),
        Rule("unit", lambda raw: _unit_prints(raw, [unit for unit in units if lex(unit)])),
    )


def _unit_prints(raw: RawText, prints: list[str]) -> Iterator[Span]:
    """A unit's own numerals (m3, 立方米/万元, 亿 立方米), right behind a number or in brackets."""
    for unit in prints:
        for span in raw.find(unit):
            before = raw.text[: span.start].rstrip()[-1:]
            if before.isdigit() or before in set(_CHINESE + "(\uff08余多/"):
                yield span


def is_bare_word(text: str, numeral: Numeral) -> bool:
    """Whether a Chinese numeral carries neither unit nor count: 一体化, 统一, 三大, 清零. Such a one is no number."""
    if numeral.kind != "chinese" or "分之" in numeral.text:
        return False
    before, after = text[: numeral.start].rstrip()[-1:], text[numeral.end : numeral.end + 8]
    if numeral.text == "一" and re.match(rf"{_S}批", after):
        return True  # 一批 is "some", never a count
    if numeral.text == "零":
        return before in set("清归") or not re.match(rf"{_S}[增排新缺发事死]", after)
    return before not in set("第前") and not _CARRIED.match(after)
