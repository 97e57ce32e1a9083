"""What comes from outside the plans: goals of the nation and the province, and results, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from helpers.display import words
from helpers.display.tables import HEADS, Table, anchor, page_link, plain_text
from helpers.display.words import absent

_HEADS = {
    "place": HEADS["place"],
    "indicator": HEADS["indicator"],
    "scope": HEADS["scope"],
    "years": HEADS["years"],
    "goal": {"zh": "目标", "en": "Goal"},
    "result": {"zh": "结果", "en": "Result"},
    "evidence": {"zh": "来源与证据", "en": "Source and evidence"},
}
EVIDENCE = {
    "official": {"zh": "官方", "en": "official"},
    "media": {"zh": "媒体", "en": "media"},
    "repost": {"zh": "转载", "en": "repost"},
}
_PAGES = {"zh": "{evidence}，{pages}处页面", "en": "{evidence}, {pages} pages"}
_NOT_SAID = {"zh": "未说明", "en": "not stated"}


def higher_goals_table(goals: pd.DataFrame, lang: str, *columns: str) -> Table:
    """Rows of the view higher_goals: whose goal, of which population, for when, and where it was seen stated."""
    return _table(goals, lang, columns or ("place", "scope", "years", "goal", "evidence"))


def outside_results_table(results: pd.DataFrame, lang: str, *columns: str) -> Table:
    """Rows of the view outside_results: where, of which population, when, and where it was seen stated."""
    return _table(results, lang, columns or ("place", "scope", "years", "result", "evidence"))


def _table(rows: pd.DataFrame, lang: str, columns: tuple[str, ...]) -> Table:
    heads = [_HEADS[column][lang] for column in columns]
    cells = [[_CELLS[column](record, lang) for column in columns] for record in rows.to_dict("records")]
    for record, row in zip(rows.to_dict("records"), cells, strict=True):
        row[0] = f'<span id="{escape(anchor(record["statement"]))}">{row[0]}</span>'  # what others on the page link to
    return Table(heads, cells, "\n".join("  ".join(map(plain_text, row)) for row in [heads, *cells]))


def population(record: Mapping, lang: str) -> str:
    """The population as the source says it, as safe HTML."""
    said = record[f"scope_{lang}"]
    return escape(_NOT_SAID[lang] if absent(said) else said)


def value(record: Mapping, lang: str) -> str:
    """What a goal or a result from outside says, as safe HTML: ≥87.5%, fall 10% against 2020."""
    told = {"hedge": None, "value_max": None} | dict(record)
    if told.get("role") == "actual" and told["measure"] == "annual_change_pct" and absent(told["base_year"]):
        told |= {"measure": "change_pct", "base_year": told["year"] - 1}  # of one year, on the year before
    said = words.statement(told, lang)
    force = record.get("force")
    return escape(said) + ("" if absent(force) else f" <small>{escape(words.FORCES[force][lang])}</small>")


def evidence(record: Mapping, lang: str) -> str:
    """A link to the source, and how well it attests what it says."""
    kind, pages = EVIDENCE[record["authority"]][lang], int(record["confirmations"])
    said = kind if pages == 1 else _PAGES[lang].format(evidence=kind, pages=pages)
    return f"{page_link(record['source_url'], record[f'source_{lang}'])} <small>{escape(said)}</small>"


_CELLS = {
    "place": lambda record, lang: escape(record[f"place_{lang}"]),
    "indicator": lambda record, lang: escape(record[f"indicator_{lang}"]),
    "scope": population,
    "years": lambda record, lang: str(int(record["year"])),
    "goal": value,
    "result": value,
    "evidence": evidence,
}
