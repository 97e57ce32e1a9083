"""`ecoplan diff`: what changed between two versions, in words for a comment."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

import helpers
from tiny_collection import AT_THE_END, NORTH, TinyCollection

COAL = {"indicator_id": "coal_use", "measure": "change_pct", "direction": "decrease", "unit": "%"}

WAS_ANOTHER_YEAR = {"field": "year", "was": "2024", "now": "2025", "why_zh": "误读", "why_en": "misread"}


@pytest.fixture
def changed(tmp_path):
    """A collection as it was, and a second one to change."""
    return TinyCollection(tmp_path / "old"), TinyCollection(tmp_path / "new")


def said(one: TinyCollection, other: TinyCollection, *words: str) -> str:
    result = one.ecoplan("diff", str(one.project.root), str(other.project.root), *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_where_nothing_changed_it_says_so(changed):
    assert said(*changed) == "Nothing changed.\n"
    assert said(*changed, "--lang", "zh") == "没有变化。\n"


def test_a_changed_number_is_told_with_place_year_and_indicator(changed):
    old, new = changed
    new.write_raw(new.raw().read_text("utf-8").replace("27.90", "25.5"))
    new.set(NORTH, "pm25-2025", value="25.5", quote="PM2.5平均浓度降至25.5微克/立方米以下")
    text = said(old, new)
    assert "### Statements" in text
    (line,) = [line for line in text.splitlines() if f"`{NORTH}/pm25-2025`" in line and "→" in line and "≤" in line]
    assert "2025" in line and line.endswith(f": ≤27.90 → ≤25.5 (`{NORTH}/pm25-2025`)")


def test_rows_that_came_or_went_are_told(changed):
    old, new = changed
    header, *rows = new.lines(NORTH)
    gone = [row for row in rows if ",days-2025-table," in row]
    new.write(NORTH, [header, *(row for row in rows if row not in gone)])
    new.set("plans", NORTH, statements=str(len(rows) - 1))
    new.excuse("优良天数比率(%) ≥95", "definition")
    assert any(line.startswith("- − ") and "days-2025-table" in line for line in said(old, new).splitlines())
    assert any(line.startswith("- + ") and "days-2025-table" in line for line in said(new, old).splitlines())


def test_a_change_of_words_only_is_told_by_its_column(changed):
    old, new = changed
    new.set(NORTH, "pm25-2025", caveats="mean_baseline")
    assert f"caveats — → mean_baseline (`{NORTH}/pm25-2025`)" in said(old, new)


@pytest.mark.parametrize(
    ("column", "cell"), [("part", "note"), ("note", "读过两遍"), ("value_at", "1"), ("context", "到规划期末")]
)
def test_no_column_of_a_statement_changes_unnoticed(changed, column, cell):
    old, new = changed
    new.set(NORTH, "pm25-2025", **{column: cell})
    assert re.search(rf"{column} \S+ → {cell} \(`{NORTH}/pm25-2025`\)", said(old, new))


def test_rows_of_other_tables_are_told_by_their_key(changed):
    old, new = changed
    new.set("places", "north", name_en="Northern Hill")
    new.say("本规划由市政府批准。")
    old.add("corrections", plan_id=NORTH, statement_id="pm25-2025", corrected="2023-05-01", **WAS_ANOTHER_YEAR)
    told = said(old, new)
    assert told.startswith("### Other tables\n")
    assert "- places: name_en some name_en → Northern Hill (`north`)" in told
    assert f"- − corrections: `{NORTH}/pm25-2025/year/2023-05-01`" in told
    assert re.search(rf"- plans: sha256 \w+ → \w+ \(`{NORTH}`\)", told)


def test_a_long_list_is_cut_and_says_so(changed):
    old, new = changed
    for name in ("pm25-2020", "pm25-2025", "days-2025"):
        new.set(NORTH, name, caveats="mean_baseline")
    text = said(old, new, "--most", "1")
    assert "… and 2 more lines" in text


def test_changed_findings_are_told_with_the_reports_that_say_them(changed):
    for tiny in changed:
        tiny.take("baseline_vs_goal")
    old, new = changed
    new.tell("煤炭消费减少20%", statement_id="new", value="20", year="2025", context=AT_THE_END, **COAL)
    lines = said(old, new).partition("### Findings")[2].splitlines()
    assert any(line.startswith("- − Of the 4 targets ") for line in lines)
    assert any(line.startswith("- + Of the 5 targets ") for line in lines)
    assert all(line.endswith(f"(`baseline_vs_goal/{NORTH}.en`)") for line in lines if line)


def test_changed_results_of_the_audit_are_told_by_their_rule(changed):
    old, new = changed

    def in_the_table(tiny: TinyCollection, number: str) -> None:
        row = next(row for row in tiny.rows[NORTH] if row["statement_id"] == "days-2025-table")
        tiny.write_raw(tiny.raw().read_text("utf-8").replace(f"≥{row['value']}", f"≥{number}"))
        tiny.set(NORTH, "days-2025-table", value=number, quote=f"优良天数比率(%) ≥{number}")

    pair = f"(`{NORTH}/days-2025`, `{NORTH}/days-2025-table`)"
    in_the_table(new, "96")
    assert f"### Audit\n\n- + said_twice: ≥95 (2025) ≠ ≥96 (2025) {pair}\n" in said(old, new)
    assert f"### Audit\n\n- − said_twice: ≥95 (2025) ≠ ≥96 (2025) {pair}\n" in said(new, old)
    in_the_table(old, "97")
    assert f"- said_twice: ≥95 (2025) ≠ ≥97 (2025) → ≥95 (2025) ≠ ≥96 (2025) {pair}\n" in said(old, new)


def test_of_a_database_with_other_views_only_the_statements_are_compared(changed):
    old, new = changed
    new.set(NORTH, "pm25-2025", caveats="mean_baseline")
    assert old.ecoplan("build").exit_code == 0
    with duckdb.connect(str(old.project.database)) as database:
        database.execute("DROP VIEW goals")
    result = new.ecoplan("diff", str(old.project.database), str(new.project.root))
    assert "### Statements" in result.stdout and "### Audit" not in result.stdout
    assert "One of the two was made by another version of the program" in result.stdout


def commit(tiny: TinyCollection) -> None:
    """Commits what lies there."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "as it is")):
        subprocess.run(["git", *identity, "-C", str(tiny.project.root), *words], check=True, capture_output=True)


