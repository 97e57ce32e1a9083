"""Goals beside those of the places above, and goals beside what became of them, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from helpers.analysis.attained import Attained, attained
from helpers.display import outside, words
from helpers.display.findings import Finding
from helpers.display.tables import Table, anchor, link, plain_text
from helpers.display.words import absent

_HEADS = {
    "indicator": {"zh": "指标", "en": "Indicator"},
    "goal": {"zh": "目标", "en": "Goal"},
    "higher": {"zh": "上级的目标", "en": "Goal of those above"},
    "verdict": {"zh": "能否并列", "en": "Side by side?"},
    "asks": {"zh": "与上级相比", "en": "Beside it, asks for"},
    "result": {"zh": "规划之外公布的结果", "en": "Result from outside the plans"},
    "outcome": {"zh": "结论", "en": "Outcome"},
}
REASONS = {
    "indicator": {"zh": "指标不同", "en": "different indicators"},
    "number": {"zh": "一方没有数值", "en": "one has no number"},
    "measure": {"zh": "量法不同", "en": "different measures"},
    "unit": {"zh": "单位不同", "en": "different units"},
    "aggregation": {"zh": "单年与多年之别", "en": "one year against several"},
    "regime": {"zh": "评价方法不同", "en": "measured by different rules"},
    "base": {"zh": "基期或年份不同", "en": "different base or years"},
    "better": {"zh": "哪个方向更好并不确定", "en": "neither direction is better by itself"},
    "scope": {"zh": "范围不同", "en": "different populations"},
}
VERDICTS = {
    "same": {"zh": "可以", "en": "yes"},
    "near": {"zh": "近似", "en": "roughly"},
    "refused": {"zh": "不可以", "en": "no"},
}
_ASKS = {
    "more": {"zh": "要求更多", "en": "more"},
    "as_much": {"zh": "要求相同", "en": "as much"},
    "less": {"zh": "要求更少", "en": "less"},
}
OUTCOMES = {
    "met": {"zh": "达到", "en": "met"},
    "missed": {"zh": "未达到", "en": "missed"},
    "open": {"zh": "差别在舍入之内，不能断定", "en": "open: the difference is within the rounding"},
    "early": {"zh": "目标年的结果还没有收录", "en": "no result of the goal’s year is held yet"},
    "not_comparable": {"zh": "不可比", "en": "not comparable"},
}
_LATER = {"zh": "{year}年提出，晚于这份规划", "en": "set in {year}, after this plan"}
_NEAR = {"zh": "范围相近而不相同", "en": "a near population, not the same"}


def reasons_of(codes: Iterable[str], lang: str) -> str:
    """Why two statements may not be compared, in words."""
    return ("、" if lang == "zh" else ", ").join(REASONS[code][lang] for code in codes)


def alignment_table(rows: pd.DataFrame, lang: str) -> Table:
    """Rows of the view alignment: a goal, what a place above asks for, if they compare, and which asks for more."""
    columns = ("indicator", "goal", "higher", "verdict", "asks")
    cells = []
    for row in rows.to_dict("records"):
        goal, higher = row["goal"], row["higher"]
        why = reasons_of(filter(None, row["reasons"].split(";")), lang)
        cells.append([
            escape(goal[f"indicator_{lang}"]),
            whose_goal(goal, lang),
            _higher(goal, higher, lang),
            escape(VERDICTS[row["verdict"]][lang] + (f" — {why}" if why else "")),
            "—" if absent(row["asks"]) else escape(_ASKS[row["asks"]][lang]),
        ])  # fmt: skip
    return _table(columns, cells, lang)


def outcomes_table(rows: pd.DataFrame, lang: str) -> Table:
    """Rows of the view outcomes_of_goals: a goal, a result for the same place, and what became of it."""
    cells = []
    for row in rows.to_dict("records"):
        goal, result = row["goal"], row["result"]
        cells.append([
            escape(goal[f"indicator_{lang}"]),
            whose_goal(goal, lang),
            _outside(result, lang) + f"<br><small>{outside.evidence(result, lang)}</small>",
            escape(_outcome(judged(row), lang)),
        ])  # fmt: skip
    return _table(("indicator", "goal", "result", "outcome"), cells, lang)


def judged(row: Mapping[str, Any]) -> Attained:
    """What became of the goal of a row of outcomes_of_goals."""
    match = None if absent(row["match"]) else row["match"]
    return attained(_plain(row["goal"]), _plain(row["result"]), match)


def outcomes_finding(rows: pd.DataFrame, lang: str) -> list[Finding]:
    """How many of the goals whose own year has a result were met, missed, left open, or cannot be judged; or nothing.

    A goal that several results stand beside counts by the best comparable ones; where these disagree it says so.
    """
    results: dict[str, list[Attained]] = {}
    for row in rows[rows["timing"] == "own_year"].to_dict("records"):
        results.setdefault(row["goal"]["statement"], []).append(judged(row))
    kinds = [_together(found) for found in results.values()]
    if not kinds:
        return []
    counts = {kind: kinds.count(kind) for kind in _COUNTED}
    told = [words_of[lang].format(n=counts[kind]) for kind, words_of in _COUNTED.items() if counts[kind]]
    said = ("，" if lang == "zh" else "; ").join(told)
    template = {
        "zh": "目标年已有公布结果的目标有{goals}项：{said}。",
        "en": "Goals whose own year has a published result: {goals}; of these {said}.",
    }[lang]
    return [Finding("outcomes", template.format(goals=len(kinds), said=said), {"goals": len(kinds), **counts}, ())]


_COUNTED = {
    "met": {"zh": "达到{n}项", "en": "met: {n}"},
    "missed": {"zh": "未达到{n}项", "en": "missed: {n}"},
    "open": {"zh": "差别在舍入之内{n}项", "en": "open within the rounding: {n}"},
    "disagree": {"zh": "几个来源结果不一{n}项", "en": "results disagree: {n}"},
    "not_comparable": {"zh": "不可比{n}项", "en": "not comparable: {n}"},
}


def _together(found: list[Attained]) -> str:
    """What several results make of one goal: those of its own population count before those of a near one."""
    ranks = [(one.kind == "not_comparable", one.near) for one in found]
    kinds = {one.kind for one, rank in zip(found, ranks, strict=True) if rank == min(ranks)}
    return kinds.pop() if len(kinds) == 1 else "disagree"


def whose_goal(goal: Mapping, lang: str) -> str:
    """Whose goal it is, of which population, for when, and what it says, as safe HTML; a plan's links to its quote."""
    if absent(goal["plan_id"]):
        return _outside(goal, lang)
    named = " · ".join([goal[f"plan_{lang}"], *words.whose(goal, lang), words.years(goal, lang)])
    return f"{escape(named)}: {link(goal['statement'], words.statement(goal, lang))}"


