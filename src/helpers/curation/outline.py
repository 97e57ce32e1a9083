"""The parts of a raw text for a reader: headings, paragraphs, and tables put together again from one cell a line.

Nothing of the text is changed or left out but white space: every part is a stretch of it. Rows of a table are those
that people have quoted, so a table is only put together where its rows are statements.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from helpers.curation.rawtext import Span

Kind = Literal["heading", "text", "table"]
_LONG, _PIECE = 400, 260  # characters: from where on a line is broken up, and how long its pieces are at least
_CELL, _GAP = 30, 14  # a cell's longest line; how many lines between two rows may belong to no statement
_NUMBER = "[一二三四五六七八九十百]{1,3}"
_MARKERS = (
    rf"第{_NUMBER}[章编篇]",
    rf"{_NUMBER}、|第{_NUMBER}节",
    rf"[(（]{_NUMBER}[)）]",
)
_HEADING = [re.compile(marker) for marker in _MARKERS]
# In a text without lines a new part begins behind a full stop, or where a heading is printed.
_BREAK = re.compile(rf"(?<=[。;；!！])(?=\s*(?:{'|'.join(_MARKERS)}|\d{{1,2}}[.．、](?!\d)))|(?=\s(?:{_MARKERS[1]}))")
# A scan of bold print may have each heading twice: 一、总体要求一、总体要求.
_TWICE = re.compile(rf"((?:{'|'.join(_MARKERS)})[^。;；,，]{{2,30}}?)\1")
_STOP = re.compile(r"[。；;]")
_SERIAL = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Row:
    """A row of a table: the lines before it that are no cell of it, its cells, and the lines behind it."""

    before: tuple[Span, ...]
    cells: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True)
class Part:
    """A stretch of the text. `level` of a heading: 1 for chapters, 2, 3. `head` and `rows` of a table."""

    kind: Kind
    span: Span
    level: int = 0
    head: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = field(default=())


def outline(text: str, rows: Sequence[Span] = ()) -> list[Part]:
    """The parts of a text in their order. `rows`: where rows of tables are quoted."""
    found = (_stripped(text, Span(*match.span())) for match in re.finditer("[^\n]+", text))
    lines = [span for span in found if span]
    parts, at = [], 0
    for table in _tables(lines, _broken(text, rows)):
        begin, head = table[0][0], _head(text, lines, table[0][0], at)
        parts += _prose(text, lines[at : begin - len(head)])
        part, at = _table(text, lines, table, head)
        parts.append(part)
    return [*parts, *_prose(text, lines[at:])]


def _stripped(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None


def _broken(text: str, rows: Sequence[Span]) -> list[Span]:
    """The rows that stand on several lines, each once: on one line a row needs no putting together."""
    return sorted({row for row in rows if "\n" in text[row.start : row.end]})


def _tables(lines: list[Span], rows: list[Span]) -> list[list[tuple[int, int]]]:
    """Rows that follow one another, as the numbers of their first and (not included) last line."""
    tables: list[list[tuple[int, int]]] = []
    for row in rows:
        inside = [number for number, line in enumerate(lines) if line.start < row.end and row.start < line.end]
        first, end = inside[0], inside[-1] + 1
        if tables and first < tables[-1][-1][1]:
            continue  # a row within another one
        if tables and first - tables[-1][-1][1] <= _GAP:
            tables[-1].append((first, end))
        else:
            tables.append([(first, end)])
    return tables


def _head(text: str, lines: list[Span], first: int, at: int) -> tuple[Span, ...]:
    """The short lines directly above a table's first row."""
    begin = first
    while begin > at and _is_cell(text, lines[begin - 1]):
        begin -= 1
    return tuple(lines[begin:first])


def _is_cell(text: str, line: Span) -> bool:
    words = text[line.start : line.end]
    return len(words) <= _CELL and not _STOP.search(words) and not any(mark.match(words) for mark in _HEADING)


def _table(text: str, lines: list[Span], table: list[tuple[int, int]], head: tuple[Span, ...]) -> tuple[Part, int]:
    """The table, and the number of the first line behind it."""
    gaps = [lines[end:begin] for (_, end), (begin, _) in itertools.pairwise(table)]
    behind = _usual(_before_serial(text, gap) for gap in gaps)  # such as a column that says `binding` or `done`
    width = _usual(end - begin for begin, end in table) + behind
    last = table[-1][1]
    while last < len(lines) and last - table[-1][1] < behind and _is_cell(text, lines[last]):
        last += 1
    gaps.append(lines[table[-1][1] : last])
    rows, before = [], ()
    for (begin, end), gap in zip(table, gaps, strict=True):
        own = min(_before_serial(text, gap), max(0, width - (end - begin)), behind)
        rows.append(Row(before, tuple(lines[begin:end]), tuple(gap[:own])))
        before = tuple(gap[own:])
    if before:  # what nothing follows belongs to the last row
        rows[-1] = Row(rows[-1].before, rows[-1].cells, rows[-1].after + before)
    # what stands above the first row's own serial number is the head of the table
    serial = next((n for n, line in enumerate(head) if _SERIAL.fullmatch(text[line.start : line.end]) and n), len(head))
    serial = serial if serial >= len(head) - 2 else len(head)
    rows[0] = Row(head[serial:], rows[0].cells, rows[0].after)
    first = head[0].start if head else lines[table[0][0]].start
    return Part("table", Span(first, lines[last - 1].end), head=head[:serial], rows=tuple(rows)), last


def _usual(numbers: Iterable[int]) -> int:
    """The most frequent of the numbers, of several the smallest; 0 of none."""
    counts = Counter(numbers)
    return min(counts, key=lambda number: (-counts[number], number), default=0)


def _before_serial(text: str, gap: list[Span]) -> int:
    """How many lines of a gap between two rows stand before the number of the second one."""
    return next((n for n, line in enumerate(gap) if _SERIAL.fullmatch(text[line.start : line.end])), len(gap))


def _prose(text: str, lines: Sequence[Span]) -> Iterator[Part]:
    for line in lines:
        for piece in _pieces(text, line):
            words = text[piece.start : piece.end]
            level = next((n for n, mark in enumerate(_HEADING, start=1) if mark.match(words)), 0)
            heading = level and len(words) <= 2 * _CELL and not _STOP.search(words)
            yield Part("heading", piece, level) if heading else Part("text", piece)


def _pieces(text: str, line: Span) -> Iterator[Span]:
    """A line; a long one broken where a numbered part begins, and else behind a full stop."""
    if line.end - line.start <= _LONG:
        yield line
        return
    words = text[line.start : line.end]
    breaks = {m.start() for m in _BREAK.finditer(words)} | {edge for m in _TWICE.finditer(words) for edge in m.span()}
    cuts = [line.start, *(line.start + edge for edge in sorted(breaks)), line.end]
    for start, end in itertools.pairwise(cuts):
        while end - start > _LONG:
            stop = text.find("。", start + _PIECE, end - 1)
            if stop < 0:
                break
            if span := _stripped(text, Span(start, stop + 1)):
                yield span
            start = stop + 1
        if span := _stripped(text, Span(start, end)):
            yield span
