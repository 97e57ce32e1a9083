"""The collection itself: it passes its own check, and what is generated from it is up to date."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.curation import dictionary
from helpers.curation.fields import Row, column
from helpers.project import Project

PROJECT = Project(Path(__file__).resolve().parents[1])


def test_the_curated_data_pass_the_check():
    result = CliRunner().invoke(app, ["check", "--project", str(PROJECT.root)], catch_exceptions=False)
    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout.splitlines()[-1].endswith("each traced to its quote; no problem found.")


@pytest.mark.parametrize(
    ("path", "make"),
    [
        (PROJECT.root / "docs" / "data-dictionary.md", dictionary.dictionary),
        (PROJECT.curated / "datapackage.json",
         lambda: json.dumps(dictionary.datapackage(PROJECT), ensure_ascii=False, indent=2) + "\n"),
    ],
    ids=["data dictionary", "datapackage"],
)  # fmt: skip
def test_what_is_generated_from_the_row_models_is_up_to_date(path, make):
    fresh = path.read_text("utf-8") == make()
    assert fresh, f"{PROJECT.name(path)} is not what the row models say now: run `ecoplan docs`"


def test_the_files_that_are_written_are_the_ones_that_are_kept(tmp_path):
    copy = Project(tmp_path)
    shutil.copytree(PROJECT.curated, copy.curated)
    written = dictionary.write(copy)
    assert [(copy.root / name).read_bytes() for name in written] == [(PROJECT.root / n).read_bytes() for n in written]


def test_a_bar_in_the_meaning_of_a_column_does_not_end_its_cell(monkeypatch):
    class Well(Row):
        table, key, about = "wells", ("well_id",), "Wells."
        well_id: str = column("Name | number.")

    monkeypatch.setattr(dictionary, "TABLES", (Well,))
    assert r"| `well_id` | string | no | Name \| number. |" in dictionary.dictionary().splitlines()


def test_ecoplan_docs_writes_both(tiny):
    result = tiny.ecoplan("docs")
    assert result.stdout.splitlines() == ["wrote docs/data-dictionary.md", "wrote data/curated/datapackage.json"]
    package = json.loads((tiny.project.curated / "datapackage.json").read_text("utf-8"))
    statements = next(resource for resource in package["resources"] if resource["name"] == "statements")
    assert statements["path"] == ["statements/north-2016.csv", "statements/north-2021.csv"]
    assert statements["schema"]["primaryKey"] == ["plan_id", "statement_id"]
    assert {"fields": "scope_id", "reference": {"resource": "scopes", "fields": "scope_id"}} in (
        statements["schema"]["foreignKeys"]
    )
