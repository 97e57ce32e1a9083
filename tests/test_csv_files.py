"""One curated file: which of its rows are read, and every word that is said of what is wrong in it."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field

from helpers.curation.csvfile import LONGEST_CELL, Reading, read
from helpers.curation.fields import Identifier, Number, PartialDate, Row, Whole, Year, column, optional
from helpers.curation.spreadsheet import made_by_spreadsheet, tidied


class Well(Row):
    """A table of this test's own, with a column of every kind."""

    table = "wells"
    key = ("well_id",)
    about = "Wells."
    draft = "unread"

    well_id: Identifier = column("Name.")
    depth: Annotated[Number, Field(gt=0)] | None = optional("In metres.")
    shafts: Annotated[Whole, Field(ge=1, le=9)] | None = optional("How many.")
    dug: Year | None = optional("Year.")
    since: PartialDate | None = optional("In use.")
    is_open: bool | None = optional("Open.")
    kind: Literal["deep", "shallow"] | None = optional("Kind.")
    grade: Literal["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2", "D3", "E"] | None = optional(
        "Of 13."
    )
    letter: Annotated[str, Field(max_length=1)] | None = optional("Letter.")


COLUMNS = ("well_id", "depth", "shafts", "dug", "since", "is_open", "kind", "grade", "letter")
HEADER = ",".join(COLUMNS)
NOTHING = "," * (len(COLUMNS) - 1)


def reading(tmp_path, content: bytes | str) -> Reading:
    path = tmp_path / "wells.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, "wells.csv", Well)


def told(tmp_path, content: bytes | str) -> list[str]:
    return [str(problem).removeprefix("wells.csv") for problem in reading(tmp_path, content).problems]


# The file as a whole


def test_a_file_that_is_missing_is_to_be_made_with_its_header(tmp_path):
    (problem,) = read(tmp_path / "wells.csv", "wells.csv", Well).problems
    assert str(problem) == f"wells.csv the file is missing; make it with the header {HEADER}"
    assert (problem.line, problem.column) == (0, "")


