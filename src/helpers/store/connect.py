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
from helpers.store.build import build, fingerprint


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
    """A read-only connection to the database of a project, and the ledger of what was asked through it."""

    project: Project
    connection: duckdb.DuckDBPyConnection
    asked: list[Asked] = field(default_factory=list)

    def query(self, sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
        """The rows that the query gives, in its own order.

        BadQuery when DuckDB refuses it, and when several rows come without an ORDER BY: their order would not be
        the same at every run.
        """
        try:
            frame = self.connection.execute(sql, parameters).df()
        except duckdb.Error as fault:
            raise BadQuery(f"{fault}\nin the query:\n{sql.strip()}") from None
        if len(frame) > 1 and not re.search(r"\border\s+by\b", sql, re.IGNORECASE):
            raise BadQuery(f"the query gives {len(frame)} rows without an ORDER BY:\n{sql.strip()}")
        kept = dict(parameters) if isinstance(parameters, Mapping) else list(parameters) if parameters else None
        self.asked.append(Asked(" ".join(sql.split()), kept, len(frame), digest(frame)))
        return frame


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of a result: its column names and its cells, None and NaN alike empty."""
    return hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def connect(project: Project | None = None) -> Store:
    """A store of the collection; the database is built first where it is missing or stale.

    External access is off: a query can read neither files nor Python variables. One thread: same query, same rows.
    """
    project = project or Project.find()
    if stale(project):
        build(project)
    settings = {"enable_external_access": "false", "threads": 1}
    return Store(project, duckdb.connect(project.database, read_only=True, config=settings))


def stale(project: Project) -> bool:
    """Whether the database is missing, unreadable, or made from other data or by other code."""
    if not project.database.is_file():
        return True
    try:
        with duckdb.connect(project.database, read_only=True) as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()
    except duckdb.Error:
        return True
    return found is None or found[0] != fingerprint(project)


_stores: dict[Project, Store] = {}


def store() -> Store:
    """The store that this process has open, opened at the first call."""
    project = Project.find()
    if project not in _stores:
        _stores[project] = connect(project)
    return _stores[project]


def query(sql: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
    """Rows of the collection's database as a DataFrame.

    >>> query("SELECT count(*) AS plans FROM plans").plans[0] > 0
    True
    """
    return store().query(sql, parameters)
