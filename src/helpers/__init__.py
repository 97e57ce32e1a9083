"""What a notebook of the collection imports: `query` for data, `Report` for findings, figures, tables and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Report", "query"]

if TYPE_CHECKING:
    from helpers.display.report import Report
    from helpers.store.connect import query

_HOMES = {"Report": "helpers.display.report", "query": "helpers.store.connect"}


def __getattr__(name: str) -> Any:
    """Loaded at first use: the command line must not pay for pandas and matplotlib when it only checks."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")
