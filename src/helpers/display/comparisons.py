"""Tables of comparisons: from base to goal, what there is instead of a base, and what may stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from helpers.display import words
from helpers.display.aligned import VERDICTS, reasons_of
from helpers.display.outside import EVIDENCE
from helpers.display.statements import by_indicator
from helpers.display.tables import Table, link, page_link
from helpers.display.words import absent

_HEADS = {
    "indicator": {"zh": "指标", "en": "Indicator"},
    "goal": {"zh": "目标", "en": "Goal"},
    "base": {"zh": "基期值", "en": "Base"},
    "change": {"zh": "变化（到目标的界限）", "en": "Change (up to the bound)"},
    "pace": {"zh": "每年", "en": "A year"},
    "known": {"zh": "发布时已知的结果", "en": "Known when issued"},
    "plan": {"zh": "规划", "en": "Plan"},
    "standard": {"zh": "目标年的国家限值", "en": "National limit in the goal’s year"},
    "gap": {"zh": "目标与限值之差", "en": "Goal minus limit"},
    "kind": {"zh": "性质", "en": "What it is"},
    "timing": {"zh": "时间", "en": "When"},
    "value": {"zh": "数值", "en": "Value"},
    "match": {"zh": "范围", "en": "Population"},
    "source": {"zh": "来源", "en": "Source"},
    "one": {"zh": "一方", "en": "One side"},
    "other": {"zh": "另一方", "en": "Other side"},
    "verdict": {"zh": "能否并列", "en": "Side by side?"},
}
BASES = {
    "single": {"zh": "单年基期", "en": "base year"},
    "mean": {"zh": "多年均值", "en": "mean of years"},
    "sum": {"zh": "多年累计", "en": "total of years"},
    "reported": {"zh": "规划报告的结果", "en": "result reported in the plan"},
}
INSTEAD = {
    "milestone": {"zh": "本规划的阶段目标", "en": "milestone of the same plan"},
    "other_plan": {"zh": "同地另一规划报告的数值", "en": "reported by another plan of the place"},
    "outcome": {"zh": "规划之外公布的结果", "en": "published outside the plans"},
}
_TIMINGS = {
    "before": {"zh": "规划期之前", "en": "before the plan"},
    "during": {"zh": "规划期之内", "en": "during the plan"},
    "after": {"zh": "目标年或以后", "en": "goal year or later"},
}
_MATCHES = {
    "same": {"zh": "相同", "en": "the same"},
    "near": {"zh": "≈ 相近，不相同", "en": "≈ near, not the same"},
    "regime": {"zh": "评价方法不同，不可比", "en": "measured by other rules: not comparable"},
}


def changes_table(changes: pd.DataFrame, lang: str, *columns: str) -> Table:
    """Rows of the view `changes`: goal, base, the change by the rules of comparing, its pace, the last known result.

    `columns`: others than these six; there are also plan, standard and gap.
    """
    records = changes.to_dict("records")
    columns = columns or ("indicator", "base", "goal", "change", "pace", "known")
    rows = [[_CHANGE_CELLS[column](record, lang) for column in columns] for record in records]
    return _table(columns, rows, lang)


def starting_points_table(points: pd.DataFrame, lang: str) -> Table:
    """Rows of the view `starting_points`: what there is instead of a base, marked as such."""
    columns = ("indicator", "goal", "kind", "timing", "value", "match", "source")
    rows = []
    for record in points.to_dict("records"):
        rows.append([
            escape(by_indicator(record, lang)),
            link(record["statement"], _goal(record, lang)),
            escape(INSTEAD[record["source_kind"]][lang]),
            escape(_TIMINGS[record["timing"]][lang]),
            _source_value(record, lang),
            _match(record, lang),
            _source(record, lang),
        ])  # fmt: skip
    return _table(columns, rows, lang)


def pairs_table(pairs: pd.DataFrame, facts: pd.DataFrame, lang: str) -> Table:
    """The pairs of `helpers.analysis.comparability.pairs`, each statement in words, with verdict and reasons."""
    by_key = {record["statement"]: record for record in facts.to_dict("records")}
    rows = []
    for pair in pairs.to_dict("records"):
        sides = [link(key, _side(by_key[key], lang)) for key in (pair["a"], pair["b"])]
        why = reasons_of(filter(None, pair["reasons"].split(";")), lang)
        text = VERDICTS[pair["kind"]][lang] + (f" — {why}" if why else "")
        rows.append([*sides, escape(text)])
    return _table(("one", "other", "verdict"), rows, lang)


def _table(columns: tuple[str, ...], rows: list[list[str]], lang: str) -> Table:
    heads = [_HEADS[column][lang] for column in columns]
    return Table(heads, rows, "\n".join("  ".join(row) for row in [heads, *rows]))


def _goal(record: Mapping, lang: str) -> str:
    return f"{words.years(record, lang)}: {words.statement(record, lang)}"


def _side(record: Mapping, lang: str) -> str:
    return f"{record[f'plan_{lang}']} · {record[f'indicator_{lang}']} · {_goal(record, lang)}"


def _base(record: Mapping, lang: str) -> str:
    if absent(record["base_statement"]):
        return "—"
    start, end = record["base_period_start"], int(record["base_value_year"])
    when = str(end) if absent(start) else f"{int(start)}–{end}"
    text = f"{when}: {record['base_value']}{words.unit(record, lang)}"
    return f"{link(record['base_statement'], text)} <small>{escape(BASES[record['base_kind']][lang])}</small>"


def _bounded(record: Mapping, value: float) -> str:
    """The change up to the goal's bound; where the bound itself is excluded that shows: from 6 to <6 is <0%."""
    strict = record["comparator"] if record["comparator"] in ("<", ">") else ""
    return strict + words.number(value)


