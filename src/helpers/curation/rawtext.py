"""Finding a quote in a raw text exactly, however the scan spaced and punctuated it."""

from __future__ import annotations

import bisect
import difflib
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from helpers.curation.numerals import Numeral, lex

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: str) -> tuple[str, list[int]]:
    """The text after NFKC without white space, and for each of its characters the index it came from.

    Folded character by character, so that one raw character that becomes two (㎡ → m2) maps back to itself.
    """
    characters, origins = [], []
    for index, raw in enumerate(text):
        for character in unicodedata.normalize("NFKC", raw):
            if not character.isspace() and character not in _INVISIBLE:
                characters.append(character)
                origins.append(index)
    return "".join(characters), origins


def folded(text: str | None) -> str:
    return fold(text)[0] if text else ""


@dataclass(frozen=True, order=True)
class Span:
    """raw[start:end]"""

    start: int
    end: int


@dataclass(frozen=True)
class RawText:
    """A source text as it was handed down."""

    text: str

    @cached_property
    def _fold(self) -> tuple[str, list[int]]:
        return fold(self.text)

    @property
    def folded(self) -> str:
        return self._fold[0]

    @cached_property
    def numerals(self) -> list[Numeral]:
        return lex(self.text)

    @cached_property
    def _numeral_ends(self) -> list[int]:
        return [numeral.end for numeral in self.numerals]

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
            place = bisect.bisect_right(self._numeral_ends, edge)
            if place < len(self.numerals) and self.numerals[place].start < edge < self.numerals[place].end:
                return self.numerals[place]
        return None

    def line(self, position: int) -> int:
        """The line number (from 1) of a character of the text."""
        return bisect.bisect_right(self._line_starts, position)

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