def test_a_folder_in_the_place_of_a_file_cannot_be_read(tmp_path):
    (tmp_path / "wells.csv").mkdir()
    (problem,) = read(tmp_path / "wells.csv", "wells.csv", Well).problems
    assert (problem.line, problem.column) == (0, "")
    assert str(problem).startswith("wells.csv cannot be read: ")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEADER.encode() + b"\na,\xb1\xb1\xc9\xbd\xca\xd0,\n",
         ":2 is not UTF-8 (got 'bytes b1 b1 c9 bd'); run `ecoplan tidy`, or save the file as “CSV UTF-8”"),
        (HEADER.replace(",", ";"),
         ":1 was cells separated by semicolons; run `ecoplan tidy`, or save the file as "
         "“CSV UTF-8 (comma delimited)”"),
        (f"{HEADER}\na\x00{NOTHING}\nb{NOTHING}\nc\x00{NOTHING}\n", ":2 holds a NUL character; remove it"),
        (f'{HEADER}\n"a\nb"{NOTHING}\n', ":2 a cell holds a line break; write the cell on one line"),
        (f'{HEADER}\n"a"b{NOTHING}\n', ":2 is not a CSV row: ',' expected after '\"'; "
         "a quotation mark inside a quoted cell is written twice"),
        (f'"a"b,{HEADER}\n', ":1 is not a CSV row: ',' expected after '\"'; "
         "a quotation mark inside a quoted cell is written twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_told_once(tmp_path, content, line):
    (problem,) = reading(tmp_path, content).problems
    assert (problem.column, str(problem)) == ("", f"wells.csv{line}")


def test_an_empty_file_lacks_every_column(tmp_path):
    assert told(tmp_path, "") == [f":1 [{name}] the column is missing" for name in COLUMNS]


# Rows


def test_empty_rows_and_columns_are_passed_over_and_all_others_read(tmp_path):
    found = reading(tmp_path, f"{HEADER},,\na{NOTHING},,\n\n , {NOTHING}\nb{NOTHING}\n{NOTHING}\nc{NOTHING}\n")
    assert found.problems == []
    assert [(record.line, record.row.well_id) for record in found.records] == [(2, "a"), (5, "b"), (7, "c")]


def test_a_row_that_does_not_fit_its_header_is_told_and_those_behind_it_are_read(tmp_path):
    long = "x" * (LONGEST_CELL + 1)
    found = reading(tmp_path, f"{HEADER}\na,1\n{long},{NOTHING[1:]}\n{long[1:]},{long}{NOTHING[1:]}\nc{NOTHING}\n")
    assert [str(problem) for problem in found.problems] == [
        "wells.csv:2 the row has 2 cells, the header 9; look for a missing or extra comma, or a quotation mark that "
        "is not closed",
        "wells.csv:3 [well_id] the cell is longer than 20000 characters",
        "wells.csv:4 [depth] the cell is longer than 20000 characters",
    ]
    assert [(record.line, record.row.well_id) for record in found.records] == [(5, "c")]
    assert "longer than" not in told(tmp_path, f"{HEADER}\n{long[1:]}{NOTHING}\n")[0]


def test_rows_that_nobody_has_read_are_told_in_one_line(tmp_path):
    marks = ["1", "", "1", "1", "1", ""]
    rows = "\n".join(f"{name}{NOTHING},{mark}" for name, mark in zip("abcdef", marks, strict=True))
    assert told(tmp_path, f"{HEADER},unread\n{rows}\n") == [
        ":2 [unread] 4 drafted row(s) that nobody has read yet, in lines 2, 4–6; hold each against the text, "
        "correct it, then empty this cell"
    ]


# Cells


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("well_id", "A", "does not have the form ^[a-z0-9][a-z0-9_.-]*$ (got 'A')"),
        ("depth", "x", "is not a number (got 'x'); digits only"),
        ("depth", "1,5E3", "a spreadsheet shortened the number (got '1,5E3'); write it as the text prints it; in the "
         "spreadsheet format the column as text before you type"),
        ("depth", "0", "is outside the limits (gt 0) (got '0')"),
        ("shafts", "2.0", "is not a number (got '2.0'); digits only"),
        ("shafts", "0", "is outside the limits (ge 1) (got '0')"),
        ("shafts", "10", "is outside the limits (le 9) (got '10')"),
        ("dug", "1948", "is outside the limits (ge 1949) (got '1948')"),
        ("dug", "2015/1/1", "a spreadsheet made a date of the number (got '2015/1/1'); write it as the text prints it; "
         "in the spreadsheet format the column as text before you type"),
        ("since", "2025-02-30", "Value error, is not a date of the calendar (got '2025-02-30')"),
        ("since", "2025-13", "Value error, is not a date of the calendar (got '2025-13')"),
        ("since", "2025/1/1", "does not have the form ^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$ (got '2025/1/1')"),
        ("is_open", "ja", "is neither true nor false (got 'ja')"),
        ("kind", "deap", "is not a known word (got 'deap'); nearest: deep"),
        ("kind", "round", "is not a known word (got 'round'); known: deep, shallow"),
        ("grade", "zz", "is not a known word (got 'zz'); known: 'A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1', 'C2', 'C3', "
         "'D1', 'D2', 'D3' or 'E'"),
        ("letter", "ab", "String should have at most 1 character (got 'ab')"),
        ("letter", "\u202e", "holds a control character, which nobody can see (got '\\u202e'); remove it; a quote "
         "matches without it"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_place_and_what_it_should_be(tmp_path, name, cell, words):
    cells = {"well_id": "a"} | {name: f'"{cell}"'}
    row = ",".join(cells.get(c, "") for c in COLUMNS)
    assert told(tmp_path, f"{HEADER}\n{row}\n") == [f":2 [{name}] {words.removeprefix('Value error, ')}"]


def test_an_empty_cell_that_must_be_filled_is_told(tmp_path):
    assert told(tmp_path, f"{HEADER}\n,1{NOTHING[1:]}\n") == [
        ":2 [well_id] the cell is empty; this column must be filled"
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_told(tmp_path):
    assert told(tmp_path, f"{HEADER}\na{NOTHING[:-1]},=A1\n")[0] == (
        ":2 [letter] begins like a formula, which a spreadsheet would run or spoil (got '=A1'); begin a quote one "
        "character earlier or later, and put a word before anything else"
    )


@pytest.mark.parametrize("cell", ["1.5E3", "1.5e3", "1.5E+3", "1.5e-3", "15"])
def test_a_number_is_written_as_programs_write_it(cell):
    assert Well.model_validate({"well_id": "a", "depth": cell}).depth == float(cell)


@pytest.mark.parametrize("cell", ["2025", "2025-02", "2025-12-31", "2024-02-29"])
def test_a_date_may_lack_its_day_or_month(cell):
    assert Well.model_validate({"well_id": "a", "since": cell}).since == cell


def test_a_cell_that_is_not_there_was_not_made_by_a_spreadsheet():
    assert made_by_spreadsheet(None) is None and made_by_spreadsheet("") is None


# What `ecoplan tidy` makes of one


@pytest.mark.parametrize(
    ("content", "made"),
    [
        ("", ""),
        ("\n,,\n", ""),
        ("a,b,,\n1,2,,\n\n,,\n", "a,b\n1,2\n"),
        ("a,b\n1,\n", "a,b\n1,\n"),
        ("a,b,\n1,,3\n", "a,b,\n1,,3\n"),
        ("a,draft,b\n1,,2\n3\n", "a,b\n1,2\n3\n"),
        ("a,draft,b\n1,x,2\n3,,4\n", "a,draft,b\n1,x,2\n3,,4\n"),
        ("a,draft,b,c\n1,,2,3\n", "a,b,c\n1,2,3\n"),
        ("a,draft\n", "a\n"),
        ("a;b\n1;2\n", "a,b\n1,2\n"),
        ("a;b,c\n1;2,3\n", "a;b,c\n1;2,3\n"),
    ],
)
def test_tidying_takes_away_what_is_empty_at_the_ends_and_a_passing_column(content, made):
    assert tidied(content.encode(), "draft").decode() == made
