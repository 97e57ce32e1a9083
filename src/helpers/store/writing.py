"""Files that DuckDB writes."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def writing() -> Iterator[None]:
    """What DuckDB cannot write (a disk that is full) is raised as all others are that cannot: OSError."""
    try:
        yield
    except (duckdb.IOException, duckdb.TransactionException) as fault:
        raise OSError(errno.EIO, str(fault).splitlines()[0]) from None
