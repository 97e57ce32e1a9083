"""`ecoplan init`: a collection of one's own, and the way in from there."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app

ROOT = Path(__file__).parents[1]
TEXT = """\
临河市“十四五”生态环境保护规划

到2025年，全市森林覆盖率达到39.5%，市区优良天数比率不低于90%。
"""


def ecoplan(*words: object):
    return CliRunner().invoke(app, [*map(str, words)])


@pytest.fixture
def begun(tmp_path):
    folder = tmp_path / "my plans"
    assert ecoplan("init", folder).exit_code == 0
    return folder


def test_a_new_collection_is_sound_and_empty(begun):
    result = ecoplan("check", "--project", begun)
    assert result.exit_code == 0, result.output
    assert "0 statements" in result.stdout
    assert (begun / "notebooks" / "air_quality.ipynb").exists()
    assert list((begun / "data" / "curated" / "statements").iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").touch()
    result = ecoplan("init", tmp_path)
    assert result.exit_code == 1
    assert "name a new or an empty folder" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_from_a_text_to_a_plan_that_the_check_accepts(begun, tmp_path):
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, "utf-8")
    drafted = ecoplan("draft", document, "--plan", "linhe-14fyp-2021", "--project", begun)
    assert drafted.exit_code == 0, drafted.output
    assert "data/curated/plans.csv:2: the plan's row; fill place_id, title_en, short_zh, short_en" in drafted.stdout
    told = ecoplan("check", "--project", begun)
    assert told.exit_code == 1
    assert "plans.csv:2 [place_id] the cell is empty" in told.stderr
    assert "2 drafted row(s) that nobody has read yet" in told.stderr
    assert "no plan of this name" not in told.stderr  # it has a row, which is told to be incomplete

    curated = begun / "data" / "curated"
    plans = rows_of(curated / "plans.csv")
    plans[0] |= {
        "place_id": "quzhou", "title_en": "14th FYP of Linhe", "short_zh": "临河", "short_en": "Linhe",
        "authority": "official",
    }  # fmt: skip
    write(curated / "plans.csv", plans)
    table = curated / "statements" / "linhe-14fyp-2021.csv"
    write(table, [row | {"confidence": ""} for row in rows_of(table)])
    assert "every row has been read; run `ecoplan tidy`" in ecoplan("check", "--project", begun).stderr
    assert ecoplan("tidy", "--project", begun).exit_code == 0
    result = ecoplan("check", "--project", begun)
    assert result.exit_code == 0, result.output
    assert "2 statements" in result.stdout

    again = ecoplan("draft", document, "--plan", "linhe-14fyp-2021", "--project", begun)
    assert again.exit_code == 1 and "--force replaces it" in again.stderr
    assert len(rows_of(curated / "plans.csv")) == 1


def test_drafting_again_keeps_one_row_of_the_plan_and_renews_its_checksum(begun, tmp_path):
    document = tmp_path / "plan.txt"
    document.write_text(TEXT, "utf-8")
    words = ("draft", document, "--plan", "linhe-14fyp-2021", "--project", begun)
    assert ecoplan(*words).exit_code == 0
    plans = begun / "data" / "curated" / "plans.csv"
    (before,) = rows_of(plans)
    write(plans, [before | {"title_en": "14th FYP of Linhe"}])
    document.write_text(TEXT + "农膜回收率达到90%。\n", "utf-8")
    assert ecoplan(*words).exit_code == 1
    assert ecoplan(*words, "--force").exit_code == 0
    (after,) = rows_of(plans)
    assert after["title_en"] == "14th FYP of Linhe"
    assert after["sha256"] != before["sha256"] and (before["statements"], after["statements"]) == ("2", "3")
    assert "another SHA-256" not in ecoplan("check", "--project", begun).stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace("plan_id", "id", 1).encode(),
        lambda text: b"",
        lambda text: b'"',
    ],
)
def test_a_spoilt_list_of_plans_stops_the_draft_before_anything_is_written(begun, tmp_path, spoil):
    document, plans = tmp_path / "plan.txt", begun / "data" / "curated" / "plans.csv"
    document.write_text(TEXT, "utf-8")
    plans.write_bytes(spoil(plans.read_text("utf-8")))
    before = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    result = ecoplan("draft", document, "--plan", "linhe-14fyp-2021", "--project", begun)
    assert result.exit_code == 1 and "plans.csv: is not as it should be" in result.stderr
    assert {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()} == before


def test_a_wheel_carries_what_a_collection_starts_with(tmp_path):
    copy = tmp_path / "copy"  # building leaves files beside the source
    for part in ("src", "notebooks", "params", "data"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "LICENSES.md", "CITATION.cff"):
        shutil.copyfile(ROOT / name, copy / name)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", tmp_path, copy]
    subprocess.run([*map(str, command)], check=True, capture_output=True, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("notebooks/coverage.ipynb", "params/indicator.sql", "data/curated/units.csv", "LICENSES.md"):
        assert f"helpers/starter/{part}" in names
