"""The one way from a notebook to the data: `query(sql, parameters) → DataFrame` on a read-only connection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from helpers.errors import BadQuery
from helpers.project import Project
from helpers.store.build import build, stale

# DuckDB shares one instance of a database file within a process, so there is one connection for each project.
_connections: dict[Project, duckdb.DuckDBPyConnection] = {}
# External access is off: a query reads neither files nor Python variables. One thread: same query, same rows.
_SETTINGS = {"enable_external_access": "false", "threads": 1}


@dataclass(frozen=True)
class Asked:
    """One query that was asked, and the hash of what it gave."""

    sql: str
    parameters: dict | list | None
    rows: int
    sha256: str

    @property
    def record(self) -> dict:
        """As JSON keeps it in the executed notebook."""
        return {"sql": self.sql, "parameters": self.parameters, "rows": self.rows, "sha256": self.sha256}


@dataclass
class Store:
    """The database of a project, and the ledger of what was asked of it."""

    project: Project
    asked: list[Asked] = field(default_factory=list)

    def query(self, sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
        """The rows that the query gives, in its own order; the database is made anew first where data have changed.

        BadQuery when DuckDB refuses it, and when several rows come without an ORDER BY: their order would not be
        the same at every run. BadCollection when the data are wrong.
        """
        try:
            frame = connection(self.project).execute(sql, parameters).df()
        except duckdb.Error as fault:
            raise BadQuery(f"{fault}\nin the query:\n{sql.strip()}") from None
        if len(frame) > 1 and not _is_ordered(sql):
            raise BadQuery(f"the query gives {len(frame)} rows without an ORDER BY:\n{sql.strip()}")
        kept = dict(parameters) if isinstance(parameters, Mapping) else list(parameters) if parameters else None
        self.asked.append(Asked(" ".join(sql.split()), kept, len(frame), digest(frame)))
        return frame

    def close(self) -> None:
        """Lets go of the database file."""
        _close(self.project)


def _is_ordered(sql: str) -> bool:
    """Whether the rows of the query themselves are ordered, not only those of a window or of a part in parentheses."""
    flat, before = re.sub(r"--[^\n]*|'[^']*'", " ", sql), ""
    while flat != before:
        flat, before = re.sub(r"\([^()]*\)", " ", flat), flat
    return bool(re.search(r"\border\s+by\b", flat, re.IGNORECASE))


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of a result: its column names and its cells, None and NaN alike empty."""
    return hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def connection(project: Project) -> duckdb.DuckDBPyConnection:
    """The read-only connection to the project's database, which is built first where it is missing or stale."""
    if stale(project):
        _close(project)
        build(project)
    if project not in _connections:
        try:
            _connections[project] = _open(project)
        except duckdb.Error:  # a damaged file of the right size
            build(project)
            _connections[project] = _open(project)
    return _connections[project]


def _open(project: Project) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(project.database, read_only=True, config=_SETTINGS)


def _close(project: Project) -> None:
    if project in _connections:
        _connections.pop(project).close()


def connect(project: Project | None = None) -> Store:
    """A store of the collection, its database up to date."""
    project = project or Project.find()
    connection(project)
    return Store(project)


_stores: dict[Project, Store] = {}


def store() -> Store:
    """The store that this process's notebook uses."""
    project = Project.find()
    return _stores.setdefault(project, Store(project))


def query(sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
    """Rows of the collection's database as a DataFrame.

    >>> query("SELECT count(*) AS plans FROM plans").plans[0] > 0
    True
    """
    return store().query(sql, parameters)