def test_commits_are_compared_without_touching_the_working_tree(changed):
    _, tiny = changed
    commit(tiny)
    tiny.set(NORTH, "pm25-2025", caveats="mean_baseline")
    result = tiny.ecoplan("diff", "HEAD")
    assert "caveats — → mean_baseline" in result.stdout
    commit(tiny)
    assert "caveats — → mean_baseline" in tiny.ecoplan("diff", "HEAD~1", "HEAD").stdout
    assert tiny.ecoplan("diff", "HEAD", "HEAD").stdout == "Nothing changed.\n"


def test_a_commit_whose_data_break_the_rules_of_today_is_built_with_its_own_code(changed):
    _, tiny = changed
    code = tiny.project.root / "src" / "helpers"
    shutil.copytree(Path(helpers.__file__).parent, code, ignore=shutil.ignore_patterns("__pycache__"))
    rules = code / "curation" / "statement.py"
    rules.write_text(rules.read_text("utf-8").replace('"note"]', '"note", "margin"]'), encoding="utf-8")
    tiny.set(NORTH, "pm25-2025", part="margin")
    commit(tiny)
    tiny.set(NORTH, "pm25-2025", part="note")
    assert "part margin → note" in tiny.ecoplan("diff", "HEAD").stdout


@pytest.mark.parametrize("with_code", [False, True])
def test_a_commit_whose_data_nothing_can_build_is_named_with_what_is_wrong(changed, with_code):
    _, tiny = changed
    if with_code:
        shutil.copytree(Path(helpers.__file__).parent, tiny.project.root / "src" / "helpers")
    tiny.set(NORTH, "pm25-2025", hedge="perhaps")
    commit(tiny)
    tiny.set(NORTH, "pm25-2025", hedge="strive")
    result = tiny.ecoplan("diff", "HEAD")
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert result.stderr.startswith("ecoplan: HEAD: its data cannot be built:")
    assert "north-2021.csv:" in result.stderr and "'perhaps'" in result.stderr


def test_without_git_commits_are_refused_in_words(changed, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = changed[0].ecoplan("diff", "HEAD")
    assert result.exit_code == 1
    assert "git is not installed: name two databases or folders instead" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no-such-thing",), "neither a database, nor a folder, nor a commit"),
        (("HEAD", "--lang", "fr"), "known: zh, en"),
    ],
)
def test_what_cannot_be_compared_is_explained(changed, words, message):
    old, _ = changed
    result = old.ecoplan("diff", *words)
    assert result.exit_code == 1
    assert message in result.stderr and "Traceback" not in result.output


def test_data_that_break_the_rules_are_named(changed):
    old, new = changed
    new.set(NORTH, "pm25-2025", value="27.91")
    result = old.ecoplan("diff", str(old.project.root), str(new.project.root))
    assert result.exit_code == 1 and "27.91" in result.stderr
