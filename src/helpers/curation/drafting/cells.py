"""The numbers of indicator tables as drafted rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.curation.drafting import quoting, wording
from helpers.curation.drafting.columns import Column, assumed
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.proposal import CONFIDENCE, LIKELY, SURE, UNSURE, Proposal
from helpers.curation.drafting.rows import Cell, TableRow
from helpers.curation.drafting.subjects import Subjects
from helpers.curation.evidence import FORCES
from helpers.curation.numerals import lex
from helpers.curation.rawtext import RawText, Span, folded

_FALLING_NAME = re.compile(r"减少|削减|下降|降低|减排(?:量|比例)|降幅")
_RISING_NAME = re.compile(r"增长|提高幅度|增幅|提升幅度")
_OWN_UNIT = re.compile(r"个?百分点|[%％]")
_FORCE_WITHIN = 30  # characters behind a row in which 约束性 or 预期性 may stand
_SIGNS = {"≥": ">=", "≤": "<=", "<": "<", ">": ">"}
_AFTER = {"以上": ">=", "以下": "<=", "以内": "<=", "左右": "~"}


@dataclass(frozen=True)
class Cells:
    """Reads the rows of a text's tables."""

    raw: RawText
    frame: Frame
    subjects: Subjects

    def proposals(self, row: TableRow) -> Iterator[Proposal]:
        """A drafted row for each number of a table's row."""
        columns = row.columns or assumed(len(row.cells), self.frame.start, self.frame.end)
        shared = self._shared(row)
        for cell in row.cells:
            column = columns[min(cell.column, len(columns) - 1)]
            yield Proposal(cell.span, shared | self._of(row, cell, column, columns) | self._at(row, cell, shared))

    def _shared(self, row: TableRow) -> dict[str, str]:
        """What all numbers of a row have in common: its words, and where its numbers ran together how to read them."""
        text, cut = self.raw.text, self.raw.cut_numeral(row.span)
        quote = Span(row.span.start, max(row.span.end, cut.end if cut else 0))  # all of a numeral that ran on
        scope = self.subjects.scope(row.label)
        cells = {
            "scope_id": scope.scope_id if scope else "",
            "part": "table",
            "quote": quoting.row_on_one_line(text[quote.start : quote.end]),
            "context": self._context(row),
        }
        if row.fused:
            cuts = {_sign_start(text, cell.span.start) for cell in row.cells[1:]} | {row.span.end}
            apart = "".join((" " if at in cuts else "") + text[at] for at in range(quote.start, quote.end))
            cells |= {"reading": quoting.row_on_one_line(apart), "caveats": "ocr_defect"}
        return cells

    def _context(self, row: TableRow) -> str:
        """The head of the table, with as much before it as makes it stand in one place only."""
        if row.head is None:
            return ""
        for more in (0, 40, 120):
            span = Span(max(0, row.head.start - more), row.head.end)
            words = self.raw.text[span.start : span.end].strip()
            if len(self.raw.find(words)) == 1 and not self.raw.cut_numeral(span):
                return quoting.row_on_one_line(words)
        return ""

    def _of(self, row: TableRow, cell: Cell, column: Column, columns: Sequence[Column]) -> dict[str, str]:
        measure, direction, unit = self._measure(row, cell, column)
        year = column.year or (self.frame.before if column.kind == "value" else self.frame.end)
        role = self._role(column, columns, year, measure)
        guess = self.subjects.indicator(row.label, unit, measure)
        mean = wording.mean_of(folded(cell.tail))
        told = len(row.columns) == row.cells[-1].column + 1 and not row.fused  # a cell for each column
        return {
            "indicator_id": guess.indicator.indicator_id if guess else "",
            "role": role,
            "measure": measure,
            "direction": direction or "",
            "aggregation": "" if mean is None else "mean",
            "period_start": "" if mean is None else str(year - (mean or 5) + 1),
            "year": str(year),
            "base_year": str(self._base(cell, column, columns, year, measure) or ""),
            "comparator": _comparator(cell),
            "value": cell.value,
            "unit": unit or "",
            "force": self._force(row) if role == "target" else "",
            CONFIDENCE: (SURE if guess and guess.is_sure else LIKELY) if told else UNSURE,
        }

    def _measure(self, row: TableRow, cell: Cell, column: Column) -> tuple[str, str | None, str | None]:
        """Measure, direction and unit of a number."""
        label, own = folded(row.label), _OWN_UNIT.match(cell.tail)
        falls = re.search(r"[-–—−降减]", cell.sign) or _FALLING_NAME.search(label)
        unit = own[0] if own else row.unit
        if column.kind in ("change", "annual"):
            points = "百分点" in cell.tail or (own is None and folded(row.unit or "") == "%")  # of a share, in points
            named = "change_pp" if points else "annual_change_pct" if column.kind == "annual" else "change_pct"
            return named, "decrease" if falls or column.falling else "increase", own[0] if own else "%"
        if folded(unit or "") == "%":
            if _FALLING_NAME.search(label) or _RISING_NAME.search(label):
                return "change_pct", "decrease" if falls else "increase", unit
            return "level", None, unit
        if "减排量" in label:
            return "change_abs", "decrease", unit
        known = self.subjects.units.find(unit or "")
        return ("count" if known and known.dimension == "count" else "level"), None, unit

    def _role(self, column: Column, columns: Sequence[Column], year: int, measure: str) -> str:
        """Of a table that reports on an earlier plan the last year is a result, the first one its base."""
        if year >= self.frame.start:
            return "target"
        if column.kind == "goal":
            return "prior_target"
        goals = [c.year for c in columns if c.kind == "goal" and c.year and c.year < self.frame.start]
        reported = [c.year for c in columns if c.kind == "value" and c.year] if goals else []
        is_last = year == max(reported, default=None) and (len(reported) > 1 or year in goals)
        is_result = wording.is_change(measure) or is_last
        return "actual" if is_result else "baseline"

    def _base(self, cell: Cell, column: Column, columns: Sequence[Column], year: int, measure: str) -> int | None:
        """The year that a change counts from: as the head says, or the period of what is printed as cumulative."""
        if column.base or not wording.is_change(measure) or "累计" not in cell.tail:
            return column.base
        earlier = [c.year for c in columns if c.year and c.year < year]
        return max(earlier, default=None) or (year - 5 if year % 5 == 0 else None)

    def _force(self, row: TableRow) -> str:
        behind = self.raw.text[row.span.end : row.span.end + _FORCE_WITHIN]
        found = [(behind.find(word), force) for force, word in FORCES.items() if word in behind]
        return min(found)[1] if found else ""

    def _at(self, row: TableRow, cell: Cell, shared: dict[str, str]) -> dict[str, str]:
        """Which numeral of the words is meant, where several read alike."""
        words = shared.get("reading") or shared["quote"]
        same = [place for place, number in enumerate(_plain_numerals(words), start=1) if number == cell.value]
        before = sum(other.span.start < cell.span.start and other.value == cell.value for other in row.cells)
        return {"value_at": str(same[min(before, len(same) - 1)])} if len(same) > 1 else {}


def _sign_start(text: str, start: int) -> int:
    """Where the signs before a number begin."""
    while text[start - 1] in "-–—−－+＋<>≥≤＜＞":
        start -= 1
    return start


def _comparator(cell: Cell) -> str:
    sign = next((mark for printed, mark in _SIGNS.items() if printed in cell.sign), None)
    return sign or next((mark for word, mark in _AFTER.items() if word in cell.tail[:8]), "=")


def _plain_numerals(words: str) -> list[str]:
    """The numerals in digits that may be a value, as `value_at` counts them."""
    return [
        n.text
        for n in lex(words)
        if n.kind == "digits" and not re.match("[A-Za-z]", words[max(0, n.start - 1) : n.start])
    ]
