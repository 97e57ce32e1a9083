"""The numbers of a text that may be statements: each with its unit as printed and the end of its range."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.curation.account import recognised
from helpers.curation.comparators import AFTER, BEFORE
from helpers.curation.ledger import LEFT_OVER
from helpers.curation.numerals import Numeral
from helpers.curation.rawtext import RawText, Span, folded
from helpers.curation.recognise import Rule

_S = r"\s*+"
# What may stand behind a number in any text, whether the collection knows the unit or not.
_PIECE = (
    "[个個](?!月)|家(?!庭)|条(?![例件])|條|台(?!账)|项|項|处(?![理置罚])|座|所|件|例|起(?=[,，。;；、])"
    "|户|辆|輛|艘|份|批(?!次)|只|套|株|棵|头|场|大类|类型|种(?!植|质)|名(?!录|单)|人(?!居|工|才|民|均)"
    "|亿?元(?![素国地GD工生])|颗|眼|口(?!岸)|宗|幅|篇|栋|孔"
)
_PHYSICAL = (
    "克标准煤|千克标准煤|平方公里|平方千米|平方米|立方米|公顷|公里|千米|毫米|厘米|米|亩|畝"
    "|吨标准煤|吨标煤|噸|吨|千克|公斤|克|蒸吨|千瓦时|千瓦|兆瓦"
    "|度(?=[,，。;；/])|分贝|立方|标准立方米|标立方米|微克|毫克|贝克"
    r"|(?:k|h|c|m)?m[23²³]?(?![A-Za-z])|ha(?![a-z])|[kmμµu]?g/?(?:m3|m³|L)?(?![A-Za-z])|t(?![A-Za-z])"
    r"|[kMGT]?W[hp]?(?![A-Za-z])|dB(?:\(A\))?"
)
_PER = (
    r"(?:\s*[/／]\s*(?:万元|亿元|年|月|日|天|小时|人|亩|公顷|平方公里|立方米|标准?立方米|升|千瓦时|[a-zA-Z]+\d?)"
    r"(?:[·.](?:平方公里|平方米|年|月|日))?)?"
)
_GENERIC = re.compile(
    rf"{_S}(?:个?百分点|個?百分點|[%％\uFE6A]|‰|成(?=[,，。;；、)）以左]|$)"
    rf"|[万萬亿億千百]{{0,2}}{_S}(?:{_PHYSICAL}|{_PIECE}){_PER}(?:[(（](?:个|座|条|家)[)）])?)"
)
_PIECES = re.compile(rf"[万亿千百]?(?:{_PIECE})")
_MORE = re.compile(rf"{_S}(?:余|餘|多(?!于))")
_DASH = re.compile(r"\s*(?:[%％]|个百分点)?\s*(?:[-–—―~～－]{1,2}|至|到)\s*$")
_CLASS = re.compile(rf"{_S}[类類级級]")
_MONTHS = re.compile(rf"{_S}(?:周?年|个?月|个?星期)")
_TIME = re.compile(
    rf"{_S}(?:[天日](?!常|处理)|小时|分钟|秒|时(?![间期代段])|点(?!位)|届|岁|度(?!电)|版|期|号|周(?!边))"
)
_AFTER_WORDS = "|".join(sorted(AFTER, key=len, reverse=True))
_BEFORE_WORDS = "|".join(re.escape(word) for word in sorted(BEFORE, key=len, reverse=True))
_REACHED = re.compile(
    r"(?:达(?:到|成|标率)?|到|至|为|為|於|于|在|占|占比|是|率|比例|比重|系数|仅|均|各|的"
    r"|降低?|减少|削减|提[高升]|增[长加]|下降|上升|升|減少|提髙)"
    rf"(?:{_BEFORE_WORDS})?{_S}$"
)
_QUOTED = re.compile(r"[“‘「\"']([^“”‘’「」\"']{1,8})[”’」\"']")
_RANKED = re.compile(rf"{_S}[位名]")
_IN_A_LIST = re.compile(r"[个家](?:县|市|区|设区|地级|城市|省)[^,，。]{0,10}(?:[中里][列排居位]|[列排居]第)")
_SHARE_OF_THEM = re.compile(r"(?:比例|比重|占比|率)[^,，。]{0,12}\d[\d.]*\s*[%％]")  # 3个断面水质达标率为100%
_RADIUS = re.compile(rf"{_S}(?:范围|半径|以内的|内的)")
_BROKEN_YEAR = re.compile(rf"{_S}\d{_S}\d{_S}年")
# A threshold that says which things are meant: 35蒸吨/小时以上的燃煤锅炉, 500张床位以上医院.
_BOUND = rf"{_S}(?:及|或)?(?:{_AFTER_WORDS})"
_NARROWS = re.compile(rf"{_BOUND}{_S}(?=[^\s,，。;；、:：)）\]】\d的])|{_BOUND}的?(?=[\u4e00-\u9fff])")
_MADE_THEM = re.compile(r"^[^,，]{0,16}(?:建成|完成|投运|投入|关停|实现)")
_MADE = re.compile(r"(?:建成|新建|新增|完成|创建|打造|建立|建设|实施|关停|淘汰|全[市省区县])[^,，]{0,16}$")
_LATIN = re.compile(r"[A-Za-z]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. `unit_end`: behind the unit, or behind the number where there is none."""

    numeral: Numeral
    last: Numeral | None
    unit: str | None
    unit_end: int

    @property
    def span(self) -> Span:
        return Span(self.numeral.start, self.unit_end)


