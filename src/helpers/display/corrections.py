"""Corrections of published statements, as readers are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from helpers.display.tables import Table, link, plain_text
from helpers.display.words import absent, marked

WITHDRAWN = "statement_id"
FIELDS = {
    "statement_id": {"zh": "整条表述", "en": "the statement"},
    "indicator_id": {"zh": "指标", "en": "indicator"},
    "place_id": {"zh": "地区", "en": "place"},
    "scope_id": {"zh": "范围", "en": "scope"},
    "role": {"zh": "性质（目标、基期、结果）", "en": "role (target, baseline, result)"},
    "measure": {"zh": "量的种类", "en": "measure"},
    "direction": {"zh": "增减方向", "en": "direction"},
    "aggregation": {"zh": "汇总方式", "en": "aggregation"},
    "period_start": {"zh": "起始年", "en": "first year"},
    "year": {"zh": "年份", "en": "year"},
    "base_year": {"zh": "基年", "en": "base year"},
    "comparator": {"zh": "比较方式", "en": "comparator"},
    "value": {"zh": "数值", "en": "value"},
    "value_max": {"zh": "上限", "en": "upper end"},
    "unit": {"zh": "单位", "en": "unit"},
    "condition": {"zh": "条件", "en": "condition"},
    "reference_id": {"zh": "参照", "en": "reference"},
    "force": {"zh": "约束力", "en": "force"},
    "hedge": {"zh": "语气", "en": "hedge"},
    "part": {"zh": "所在部分", "en": "part of the text"},
    "part_of": {"zh": "从属关系", "en": "whole that it is part of"},
    "repeats": {"zh": "重复关系", "en": "statement that it repeats"},
    "quote": {"zh": "引文", "en": "quote"},
    "value_at": {"zh": "引文中的第几个数字", "en": "which numeral of the quote"},
    "context": {"zh": "上下文", "en": "context"},
    "reading": {"zh": "读法", "en": "reading"},
    "caveats": {"zh": "注意事项", "en": "caveats"},
    "note": {"zh": "备注", "en": "note"},
}
_SAID = {"zh": "{day}更正：{changes}。{why}", "en": "Corrected on {day}: {changes}. {why}"}
_CHANGE = {"zh": "{field}由{was}改为{now}", "en": "{field} from {was} to {now}"}
_BETWEEN = {"zh": "，", "en": ", "}
_WITHDRAWN = {"zh": "撤回", "en": "withdrawn"}
_NOTHING = {"zh": "空缺", "en": "nothing"}
_HEADS = {
    "zh": ("日期", "规划", "表述", "更正了什么", "原来", "现在", "原因"),
    "en": ("Date", "Plan", "Statement", "What was corrected", "Before", "Now", "Why"),
}


def told(corrections: pd.DataFrame, lang: str) -> dict[str, list[str]]:
    """For each statement what was corrected of it, a line of HTML for each day and reason, in the order of time.

    Rows with statement, corrected, field, was, now, why_*, ordered by day.
    """
    together: dict[tuple[str, str, str], list[str]] = {}
    for record in corrections.to_dict("records"):
        change = {"field": escape(FIELDS[record["field"]][lang])} | {n: _cell(record, n, lang) for n in ("was", "now")}
        key = record["statement"], _day(record), marked(record[f"why_{lang}"], lang)
        together.setdefault(key, []).append(_CHANGE[lang].format(**change))
    lines: dict[str, list[str]] = {}
    for (statement, day, why), changes in together.items():
        said = _SAID[lang].format(day=day, changes=_BETWEEN[lang].join(changes), why=why)
        lines.setdefault(statement, []).append(said)
    return lines


def corrections_table(corrections: pd.DataFrame, lang: str) -> Table:
    """Rows with statement, corrected, field, was, now, plan_* and why_*; `held`: whether the statement is there."""
    rows = []
    for record in corrections.to_dict("records"):
        key = record["statement"]
        name = key.partition("/")[2]
        rows.append([
            f"<time>{_day(record)}</time>",
            escape(record[f"plan_{lang}"]),
            link(key, name) if record["held"] else escape(name),
            escape(FIELDS[record["field"]][lang]),
            _cell(record, "was", lang),
            _cell(record, "now", lang),
            marked(record[f"why_{lang}"], lang),
        ])  # fmt: skip
    heads = list(_HEADS[lang])
    plain = "\n".join("  ".join(map(plain_text, row)) for row in [heads, *rows])
    return Table(heads, rows, plain)


def _day(record: Mapping[str, Any]) -> str:
    return str(record["corrected"])[:10]


def _cell(record: Mapping[str, Any], name: str, lang: str) -> str:
    if absent(record[name]):
        return _WITHDRAWN[lang] if name == "now" and record["field"] == WITHDRAWN else _NOTHING[lang]
    return f"<code>{escape(str(record[name]))}</code>"
