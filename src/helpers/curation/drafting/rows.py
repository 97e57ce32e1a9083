"""The rows of indicator tables, however the table came down: a cell a line, cells between blanks, or run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.curation.drafting.columns import Column, columns
from helpers.curation.drafting.fused import CHUNK, SIGNED, chunks, split
from helpers.curation.rawtext import RawText, Span, folded

_UNIT = r"[^()（）\[\]\n,，。;；\d][^()（）\[\]\n,，。;；]{0,11}"
_NUMBER = rf"{SIGNED}(?:\d[\d,]*(?:\.\d+)*)"
# No blank is taken that nothing follows, so that what stands between two values can be read in one way only.
_MARK = (
    r"(?:\s{0,3}[\]］])?(?:\s{0,3}(?:[%％]|个?百分点))?"
    r"(?:[^\S\n]{0,3}(?:左右|以上|以下|以内)|\s{0,3}(?:左右|以上|以下|以内)(?=约束性|预期性|[^\u4e00-\u9fff]|$))?"
    r"(?:\s{0,3}[(（\[][^()（）\[\]\n]{1,12}[)）\]])?"
)
_VALUE = rf"(?:{_NUMBER}{_MARK}|[/／]|[-–—]{{1,2}}(?!\d))"
# A label with its unit in brackets, and at least one number behind it: across lines, blanks, or nothing at all.
_LABELLED = re.compile(
    r"(?P<label>(?:[^\s()（）,，。;；:：、][^()（）,，。;；:：\n]{0,30}?"
    r"(?:[(（][^()（）\n]{1,12}[)）](?!\s*[\d<>≥≤])[^()（）,，。;；:：\n]{0,20})?))"
    rf"\s{{0,3}}[(（\[](?P<unit>{_UNIT})(?:[)）\]]|(?=[ \t]{{0,3}}\n))\s*+(?P<values>{_VALUE}(?:\s*+{_VALUE})*)"
)
# A label and its numbers with blanks between, the unit in a column of its own or nowhere.
_SPACED = re.compile(
    r"^[ \t]*(?:\d{1,3}[ \t]+)?(?P<label>[^\s\d][^\n\t,，。;；:：]{1,40}?)[ \t]+"
    r"(?:(?P<unit>[^\s\d<>≥≤]{1,12})[ \t]+)?"
    rf"(?P<values>{_VALUE}(?:[ \t]++{_VALUE})+)(?=[ \t]|$)",
    re.MULTILINE,
)
# One cell a line, the unit in a line of its own or nowhere.
_STACKED = re.compile(
    r"^[ \t]*(?P<label>[^\s\d<>≥≤/][^\n,，。;；:：]{1,40}?)[ \t]*\n\s*+"
    r"(?:(?P<unit>[^\s\d<>≥≤]{1,12})[ \t]*\n\s*+)?"
    rf"(?P<values>{_VALUE}(?:[ \t]*+\n\s*+{_VALUE})*)[ \t]*$",
    re.MULTILINE,
)
_CAPTION = re.compile(r"(?:主要指标|指标表|目标表|指标一览表?|指标体系)")
_NAMES = re.compile("指标|项目|名称")
_SERIAL = re.compile(r"^(?:\d{1,2}(?=[^\d.%％\s])|\d{1,2}\s+)")
_HEAD = 220  # characters before the first row in which its head stands
_GAP = 160  # characters between two rows of one table
_UNITS = re.compile(
    r"%|％|‰|万|亿|吨|克|米|亩|公顷|个|家|件|天|座|台|分贝|ug|µg|μg|mg|里|m3|m2|㎡"
    r"|类|级|户|人|元|升|煤|/|km|年|辆|处|项|条"
)


@dataclass(frozen=True)
class Cell:
    """A number of a row: where it stands, as printed, and the column that it stands in."""

    span: Span
    value: str
    sign: str
    column: int
    tail: str


@dataclass(frozen=True)
class TableRow:
    """A row: its label and unit, its numbers, and the columns of its table (empty where no head was read)."""

    span: Span
    label: str
    unit: str | None
    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    head: Span | None
    fused: bool
    table: int


@dataclass(frozen=True)
class Head:
    """The head of a table: its columns, and where it stands."""

    columns: tuple[Column, ...]
    span: Span | None


def table_rows(raw: RawText) -> list[TableRow]:
    """Every row of a table that has a number."""
    rows: list[TableRow] = []
    end = 0
    for number, matches in enumerate(_tables(raw.text, _found(raw.text))):
        first = matches[0]
        cut = _end_of_head(first["label"])  # a table that ran together has its head in the first label
        place = _head(raw.text, end, first.start())
        end = matches[-1].end()
        if cut:
            place = Span(place.start, first.start("label") + cut)
        head = tuple(columns(raw.text[place.start : place.end]))
        fused = any(chunk.count(".") > 1 for match in matches for chunk in CHUNK.findall(match["values"]))
        serial = 0
        for match in matches:
            begin = cut if match is first else 0
            own = _SERIAL.match(match["label"][begin:].strip())
            serial = int(own[0]) if own else serial + 1
            if row := _row(match, Head(head, place if head else None), serial, fused, number, begin):
                rows.append(row)
    return _of_real_tables(raw, rows)


def _tables(text: str, matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Rows that follow one another closely, without another head between them, as tables."""
    tables: list[list[re.Match[str]]] = []
    for match in matches:
        end = tables[-1][-1].end() if tables else 0
        if tables and match.start() - end <= _GAP and not _is_head(text[end : match.start()]):
            tables[-1].append(match)
        else:
            tables.append([match])
    return tables