@dataclass(frozen=True)
class Quantities:
    """Finds them. `prints`: units as the collection knows them; `known`: its rules for what is no statement."""

    prints: tuple[str, ...]
    known: tuple[Rule, ...]

    @classmethod
    def of(cls, prints: Iterable[str], known: tuple[Rule, ...]) -> Quantities:
        units = {folded(unit) for unit in prints if unit and not _PIECES.fullmatch(folded(unit))}
        return cls(tuple(sorted(units, key=len, reverse=True)), known)

    def all(self, raw: RawText) -> Iterator[Quantity]:
        """Every number that no rule recognises as something else, ranges as one."""
        left = [numeral for numeral, by in recognised(raw, self.known).items() if by == LEFT_OVER]
        skip: Numeral | None = None
        for numeral, following in itertools.zip_longest(left, left[1:]):
            if numeral is skip or _is_part_of_a_word(raw.text, numeral):
                continue
            last = following if following and _DASH.fullmatch(raw.text[numeral.end : following.start]) else None
            skip = last
            yield self._measured(raw, numeral, last)

    def _measured(self, raw: RawText, numeral: Numeral, last: Numeral | None) -> Quantity:
        if "分之" in numeral.text:
            return Quantity(numeral, last, "百分之" if numeral.text.startswith("百分之") else None, numeral.end)
        end = (last or numeral).end
        unit = self.unit_at(raw.text, end)
        return Quantity(numeral, last, raw.text[unit.start : unit.end] if unit else None, unit.end if unit else end)

    def unit_at(self, text: str, end: int) -> Span | None:
        """The unit that follows a number, the longest that fits."""
        more = _MORE.match(text, end)
        start = more.end() if more else end
        ends = [self._printed_at(text, start, unit) for unit in self.prints]
        ends += [match.end() for pattern in (_GENERIC, _CLASS) if (match := pattern.match(text, start))]
        best = max(ends, default=0)
        start += len(text[start:best]) - len(text[start:best].lstrip())
        return Span(start, best) if best > start else None

    @staticmethod
    def _printed_at(text: str, start: int, unit: str) -> int:
        """Where a unit ends that begins here, across white space; 0 where it does not."""
        at = start
        for character in unit:
            while at < len(text) and text[at].isspace() and at - start < 12:
                at += 1
            if at >= len(text) or folded(text[at]) != character:
                return 0
            at += 1
        return at


def _is_part_of_a_word(text: str, numeral: Numeral) -> bool:
    """O3, 5A, G60, 3D, and long serial numbers."""
    before, after = text[numeral.start - 1 : numeral.start], text[numeral.end : numeral.end + 1]
    if numeral.kind == "digits":
        if _LATIN.match(before) or (before in ("-", "—") and text[numeral.start - 2 : numeral.start - 1].isdigit()):
            return len(numeral.text) >= 4 or bool(_LATIN.match(before))
        return (after == "A" and text[numeral.end + 1 : numeral.end + 2] not in "(") or (
            "." not in numeral.text and "," not in numeral.text and len(numeral.text) >= 8
        )
    return False


