"""Checked statements → build/ecoplan.duckdb, in one go: beside, then renamed."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from helpers.curation.check import load
from helpers.curation.collection import Collection
from helpers.curation.ledger import KINDS
from helpers.curation.statement import Statement
from helpers.curation.tables import TABLES
from helpers.curation.units import Units
from helpers.project import Project
from helpers.store import schema
from helpers.store.canonical import canonical

VIEWS = Path(__file__).parent / "views"


def build(project: Project) -> Path:
    """Makes the database anew and returns its path. BadCollection, and nothing touched, when the data are wrong."""
    stamp = fingerprint(project)
    collection = load(project)
    project.build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.build, prefix=".building-") as folder:
        beside = Path(folder) / "ecoplan.duckdb"
        with duckdb.connect(beside, config={"threads": 1}) as connection:
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
    code = Path(__file__).parents[1]
    files = [
        *sorted(project.curated.rglob("*.csv")),
        *sorted(path for path in project.raw.glob("*") if path.is_file()),
        *sorted(
            path
            for part in ("curation", "store")
            for path in (code / part).rglob("*")
            if path.suffix in (".py", ".sql")
        ),
    ]
    digest = hashlib.sha256()
    for path in files:
        base = code if path.is_relative_to(code) else project.root
        digest.update(path.relative_to(base).as_posix().encode() + b"\0")
        state = path.stat()
        digest.update(_content(path, state.st_size, state.st_mtime_ns))
    return digest.hexdigest()


@lru_cache(maxsize=4096)
def _content(path: Path, size: int, changed: int) -> bytes:
    """SHA-256 of a file, read again only when its size or time of change differ."""
    return hashlib.sha256(path.read_bytes()).digest()


def view_files() -> list[Path]:
    """The views, in the order of their numbers: a view may use those before it."""
    return sorted(VIEWS.glob("*.sql"))


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
    for path in view_files():
        connection.execute(path.read_text("utf-8"))


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

    def as_read(row: Statement) -> tuple:
        start = collection.evidence[row.plan_id, row.statement_id].quote.start
        return years[row.plan_id], row.plan_id, start, row.statement_id

    rows = []
    for order, row in enumerate(sorted(collection.rows("statements"), key=as_read), start=1):
        found = collection.evidence[row.plan_id, row.statement_id]
        number = canonical(row, indicators[row.indicator_id], units)
        value = (found.value.start, found.value.end) if found.value else (None, None)
        line = collection.raw[row.plan_id].line(found.quote.start)
        rows.append([
            row.plan_id, row.statement_id, line, order, found.quote.start, found.quote.end, *value,
            number.amount, number.amount_max, number.printed_unit_id,
            number.value, number.value_max, number.unit_id, number.rounding,
        ])  # fmt: skip
    return rows
