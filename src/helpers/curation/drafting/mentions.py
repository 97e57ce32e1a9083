"""The years and periods that a text names, and the years of the plan itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.curation.numerals import amount
from helpers.curation.rawtext import Span
from helpers.curation.years import five_year_plan
from helpers.errors import EcoplanError

_S = r"\s*"
_DIGITS_YEAR = r"(?:19|20)\s?\d\s?\d"
_MENTION = re.compile(
    rf"(?P<from>{_DIGITS_YEAR}){_S}年?{_S}[-–—―~～－至到]+{_S}(?P<to>{_DIGITS_YEAR}){_S}年"
    rf"|(?<![\d.])(?P<year>{_DIGITS_YEAR}){_S}(?:年|(?=[,，、建完累末底全实]))(?!\d)"
    r"|[“\"‘'「]?十(?P<begun>[一二三四五六])五[”\"’'」]?前(?P<first>[一二两三四])年"
    rf"|[“\"‘'「]?{_S}十{_S}(?P<plan>[一二三四五六]){_S}五(?!年){_S}[”\"’'」]?"
    rf"{_S}(?P<end>末|期末|规划期末|时期末)?"
    rf"|(?P<chinese>二[〇○零][一二三四五六七八九〇○零]{{2}}){_S}年"
    r"|(?P<this>今年|全年|年内|本年|年底前)|(?P<last>去年|上年(?!同期))"
    r"|(?P<period_end>规划期末|到期末)|(?P<five>五年来|(?:过去|[过的这])五年|5年来)"
)
_BASE_BEFORE = re.compile(rf"(?:比|较|較|与|與|同|由|从|從|相较于|相比于){_S}$")
_BASE_AFTER = re.compile(rf"{_S}(?:的)?(?:基础上|基數上|基数上|水平上)")
_OF_A_PLAN = re.compile(r"(?:[\u4e00-\u9fff]{0,8}规划(?!期)|目标)")
_TITLE = re.compile(r"《[^《》]*》")


@dataclass(frozen=True)
class Mention:
    """A year or a period that a text names.

    `is_base`: the text compares with it. `is_told`: it names a year, and not only five (这五年). `is_own`: it is the
    year of an annual plan in words (全年), which where the text looks back is the year before.
    """

    span: Span
    year: int
    start: int | None
    is_base: bool
    is_told: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class Frame:
    """The years of the plan itself."""

    start: int
    end: int

    @classmethod
    def of(cls, words: str) -> Frame:
        """`2021-2025`, or `2023`; EcoplanError for anything else."""
        match = re.fullmatch(r"(20\d\d|19\d\d)(?:\s*[-–—~]\s*(20\d\d|19\d\d))?", words.strip())
        if not match or int(match[2] or match[1]) < int(match[1]):
            raise EcoplanError(f"--years {words}: write the first and the last year, as in 2021-2025, or one year")
        return cls(int(match[1]), int(match[2] or match[1]))

    @property
    def before(self) -> int:
        """The last year whose results the plan can report."""
        return self.start - 1


def mentions(text: str, frame: Frame) -> list[Mention]:
    """Every year and period that a text names, but for those in titles of documents (《…》)."""
    titles = [Span(*match.span()) for match in _TITLE.finditer(text)]
    return [m for m in _read(text, frame) if not any(t.start <= m.span.start < t.end for t in titles)]


def _read(text: str, frame: Frame) -> Iterator[Mention]:
    for match in _MENTION.finditer(text):
        if match["this"] and frame.start != frame.end:
            continue  # 全年 of no year in particular
        if match["plan"] and _OF_A_PLAN.match(text, match.end()):
            continue  # “十三五”规划 is a document
        year, start = _meaning(match, frame)
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 8]
        base = bool(_BASE_BEFORE.search(before) or _BASE_AFTER.match(after))
        yield Mention(Span(*match.span()), year, start, base, match["five"] is None, match["this"] is not None)


def _meaning(match: re.Match[str], frame: Frame) -> tuple[int, int | None]:
    """The year that a mention names (the last of a period), and the first of a period."""
    if match["to"]:
        return _number(match["to"]), _number(match["from"])
    if match["year"]:
        return _number(match["year"]), None
    if match["begun"]:
        first = five_year_plan(10 + int(amount(match["begun"])))[0]
        return first + int(amount(match["first"])) - 1, first
    if match["chinese"]:
        return int(amount(match["chinese"].replace("○", "〇"))), None
    if match["plan"]:
        first, last = five_year_plan(10 + int(amount(match["plan"])))
        return (last, None) if match["end"] else (last, first)
    if match["this"]:
        return frame.end, None
    if match["last"]:
        return frame.before, None
    return (frame.end, None) if match["period_end"] else (frame.before, frame.before - 4)


def _number(year: str) -> int:
    """A year as printed, which may hold a blank."""
    return int("".join(year.split()))
