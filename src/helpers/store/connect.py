"""The one way from a notebook to the data: `query(sql, parameters) → DataFrame` on a read-only connection."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from helpers.environment import DATABASE, LEDGER
from helpers.errors import BadQuery
from helpers.project import Project
from helpers.store.build import build, stale

# DuckDB shares one instance of a database file within a process, so there is one connection for each.
_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
# External access is off: a query reads neither files nor Python variables, and it cannot switch it on again.
# One thread: same query, same rows. What does not fit into a gigabyte is an error (the audit of 300,000 statements
# fits, that of a million does not), for there is no folder to put it aside, which whoever is killed would leave behind.
_SETTINGS = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "threads": 1,
    "memory_limit": "1GB",
    "temp_directory": "",
}
# What a notebook shows with DataFrame.style is words, like all else: pandas would let markup through.
pd.options.styler.format.escape = "html"
REFUSED = "refused"
ASKED = "asked"  # where a frame keeps the record of its query, for the table that is made of it


@dataclass(frozen=True)
class Asked:
    """One query that was asked, and the hash of what it gave (`refused` where DuckDB gave nothing).

    `repeatable`: whether the parameters are such that JSON keeps them, so that the query can be asked again.
    """

    sql: str
    parameters: dict | list | None
    rows: int
    sha256: str
    repeatable: bool = True

    @property
    def record(self) -> dict:
        """As JSON keeps it in the executed notebook."""
        return asdict(self)


@dataclass
class Store:
    """A database, and the ledger of what was asked of it.

    `source` is a collection, whose database is made anew before a query when its data have changed, or the path of a
    database, which is taken as it is.
    """

    source: Project | Path
    asked: list[Asked] = field(default_factory=list)

    def query(self, sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
        """The rows that the query gives, in its own order.

        BadQuery when DuckDB refuses it, and when several rows come without an ORDER BY: their order would not be
        the same at every run. BadCollection when the data are wrong.
        """
        try:
            frame = _asked(connection(self.source), sql, parameters).df()
        except duckdb.Error as fault:
            self._note(sql, parameters, 0, REFUSED)
            raise BadQuery(f"{fault}\nin the query:\n{sql.strip()}") from None
        if len(frame) > 1 and not _is_ordered(sql):
            raise BadQuery(f"the query gives {len(frame)} rows without an ORDER BY:\n{sql.strip()}")
        self._note(sql, parameters, len(frame), digest(frame))
        frame.attrs[ASKED] = self.asked[-1].record
        return frame

    def records(self, sql: str, *, most: int, seconds: float) -> list[dict[str, Any]]:
        """The rows of a query, as a file brings it that nobody may have read: not in the ledger, and within limits.

        BadQuery also when there are more rows than `most`, or it takes longer than `seconds`.
        """
        opened = connection(self.source)
        alarm = threading.Timer(seconds, opened.interrupt)
        alarm.start()
        try:
            result = _asked(opened, sql)
            names = [name for name, *_ in result.description]
            rows = result.fetchmany(most + 1)  # it streams: what is not fetched is not made
        except duckdb.InterruptException:
            raise BadQuery(f"it takes longer than {seconds:g} s") from None
        except duckdb.Error as fault:
            raise BadQuery(str(fault)) from None
        finally:
            alarm.cancel()
        if len(rows) > most:
            raise BadQuery(f"it gives more than {most} rows")
        if len(rows) > 1 and not _is_ordered(sql):
            raise BadQuery(f"it gives {len(rows)} rows without an ORDER BY")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _note(self, sql: str, parameters: Mapping | Sequence | None, rows: int, sha256: str) -> None:
        kept, repeatable = _as_json_keeps(parameters)
        self.asked.append(Asked(sql.strip(), kept, rows, sha256, repeatable))
        if ledger := os.environ.get(LEDGER):
            with open(ledger, "a", encoding="utf-8") as file:
                file.write(json.dumps(self.asked[-1].record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Lets go of the database file."""
        _close(_path(self.source))


def _asked(
    opened: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping | Sequence | None = None
) -> duckdb.DuckDBPyConnection:
    """The connection with its result; of a text without a query there is none."""
    result = opened.execute(sql, parameters)
    if result is None or result.description is None:
        raise duckdb.InvalidInputException("there is no query in it")
    return result


def _as_json_keeps(parameters: Mapping | Sequence | None) -> tuple[Any, bool]:
    """The parameters as JSON gives them back, and whether they come back as they were."""
    kept = dict(parameters) if isinstance(parameters, Mapping) else list(parameters) if parameters else None
    same = json.loads(json.dumps(kept, default=str))
    return same, same == kept


def _is_ordered(sql: str) -> bool:
    """Whether the rows of the query themselves are ordered, not only those of a window or of a part in parentheses."""
    flat, before = re.sub(r"--[^\n]*|'[^']*'", " ", sql), ""
    while flat != before:
        flat, before = re.sub(r"\([^()]*\)", " ", flat), flat
    return bool(re.search(r"\border\s+by\b", flat, re.IGNORECASE))


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of a result: its columns with their types, and its cells; None and NaN alike are missing."""
    head = json.dumps([[str(name), str(kind)] for name, kind in frame.dtypes.items()], ensure_ascii=False)
    cells = frame.to_csv(index=False, header=False, na_rep="\0", lineterminator="\n")
    return hashlib.sha256(f"{head}\n{cells}".encode()).hexdigest()


def connection(source: Project | Path) -> duckdb.DuckDBPyConnection:
    """The read-only connection to a database; that of a project is made first where it is missing or stale."""
    path = _path(source)
    if isinstance(source, Project) and stale(source):
        _close(path)
        build(source)
    if path not in _connections:
        try:
            _connections[path] = _open(path)
        except duckdb.Error:  # a damaged file of the right size
            if not isinstance(source, Project):
                raise
            build(source)
            _connections[path] = _open(path)
    return _connections[path]


def _path(source: Project | Path) -> Path:
    return source.database if isinstance(source, Project) else source


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(path, read_only=True, config=_SETTINGS)


def _close(path: Path) -> None:
    if path in _connections:
        _connections.pop(path).close()


def connect(project: Project | None = None) -> Store:
    """A store of the collection, its database up to date."""
    project = project or Project.find()
    connection(project)
    return Store(project)


def data_fingerprint(store: Store) -> str:
    """The hash of all that the database was made of."""
    return store.query("SELECT value FROM meta WHERE name = 'fingerprint'").value[0]


_stores: dict[Project | Path, Store] = {}


def store() -> Store:
    """The store that this process's notebook uses: the database that a batch run names, else the collection's."""
    named = os.environ.get(DATABASE)
    source = Path(named) if named else Project.find()
    return _stores.setdefault(source, Store(source))


def query(sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
    """Rows of the collection's database as a DataFrame.

    >>> query("SELECT value, said FROM facts WHERE statement = $key", {"key": "quzhou-14fyp-2021/pm25-2025"}).said[0]
    '≤26'
    """
    return store().query(sql, parameters)
