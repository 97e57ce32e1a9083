"""The command `ecoplan draft`: documents of every kind, where the draft goes, and what it refuses."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from typer.testing import CliRunner

from documents import CHROMIUM, OWN, as_docx, as_html, as_old_text, as_pdf
from helpers.cli import app


def said(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def run(*words: object):
    return CliRunner().invoke(app, ["draft", *map(str, words), "--project", str(OWN.root)])


def read(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


TEXT = "某市“十四五”生态环境保护规划\n\n到2025年，森林覆盖率达到39.5%，优良天数比率不低于90%。\n"


def test_a_draft_elsewhere_leaves_the_collection_alone(tmp_path):
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, "utf-8")
    before = sorted(path.stat().st_mtime_ns for path in OWN.curated.rglob("*.csv"))
    result = run(document, "--plan", "north-14fyp-2021", "--out", tmp_path / "draft.csv")
    assert result.exit_code == 0, result.output
    assert "2 rows" in result.output and "2021–2025" in result.output
    rows = read(tmp_path / "draft.csv")
    assert [said(row, "indicator_id", "value", "comparator", "year") for row in rows] == [
        ("forest_cover", "39.5", "=", "2025"),
        ("good_air_days", "90", ">=", "2025"),
    ]
    assert all(row["confidence"] for row in rows)
    assert (tmp_path / "draft.txt").read_text("utf-8") == TEXT
    assert sorted(path.stat().st_mtime_ns for path in OWN.curated.rglob("*.csv")) == before


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("html", as_html),
        ("docx", as_docx),
        ("txt", as_old_text),
        pytest.param("pdf", as_pdf, marks=pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium to print a PDF")),
    ],
)
def test_the_table_of_a_document_is_read_whatever_its_kind(tmp_path, suffix, write):
    document, out = tmp_path / f"plan.{suffix}", tmp_path / "draft" / "plan.csv"
    write(document)
    result = run(document, "--plan", "north-14fyp-2021", "--out", out)
    assert result.exit_code == 0, result.output
    rows = read(out)
    assert [said(row, "value", "role", "comparator") for row in rows] == [
        ("38.25", "baseline", "="),
        ("39.5", "target", "="),
        ("80", "baseline", "="),
        ("90", "target", ">="),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words", "message"),
    [
        ("gone.txt", None, (), "No such file"),
        ("plan.doc", b"x", (), "save the document as one of these"),
        ("plan.docx", b"no zip", (), "cannot be read as .docx"),
        ("plan.pdf", b"no pdf", (), "cannot be read as .pdf"),
        ("plan.txt", b"english only 95%\n", (), "character recognition"),
        ("plan.txt", "达到95%。\n".encode(), (), "say it: --years"),
        ("plan.txt", TEXT.encode(), ("--years", "2025-2021"), "--years 2025-2021"),
    ],
)
def test_a_document_that_gives_nothing_is_explained_and_nothing_written(tmp_path, name, content, words, message):
    document = tmp_path / name
    if content is not None:
        document.write_bytes(content)
    result = run(document, "--plan", "north", "--out", tmp_path / "draft.csv", *words)
    assert result.exit_code == 1
    assert message in result.output and "Traceback" not in result.output
    assert not (tmp_path / "draft.csv").exists()


@pytest.mark.parametrize("out", ["plan.txt", "folder"])
def test_a_draft_never_lands_on_its_own_document(tmp_path, out):
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, "utf-8")
    result = run(document, "--plan", "north-14fyp-2021", "--out", tmp_path / out, "--force")
    assert result.exit_code == 1 and "ends with .csv" in result.output
    assert document.read_text("utf-8") == TEXT


def test_a_document_beside_its_draft_stays_as_it_is(tmp_path):
    document = tmp_path / "plan.txt"
    document.write_bytes(TEXT.encode("gb18030"))
    assert run(document, "--plan", "north-14fyp-2021", "--out", tmp_path / "plan.csv").exit_code == 0
    assert document.read_bytes() == TEXT.encode("gb18030")


def test_a_docx_is_not_asked_to_be_trusted(tmp_path):
    document = tmp_path / "plan.docx"
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", "<not/>")
    result = run(document, "--plan", "north-14fyp-2021", "--out", tmp_path / "draft.csv")
    assert result.exit_code == 1 and "cannot be read as .docx" in result.output
