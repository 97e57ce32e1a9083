"""Reading one curated CSV file: bytes → checked rows, with every fault found on the way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from helpers.curation import spreadsheet
from helpers.curation.fields import Row
from helpers.curation.problems import Problem, nearest
from helpers.curation.rawtext import CONTROLS
from helpers.files import bytes_of

LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class Record:
    """A row with the line it stands on. Cells hold no line breaks, so record number and line number agree."""

    file: str
    line: int
    row: Row

    def problem(self, column: str, message: str, got: str | None = None, hint: str | None = None) -> Problem:
        return Problem(self.file, self.line, column, message, got, hint)


@dataclass
class Reading:
    """What one file gave: rows that keep the row model, the cells of those that do not, and their problems."""

    records: list[Record] = field(default_factory=list)
    broken: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, name: str, model: type[Row]) -> Reading:
    """All rows of a file. Never raises for what the file holds: a fault is a problem with file, line and column."""
    reading = Reading()
    try:
        saved = spreadsheet.read(bytes_of(path))
    except FileNotFoundError:
        if model.may_be_missing:
            return reading
        reading.problems.append(
            Problem(name, 0, "", "the file is missing", None, f"make it with the header {_header(model)}")
        )
        return reading
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        got = fault.object[fault.start : fault.start + 4].hex(" ")
        hint = "run `ecoplan tidy`, or save the file as “CSV UTF-8”"
        reading.problems.append(Problem(name, line, "", "is not UTF-8", f"bytes {got}", hint))
        return reading
    except OSError as fault:
        reading.problems.append(Problem(name, 0, "", f"cannot be read: {fault.strerror}"))
        return reading
    if saved.oddities:
        hint = "run `ecoplan tidy`, or save the file as “CSV UTF-8 (comma delimited)”"
        reading.problems.append(Problem(name, 1, "", f"was {' and '.join(saved.oddities)}", None, hint))
        return reading
    for line, cells in _rows(saved.text, name, model, reading.problems):
        try:
            reading.records.append(Record(name, line, model.model_validate(cells)))
        except ValidationError as fault:
            reading.broken.append(cells)
            reading.problems += [_problem(name, line, cells, error) for error in fault.errors()]
    return reading


def _header(model: type[Row]) -> str:
    return ",".join(model.columns())


def _rows(text: str, name: str, model: type[Row], problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells (empty cells left out) of every well-formed row."""
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        problems.append(Problem(name, line, "", "holds a NUL character", None, "remove it"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    known = {}.setdefault  # most cells repeat one of the file, and each is kept once
    number = 0
    try:
        header = next(reader, [])
        number = 1
        while header and not header[-1].strip():
            header.pop()  # a spreadsheet saves empty columns, where somebody once typed
        if not _fits(header, name, model, problems):
            return
        unread: list[int] = []
        for number, cells in enumerate(reader, start=2):
            if reader.line_num != number:
                hint = "write the cell on one line"
                problems.append(Problem(name, number, "", "a cell holds a line break", None, hint))
                return
            if not any(cell.strip() for cell in cells):
                continue  # and empty rows
            while len(cells) > len(header) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(header):
                hint = "look for a missing or extra comma, or a quotation mark that is not closed"
                message = f"the row has {len(cells)} cells, the header {len(header)}"
                problems.append(Problem(name, number, "", message, None, hint))
                continue
            if max(map(len, cells)) > LONGEST_CELL:
                overlong = [c for c, cell in zip(header, cells, strict=True) if len(cell) > LONGEST_CELL]
                problems.append(
                    Problem(name, number, overlong[0], f"the cell is longer than {LONGEST_CELL} characters")
                )
                continue
            kept = ((column, cell.strip()) for column, cell in zip(header, cells, strict=True))
            row = {column: known(cell, cell) for column, cell in kept if cell}
            if row.pop(model.draft, None):
                unread.append(number)
            problems += [_control(name, number, c, row[c]) for c in row if CONTROLS.search(row[c])]
            problems += [_formula(name, number, c, row[c]) for c in row if spreadsheet.starts_formula(row[c])]
            yield number, row
        if model.draft in header:
            problems.append(_unread(name, model.draft, unread))
    except csv.Error as fault:
        hint = "a quotation mark inside a quoted cell is written twice"
        problems.append(Problem(name, number + 1, "", f"is not a CSV row: {fault}", None, hint))


def _control(name: str, line: int, column: str, cell: str) -> Problem:
    hint = "remove it; a quote matches without it"
    return Problem(name, line, column, "holds a control character, which nobody can see", cell, hint)


def _formula(name: str, line: int, column: str, cell: str) -> Problem:
    """Nobody who opens the file should run what somebody else has written into it."""
    hint = "begin a quote one character earlier or later, and put a word before anything else"
    return Problem(name, line, column, "begins like a formula, which a spreadsheet would run or spoil", cell, hint)


def _unread(name: str, column: str, lines: list[int]) -> Problem:
    """What is left to do with a draft, in one line, for there may be hundreds of rows."""
    if not lines:
        return Problem(name, 1, column, "every row has been read", None, "run `ecoplan tidy`, or delete this column")
    message = f"{len(lines)} drafted row(s) that nobody has read yet, in lines {_ranges(lines)}"
    hint = "hold each against the text, correct it, then empty this cell"
    return Problem(name, lines[0], column, message, None, hint)


def _ranges(lines: list[int]) -> str:
    """2–5, 9"""
    groups: list[list[int]] = []
    for line in lines:
        if groups and line == groups[-1][-1] + 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return ", ".join(str(g[0]) if len(g) == 1 else f"{g[0]}–{g[-1]}" for g in groups)


def _fits(header: list[str], name: str, model: type[Row], problems: list[Problem]) -> bool:
    """Whether the header holds each column of the model once, in any order, and nothing else."""
    expected = list(model.columns())
    faults = [Problem(name, 1, c, "the column is missing") for c in expected if c not in header]
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            faults.append(Problem(name, 1, column, f"the column stands {header.count(column)} times"))
        if column not in expected and column != model.draft:
            faults.append(Problem(name, 1, column, "the column is unknown", column, nearest(column, expected)))
    problems += faults
    return not faults


def _problem(name: str, line: int, cells: dict[str, str], error: ErrorDetails) -> Problem:
    """A fault of one cell in our words."""
    column = str(error["loc"][0])
    got, context = cells.get(column), error.get("ctx", {})
    is_number = error["type"] in ("int_parsing", "float_parsing") or "numeral" in str(context.get("error", ""))
    if is_number and (made := spreadsheet.made_by_spreadsheet(got)):
        return Problem(name, line, column, made[0], got, made[1])
    match error["type"]:
        case "missing":
            return Problem(name, line, column, "the cell is empty", None, "this column must be filled")
        case "literal_error":
            known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
            return Problem(
                name,
                line,
                column,
                "is not a known word",
                got,
                nearest(got or "", known) or f"known: {context['expected']}",
            )
        case "int_parsing" | "float_parsing":
            return Problem(name, line, column, "is not a number", got, "digits only")
        case "bool_parsing":
            return Problem(name, line, column, "is neither true nor false", got)
        case "string_pattern_mismatch":
            return Problem(name, line, column, f"does not have the form {context['pattern']}", got)
        case "greater_than_equal" | "less_than_equal" | "greater_than":
            [(bound, limit)] = context.items()
            return Problem(name, line, column, f"is outside the limits ({bound} {limit})", got)
        case "value_error":
            return Problem(name, line, column, str(context["error"]), got)
        case kind if kind.startswith("date"):
            return Problem(name, line, column, "is not a date", got, "write it as YYYY-MM-DD")
        case _:
            return Problem(name, line, column, error["msg"], got)