def _points(record: Mapping, column: str, lang: str) -> str:
    return f"{_bounded(record, record[column])} {'个百分点' if lang == 'zh' else 'points'}"


def _change(record: Mapping, lang: str) -> str:
    if not absent(record["points"]):
        text = _points(record, "points", lang)
        rest = record["share_of_remaining"]
        if not absent(rest) and rest > 0:
            share = words.number(100 * rest)
            text += f"，相当于与100%差距的{share}%" if lang == "zh" else f", {share}% of the gap to 100%"
        return escape(text)
    return "—" if absent(record["total_change"]) else escape(f"{_bounded(record, record['total_change'])}%")


def _pace(record: Mapping, lang: str) -> str:
    if not absent(record["annual_points"]):
        return escape(_points(record, "annual_points", lang))
    return "—" if absent(record["annual_rate"]) else escape(f"{_bounded(record, record['annual_rate'])}%")


def _known(record: Mapping, lang: str) -> str:
    if absent(record["known_statement"]):
        return "—"
    text = f"{int(record['known_year'])}: {record['known_said']}{words.unit(record, lang)}"
    slack = record["slack"]
    if absent(slack) or slack == 0:
        verdict = "" if absent(slack) else ("与目标相等" if lang == "zh" else "equals the goal")
    elif slack > 0:
        verdict = "目标更宽松" if lang == "zh" else "the goal is easier"
    else:
        verdict = ""
    remarks = [_MATCHES["near"][lang]] if record["known_match"] == "near" else []
    small = " · ".join([*remarks, *([verdict] if verdict else [])])
    return link(record["known_statement"], text) + (f" <small>{small}</small>" if small else "")


def _gap(record: Mapping, lang: str) -> str:
    gap = record["gap_to_standard"]
    return "—" if absent(gap) else escape(("+" if gap > 0 else "") + words.number(gap) + words.unit(record, lang))


def _standard(record: Mapping, lang: str) -> str:
    if absent(record["standard_value"]):
        return "—"
    limit = words.number(record["standard_value"]) + words.unit(record, lang)
    return f"{escape(limit)} <small>{escape(record[f'standard_{lang}'])}</small>"


_CHANGE_CELLS = {
    "plan": lambda record, lang: escape(record[f"plan_{lang}"]),
    "standard": _standard,
    "gap": _gap,
    "indicator": lambda record, lang: escape(by_indicator(record, lang)),
    "base": _base,
    "goal": lambda record, lang: link(record["statement"], _goal(record, lang)),
    "change": _change,
    "pace": _pace,
    "known": _known,
}


def _source_value(record: Mapping, lang: str) -> str:
    said = words.BOUNDS.get(record["source_comparator"], "") + record["source_value"]
    text = f"{int(record['source_year'])}: {said}{_instead_unit(record, lang)}"
    return escape(text) if absent(record["source_statement"]) else link(record["source_statement"], text)


def _instead_unit(record: Mapping, lang: str) -> str:
    return words.unit({f"unit_{lang}": record[f"source_unit_{lang}"]}, lang)


def _match(record: Mapping, lang: str) -> str:
    text = _MATCHES[record["match"]][lang]
    scope = record[f"source_scope_{lang}"]
    if absent(scope) and record["source_kind"] == "outcome" and record["match"] == "near":
        scope = "原文未说明" if lang == "zh" else "population not said"
    if absent(scope):
        return escape(text)
    return f"{text}（{escape(scope)}）" if lang == "zh" else f"{text} ({escape(scope)})"


def _source(record: Mapping, lang: str) -> str:
    if record["source_kind"] != "outcome":
        return escape(record[f"source_{lang}"])
    name = page_link(record["source_url"], record[f"source_{lang}"])
    return f"{name} <small>{escape(EVIDENCE[record['authority']][lang])}</small>"
