"""The database: its own guards, a way in that only reads, made anew when the data change and never half."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import helpers.store.build as building
from helpers.curation.tables import BY_NAME
from helpers.errors import BadCollection, BadQuery
from helpers.project import ENVIRONMENT_VARIABLE, Project
from helpers.store import connect as connecting
from helpers.store.build import build
from helpers.store.connect import Store, connect, stale
from tiny_collection import NORTH, OLD

SOURCE = Path(__file__).resolve().parents[1] / "src"
ASK = "from helpers import query; print(query('SELECT count(*) AS n FROM statements').n[0])"


@pytest.fixture
def store(built):
    with opened(built.project) as store:
        yield store


@pytest.fixture
def tables(built, tmp_path):
    """A copy of the database that may be written to."""
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(built.project.database.read_bytes())
    with duckdb.connect(copy) as connection:
        yield connection


def version(project: Project) -> tuple[int, int]:
    """Another one means that the database was made anew."""
    return project.database.stat().st_ino, project.database.stat().st_mtime_ns


@contextmanager
def opened(project: Project) -> Iterator[Store]:
    """A store of the collection, closed again: one that stays open would hide what a new one finds."""
    store = connect(project)
    try:
        yield store
    finally:
        store.close()


def ask(sql: str, project: Project) -> pd.DataFrame:
    with opened(project) as store:
        return store.query(sql)


# Guards


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("statement_id = 'days-2025'", "Duplicate key"),
        ("indicator_id = 'unheard_of'", "foreign key"),
        ("scope_id = 'unheard_of'", "foreign key"),
        ("plan_id = 'unheard-of'", "foreign key"),
        ("role = 'wish'", "CHECK"),
        ("comparator = '=>'", "CHECK"),
        ("part = 'poem'", "CHECK"),
        ("quote = NULL", "NOT NULL"),
        ("role = NULL", "NOT NULL"),
    ],
)
def test_the_tables_refuse_what_the_row_models_refuse(tables, change, guard):
    column, value = change.split(" = ")
    row = "SELECT * REPLACE ('new' AS statement_id) FROM statements WHERE statement_id = 'days-2025'"
    tables.execute(f"INSERT INTO statements {row}")
    tables.execute("DELETE FROM statements WHERE statement_id = 'new'")
    other = f"SELECT * REPLACE ({value} AS {column}) FROM ({row})"
    with pytest.raises(duckdb.ConstraintException, match=guard):
        tables.execute(f"INSERT INTO statements {other}")


def test_catalogues_are_guarded_too(tables):
    with pytest.raises(duckdb.ConstraintException, match="Duplicate key"):
        tables.execute("INSERT INTO units SELECT * FROM units WHERE unit_id = 't'")
    with pytest.raises(duckdb.ConstraintException, match="foreign key"):
        tables.execute("INSERT INTO unit_aliases VALUES ('尺', 'foot')")


def test_every_curated_table_and_view_is_there(store):
    names = set(store.query("SELECT table_name FROM information_schema.tables ORDER BY 1").table_name)
    assert set(BY_NAME) <= names
    assert {"evidence", "facts", "goals", "targets_with_baselines", "changes", "latest_targets"} <= names


def test_evidence_says_where_a_statement_stands(store, built):
    (row,) = store.query("SELECT * FROM evidence WHERE plan_id = 'north-2021' AND line = 2").itertuples()
    text = built.raw().read_text("utf-8")
    assert text[row.quote_start : row.quote_end] == "2020年,全市PM2.5平均浓度为 35微克/立方\n米"
    assert (row.line, text[int(row.value_start) : int(row.value_end)]) == (2, "35")


# The way in


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO meta VALUES ('a', 'b')",
        "DELETE FROM statements",
        "DROP TABLE facts",
        "DROP VIEW goals",
        "CREATE TABLE notebook (cell INTEGER)",
    ],
)
def test_a_query_cannot_write(store, sql):
    with pytest.raises(BadQuery, match="read-only"):
        store.query(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "COPY units TO '{file}.out'",
        "ATTACH '{file}.duckdb'",
        "SET enable_external_access = true",
    ],
)
def test_a_query_sees_no_file(store, built, sql):
    file = built.path("units")
    with pytest.raises(BadQuery, match="Cannot"):
        store.query(sql.format(file=file))
    assert not list(file.parent.glob("units.csv.*"))


def test_a_query_sees_no_variable_of_the_notebook(store):
    frame = pd.DataFrame({"column": [1]})
    with pytest.raises(BadQuery, match="Table with name frame does not exist"):
        store.query("SELECT * FROM frame")
    assert len(frame) == 1


def test_several_rows_need_an_order(store):
    with pytest.raises(BadQuery, match="the query gives 7 rows without an ORDER BY"):
        store.query("SELECT statement_id FROM statements")
    assert len(store.query("SELECT statement_id FROM statements ORDER BY plan_id, statement_id")) == 7
    assert store.query("SELECT count(*) AS n FROM statements").n[0] == 7


def test_the_order_of_a_window_is_no_order_of_the_rows(store):
    with pytest.raises(BadQuery, match="without an ORDER BY"):
        store.query("SELECT statement_id, row_number() OVER (ORDER BY year) AS place FROM statements")


def test_a_refused_query_is_shown(store):
    with pytest.raises(BadQuery, match="in the query:\nSELECT quotes FROM statements"):
        store.query("SELECT quotes FROM statements")


def test_a_query_and_its_result_are_on_record(store):
    sql = "SELECT quote FROM statements WHERE year = $year\nORDER BY quote"
    first, again, other = (len(store.query(sql, {"year": year})) for year in (2025, 2025, 2020))
    assert (first, again, other) == (5, 5, 2)
    one, two, three = store.asked
    assert (one.sql, one.parameters, one.rows) == (sql, {"year": 2025}, 5)
    assert one.sha256 == two.sha256 != three.sha256


# What a changed row changes: a report runs again when the result of one of its queries is another one


def contents(project: Project) -> dict[str, pd.DataFrame]:
    """Every table and view, with its rows as words."""
    with opened(project) as store:
        names = store.query("SELECT DISTINCT table_name AS name FROM information_schema.columns ORDER BY name").name
        return {name: store.query(f'FROM "{name}" ORDER BY ALL').astype(str) for name in names}


def test_a_note_for_people_stands_with_the_statements_and_nowhere_else(tiny):
    before = contents(tiny.project)
    tiny.set(NORTH, "days-2025", note="seen twice")
    after = contents(tiny.project)
    assert [name for name in before if not after[name].equals(before[name])] == ["meta", "statements"]


@pytest.mark.parametrize(("plan", "other"), [(OLD, NORTH), (NORTH, OLD)])
def test_a_row_more_in_one_plan_leaves_the_rows_of_the_other_as_they_were(tiny, plan, other):
    def of_other() -> dict[str, list[list[str]]]:
        tables = contents(tiny.project).items()
        return {name: rows[rows.plan_id == other].values.tolist() for name, rows in tables if "plan_id" in rows}

    before = of_other()
    tiny.write_raw(f"2020年煤炭消费785.5万吨。\n{tiny.raw(plan).read_text('utf-8')}", plan)
    cells = {"indicator_id": "coal_use", "unit": "万吨", "value": "785.5", "year": "2020"}
    tiny.add(plan, statement_id="coal", quote="2020年煤炭消费785.5万吨", **cells)
    assert len(contents(tiny.project)["facts"]) == 8
    assert before["facts"]
    assert of_other() == before


def test_statements_are_sorted_by_the_issue_of_their_plans_and_then_as_the_text_goes_on(store):
    found = store.query("SELECT plan_year, plan_id, quote_start, statement_id FROM facts ORDER BY text_order")
    rows = list(found.itertuples(index=False, name=None))
    assert rows == sorted(rows)
    assert [row[1] for row in rows] == [OLD] + 6 * [NORTH]


# Making it anew


def test_a_changed_cell_makes_the_database_anew(tiny):
    assert ask("SELECT count(*) AS n FROM statements", tiny.project).n[0] == 7
    tiny.set(NORTH, "days-2025", note="seen twice")
    found = ask("SELECT note FROM statements WHERE statement_id = 'days-2025'", tiny.project)
    assert found.note[0] == "seen twice"


def test_a_new_date_of_a_file_alone_does_not(tiny):
    build(tiny.project)
    before = version(tiny.project)
    for path in tiny.project.curated.rglob("*.csv"):
        os.utime(path, ns=(0, 0))
    assert not stale(tiny.project)
    ask("SELECT 1 AS one", tiny.project)
    assert version(tiny.project) == before


def test_changed_code_makes_the_database_anew(tiny, monkeypatch):
    build(tiny.project)
    monkeypatch.setattr(building, "fingerprint", lambda project: "of other code")
    assert stale(tiny.project)


def test_a_spoilt_database_is_made_anew(tiny):
    build(tiny.project)
    tiny.project.database.write_bytes(b"no database")
    assert ask("SELECT count(*) AS n FROM statements", tiny.project).n[0] == 7


def test_an_open_store_does_not_make_the_database_look_stale(tiny):
    with opened(tiny.project):
        assert not stale(tiny.project)


def test_a_second_store_sees_the_changed_cell_while_the_first_is_open(tiny):
    with opened(tiny.project):
        tiny.set(NORTH, "days-2025", note="seen twice")
        found = ask("SELECT note FROM statements WHERE statement_id = 'days-2025'", tiny.project)
    assert found.note[0] == "seen twice"


def test_a_running_notebook_sees_the_changed_cell(tiny, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tiny.project.root))
    monkeypatch.setattr(connecting, "_stores", {})
    sql = "SELECT note FROM statements WHERE statement_id = 'days-2025'"
    assert connecting.query(sql).note[0] is None
    tiny.set(NORTH, "days-2025", note="seen twice")
    assert connecting.query(sql).note[0] == "seen twice"


def test_a_build_that_fails_leaves_the_former_database_and_nothing_else(tiny, monkeypatch, tmp_path):
    build(tiny.project)
    before = version(tiny.project)
    broken = tmp_path / "9_broken.sql"
    broken.write_text("CREATE VIEW broken AS SELECT no_such_column FROM facts")
    files = [*building.view_files(), broken]
    monkeypatch.setattr(building, "view_files", lambda: files)
    with pytest.raises(duckdb.BinderException):
        build(tiny.project)
    assert version(tiny.project) == before
    assert sorted(path.name for path in tiny.project.build.iterdir()) == ["ecoplan.duckdb", "ecoplan.made.json"]


def test_wrong_data_do_not_even_begin_a_build(tiny):
    tiny.set(NORTH, "days-2025", value="96")
    with pytest.raises(BadCollection, match="is not a numeral of the quote"):
        connect(tiny.project)
    assert not tiny.project.build.exists()


# Where it is asked from


@pytest.mark.parametrize("folder", ["notebooks", "data/curated/statements", "."])
def test_the_collection_is_found_from_inside(tiny, folder):
    assert asked_in(tiny.project.root / folder) == "7"


def test_the_collection_is_found_by_its_name_in_the_environment(tiny, tmp_path):
    assert asked_in(tmp_path, **{ENVIRONMENT_VARIABLE: str(tiny.project.root)}) == "7"


def asked_in(folder: Path, **environment: str) -> str:
    settings = os.environ | {"PYTHONPATH": str(SOURCE)} | environment
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=folder, env=settings, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()
