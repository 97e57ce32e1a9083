"""What a plan says of its own table against what the table holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.analysis.audit.results import Result, both
from helpers.curation.numerals import amount

RULE = "declared_totals"
_NAMES = {
    "indicators": ("指标", "indicators"),
    "binding": ("约束性指标", "binding indicators"),
    "expected": ("预期性指标", "expected indicators"),
}


def judge(rows: list[dict[str, Any]]) -> Iterator[Result]:
    """Rows with the declared `value` of what `counts` names, and the number `found` in the table."""
    for row in rows:
        stated = int(amount(row["value"]))
        if stated == row["found"]:
            continue
        name_zh, name_en = _NAMES[row["counts"]]
        statements = tuple(row["statements"] or ())
        arithmetic = {"zh": f"{stated}项 ≠ {row['found']}项", "en": f"{stated} ≠ {row['found']}"}
        explanation = both(
            "{plan}说表中有{stated}项{name}，表中是{found}项",
            "{plan} says that its table has {stated} {name}; it has {found}",
            plan_zh=row["short_zh"], plan_en=row["short_en"], name_zh=name_zh, name_en=name_en,
            stated=stated, found=row["found"],
        )  # fmt: skip
        yield Result(
            RULE, "contradiction", statements or (f"{row['plan_id']}/{row['total_id']}",), arithmetic, explanation
        )