def _is_head(words: str) -> bool:
    """Whether words between two rows are the head of another table, and not a note or a row without numbers."""
    dated = [column for column in columns(words) if column.kind in ("value", "goal") and column.year]
    return len(dated) > 1 and bool(_NAMES.search(words)) and "注" not in words


def _end_of_head(label: str) -> int:
    """How much of the first row's label is the head of a table that ran together; 0 where none is."""
    found = list(re.finditer(r"20\d\d\s*年(?:[比较]20\d\d年)?(?:目标值?|[增长下降变化减少提高]{2})?(?:属性)?", label))
    return found[-1].end() if found else 0


def _found(text: str) -> list[re.Match[str]]:
    """The rows of all three prints in their order, without overlaps."""
    found: list[re.Match[str]] = []
    for pattern in (_LABELLED, _SPACED, _STACKED):
        taken = [match.span() for match in found]
        more = filter(_is_row, pattern.finditer(text))
        found += [m for m in more if not any(start < m.end() and m.start() < end for start, end in taken)]
    return sorted(found, key=lambda match: match.start())


def _is_row(match: re.Match[str]) -> bool:
    """Whether a label has a unit behind it (2020年（现状） has none), or several numbers."""
    if match["unit"] and not _UNITS.search(folded(match["unit"])):
        return False
    return bool(match["unit"]) or len(CHUNK.findall(match["values"])) > 1


def _head(text: str, end: int, start: int) -> Span:
    """The words before a table's first row, back to the last full stop, the table's caption or the table before."""
    begin = max(end, start - _HEAD)
    before = text[begin:start]
    begin += max(before.rfind(mark) for mark in "。；;!！") + 1
    before = text[begin:start]
    named = columns(before)
    for match in _CAPTION.finditer(before):
        if columns(before[match.end() :]) and len(columns(before[match.end() :])) <= len(named):
            begin, before = begin + match.end(), before[match.end() :]
            break
    return Span(begin, start)


def _row(match: re.Match[str], table_head: Head, serial: int, fused: bool, table: int, cut: int) -> TableRow | None:
    """`serial`: its own number; `fused`: whether numbers of its table ran together; `cut`: how much is no label."""
    unit, values, base, head = match["unit"], match["values"], match.start("values"), table_head.columns
    count, following = len(head), str(serial + 1)
    without = re.sub(rf"\n\s*{following}\s*$", "", values)  # the number of the next row, on a line of its own
    if len(chunks(without, head)) == count:
        values = without
    pieces = chunks(values, head)
    if count and len(pieces) > count and values[pieces[count][0] :].strip().isdigit():
        values = values[: pieces[count][0]]  # what follows the last column is the number of the next row
        pieces = pieces[:count]
    apart = split(values, serial + 1, count, head) if fused and count else None
    if apart:
        last, piece = apart[-1]
        values = values[: last + len(piece)] + values[last + len(piece) :].removesuffix(following)
    cells = tuple(_cells(apart or pieces, values, base))
    if not cells:
        return None
    label = _SERIAL.sub("", match["label"][cut:].strip())
    start = match.start("label") + match["label"].rfind(label)
    end = base + len(values.rstrip())
    return TableRow(
        Span(start, end), label, unit, cells, head, table_head.span, apart is not None and apart != pieces, table
    )


def _cells(pieces: Sequence[tuple[int, str]], values: str, base: int) -> Iterator[Cell]:
    starts = [at for at, _ in pieces[1:]] + [len(values)]
    for column, ((at, piece), following) in enumerate(zip(pieces, starts, strict=True)):
        if number := re.search(r"\d[\d,]*(?:\.\d+)?", piece):
            span = Span(base + at + number.start(), base + at + number.end())
            sign = folded(piece[: number.start()])
            yield Cell(span, number[0], sign, column, values[at + len(piece) : following].strip())


def _of_real_tables(raw: RawText, rows: list[TableRow]) -> list[TableRow]:
    """Rows that are truly of a table: with others, or under a head; a bracket in a sentence is none."""
    sizes = {number: sum(row.table == number for row in rows) for number in {row.table for row in rows}}
    return [row for row in rows if (sizes[row.table] >= 3 or row.columns) and _stands_free(raw.text, row)]


def _stands_free(text: str, row: TableRow) -> bool:
    """Whether what follows the row is not the rest of a sentence."""
    return (
        not re.match(r"[ \t]*(?:[个家座项万亿]|[,，。]\s*[\u4e00-\u9fff])", text[row.span.end : row.span.end + 8])
        or row.fused
    )
