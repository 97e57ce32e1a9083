"""The improvement that goals ask for in a year, as a chart draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.analysis.required import required
from helpers.display import words
from helpers.display.comparisons import BASES
from helpers.display.statements import by_indicator
from helpers.display.words import absent

UNITS = {
    True: {"zh": "个百分点/年", "en": "points a year"},
    False: {"zh": "%/年", "en": "% a year"},
}
_PANELS = {
    True: {"zh": "比例：每年改善几个百分点", "en": "Shares: points of improvement a year"},
    False: {"zh": "其他水平量：每年改善百分之几", "en": "Other levels: per cent of improvement a year"},
}


def required_frame(changes: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Rows of the view changes as a frame of helpers.display.dots, and the unit of each of its panels.

    One row for each goal and base for which a yearly improvement can be told; goals of one plan stand together.
    """
    drawn, units = [], {}
    for record in changes.to_dict("records"):
        row = {name: None if absent(cell) else cell for name, cell in record.items()}
        if found := required(row):
            panel = _PANELS[row["is_share"]][lang]
            units[panel] = UNITS[row["is_share"]][lang]
            drawn.append(_drawn(row, lang) | {
                "value": round(found.value, 6),
                "low": found.allowed.low,
                "high": found.allowed.high,
                "label": _signed(found.value),
                "panel": panel,
            })  # fmt: skip
    return pd.DataFrame(drawn), units


def _drawn(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    unit = words.unit(row, lang)
    base = f"{int(row['base_value_year'])}: {row['base_value']}{unit}, {BASES[row['base_kind']][lang]}"
    return {
        "statement": row["statement"],
        "place_id": row["place_id"],
        "place": row[f"place_{lang}"],
        "role": "target",
        "comparator": "=",
        "year": row["year"],
        "row": by_indicator(row, lang),
        "group": row[f"plan_{lang}"],
        "quote": f"{base} → {words.years(row, lang)}: {words.statement(row, lang)}",
    }


def _signed(value: float) -> str:
    said = words.number(value)
    return f"+{said}" if value > 0 and said != "0" else said
