"""What spreadsheets do to CSV files: recognised, so that it can be explained, and undone by `ecoplan tidy`."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
# 1E+05; 2015/10/1, 1-2, 10月1日, Oct-15, 15-Oct
_MADE = (
    (re.compile(r"\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE), "a spreadsheet shortened the number"),
    (
        re.compile(
            r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日"
            r"|[A-Z][a-z]{2}-\d{2,4}|\d{1,2}-[A-Z][a-z]{2}"
        ),
        "a spreadsheet made a date of the number",
    ),
)
_REMEDY = "write it as the text prints it; in the spreadsheet format the column as text before you type"


_FORMULA = re.compile(r"[=+\-@＝＋－＠].*\w", re.DOTALL)
_NUMBER = re.compile(r"[+\-＋－]?[\d.,，]+ ?[%％‰]?")


@dataclass(frozen=True)
class Saved:
    """The text of a CSV file, what separates its cells, and in what words it differs from a plain one."""

    text: str
    separator: str
    oddities: tuple[str, ...]


def read(content: bytes) -> Saved:
    """The text of a file as a spreadsheet saved it. UnicodeDecodeError where it is neither UTF-8 nor UTF-16."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    text = content.decode(encoding)
    oddities = ["saved as UTF-16"] if encoding == "utf-16" else []
    header = text.partition("\n")[0]
    separator = next((s for s in _SEPARATORS if header.count(s) > header.count(",")), ",")
    if separator != ",":
        oddities.append(f"cells separated by {_SEPARATORS[separator]}")
    return Saved(text, separator, tuple(oddities))


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula, and run it or put an error in its place."""
    return bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell)


def made_by_spreadsheet(cell: str | None) -> tuple[str, str] | None:
    """What a spreadsheet made of a number, and what to do; None where the cell does not look so."""
    found = next((what for pattern, what in _MADE if pattern.fullmatch(cell or "")), None)
    return (found, _REMEDY) if found else None


def tidied(content: bytes, passing: str | None = None) -> bytes:
    """The same rows as UTF-8 with commas and line feeds, without empty columns and rows at the end.

    `passing`: a column that goes too once it is empty.

    GB 18030, in which a Chinese Excel saves plain “CSV”, is read too. Nothing of a cell changes but white space at its
    ends. UnicodeDecodeError or csv.Error where the file cannot be read.
    """
    try:
        saved = read(content)
    except UnicodeDecodeError:
        saved = read(content.decode("gb18030").encode())
    rows = list(csv.reader(io.StringIO(saved.text, newline=""), delimiter=saved.separator, strict=True))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((number for row in rows for number, cell in enumerate(row, start=1) if cell.strip()), default=0)
    rows = [[cell.strip() for cell in row[:width]] for row in rows]
    if rows and passing in rows[0]:
        at = rows[0].index(passing)
        if not any(row[at] for row in rows[1:] if len(row) > at):
            rows = [row[:at] + row[at + 1 :] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
