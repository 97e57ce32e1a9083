"""What spreadsheets make of a curated file: accepted, explained, or undone by `ecoplan tidy`."""

import csv

import pytest

from tiny_collection import NORTH


def test_a_file_in_gb18030_is_refused_with_its_first_wrong_line(tiny):
    text = tiny.path(NORTH).read_text("utf-8")
    tiny.write(NORTH, text.encode("gb18030"))
    (line,) = [line for line in tiny.problems() if line.startswith(tiny.at(NORTH, 2))]
    assert line.startswith(f"{tiny.at(NORTH, 2)} is not UTF-8 (got 'bytes ")
    assert line.endswith("; run `ecoplan tidy`, or save the file as “CSV UTF-8”")


@pytest.mark.parametrize("cell", ["2_025", "2025.0", "+2025", "２０２５", "2025年"])
def test_a_year_is_written_in_plain_digits(tiny, cell):
    place = tiny.set(NORTH, "pm25-2025", year=cell)
    assert f"{place} [year] is not a number (got '{cell}'); digits only" in tiny.problems()


@pytest.mark.parametrize("cell", ["1_0", "0x10", "inf", "nan", "1e", ".5", "1,000"])
def test_a_factor_is_written_as_other_readers_of_the_file_write_it(tiny, cell):
    place = tiny.set("units", "%", factor=cell)
    assert f"{place} [factor] is not a number (got '{cell}'); digits only" in tiny.problems()


@pytest.mark.parametrize("table", [NORTH, "plans", "units"])
def test_what_a_spreadsheet_adds_is_accepted(tiny, table):
    content = tiny.path(table).read_bytes()
    empty_columns = content.replace(b"\n", b",,\r\n")
    empty_rows = b"," * empty_columns.partition(b"\n")[0].count(b",") + b"\r\n"
    tiny.write(table, b"\xef\xbb\xbf" + empty_columns + empty_rows)
    assert tiny.problems() == []


@pytest.mark.parametrize(
    ("separator", "encoding", "words"),
    [(";", "utf-8", "cells separated by semicolons"), ("\t", "utf-16", "saved as UTF-16 and cells separated by tabs")],
)
def test_other_separators_are_explained_once_and_undone(tiny, separator, encoding, words):
    before = tiny.path("scopes").read_bytes()
    rows = list(csv.reader(before.decode().splitlines()))
    tiny.write("scopes", "\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (problem,) = [line for line in tiny.problems() if line.startswith(tiny.at("scopes", 1))]
    assert words in problem and "run `ecoplan tidy`" in problem
    assert "tidied data/curated/scopes.csv" in tiny.ecoplan("tidy").stdout
    assert tiny.path("scopes").read_bytes() == before
    assert tiny.ecoplan("tidy").stdout == "nothing to tidy\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'plan_id,"quote\n', "is no CSV file (unexpected end of data); look for a quotation mark not closed"),
        (b"plan_id\n\xff\xff\n", "neither UTF-8, UTF-16 nor GB 18030; save it as “CSV UTF-8”"),
        (None, "No such file or directory"),
    ],
    ids=["a quotation mark", "an unknown encoding", "no file"],
)
def test_what_cannot_be_tidied_is_named_and_nothing_is_written(tiny, content, words):
    tiny.write("scopes", tiny.path("scopes").read_bytes().replace(b",", b";"))
    before, spoilt = tiny.path("scopes").read_bytes(), tiny.path(NORTH)
    spoilt.unlink() if content is None else spoilt.write_bytes(content)
    result = tiny.ecoplan("tidy", str(tiny.path("scopes")), str(spoilt))
    assert (result.exit_code, result.stderr) == (1, f"ecoplan: {tiny.project.name(spoilt)}: {words}\n")
    assert tiny.path("scopes").read_bytes() == before


def test_tidying_reads_what_a_chinese_spreadsheet_saves_and_loses_nothing(tiny):
    before = tiny.path(NORTH).read_bytes()
    tiny.write(NORTH, before.decode().replace("\n", "\r\n").encode("gb18030"))
    assert tiny.ecoplan("tidy").exit_code == 0
    assert tiny.path(NORTH).read_bytes() == before


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("value", "2.79E+01", "a spreadsheet shortened the number"),
        ("value", "10月1日", "a spreadsheet made a date of the number"),
        ("value", "Oct-15", "a spreadsheet made a date of the number"),
        ("year", "2025/1/1", "a spreadsheet made a date of the number"),
    ],
)
def test_what_a_spreadsheet_made_of_a_number_is_explained(tiny, column, cell, words):
    place = tiny.set(NORTH, "pm25-2025", **{column: cell})
    assert any(line.startswith(f"{place} [{column}] {words} (got '{cell}'); write it as") for line in tiny.problems())
