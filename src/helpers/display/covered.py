"""Coverage in a report: what each plan promises, and where it is silent or its text damaged, as a grid or a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from helpers.display.tables import Table, link
from helpers.display.words import DOMAINS, absent

STATUSES = {
    "promises": {"zh": "有目标", "en": "promises"},
    "reports": {"zh": "只有结果", "en": "results only"},
    "damaged": {"zh": "文本缺损", "en": "text damaged"},
    "silent": {"zh": "未提及", "en": "silent"},
}
_KINDS = {"promises": "filled", "reports": "outlined", "damaged": "hatched", "silent": "empty"}
_SIGNS = {
    "reports": {"zh": "结果", "en": "results"},
    "damaged": {"zh": "？", "en": "?"},
    "silent": {"zh": "—", "en": "—"},
}
_TOOLTIP = {
    "zh": "{plan}，{row}：{status}，{targets}项目标；连到其中第一项",
    "en": "{plan}, {row}: {status}, {targets} target(s); leads to the first",
}


def tiles(coverage: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Rows of the view coverage or indicator_coverage as the frame of a grid."""
    found = []
    for record in coverage.to_dict("records"):
        status = record["status"]
        row = record[f"indicator_{lang}"] if "indicator_id" in record else DOMAINS[record["domain"]][lang]
        found.append({
            "row": row,
            "column": record[f"plan_{lang}"],
            "text": _text(record, lang),
            "kind": _KINDS[status],
            "weight": record["targets"],
            "statement": None if absent(record["first_statement"]) else record["first_statement"],
            "tooltip": _TOOLTIP[lang].format(
                plan=record[f"plan_{lang}"], row=row, status=STATUSES[status][lang], targets=record["targets"]
            ),
        })  # fmt: skip
    return pd.DataFrame(found)


def _text(record: Mapping, lang: str) -> str:
    if record["status"] != "promises":
        return _SIGNS[record["status"]][lang]
    torn = f" {_SIGNS['damaged'][lang]}" if record["damaged"] else ""
    return f"{record['targets']} ({record['with_number']}){torn}"


_HEAD = {"zh": "指标", "en": "Indicator"}


def coverage_table(coverage: pd.DataFrame, lang: str) -> Table:
    """Rows of the view indicator_coverage as a table, a column for each plan; a cell leads to its first sentence."""
    marked = tiles(coverage, lang)
    plans = list(dict.fromkeys(marked["column"]))
    rows = []
    for name, cells in marked.groupby("row", sort=False):
        by_plan = {cell["column"]: cell for cell in cells.to_dict("records")}
        rows.append([escape(str(name)), *(_linked(by_plan[plan]) for plan in plans)])
    heads = [_HEAD[lang], *plans]
    return Table(heads, rows, "\n".join("  ".join(row) for row in [heads, *rows]))


def _linked(tile: Mapping) -> str:
    return escape(tile["text"]) if absent(tile["statement"]) else link(tile["statement"], tile["text"])
