"""The words that a statement rests on: the quoted span or its repaired reading, and the context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from helpers.curation import readings
from helpers.curation.csvfile import Record
from helpers.curation.fields import listed
from helpers.curation.numerals import Numeral, kind_of, lex, printed
from helpers.curation.problems import Problem
from helpers.curation.rawtext import RawText, Span, folded
from helpers.curation.statement import Statement

DAMAGE = {"ocr_defect", "lost_text"}
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Words:
    """The words that a statement rests on: the raw span or its repaired reading, and the context."""

    text: str
    context: str
    start: int
    origins: list[int | None] | None

    @classmethod
    def of(cls, record: Record, raw: RawText, span: Span, problems: list[Problem]) -> Words | None:
        row: Statement = record.row
        quoted, context = raw.text[span.start : span.end], row.context or ""
        if row.reading is None:
            return cls(quoted, context, span.start, None)
        if not DAMAGE & set(listed(row.caveats)):
            hint = "add " + " or ".join(sorted(DAMAGE))
            problems.append(record.problem("caveats", "a reading needs a caveat that says why", row.caveats, hint))
        separates = [n.text for n in lex(row.reading)] != [n.text for n in lex(quoted)]  # numbers that ran together
        if folded(row.reading) == folded(quoted) and not separates:
            problems.append(
                record.problem("reading", "repairs nothing: it equals the quote", row.reading, "leave it empty")
            )
        origins = readings.aligned(row.reading, quoted)
        if origins is None:
            message = f"is more than {readings.MOST_EDITS} edits away from the quote"
            problems.append(record.problem("reading", message, row.reading))
            return None
        return cls(row.reading, context, span.start, origins)

    @cached_property
    def everything(self) -> str:
        return f"{self.text}\n{self.context}"

    @cached_property
    def all(self) -> str:
        return folded(self.everything)

    def numerals(self, kind: str | None) -> list[Numeral]:
        """The numerals of that writing which can be a value: digits within a name (PM2.5, m3, O3) cannot."""
        return [n for n in lex(self.text) if n.kind == kind and not _LATIN.match(self.text[n.start - 1 : n.start])]

    def value(self, record: Record, problems: list[Problem]) -> Numeral | None:
        """The numeral of the quote that is the value."""
        row: Statement = record.row
        numerals = self.numerals(kind_of(row.value))
        listing = ", ".join(f"{i}: {n.text}" for i, n in enumerate(numerals, start=1)) or "none"
        where = "reading" if row.reading else "quote"
        equal = [i for i, n in enumerate(numerals, start=1) if printed(n.text) == printed(row.value)]
        if not equal:
            hint = f"its numerals are {listing}"
            problems.append(record.problem("value", f"is not a numeral of the {where}", row.value, hint))
        elif row.value_at is None and len(equal) > 1:
            hint = f"say in value_at which one is meant: {listing}"
            problems.append(
                record.problem("value_at", f"the value stands {len(equal)} times in the {where}", None, hint)
            )
        elif row.value_at is not None and row.value_at not in equal:
            hint = f"the numerals of the {where} are {listing}"
            problems.append(record.problem("value_at", f"does not point at {row.value}", str(row.value_at), hint))
        else:
            return numerals[(row.value_at or equal[0]) - 1]
        return None

    def after(self, value: Numeral, wanted: str) -> Numeral | None:
        """The end of a range: the first numeral behind the value that reads like it."""
        behind = (n for n in lex(self.text) if n.start >= value.end and printed(n.text) == printed(wanted))
        return next(behind, None)

    def origin(self, numeral: Numeral) -> Span | None:
        """Where the numeral stands in the raw text; None where the scan lost it."""
        if self.origins is None:
            return Span(self.start + numeral.start, self.start + numeral.end)
        places = [place for place in self.origins[numeral.start : numeral.end] if place is not None]
        return Span(self.start + places[0], self.start + places[-1] + 1) if places else None
