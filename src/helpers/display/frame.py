"""What a chart is given: a DataFrame with one row per statement, checked and turned into values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from helpers.display.tables import anchor
from helpers.errors import EcoplanError

ROLES = ("target", "prior_target", "baseline", "actual")
COMPARATORS = (
    "=", "~", "<=", "<", ">=", ">", "up", "down", "hold", "all", "none", "meets", "text",
)  # fmt: skip
REQUIRED = ("statement", "place_id", "place", "role", "comparator", "value", "year", "label")
OPTIONAL = (
    "row", "group", "panel", "value_max", "period_start", "aggregation", "measure", "words",
    "near", "quote", "low", "high",
)  # fmt: skip


class BadFrame(EcoplanError):
    """A frame that a chart cannot draw: a column is missing, or a cell holds what none may."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One statement to draw. `value` is None where it states no number, `words` then says what."""

    statement: str  # "plan_id/statement_id"
    row: str
    group: str
    panel: str
    place_id: str
    place: str
    role: str
    comparator: str
    value: float | None
    value_max: float | None
    low: float | None  # the values that the rounding of the number allows
    high: float | None
    period_start: int | None
    year: int | None
    aggregation: str
    measure: str
    label: str
    words: str
    near: str  # why the scope is only near: "" not near, "≈" near without a reason
    quote: str

    @property
    def address(self) -> str:
        """Where the quote stands in the same page."""
        return "#" + anchor(self.statement)

    @property
    def kind(self) -> str:
        """How the number binds: `=`, `~`, `range`, `included` (≤ ≥) or `excluded` (< >)."""
        if self.value_max is not None:
            return "range"
        return {"<=": "included", ">=": "included", "<": "excluded", ">": "excluded"}.get(
            self.comparator, "~" if self.comparator == "~" else "="
        )

    @property
    def allowed(self) -> int:
        """To which side the bound leaves room: −1 (below), 1 (above), 0 (no bound)."""
        if self.value_max is not None:
            return 0
        return {"<": -1, ">": 1}.get(self.comparator[:1], 0)

    def reworded(self, reword: Callable[[str], str]) -> Drawn:
        """The same with `reword` done to everything that is printed, but the panel, which is a key."""
        names = ("row", "group", "place", "label", "words", "near")
        return replace(self, **{name: reword(getattr(self, name)) for name in names})

    def when(self, lang: str) -> str:
        """The year or the years the value is for: `2025`, `2016–2020 mean`, empty if undated."""
        if self.year is None:
            return {"zh": "未注明年份", "en": "undated"}[lang]
        if self.period_start is None or self.period_start == self.year:
            return str(self.year)
        summed = self.aggregation == "sum"
        words = {"zh": "累计" if summed else "均值", "en": " total" if summed else " mean"}
        return f"{self.period_start}–{self.year}{words[lang]}"


def read_frame(frame: pd.DataFrame, *, rows: bool) -> list[Drawn]:
    """The statements of `frame`, in its order; with `rows`, the column `row` is required too.

    Raises BadFrame, which names every fault.
    """
    needed = (*REQUIRED, "row") if rows else REQUIRED
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise BadFrame(f"the frame lacks the column {', '.join(missing)}")
    if frame.empty:
        raise BadFrame("the frame holds no statement: say so in words instead of drawing nothing")
    statements = [_statement(record) for record in frame.to_dict("records")]
    faults = [fault for statement in statements for fault in _faults(statement)]
    if faults:
        raise BadFrame("\n".join(faults))
    return statements


def _statement(record: dict) -> Drawn:
    text = {name: _text(record.get(name)) for name in (*REQUIRED, *OPTIONAL)}
    return Drawn(
        **{name: text[name] for name in ("statement", "row", "group", "panel", "place_id")},
        **{name: text[name] for name in ("place", "role", "comparator", "aggregation")},
        **{name: text[name] for name in ("measure", "label", "words")},
        value=_number(record.get("value")),
        value_max=_number(record.get("value_max")),
        low=_number(record.get("low")),
        high=_number(record.get("high")),
        period_start=_year(record.get("period_start")),
        year=_year(record.get("year")),
        near=_near(record.get("near")),
        quote=text["quote"] or text["words"] or text["label"],
    )


def _faults(s: Drawn) -> list[str]:
    found = []
    if s.statement.count("/") != 1:
        found.append(f"statement {s.statement!r} is not of the form plan_id/statement_id")
    if s.role not in ROLES:
        found.append(f"{s.statement}: role {s.role!r} is none of {', '.join(ROLES)}")
    if s.comparator not in COMPARATORS:
        found.append(f"{s.statement}: comparator {s.comparator!r} is none of {' '.join(COMPARATORS)}")
    if s.value is None and not s.words:
        found.append(f"{s.statement}: neither a value nor words")
    return found


def _text(cell) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()


def _number(cell) -> float | None:
    return None if _text(cell) == "" else float(cell)


def _year(cell) -> int | None:
    return None if _text(cell) == "" else int(float(cell))


def _near(cell) -> str:
    text = _text(cell)
    return {"True": "≈", "False": "", "1": "≈", "0": "", "1.0": "≈", "0.0": ""}.get(text, text)
