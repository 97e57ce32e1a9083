"""Checked statements → build/ecoplan.duckdb, in one go: beside, then renamed."""

from __future__ import annotations

import json
import os
import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from helpers.curation.check import load
from helpers.curation.collection import Collection
from helpers.curation.ledger import KINDS
from helpers.curation.tables import TABLES
from helpers.curation.units import Units
from helpers.files import FileHashes, digest_of, files_below, sweep
from helpers.project import Project
from helpers.store import schema
from helpers.store.canonical import canonical
from helpers.store.writing import writing

VIEWS = Path(__file__).parent / "views"
_CODE = Path(__file__).parents[1]
# Groups of few rows, for a query about one plan passes over those of others group by group, however many;
# and small blocks, for a small collection has many columns with little in each: 6 MB instead of 21.
_LAYOUT = "ROW_GROUP_SIZE 8192, BLOCK_SIZE 65536"


def build(project: Project) -> Path:
    """Makes the database anew and returns its path. BadCollection, and nothing touched, when the data are wrong."""
    stamp = fingerprint(project)
    collection = load(project)
    project.build.mkdir(parents=True, exist_ok=True)
    sweep(project.build)
    with tempfile.TemporaryDirectory(dir=project.build, prefix=".building-", suffix=f".{os.getpid()}") as folder:
        beside = Path(folder) / "ecoplan.duckdb"
        with writing(), duckdb.connect(config={"threads": 1}) as connection:
            connection.execute(f"ATTACH {_quoted(beside)} AS made ({_LAYOUT})")
            connection.execute("USE made")
            _fill(connection, collection)
            connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", [stamp])
        note = Path(folder) / "note"
        note.write_text(json.dumps({"fingerprint": stamp, "bytes": beside.stat().st_size}), encoding="utf-8")
        os.replace(beside, project.database)
        os.replace(note, _note(project))
    return project.database


def stale(project: Project) -> bool:
    """Whether the database is missing, cut short, or made from other data or by other code.

    Asked of a note beside it: DuckDB does not open a file twice with different settings.
    """
    try:
        note = json.loads(_note(project).read_text("utf-8"))
        size = project.database.stat().st_size
    except (OSError, ValueError):
        return True
    return note != {"fingerprint": fingerprint(project), "bytes": size}


def _note(project: Project) -> Path:
    return project.database.with_suffix(".made.json")


def fingerprint(project: Project) -> str:
    """SHA-256 of all that the database depends on: the data, and the code that reads and stores them."""
    hashes = _hashes(project)
    paths = [*files_below(project.curated, (".csv",)), *files_below(project.raw, ("",))]
    parts = {project.name(Path(path)): hashes.of(path) for path in paths}
    for part in ("curation", "store"):
        paths = files_below(_CODE / part, (".py", ".sql"))
        parts |= {os.path.relpath(path, _CODE).replace(os.sep, "/"): hashes.of(path) for path in paths}
    return digest_of(parts)


@cache
def _hashes(project: Project) -> FileHashes:
    """One for the process: a notebook asks before each of its queries whether the data have changed."""
    return FileHashes(project.build / "hashes.json")


def view_files() -> list[Path]:
    """What makes the views, in the order of their numbers: a view may use those before it."""
    return sorted(VIEWS.glob("*.sql"), key=lambda path: int(path.name.partition("_")[0]))


def _fill(connection: duckdb.DuckDBPyConnection, collection: Collection) -> None:
    connection.execute("BEGIN")
    for model in TABLES:
        connection.execute(schema.create_table(model))
        columns = list(model.columns())
        rows = [[getattr(row, column) for column in columns] for row in collection.rows(model.table)]
        _insert(connection, schema.quoted(model.table), columns, rows)
    connection.execute(schema.EVIDENCE)
    _insert(connection, "evidence", list(_EVIDENCE_COLUMNS), _evidence(collection))
    connection.execute(schema.ACCOUNT)
    _insert(connection, "account", ["plan_id", "kind", "kind_order", "numerals"], _account(collection))
    connection.execute(schema.META)
    connection.execute("COMMIT")
    # What a view shows is kept as a table, for DuckDB plans a stack of views anew with every query, up to 0.7 s of it.
    # Each is in the order of plans, so that what a query asks of one plan lies together, however many there are.
    for path in view_files():
        connection.execute(path.read_text("utf-8"))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[list]) -> None:
    if rows:
        frame = pd.DataFrame(rows, columns=columns, dtype=object)  # noqa: F841 (DuckDB reads it by its name)
        names = ", ".join(map(schema.quoted, columns))
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM frame")


def _account(collection: Collection) -> list[list]:
    """What accounts for the numerals of each text; see helpers.curation.account."""
    return [
        [plan_id, kind, order, ledger.counts[kind]]
        for plan_id, ledger in collection.ledgers.items()
        for order, kind in enumerate(KINDS)
    ]


_EVIDENCE_COLUMNS = (
    "plan_id", "statement_id", "line", "text_order", "quote_start", "quote_end", "value_start", "value_end",
    "amount", "amount_max", "printed_unit_id", "canonical", "canonical_max", "unit_id", "rounding",
)  # fmt: skip


def _evidence(collection: Collection) -> list[list]:
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    indicators = {row.indicator_id: row for row in collection.rows("indicators")}
    years = {plan.plan_id: plan.issued or str(plan.period_start) for plan in collection.rows("plans")}

    rows = []
    for row in collection.rows("statements"):
        found = collection.evidence[row.plan_id, row.statement_id]
        number = canonical(row, indicators[row.indicator_id], units)
        value = (found.value.start, found.value.end) if found.value else (None, None)
        line = collection.raw[row.plan_id].line(found.quote.start)
        order = f"{years[row.plan_id]} {row.plan_id} {found.quote.start:08} {row.statement_id}"
        rows.append([
            row.plan_id, row.statement_id, line, order, found.quote.start, found.quote.end, *value,
            number.amount, number.amount_max, number.printed_unit_id,
            number.value, number.value_max, number.unit_id, number.rounding,
        ])  # fmt: skip
    return rows
