"""The rules of the audit, in their order, and the run over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis.audit import attainment, changes, declared, goals, relations, shares, twice
from helpers.analysis.audit.results import CERTAINTIES, Result

Rows = list[dict[str, Any]]
Query = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """A named rule. `judge` gets the rows of the query <name>.sql beside this file; their cells may be whole facts."""

    name: str
    judge: Callable[[Rows], Iterator[Result]]
    zh: str
    en: str

    @property
    def title(self) -> Mapping[str, str]:
        return {"zh": self.zh, "en": self.en}

    @property
    def sql(self) -> str:
        return (Path(__file__).parent / f"{self.name}.sql").read_text("utf-8")


RULES: tuple[Rule, ...] = (
    Rule(twice.RULE, twice.judge, "同一件事说了两次，说法不同", "Said twice, and differently"),
    Rule(changes.LEVELS, changes.judge_levels, "变化幅度与数值不符", "A change that its levels cannot give"),
    Rule(goals.MET, goals.judge_met, "目标不高于已有的水平", "A goal that asks for no more than was reached"),
    Rule(goals.BEFORE, goals.judge_before, "目标比上一份规划宽松", "A goal weaker than the one before"),
    Rule(attainment.RULE, attainment.judge, "上一份规划的目标完成与否", "What became of the earlier goal"),
    Rule(goals.PROVINCE, goals.judge_province, "目标比上级的宽松或更晚", "A goal weaker or later than the province’s"),
    Rule(shares.RULE, shares.judge, "不可能的数值", "Values that cannot be"),
    Rule(changes.PACE, changes.judge_pace, "年均与累计不能同时成立", "Rates that cannot both hold"),
    Rule(relations.RULE, relations.judge, "指标之间应有的关系不成立", "Relations between indicators that fail"),
    Rule(declared.RULE, declared.judge, "自称的指标数与表不符", "Declared totals against the table"),
)


def audit(query: Query, names: Iterable[str] = ()) -> list[Result]:
    """The results of all rules, or of those named, in the order of the rules; contradictions before tensions.

    `query` gives the rows of an SQL text, see helpers.store.connect.
    """
    wanted, order = set(names), list(CERTAINTIES)
    found: list[Result] = []
    for rule in RULES:
        if not wanted or rule.name in wanted:
            results = rule.judge(_records(query(rule.sql)))
            found += sorted(results, key=lambda result: order.index(result.certainty))
    return found


def _records(frame: pd.DataFrame) -> Rows:
    """Rows as dicts: an empty cell is None, a list is a list, whatever pandas and DuckDB make of them."""
    return [{name: _plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")]


def _plain(cell: Any) -> Any:
    if isinstance(cell, dict):
        return {name: _plain(part) for name, part in cell.items()}
    if hasattr(cell, "tolist"):
        cell = cell.tolist()
    if isinstance(cell, list):
        return [_plain(part) for part in cell]
    return None if pd.isna(cell) else cell
