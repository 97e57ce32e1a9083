"""Whether a report must be executed, only made into a page anew, or neither; and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.errors import BadQuery
from helpers.reports.records import Basis, Record
from helpers.store.connect import REFUSED, Store, digest

RUN, PAGE, SKIP = "execute", "page only", "skip"
_WIDTH = 160


@dataclass(frozen=True)
class Decision:
    """`action`: RUN, PAGE or SKIP; `reason`: why, for people."""

    action: str
    reason: str


class Answers:
    """What recorded queries give now. Each is asked once, however many reports have asked it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], tuple[int, str]] = {}

    def now(self, asked: Mapping[str, Any]) -> tuple[int, str]:
        """Number of rows and hash of the result."""
        key = (asked["sql"], repr(asked["parameters"]))
        if key not in self._known:
            try:
                frame = self._store.query(asked["sql"], asked["parameters"])
                self._known[key] = len(frame), digest(frame)
            except BadQuery:
                self._known[key] = 0, REFUSED
        return self._known[key]


@dataclass(frozen=True, kw_only=True)
class Present:
    """How things stand now for one report.

    `html`: hash of the page in the site, None without one. `database`: hash of the data. `difference`: tells what has
    changed since a former state of the code, see `helpers.reports.states`. `failed`: whether the last try failed.
    """

    basis: Basis
    notebook: str
    page: str
    html: str | None
    database: str
    failed: bool
    answers: Answers
    executing: Callable[[str], list[str]]
    paging: Callable[[str], list[str]]


def decide(record: Record | None, present: Present) -> Decision:
    """The decision on one report, of which `record` is kept."""
    if reason := _why_execute(record, present):
        return Decision(RUN, reason)
    if reason := _why_page(record, present):
        return Decision(PAGE, reason)
    return Decision(SKIP, "nothing that it rests on has changed")


def _why_execute(record: Record | None, present: Present) -> str | None:
    if record is None:
        return "it failed the last time" if present.failed else "there is no record that it was executed"
    before, now = record.basis, present.basis
    if before.cells != now.cells:
        return f"{_cells(before.cells, now.cells)} of {present.notebook} changed"
    if before.parameters != now.parameters:
        return _parameters(before.parameters, now.parameters)
    if before.execution != now.execution:
        return _few(present.executing(before.execution))
    if record.database != present.database:
        return _other_answer(record.asked, present.answers)
    return None


def _why_page(record: Record, present: Present) -> str | None:
    before, now = record.basis, present.basis
    if before.words != now.words:
        return f"the Markdown of {present.notebook} changed"
    if before.pages != now.pages:
        return _few(present.paging(before.pages))
    if before.frame != now.frame:
        return "its title or the link to its other language changed"
    if present.html is None:
        return f"{present.page} is missing"
    if present.html != record.html:
        return f"{present.page} is not the page that was made last"
    return None


def _other_answer(asked: list[dict], answers: Answers) -> str | None:
    for query in asked:
        if not query["repeatable"]:
            return f"the data changed, and a query cannot be asked again (its parameters are not plain): {_line(query)}"
        rows, found = answers.now(query)
        if found != query["sha256"]:
            count = str(rows) if rows == query["rows"] else f"{query['rows']} → {rows}"
            return f"the result of a query changed ({count} rows): {_line(query)}"
    return None


def _line(query: Mapping[str, Any]) -> str:
    """A query on one line, its parameters behind it."""
    text = " ".join(query["sql"].split())
    text = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return f"{text} with {query['parameters']}" if query["parameters"] else text


def _cells(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    if len(before) != len(now):
        return f"the number of code cells ({len(before)} → {len(now)})"
    changed = [number for number, pair in enumerate(zip(before, now, strict=True), start=1) if pair[0] != pair[1]]
    return f"code cell {', '.join(f'[{number}]' for number in changed)}"


def _parameters(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return "; ".join(f"the parameter {name} changed ({before.get(name)!r} → {now.get(name)!r})" for name in names)


def _few(changes: list[str], limit: int = 3) -> str:
    more = len(changes) - limit
    return ", ".join(changes[:limit]) + (f" and {more} more" if more > 0 else "")
