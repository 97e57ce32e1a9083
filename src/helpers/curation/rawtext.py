"""Finding a quote in a raw text exactly, however the scan spaced and punctuated it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from helpers.curation.numerals import Numeral, lex

# What moves a terminal, ends a line where no line ends, or turns the direction of the words around it.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_FULL_WIDTH_DIGIT = re.compile("[\uff10-\uff19]")


class _Folding(dict[int, str]):
    """What each character becomes, by its code point: worked out when it is first met, for a text has few of them."""

    def __missing__(self, point: int) -> str:
        kept = (c for c in unicodedata.normalize("NFKC", chr(point)) if not c.isspace() and c not in _INVISIBLE)
        return self.setdefault(point, CONTROLS.sub("", "".join(kept)))


_FOLDING = _Folding()


def folded(text: str | None) -> str:
    """The text after NFKC without white space."""
    return text.translate(_FOLDING) if text else ""


def fold(text: str) -> tuple[str, array[int]]:
    """The folded text, and for each of its characters the index it came from.

    Folded character by character, so that one raw character that becomes two (㎡ → m2) maps back to itself.
    """
    return folded(text), array("I", (index for index, point in enumerate(map(ord, text)) for _ in _FOLDING[point]))


class Span(NamedTuple):
    """raw[start:end]"""

    start: int
    end: int


@dataclass(frozen=True)
class RawText:
    """A source text as it was handed down."""

    text: str

    @cached_property
    def _fold(self) -> tuple[str, array[int]]:
        return fold(self.text)

    @property
    def folded(self) -> str:
        return self._fold[0]

    @cached_property
    def half_width(self) -> str:
        """The text with its full-width digits as plain ones, one for one, so that every place stays the same."""
        return _FULL_WIDTH_DIGIT.sub(lambda digit: unicodedata.normalize("NFKC", digit[0]), self.text)

    @cached_property
    def numerals(self) -> list[Numeral]:
        return lex(self.text)

    @cached_property
    def _numeral_ends(self) -> list[int]:
        return [numeral.end for numeral in self.numerals]

    def touched(self, span: Span) -> Iterator[Numeral]:
        """The numerals of which at least a part lies in the span."""
        for place in range(bisect_right(self._numeral_ends, span.start), len(self.numerals)):
            if self.numerals[place].start >= span.end:
                return
            yield self.numerals[place]

    def within(self, span: Span) -> list[Numeral]:
        """The numerals that lie wholly in the span."""
        return [n for n in self.touched(span) if span.start <= n.start and n.end <= span.end]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    def find(self, quote: str) -> list[Span]:
        """Every place where the quote stands; an exact match after folding, overlapping places included."""
        needle = folded(quote)
        haystack, origins = self._fold
        spans, at = [], haystack.find(needle) if needle else -1
        while at >= 0:
            spans.append(Span(origins[at], origins[at + len(needle) - 1] + 1))
            at = haystack.find(needle, at + 1)
        return spans

    def cut_numeral(self, span: Span) -> Numeral | None:
        """The numeral that a span's edge cuts in two, if there is one."""
        for edge in (span.start, span.end):
            place = bisect_right(self._numeral_ends, edge)
            if place < len(self.numerals) and self.numerals[place].start < edge < self.numerals[place].end:
                return self.numerals[place]
        return None

    def line(self, position: int) -> int:
        """The line number (from 1) of a character of the text."""
        return bisect_right(self._line_starts, position)

    def closest(self, quote: str, width: int = 60) -> str | None:
        """The stretch of text most like a quote that was not found: for messages only, never a match."""
        needle, (haystack, origins) = folded(quote), self._fold
        if not needle:
            return None
        match = difflib.SequenceMatcher(None, haystack, needle, autojunk=False).find_longest_match()
        if match.size < min(4, len(needle)):
            return None
        start = max(0, match.a - match.b)
        end = min(len(haystack), start + max(len(needle), 8))
        return " ".join(self.text[origins[start] : origins[end - 1] + 1].split())[:width]
