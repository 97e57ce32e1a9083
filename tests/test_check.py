"""`ecoplan check` reads any file that a person may hand it, and says in one line what is wrong and where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.curation.tables import BY_NAME
from tiny_collection import NORTH, NORTH_TEXT, OLD, TinyCollection

SOURCE = Path(__file__).resolve().parents[1] / "src"
COLUMNS = list(BY_NAME["statements"].columns())
CELL = "PM2.5平均浓度降至27.90微克/立方米以下"


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    """`ecoplan …` as a user starts it, in a process of its own."""
    command = [sys.executable, "-m", "helpers.cli", *arguments]
    settings = os.environ | {"PYTHONPATH": str(SOURCE)} | environment
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, encoding="utf-8")


# The command


def test_a_sound_collection_is_counted(tiny):
    tiny.excuse("优良天数比率为84.9%", "history")
    result = run("check", "--project", ".", cwd=tiny.project.root)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "north-2021     6 statements",
        "north-2016     1 statements",
        "all            7 statements, each traced to its quote; no problem found.",
    ]


def test_a_damaged_collection_is_refused_with_status_1(tiny):
    place = tiny.set(NORTH, "days-2025", value="96")
    result = run("check", cwd=tiny.project.root, ECOPLAN_PROJECT=str(tiny.project.root))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{place} [value] is not a numeral of the quote (got '96'); its numerals are 1: 95",
        "1 problem(s) in the curated data; nothing was written.",
    ]


def test_a_folder_without_a_collection_is_named(tmp_path):
    result = run("check", "--project", str(tmp_path), cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith(f"ecoplan: {tmp_path}: no collection here or in any folder above")
    assert "Traceback" not in result.stderr


def test_all_problems_of_all_files_come_at_once_sorted_by_file_and_line(tiny):
    tiny.set("units", "percent", factor="many")
    tiny.set(OLD, "pm25-2020", value="41")
    tiny.set(NORTH, "days-2025-table", quote="优良天数比例", value="96")
    tiny.set(NORTH, "pm25-2020", year="1820", part="verse")
    found = tiny.problems()
    assert [line.split("] ")[0] + "]" for line in found if "[unit]" not in line and "[unit_id]" not in line] == [
        f"{tiny.at(OLD, 2)} [value]",
        f"{tiny.at(NORTH, 2)} [part]",
        f"{tiny.at(NORTH, 2)} [year]",
        f"{tiny.at(NORTH, 5)} [quote]",
        f"{tiny.at('units', 3)} [factor]",
    ]


def test_lines_are_sorted_as_numbers(tiny):
    for number in range(10):
        tiny.add(NORTH, statement_id=f"broken-{number}", indicator_id="pm25", quote="nowhere", comparator="up")
    lines = [int(line.split(":")[1].split(" ")[0]) for line in tiny.problems()]
    assert lines == sorted(lines) and lines[-1] == 17


@pytest.mark.parametrize("verb", ["check", "build"])
def test_wrong_data_leave_the_former_database_and_site_alone(tiny, verb):
    assert tiny.ecoplan("build").exit_code == 0
    page = tiny.project.site / "index.html"
    page.parent.mkdir()
    page.write_bytes(b"former site")
    before = snapshot(tiny.project.build), snapshot(tiny.project.site)
    tiny.set(NORTH, "days-2025", value="96")
    assert tiny.ecoplan(verb).exit_code == 1
    assert (snapshot(tiny.project.build), snapshot(tiny.project.site)) == before


def test_a_check_writes_nothing(tiny):
    before = snapshot(tiny.project.root)
    assert tiny.problems() == []
    assert snapshot(tiny.project.root) == before


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Time and bytes of every file."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


# The form of a file


def test_a_missing_column_is_named(tiny):
    rows = [line.split(",") for line in tiny.lines("units")]
    tiny.write("units", [",".join(row[:1] + row[2:]) for row in rows])
    assert f"{tiny.at('units', 1)} [dimension] the column is missing" in tiny.problems()


def test_an_unknown_column_is_named_with_the_nearest_known_one(tiny):
    header, *rows = tiny.lines("units")
    tiny.write("units", [header.replace("factor", "factors"), *rows])
    found = tiny.problems()
    assert f"{tiny.at('units', 1)} [factor] the column is missing" in found
    assert f"{tiny.at('units', 1)} [factors] the column is unknown (got 'factors'); nearest: factor" in found


def test_a_doubled_column_is_named(tiny):
    tiny.write("units", [f"{line},{line.split(',')[2]}" for line in tiny.lines("units")])
    assert f"{tiny.at('units', 1)} [factor] the column stands 2 times" in tiny.problems()


def test_columns_may_stand_in_any_order(tiny):
    tiny.write("scopes", [",".join(reversed(line.split(","))) for line in tiny.lines("scopes")])
    assert tiny.problems() == []


@pytest.mark.parametrize(("cut", "count"), [(lambda row: row.rpartition(",")[0], 28), (lambda row: row + ",x", 30)])
def test_too_few_or_too_many_cells_are_counted(tiny, cut, count):
    header, first, *rest = tiny.lines(NORTH)
    tiny.write(NORTH, [header, cut(first), *rest])
    hint = "look for a missing or extra comma, or a quotation mark that is not closed"
    assert f"{tiny.at(NORTH, 2)} the row has {count} cells, the header {len(COLUMNS)}; {hint}" in tiny.problems()


def test_a_cell_with_a_line_break_is_refused(tiny):
    place = tiny.set(NORTH, "pm25-2025", note="one line\nand another")
    assert f"{place} a cell holds a line break; write the cell on one line" in tiny.problems()


def test_an_unclosed_quotation_mark_is_reported_where_it_opens(tiny):
    header, first, *rest = tiny.lines("scopes")
    tiny.write("scopes", [header, '"' + first, *rest])
    assert any(line.startswith(f"{tiny.at('scopes', 2)} ") for line in tiny.problems())


def test_a_stray_quotation_mark_is_refused(tiny):
    header, *rows = tiny.lines("places")
    tiny.write("places", [header, '"north"ern' + rows[0].removeprefix("north"), *rows[1:]])
    found = tiny.problems()
    assert any(line.startswith(f"{tiny.at('places', 2)} is not a CSV row: ") for line in found)


def test_a_nul_character_is_refused(tiny):
    header, *rows = tiny.lines("places")
    tiny.write("places", [header, rows[0] + "\0", *rows[1:]])
    assert f"{tiny.at('places', 2)} holds a NUL character; remove it" in tiny.problems()


def test_an_overlong_cell_is_refused_and_the_other_rows_are_read(tiny):
    place = tiny.set(NORTH, "pm25-2025", note="x" * 20_001)
    other = tiny.set(NORTH, "days-2025", role="wish")
    assert f"{place} [note] the cell is longer than 20000 characters" in tiny.problems()
    assert any(line.startswith(f"{other} [role] is not a known word") for line in tiny.problems())


# Drafted rows that nobody has read


def test_a_drafted_row_is_a_problem_until_somebody_has_read_it(tiny):
    header, *rows = tiny.lines(NORTH)
    tiny.write(NORTH, [header + ",confidence", *(f"{row},{'likely' if n == 1 else ''}" for n, row in enumerate(rows))])
    hint = "hold each against the text, correct it, then empty this cell"
    words = "1 drafted row(s) that nobody has read yet, in lines 3"
    assert tiny.problems() == [f"{tiny.at(NORTH, 3)} [confidence] {words}; {hint}"]
    tiny.write(NORTH, [header + ",confidence", *(f"{row},sure" for row in rows)])
    assert f"in lines 2–{len(rows) + 1}; " in tiny.problems()[0]


def test_a_drafted_row_needs_a_name_that_people_can_cite(tiny):
    place = tiny.set(NORTH, "pm25-2020", statement_id="to-name-2020")
    assert any(line.startswith(f"{place} [statement_id] is the draft's stand-in") for line in tiny.problems())


def test_once_every_row_is_read_the_column_goes(tiny):
    before = tiny.path(NORTH).read_bytes()
    header, *rows = tiny.lines(NORTH)
    tiny.write(NORTH, [header + ",confidence", *(row + "," for row in rows)])
    assert tiny.problems() == [
        f"{tiny.at(NORTH, 1)} [confidence] every row has been read; run `ecoplan tidy`, or delete this column"
    ]
    assert tiny.ecoplan("tidy").exit_code == 0
    assert tiny.path(NORTH).read_bytes() == before and tiny.problems() == []


def test_an_empty_file_lacks_its_columns(tiny):
    tiny.write("scopes", b"")
    assert f"{tiny.at('scopes', 1)} [scope_id] the column is missing" in tiny.problems()


def test_a_file_that_is_missing_is_named_with_its_header(tiny):
    tiny.path("notes").unlink()
    header = ",".join(BY_NAME["notes"].columns())
    assert f"data/curated/notes.csv the file is missing; make it with the header {header}" in tiny.problems()


def test_a_table_may_be_empty_but_for_its_header(tiny):
    tiny.rows[OLD] = []
    tiny.save(OLD)
    tiny.sign()
    assert tiny.problems() == []


def test_a_folder_in_the_place_of_a_file_is_a_problem_and_no_crash(tiny):
    tiny.path("notes").unlink()
    tiny.path("notes").mkdir()
    assert "data/curated/notes.csv cannot be read: Is a directory" in tiny.problems()


# Plans, their files and their texts


def test_a_file_of_statements_without_a_plan_is_refused(tiny):
    tiny.path(NORTH).rename(tiny.project.statements / "north-2012.csv")
    found = tiny.problems()
    assert (
        "data/curated/statements/north-2012.csv no plan of this name in plans.csv (got 'north-2012'); "
        "nearest: north-2021, north-2016"
    ) in found
    assert (
        f"{tiny.at('plans', 2)} [plan_id] has no file data/curated/statements/north-2021.csv (got 'north-2021')"
    ) in found


def test_a_row_in_another_plans_file_is_refused(tiny):
    place = tiny.set(OLD, "pm25-2020", plan_id=NORTH)
    assert f"{place} [plan_id] differs from the file's name north-2016 (got 'north-2021')" in tiny.problems()


@pytest.mark.parametrize("raw_file", ["north.txt", "../north-2021.txt", "../curated/plans.csv", "/etc/hostname", "."])
def test_a_plan_without_its_text_in_the_folder_of_texts_is_refused(tiny, raw_file):
    (tiny.project.raw.parent / "north-2021.txt").write_bytes(tiny.raw().read_bytes())
    place = tiny.set("plans", NORTH, raw_file=raw_file)
    assert tiny.problems() == [
        f"{place} [raw_file] is not a file of data/raw (got '{raw_file}'); put the text into data/raw"
    ]


def test_a_changed_byte_of_a_text_is_refused(tiny):
    tiny.raw().write_text(NORTH_TEXT.replace("生态园区", "工业园区"), encoding="utf-8", newline="")
    (line, *_) = (line for line in tiny.problems() if "[sha256]" in line)
    assert line.startswith(f"{tiny.at('plans', 2)} [sha256] data/raw/north-2021.txt has another SHA-256: ")
    assert line.endswith("; a raw text never changes")


def test_a_text_that_is_not_utf_8_is_refused(tiny):
    tiny.raw().write_bytes(NORTH_TEXT.encode("gb18030"))
    tiny.sign()
    (line,) = tiny.problems()
    assert line.startswith("data/raw/north-2021.txt:1 is not UTF-8 (got 'byte 0x")


def test_a_lost_row_is_noticed_by_the_count(tiny):
    place = tiny.set("plans", NORTH, statements="7")
    hint = "a row was lost or added; correct the number when that was meant"
    assert tiny.problems() == [f"{place} [statements] data/curated/statements/north-2021.csv holds 6 (got '7'); {hint}"]


def test_the_fixture_writes_a_whole_collection(tmp_path):
    tiny = TinyCollection(tmp_path / "another")
    assert {path.stem for path in tiny.project.curated.glob("*.csv")} == set(BY_NAME) - {"statements"}
