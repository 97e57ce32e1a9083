"""The made-up collections of the benchmarks are sound: `ecoplan check` accepts them, and nothing is left over."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.curation.check import load
from helpers.project import Project

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "synthetic.py"


def synthetic(*words: str | Path) -> subprocess.CompletedProcess:
    command = [sys.executable, str(SCRIPT), *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def made(folder: Path, statements: int, seed: int = 1) -> Path:
    """A collection of three prefectures with two plans each, beside the project's own plans."""
    done = synthetic(folder, "--prefectures", 3, "--plans", 2, "--statements", statements, "--seed", seed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"wrote {folder}: 6 plans with {6 * statements} statements, and the project's own\n"
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("statements", [10, 200])
def test_a_made_up_collection_passes_the_check(tmp_path, statements):
    folder = made(tmp_path / "made", statements)
    checked = CliRunner().invoke(app, ["check", "--project", str(folder)], catch_exceptions=False)
    own = len(load(Project(ROOT)).rows("statements"))
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert f" {own + 6 * statements} statements, each traced to its quote; no problem found." in checked.stdout


def test_its_statements_are_as_various_as_those_of_the_texts(tmp_path):
    collection = load(Project(made(tmp_path / "made", 200)))
    own = set(load(Project(ROOT)).ledgers)
    rows = [row for row in collection.rows("statements") if row.plan_id not in own]
    assert {row.role for row in rows} == {"target", "prior_target", "baseline", "actual"}
    assert {"level", "count", "change_pct", "change_pp", "annual_change_pct", "state"} <= {row.measure for row in rows}
    assert {">=", ">", "<=", "<", "=", "up", "down", "meets", "all"} <= {row.comparator for row in rows}
    for column in (
        "scope_id",
        "value_max",
        "repeats",
        "context",
        "reading",
        "caveats",
        "force",
        "hedge",
        "aggregation",
    ):
        assert any(getattr(row, column) for row in rows), column


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    first, again, other = (made(tmp_path / name, 10, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert files(first) == files(again) != files(other)


def test_what_is_there_already_is_not_overwritten(tmp_path):
    refused = synthetic(tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.endswith(f"{tmp_path} exists already\n")
    assert not any(tmp_path.iterdir())
