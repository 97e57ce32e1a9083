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
_YEAR = r"(?:19|20)\d{2}"
_YEARS = rf"(?<![0-9.,])(?:{_YEAR}){{1,3}}(?![0-9]|[.,]\d)"  # a scan may fuse 2020 and 2025 to 20202025
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_CHINESE = "零〇○一二三四五六七八九十百千万亿两"
_DASH = r"[-–—―~\uff5e至到]"
# What numbers count or measure, and not the words that only begin alike: 三家 but not 家庭, 两处 but not 处置.
_COUNTED = (
    r"(?:[个座件亩吨克辆艘份张只批套户株棵头例所栋幢颗宗眼篇斤瓦倍番岁周旬秒%\uff05‰℃㎡]|小时|天(?![然空气])"
    r"|家(?!庭)|条(?![例件])|台(?!账)|项(?!目(?!标))|处(?![理置罚])|种(?!植(?!物)|质资)|次(?!生[灾林])|名(?!录|单(?!位))"
    r"|人(?!居(?!住)|工(?!作)|[才民文类力])|口(?!岸)|元(?!素)|支(?![持撑付])"
    r"|公[里顷斤]|平[方米]|立[方米]|[千毫微][克瓦米升]"
    r"|(?:[kh]?m|ha|[kmμµu]?g|t|[kMG]?Wh?|dB|L)(?:/?[A-Za-z]*[23²³]|/|(?![A-Za-z])))"
)
_MORE = r"\s*[余多来几]?\s*"
_QUANTITY = rf"{_MORE}[万亿]?\s*{_COUNTED}"
_COUNTS = re.compile(_QUANTITY)
# The look ahead changes nothing but the time, see helpers.curation.numerals.
_DATE = re.compile(
    rf"(?=[0-9一二(（])(?:(?:(?<![0-9])(?:{_YEAR})+|[一二][〇○零一二三四五六七八九]{{3}}){_S}年(?:{_S}{_MONTH}{_S}月(?:{_S}{_DAY}{_S}日)?)?"
    rf"|{_YEARS}(?:{_S}(?:{_DASH}|[、和及/]){_S}{_YEARS})+(?={_S}年)"
    rf"|[(（]{_S}{_YEARS}{_S}{_DASH}{_S}{_YEARS}(?={_S}[)）])"
    rf"|(?<![0-9.,])(?:19|20)[ \u3000\u00a0]?\d[ \u3000\u00a0]?\d{_S}年"
    rf"|(?<![0-9.,]){_YEAR}{_S}[-./]{_S}{_MONTH}{_S}[-./]{_S}{_DAY}(?![0-9.])"
    rf"|(?<![0-9.]){_MONTH}{_S}月(?:{_S}{_DAY}{_S}日|(?![均度份]?个)))"
)
_PERIOD = re.compile(rf"十[一二三四五]五(?!年|{_QUANTITY})|第十[一二三四五]个五年(?=规划|计划)|[(（]五年累计[)）]")
_DOCUMENT = re.compile(
    rf"[〔\[【(（]{_S}{_YEAR}{_S}[〕\]】)）]{_S}第?{_S}\d{{1,4}}{_S}号"
    r"|(?<![A-Za-z0-9])(?:DB[ ]*\d{2,6}/[TZ]?|(?:GB|HJ|DB|CJ|CJJ|NY|SL|QX|ISO)(?:/[TZ])?)"
    r"[ ]*\d[\d.]*(?:[ ]*[-—–－][ ]*\d{2,4})?(?![\d.])"
)
_ORDINAL = re.compile(rf"第{_S}(?:[{_CHINESE}]+|\d{{1,3}}){_S}(?:次|批|届|轮|期(?!间)|章|节|条|款|部分|阶段|页)")
_CAPTION = re.compile(
    rf"(?:专栏|附件|附表|附图|^{_S}[表图](?=\s*\d{{1,2}}[ :：\u3000])){_S}\d{{1,2}}(?!\d|\.\d|{_QUANTITY}|{_S}[幅页])",
    re.MULTILINE,
)
_CHINESE_HEADING = re.compile(
    rf"(?:^|(?<=[。;；>]))[ \t\u3000]*[一二三四五六七八九十]{{1,3}}{_S}[、.．](?!{_S}[{_CHINESE}]+{_QUANTITY})"
    rf"|[(（]{_S}[一二三四五六七八九十]{{1,3}}{_S}[)）](?!{_QUANTITY})",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    rf"(?P<start>^{_S}[(（]?{_S})?(?<![0-9.,A-Za-z])(?P<number>\d{{1,2}}){_S}"
    rf"(?P<mark>[.．、]|[)）](?!{_QUANTITY}))(?={_S}[^\d\s.])",
    re.MULTILINE,
)
_PAGE_NUMBER = re.compile(rf"^{_S}[-–—]{_S}\d{{1,3}}{_S}[-–—]{_S}$|共{_S}\d{{1,3}}{_S}页", re.MULTILINE)
# Behind a Chinese numeral: 三(个), 三至五年, 三、四类, 百余家, 一半, 九十以上.
_CARRIED = re.compile(
    rf"\s*(?:(?:{_DASH}|[、或])\s*[{_CHINESE}]+\s*)?[)）]?(?:{_QUANTITY}"
    rf"|{_MORE}(?:[年月日天级类成位期轮届层米升度分间组段半起]|场|大类|百分点|季度|毫|蒸吨|标准煤|以[上下内]|左右))"
)
_SOME = re.compile(r"\s*(?:批(?!次)|起(?=[抓来推做]))")
_NO_ZERO = re.compile(r"\s*(?:直排|[)）]?碳(?!排)|容忍|距离|部件|售|星|散)")
_BEFORE_A_VALUE = frozenset("到至达为于在占约超过≥≤<>=")
_ENDS = re.compile(rf"{_S}(?:[,，.。;；、)）\n]|$)")