def _outside(row: Mapping, lang: str) -> str:
    """The same of a goal or a result from outside the plans; it links to its row in the table of these."""
    named = f"{escape(row[f'place_{lang}'])} · {outside.population(row, lang)} · {int(row['year'])}"
    said = outside.value(row, lang)
    return f'{named}: <a href="#{escape(anchor(row["statement"]))}">{said}</a>'


def _higher(goal: Mapping, higher: Mapping, lang: str) -> str:
    said = whose_goal(higher, lang)
    year = int(higher["set_in"])
    return said + (f" <small>{_LATER[lang].format(year=year)}</small>" if year > goal["plan_year"] else "")


def _outcome(found: Attained, lang: str) -> str:
    said = OUTCOMES[found.kind][lang]
    details = [REASONS[found.reason][lang]] if found.reason else []
    details += [_NEAR[lang]] if found.near and found.kind != "early" else []
    if not details:
        return said
    return f"{said}（{'、'.join(details)}）" if lang == "zh" else f"{said} ({', '.join(details)})"


def _plain(row: Mapping) -> dict[str, Any]:
    """A struct of the database with None for what is absent."""
    return {name: None if absent(cell) else cell for name, cell in row.items()}


def _table(columns: tuple[str, ...], cells: list[list[str]], lang: str) -> Table:
    heads = [_HEADS[column][lang] for column in columns]
    return Table(heads, cells, "\n".join("  ".join(map(plain_text, row)) for row in [heads, *cells]))
