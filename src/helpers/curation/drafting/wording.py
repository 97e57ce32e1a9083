"""Words around a number: how it is measured, which way it goes, what it is compared with, how firmly it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.curation import comparators
from helpers.curation.comparators import BEFORE
from helpers.curation.drafting.quantities import Quantity
from helpers.curation.evidence import HEDGES
from helpers.curation.numerals import amount
from helpers.curation.rawtext import RawText, Span, folded
from helpers.curation.statement import CHANGES
from helpers.curation.units import Units

_DOWN = "下降|降低|减少|減少|削减|压减|缩减|消减|下調|下调|减排|降(?!水|雨|碳|解)|减(?!排|污|碳|量化|负)"
_UP = "提高|(?<!改造)(?<!优化)(?<!整治)提升|增长|增長|增加|上升|增(?!值|设)|扩大|净增|翻"
_WORDS = "|".join(re.escape(word) for word in sorted(BEFORE, key=len, reverse=True))
_HEDGE = "力争|争取|确保|保证|基本|平均"
_BETWEEN = (
    rf"(?:了|比例|幅度|率|量|强度|规模|各|均|分别|累计|也|{_HEDGE}|(?:要|应|需)?(?:达到?|为|在)|目标|{_WORDS}|[:：])*"
)
_CHANGED = re.compile(rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})){_BETWEEN}$")
_TO = re.compile(rf"(?<!达)(?:到|至|成)(?:了)?(?:{_WORDS})?$")
_VALUES_BEFORE = re.compile(r"(?:[\d.]+(?:%|个百分点)?(?:以上|以下|左右)?(?:、|和|与|以及|及|,))+$")
_ANY = re.compile(rf"(?P<down>{_DOWN})|(?P<up>{_UP})")
_EXTENT = re.compile(r"(?:(?P<down>降幅|跌幅|减幅)|(?P<up>增幅|涨幅|升幅|增速))[^,，。;；\d]{0,8}$")
_CHANGE_NAMED = re.compile(rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:比例|幅度|率|目标)[^,，。;；]{{0,16}}$")
_ADDED = re.compile(
    r"(?P<up>新增|净增|增设|增加|扩大|新造)(?!到|至|值)|(?P<down>压减|削减|减少|腾出|消减)(?!到|至|量化)"
)
_PIECES = re.compile(
    r"[万亿千百]*(?:个|條|個|家|条|台|项|項|处|座|所|件|例|起|户|辆|輛|艘|份|批|只|套|场|种|名|人|颗|口|宗|幢|栋"
    r"|株|棵|篇|幅|孔|眼)(?:[(（].*)?"
)
_ANNUAL = re.compile(r"年均|每年|年平均(?=增|下|降)|逐年")
# 三年均值, 均值; not 年均值, which is of one year, nor 2025年均值.
_MEAN = re.compile(
    r"(?<![\d〇○零一二三四五六七八九十])(?P<years>[二两三四五2-5])年(?:滑动|滚动|连续)?(?:平均(?![增下减降])|均值)"
    r"|(?<![年月日时平])(?:平均值|均值)"
)
_ONLY_VALUES = re.compile(r"(?:[\d.]+[^\d、,]{0,6}、)+")  # 新增绿地,40公顷、60公顷
_ENDS = re.compile(r"(?:、[\d.]+[%％])*[。；;，,]?\s*")  # 能耗下降,13.5%。
_RANK = re.compile(r"[第前]$")


@dataclass(frozen=True)
class Wording:
    """What the words around a number say of it."""

    measure: str
    direction: str | None
    comparator: str
    hedge: str | None


def read(raw: RawText, quantity: Quantity, clause: Span, lead: str, units: Units, better: str | None) -> Wording:
    """What is said of a number that stands in `clause`.

    `lead`: the folded words of the sentence before the clause, for a verb shared by several.
    """
    before = folded(raw.text[clause.start : quantity.numeral.start])
    stands_alone = not before and _ENDS.fullmatch(raw.text, quantity.unit_end, clause.end)
    measure, direction = _measure(before, lead, quantity, units, bool(stands_alone))
    better = better or {"%": "higher"}.get(folded(quantity.unit))
    return Wording(measure, direction, _comparator(raw, quantity, better, measure), hedge_of(before or lead))


def hedge_of(words: str) -> str | None:
    """力争, 确保 …: the last such word before the number."""
    found = [(words.rfind(word), hedge) for hedge, forms in HEDGES.items() for word in forms if word in words]
    return max(found)[1] if found else None


def _comparator(raw: RawText, quantity: Quantity, better: str | None, measure: str) -> str:
    numeral, of_class = quantity.numeral, measure == "class"
    said = comparators.stated(raw.text, numeral.start, numeral.end, quantity.unit, better, of_class)
    if said is None and quantity.last:
        said = comparators.stated(raw.text, quantity.last.start, quantity.last.end, quantity.unit, better, of_class)
    return said or "="


def _measure(before: str, lead: str, quantity: Quantity, units: Units, stands_alone: bool) -> tuple[str, str | None]:
    unit = folded(quantity.unit)
    if quantity.numeral.kind == "roman" or unit in ("类", "級", "级", "類"):
        return "class", None
    if _RANK.search(before) and unit in ("", "位", "名"):
        return "rank", None
    if "百分点" in unit or "百分點" in unit:
        return "change_pp", _direction(before) or _direction(lead) or "increase"
    if quantity.numeral.text == "零":
        return "change_pct", None  # 零增长
    if unit in ("%", "‰") or "分之" in quantity.numeral.text:
        return _share(before, lead if stands_alone else "")
    return _amount(before, lead, unit, units)


def _direction(words: str) -> str | None:
    """The way that the last verb of change goes."""
    last = _last(_ANY, words)
    return None if last is None else "decrease" if last["down"] else "increase"


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(words):
        last = match
    return last


def _share(before: str, lead: str) -> tuple[str, str | None]:
    """A number in %: a level, or the change of something; `lead` where the number stands alone behind a comma."""
    before = _VALUES_BEFORE.sub("", before)  # 分别下降12.45%、14.29%: the verb stands before the first one
    match = (
        _CHANGED.search(before)
        or _CHANGE_NAMED.search(before)
        or _EXTENT.search(before)
        or _CHANGED.search(lead.rstrip(",;"))
    )
    if match is None or (_TO.search(before) and not _EXTENT.search(before)):
        return "level", None
    annual = _ANNUAL.search(before[max(0, match.start() - 8) :]) is not None
    return "annual_change_pct" if annual else "change_pct", "decrease" if match["down"] else "increase"


def _amount(before: str, lead: str, unit: str, units: Units) -> tuple[str, str | None]:
    """A number with a physical unit, or of pieces: a level, a count, or what is added or taken away."""
    counted = _is_count(unit, units)
    added = _last(_ADDED, before)
    if added is None and _ONLY_VALUES.fullmatch(before):
        added = _last(_ADDED, re.split("[,;]", lead.rstrip(",;"))[-1])
    if added and not _TO.search(before):
        return "change_abs", "increase" if added["up"] else "decrease"
    if match := _CHANGED.search(before):
        return "change_abs", "decrease" if match["down"] else "increase"
    if re.search(r"减排量[^,，]{0,10}$", before) or (not counted and re.search(r"淘汰[^,，]{0,20}$", before)):
        return "change_abs", "decrease"
    return ("count" if counted else "level"), None


def _is_count(unit: str, units: Units) -> bool:
    known = units.find(unit)
    if known is not None:
        return known.dimension == "count"
    return _PIECES.fullmatch(unit) is not None


def mean_of(words: str) -> int | None:
    """Over how many years a number is the mean (三年均值); 0 where the words do not say, None where it is no mean."""
    match = _MEAN.search(words)
    return match and int(amount(match["years"] or "0"))


def is_change(measure: str) -> bool:
    return measure in CHANGES