def may_be_a_statement(raw: RawText, quantity: Quantity, clause: Span) -> bool:
    """Whether a number in a sentence may be what somebody promises or reports."""
    text, numeral = raw.text, quantity.numeral
    before = folded(text[clause.start : numeral.start])
    after = text[quantity.unit_end : clause.end]
    if _is_of_a_name(text, quantity, clause) or _MONTHS.match(text, numeral.end):
        return False
    unit = folded(quantity.unit)
    if numeral.kind == "roman" or unit in ("类", "級", "级", "類"):
        return _is_reached_class(before, after)
    if numeral.text == "零":
        return after.startswith(("增长", "增量"))
    if "分之" in numeral.text:
        return True
    if before.endswith(("第", "前")):
        return _RANKED.match(text, numeral.end) is not None
    reached = _REACHED.search(before) is not None or before.endswith(tuple(BEFORE))
    if quantity.unit is None:
        if _YEAR.fullmatch(numeral.text) or _TIME.match(text, numeral.end) or _LATIN.match(text, numeral.end):
            return False
        return numeral.kind == "digits" and (reached or "." in numeral.text)
    if _narrows(text, quantity, clause, before):
        return False
    if numeral.kind != "chinese" or unit == "成":
        return True
    return _MADE.search(before) is not None or _MADE_THEM.search(after) is not None


def _is_of_a_name(text: str, quantity: Quantity, clause: Span) -> bool:
    """A short phrase in quotation marks (“三个百千”), a place in a ranking, a radius, a year broken in two."""
    start, end = quantity.numeral.start, quantity.unit_end
    begin = max(0, clause.start - 1, start - 10)
    around, offset = text[begin : end + 10], start - begin
    if any(m.start() < offset < m.end() and not m[1][0].isdigit() for m in _QUOTED.finditer(around)):
        return True
    if quantity.unit is None and _BROKEN_YEAR.match(text, quantity.numeral.end):
        return True
    counts = (
        quantity.unit is not None
        and _PIECES.fullmatch(folded(quantity.unit))
        and not text[clause.start : start].strip()
    )
    if counts and _SHARE_OF_THEM.search(text[end : clause.end]):
        return True
    return bool(_IN_A_LIST.match(text[quantity.numeral.end : end + 24]) or _RADIUS.match(text, end))


def _is_reached_class(before: str, after: str) -> bool:
    """A class is a value where something reaches or keeps it, and no share of things in it is counted."""
    if re.search(r"\d\s*[%％]|比例|比重|率达|占比|断面数|的断面|的水体|限值", after) or after.startswith("A"):
        return False
    if re.search(r"劣$|比例|比重|占比|断面数", before):
        return False
    begun = re.search(r"(?:由|从)[^,，]{0,12}$", before) and re.match(r"(?:水?质?)?(?:改善|提升|提高|好转)", after)
    kept = re.search(r"(?:达到?|优于|好于|保持|稳定|不低于|为|在|至)(?:国家|或优于|或好于|或超过|或高于)*$", before)
    return bool(begun or kept)


def _narrows(text: str, quantity: Quantity, clause: Span, before: str) -> bool:
    """Whether the number only says which things are meant, and something else is said of them."""
    unit, behind = folded(quantity.unit), text[quantity.unit_end : clause.end]
    if before.endswith(tuple(BEFORE)) and re.match(
        rf"{_S}的(?![^,，。]{{0,6}}(?:目标|任务|水平|比例))[\u4e00-\u9fff]", behind
    ):
        return True  # 低于100mg/L的污水处理厂
    match = _NARROWS.match(text, quantity.unit_end)
    if not match:
        return False
    if unit in ("%", "百分之", "个百分点"):  # 70%以上的行政村 do something, 上升10%以上的市县 are only described
        return re.search(r"(?:上升|下降|增长|减少|降低|提高)$", before) is not None
    if _PIECES.fullmatch(unit) and not match[0].endswith("的"):
        return False  # 10场以上培训 are counted, 35蒸吨/小时以上锅炉 described
    return re.search(r"(?:达到?|到|至|为|在)$", before) is None
