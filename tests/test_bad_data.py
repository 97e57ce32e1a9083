"""Damage that mutants found the program not ready for: one test each. (Faults of rows are in test_check.py.)"""

import csv
import json
import os
import sys
import zipfile

import pytest
from typer.testing import CliRunner

from documents import OWN, as_docx
from helpers.cli import app
from helpers.curation.drafting import document
from helpers.curation.drafting.document import UnreadableDocument, text_of
from helpers.files import LARGEST
from tiny_collection import NORTH, TinyCollection

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and links to devices")


@pytest.fixture
def asked(tiny) -> TinyCollection:
    """A tiny collection with a report."""
    tiny.excuse("优良天数比率为84.9%", "quantity_without_indicator")
    tiny.notebook("air", "limit", parameters='lang = "zh"\nlimit = 3')
    tiny.ask("air/zh.yaml", "lang: zh\n")
    return tiny


def refusal(collection) -> list[str]:
    """What `ecoplan render` says; it does not run anything."""
    result = collection.ecoplan("render", "--explain")
    assert result.exit_code == 1 and result.stdout == ""
    return result.stderr.removeprefix("ecoplan: ").splitlines()


# Files that are no files


@on_unix
@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "/dev/stdin"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("data/curated/plans.csv", "data/curated/plans.csv cannot be read: is not a regular file"),
        (f"data/curated/statements/{NORTH}.csv", "is not a regular file"),
        (f"data/raw/{NORTH}.txt", "[raw_file] is not a file of data/raw"),
        ("params/air/zh.yaml", "params/air/zh.yaml cannot be read: is not a regular file"),
        ("params/air.sql", "params/air.sql cannot be read: is not a regular file"),
        ("notebooks/air.ipynb", "notebooks/air.ipynb cannot be read: is not a regular file"),
    ],
)
def test_a_pipe_or_a_device_in_the_place_of_a_file_is_named_and_not_waited_for(asked, name, told, target):
    path = asked.project.root / name
    path.unlink(missing_ok=True)
    os.mkfifo(path) if target == "pipe" else path.symlink_to(target)
    assert any(told in line for line in refusal(asked))


@on_unix
def test_a_device_that_lies_beside_the_texts_is_left_alone(asked):
    (asked.project.raw / "endless").symlink_to("/dev/zero")
    os.mkfifo(asked.project.raw / "waiting")
    (asked.project.raw / "round").symlink_to(".")
    assert asked.ecoplan("render", "--kernels", "spawn").exit_code == 0
    assert (asked.project.site / "zh" / "air.html").is_file()


def test_a_file_that_no_person_has_written_is_too_large(asked):
    with asked.path(NORTH).open("ab") as file:
        file.truncate(LARGEST + 1)
    assert refusal(asked)[0] == f"data/curated/statements/{NORTH}.csv cannot be read: is larger than 50 MB"


def test_what_lies_beside_the_tables_is_not_published(asked):
    (asked.project.curated / "mine.csv").write_text("secret\n", encoding="utf-8")
    (asked.project.curated / "drafts").mkdir()
    (asked.project.curated / "drafts" / "mine.csv").write_text("secret\n", encoding="utf-8")
    assert asked.ecoplan("render", "--kernels", "spawn").exit_code == 0
    with zipfile.ZipFile(asked.project.site / "data" / "ecoplan-csv.zip") as archive:
        assert [name for name in archive.namelist() if "mine" in name] == []


# Rows


def test_a_row_without_its_key_is_told_and_so_are_the_rows_that_name_another(tiny):
    tiny.set("places", "hill", place_id="")
    tiny.set(NORTH, "pm25-2020", place_id="hills")
    empty, unknown = tiny.problems()
    assert empty.startswith("data/curated/places.csv:3 [place_id] the cell is empty")
    assert unknown.startswith(f"data/curated/statements/{NORTH}.csv:2 [place_id] is not in places.csv (got 'hills')")


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "＝1", '=HYPERLINK("http://x")', "-- 至"],
)
def test_no_cell_starts_a_formula_in_a_spreadsheet(tiny, cell):
    place = tiny.set(NORTH, "pm25-2020", note=cell)
    (told,) = tiny.problems()
    assert told.startswith(
        f"{place} [note] begins like a formula, which a spreadsheet would run or spoil (got '{cell}')"
    )


@pytest.mark.parametrize("cell", ["-6.5", "+6", "-6%", "－１０％", "=", "-", "—", "≥ 5", "(=5)", "'=1+1"])
def test_numbers_and_signs_are_no_formulas(tiny, cell):
    tiny.set(NORTH, "pm25-2020", note=cell)
    assert tiny.problems() == []


def test_a_draft_quotes_nothing_that_starts_a_formula(tmp_path):
    text = "某市“十四五”生态环境保护规划\n主要目标。\n+森林覆盖率达到39.5%以上。\n"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    words = ["draft", tmp_path / "plan.txt", "--plan", "north-14fyp-2021", "--out", tmp_path / "draft.csv"]
    result = CliRunner().invoke(app, [*map(str, words), "--project", str(OWN.root)])
    assert result.exit_code == 0, result.output
    (row,) = csv.DictReader((tmp_path / "draft.csv").read_text("utf-8").splitlines())
    assert row["quote"] == "某市“十四五”生态环境保护规划主要目标。+森林覆盖率达到39.5%以上"


