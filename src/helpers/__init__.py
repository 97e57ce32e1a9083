"""What a notebook of the collection imports.

To look around: `plans`, `indicators`, `compare`, `statements`, `trace`. To ask: `query`, in SQL. To make a report:
`Report`, with findings, figures, tables and sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from helpers.display.explore import compare, indicators, plans, statements, trace
    from helpers.display.report import Report
    from helpers.store.connect import query

_HOMES = {
    "Report": "helpers.display.report",
    "compare": "helpers.display.explore",
    "indicators": "helpers.display.explore",
    "plans": "helpers.display.explore",
    "query": "helpers.store.connect",
    "statements": "helpers.display.explore",
    "trace": "helpers.display.explore",
}
__all__ = ["Report", "compare", "indicators", "plans", "query", "statements", "trace"]


def __getattr__(name: str) -> Any:
    """Loaded at first use: the command line must not pay for pandas and matplotlib when it only checks."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What tab completion offers: the names above, and nothing of how they are made."""
    return __all__