@dataclass(frozen=True)
class Rule:
    """A named rule: the stretches of a text in which it recognises numerals."""

    name: str
    spans: Callable[[RawText], Iterable[Span]]


def _matching(pattern: re.Pattern[str]) -> Callable[[RawText], Iterator[Span]]:
    return lambda raw: (Span(*match.span()) for match in pattern.finditer(raw.half_width))


def _before(text: str, place: int) -> str:
    """The character before a place, across white space; empty at the start of the text."""
    return text[max(0, place - 80) : place].rstrip()[-1:]


def _headings(raw: RawText) -> Iterator[Span]:
    """Heading numbers. An Arabic one counts only as the next of its series, or the next but one: a scan may lose one.

    At the start of a line the series that another interrupted may go on too (1, then 1, 2, 3, then 2); within a line a
    number behind 达到 and the like is none.
    """
    yield from _matching(_CHINESE_HEADING)(raw)
    last = outer = 0
    for match in _NUMBERED.finditer(raw.half_width):
        number, within = int(match["number"]), match["start"] is None
        if within and (match["mark"] not in ".．" or _before(raw.text, match.start()) in _BEFORE_A_VALUE):
            continue
        if number == 1:
            last, outer = 1, last
        elif number in (last + 1, last + 2) or (not within and number in (outer + 1, outer + 2)):
            last, outer = number, outer if number > last else 0
        else:
            continue
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
    names, units = list(names), [unit for unit in units if lex(unit)]

    def named(raw: RawText) -> Iterator[Span]:
        return (span for name in names for span in raw.find(name) if not raw.cut_numeral(span))

    return (
        *(Rule(name, spans) for name, spans in PLAIN_RULES.items()),
        Rule("name", named),
        Rule("unit", lambda raw: _unit_prints(raw, units)),
    )


def _unit_prints(raw: RawText, prints: list[str]) -> Iterator[Span]:
    """A unit's own numerals (m3, 立方米/万元, 亿 立方米), right behind a number or in brackets."""
    for unit in prints:
        for span in raw.find(unit):
            before, inside = _before(raw.text, span.start), raw.text[span.start : span.end]
            other = re.search(r"\s\d", inside) or (inside[-1].isdigit() and is_counted(raw.text, span.end))  # 12hm 2座
            if not other and (before.isdigit() or before in set(_CHINESE + "(\uff08余多/")):
                yield span


def is_counted(text: str, end: int) -> bool:
    """Whether what ends here goes on with what a number counts or measures: 个, 余家, 万吨, %."""
    return _COUNTS.match(text[end : end + 16]) is not None


def is_bare_word(text: str, numeral: Numeral) -> bool:
    """Whether a Chinese numeral carries neither unit nor count: 一体化, 统一, 三大, 清零. Such a one is no number."""
    if numeral.kind != "chinese" or "分之" in numeral.text:
        return False
    before = _before(text, numeral.start)
    if numeral.text == "零":
        return before in set("清归") or _NO_ZERO.match(text, numeral.end) is not None
    if numeral.text == "一" and _SOME.match(text, numeral.end):
        return True  # 一批 is "some", never a count
    alone = before in _BEFORE_A_VALUE and _ENDS.match(text, numeral.end)  # 提高到九十。
    return before not in set("第前") and not alone and not _CARRIED.match(text, numeral.end)