@pytest.mark.parametrize(
    ("table", "key", "column", "cell"),
    [
        ("plans", NORTH, "issued", "２０２１-07-20"),
        ("places", "north", "gb2260", "３３０８００"),
    ],
)
def test_digits_that_are_compared_are_plain_ones(tiny, table, key, column, cell):
    place = tiny.set(table, key, **{column: cell})
    assert [line for line in tiny.problems() if line.startswith(f"{place} [{column}] does not have the form")]


def test_what_would_move_a_terminal_or_turn_the_writing_round_is_spelt_out(tiny):
    lines = tiny.lines("caveats")
    tiny.write("caveats", [lines[0].replace("caveat_id", "\x1b[2J\u202ecaveat_id"), *lines[1:]])
    told = r"data/curated/caveats.csv:1 [\u001b[2J\u202ecaveat_id] the column is unknown"
    assert any(line.startswith(told) for line in tiny.problems())


# Documents


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<table><caption>", "<p>"])
def test_a_page_that_nests_without_end_is_refused_at_once(tmp_path, tag):
    (tmp_path / "plan.html").write_text(tag * 50_000 + "目标", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=r"plan\.html: nests more than 2000 times"):
        text_of(tmp_path / "plan.html")


def test_a_caption_outside_a_table_is_a_line(tmp_path):
    (tmp_path / "plan.html").write_text("<caption>主要指标</caption><p>目标</p>", encoding="utf-8")
    assert "主要指标" in text_of(tmp_path / "plan.html")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded where the system can")
def test_a_document_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(document, "_MEMORY", 200_000_000)
    as_docx(tmp_path / "plan.docx")
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(tmp_path / "plan.docx") as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            more = b" " * 300_000_000 if name == "word/document.xml" else b""
            new.writestr(name, old.read(name) + more)
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(UnreadableDocument, match="it asks for too much memory"):
        text_of(bomb)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


# Parameters


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lang: zh\nlimit: 1\nlimit: 2\n", "3 [limit] stands twice"),
        (
            "lang: zh\nlimit: 2025-02-30\n",
            "2 [limit] is a value that does not exist: day is out of range for month (got '2025-02-30')",
        ),
        ("lang: zh\nlimit: {a: 1}\n", "2 [limit] is no plain value; text, a number, true, false, or a list of such"),
        ("lang: zh\nlimit: &a [*a]\n", "2 [limit] is no plain value; text, a number, true, false, or a list of such"),
        ("lang: zh\na:\n- [x]\n", "3 holds what is no plain value; text, a number, true, false, or a list of such"),
        ("lang: zh\n? [a]\n: b\n", "2 is not the name of a parameter; write `name: value` lines"),
        ("[" * 10**6, "1 holds what is no plain value; text, a number, true, false, or a list of such"),
    ],
)
def test_a_file_of_parameters_holds_plain_values(asked, text, told):
    asked.ask("air/zh.yaml", text)
    assert refusal(asked) == [f"params/air/zh.yaml:{told}"]


def test_aliases_of_aliases_do_not_fill_the_memory(asked):
    rows = [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else f"a0: &a0 [{', '.join('x' * 9)}]" for n in range(9)
    ]
    asked.ask("air/zh.yaml", "\n".join([*rows, "lang: zh", ""]))
    told = [f"params/air/zh.yaml:{n + 1} [a{n}] is no plain value" for n in range(1, 9)]
    assert [line.partition(";")[0] for line in refusal(asked)] == told


def test_a_page_cannot_be_named_at_more_length_than_a_file(asked):
    asked.ask(f"air/{'x' * 101}.zh.yaml", "lang: zh\n")
    assert "cannot be the name of a page" in refusal(asked)[0]


# Notebooks


@pytest.mark.parametrize("cell", ["lang = \0", f"lang = {'-' * 5000}1", f"lang = {'(' * 5000}"])
def test_a_cell_of_parameters_that_python_cannot_read_is_none(asked, cell):
    asked.notebook("air", "lang", parameters=cell)
    (told,) = refusal(asked)
    assert told.startswith("params/air/zh.yaml: notebooks/air.ipynb [parameters] ")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[]",
        '{"cells": 1}',
        '{"cells": [1], "metadata": {}}',
        '{"cells": [{"cell_type": "code", "source": "1"}], "metadata": {}}',
        '{"cells": [{"cell_type": "code", "source": [1], "metadata": {}}], "metadata": {}}',
        '{"cells": [], "metadata": null}',
        "<<<<<<< HEAD",
    ],
)
def test_a_notebook_of_another_form_is_none(asked, text):
    (asked.project.notebooks / "air.ipynb").write_text(text, encoding="utf-8")
    (told,) = refusal(asked)
    assert told.startswith("params/air/zh.yaml: notebooks/air.ipynb is not a notebook (got '")


def test_a_notebook_that_is_not_utf_8_is_none(asked):
    path = asked.project.notebooks / "air.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"é": 1}, ensure_ascii=False), encoding="latin-1")
    (told,) = refusal(asked)
    assert told.startswith("params/air/zh.yaml: notebooks/air.ipynb is not a notebook (got ''utf-8' codec can't decode")
