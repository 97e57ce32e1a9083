"""The quote of a draft: the words around a number, as few as make it plain and stand nowhere else in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.curation.drafting.passages import Passages
from helpers.curation.numerals import Numeral, printed
from helpers.curation.rawtext import RawText, Span, folded
from helpers.curation.spreadsheet import starts_formula

_BARE = re.compile(
    r"^(?:[\s\d.,，年末底到至]|十[一二三四五]五|[“”\"]|期间|较|比|与|和|相比"
    r"|下降|上升|提[高升]|增长|增加|减少|降低|[个百分点%％]|达到?|分别|其中|并|累计|了)*$"
)
_WRAPPED = re.compile(r"(?<![A-Za-z0-9])[ \t\u3000]*\n\s*|[ \t\u3000]*\n\s*(?![A-Za-z0-9\s])")
_LEAST = 6  # characters that a quote needs to be understood
_MOST = 160


def quote_of(passages: Passages, span: Span) -> tuple[Span, bool]:
    """The stretch to quote for a number at `span`, from its clause on growing to the left, and whether it is unique."""
    raw = passages.raw
    sentence = passages.sentence(span.start)
    last, length = span, 0
    for start, end in _growing(passages, span, sentence):
        grown = _trimmed(raw, Span(start, end))
        words = raw.text[grown.start : grown.end]
        if raw.cut_numeral(grown) or ("\n" in words and length > _MOST) or starts_formula(words):
            continue
        last, length = grown, len(folded(words))
        before = folded(raw.text[grown.start : span.start])
        if _BARE.match(before) and grown.start > sentence.start:
            continue
        if length >= _LEAST and len(raw.find(words)) == 1:
            return grown, True
    return last, False


def _growing(passages: Passages, span: Span, sentence: Span) -> Iterator[tuple[int, int]]:
    """The clause, with those before it one by one; with those behind it; then with the sentences before and behind."""
    clause = passages.clause(span)
    start, end = clause
    yield start, end
    while start > sentence.start:
        start = passages.clause(Span(start - 1, start - 1)).start if start - 1 > sentence.start else sentence.start
        yield start, end
    while end < sentence.end:
        end = passages.clause(Span(end + 1, end + 1)).end if end + 1 < sentence.end else sentence.end
        yield clause.start, end
    number = passages.number(span.start)
    for back in range(1, 4):
        if number - back >= 0:
            yield passages.sentences[number - back].start, clause.end
    for on in range(1, 4):
        if number + on < len(passages.sentences):
            yield clause.start, passages.sentences[number + on].end


def _trimmed(raw: RawText, span: Span) -> Span:
    """Without white space and commas at its ends."""
    words = raw.text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(" \t\n\r\u3000\u00a0,，;；、。"))
    end = span.end - (len(words) - len(words.rstrip(" \t\n\r\u3000\u00a0,，;；、。:：")))
    return Span(start, max(start, end))


def value_at(raw: RawText, quote: Span, numeral: Numeral) -> int | None:
    """Which numeral of the quote is meant, where that is not plain; counted as `value_at` of a statement is."""
    same = [
        n
        for n in raw.within(quote)
        if n.kind == numeral.kind and not re.match("[A-Za-z]", raw.text[n.start - 1 : n.start])
    ]
    equal = [n for n in same if printed(n.text) == printed(numeral.text)]
    return same.index(numeral) + 1 if len(equal) > 1 and numeral in same else None


def one_line(text: str) -> str:
    """Words for a cell of a CSV file: no line breaks, single blanks. A break within a word or sentence only wraps."""
    return " ".join(_WRAPPED.sub("", text).split())


def row_on_one_line(text: str) -> str:
    """The same for the row of a table, in which a line break parts two cells."""
    return " ".join(text.split())
