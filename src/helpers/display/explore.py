"""Finding one's way in the collection, in JupyterLab: which plans and indicators there are, what is said of one."""

from __future__ import annotations

import pandas as pd

from helpers.curation.problems import nearest
from helpers.display.figure import Figure
from helpers.display.quotes import Quotes
from helpers.display.quoting import quotes_of
from helpers.display.report import LANGUAGES, Report
from helpers.display.statements import by_measure, by_regime
from helpers.display.tables import Notice, Table
from helpers.errors import EcoplanError
from helpers.store.connect import query

_SAID = """FROM said_once WHERE indicator_id = $indicator_id ORDER BY plan_year, plan_id, text_order"""


class NotThere(EcoplanError):
    """The collection holds no indicator, or no statement, of that name."""


def plans(lang: str = "zh") -> pd.DataFrame:
    """The plans of the collection: plan_id, name, place, first and last year, number of statements.

    >>> sorted(plans("en").columns)
    ['place', 'plan', 'plan_id', 'since', 'statements', 'until']
    """
    return query(f"""
        SELECT plan_id, short_{_known(lang)} AS plan, places.name_{lang} AS place,
            period_start AS since, period_end AS until, statements
        FROM plans JOIN places USING (place_id) ORDER BY since, plan_id""")


def indicators(containing: str = "", lang: str = "zh") -> pd.DataFrame:
    """The indicators, those that most plans promise something about first: indicator_id, name, unit, field, counts.

    `containing`: a part of the id or of the name, in either language.

    >>> indicators("pm2.5", "en").indicator_id[0]
    'pm25'
    """
    return query(
        f"""
        SELECT i.indicator_id, i.name_{_known(lang)} AS indicator, units.symbol_{lang} AS unit, i.domain,
            count(DISTINCT g.plan_id) AS plans, count(g.statement) AS targets, count(g.canonical) AS with_number
        FROM indicators AS i JOIN units USING (unit_id)
        LEFT JOIN goals AS g ON g.indicator_id = i.indicator_id AND g.role = 'target'
        WHERE i.indicator_id || ' ' || i.name_zh || ' ' || i.name_en ILIKE '%' || $containing || '%'
        GROUP BY ALL ORDER BY plans DESC, targets DESC, i.indicator_id""",
        {"containing": containing},
    )


def compare(indicator_id: str, lang: str = "zh") -> Figure | Notice:
    """What every plan says of an indicator, as a chart. NotThere names the nearest ones.

    >>> compare("pm25", "en").unit
    'μg/m³ · %'
    """
    said = query(_SAID, {"indicator_id": _indicator(indicator_id)})
    return Report("indicator", lang, indicator_id=indicator_id).dots("said", said, panel=by_measure, group=by_regime)


def statements(indicator_id: str, lang: str = "zh") -> Table | Notice:
    """The same as a table, every number in its unit. NotThere names the nearest ones.

    >>> print(str(statements("pm25", "en")).splitlines()[1].split()[-2:])
    ['30', 'μg/m³']
    """
    said = query(_SAID, {"indicator_id": _indicator(indicator_id)})
    return Report("indicator", lang, indicator_id=indicator_id).table(said)


def trace(statement: str, lang: str = "zh") -> Quotes:
    """The sentence that makes a statement (plan_id/statement_id): its words, its line, its caveats.

    >>> trace("quzhou-14fyp-2021/pm25-2025", "en")
    quzhou-14fyp-2021/pm25-2025 (quzhou-14fyp-2021.txt:353) 城市细颗粒物(PM2.5)年均浓度不高于26微克/立方米
    """
    if query("SELECT count(*) AS found FROM facts WHERE statement = $key", {"key": statement}).found[0] == 0:
        known = query("SELECT statement FROM facts ORDER BY statement").statement
        raise NotThere(f"{statement}: no such statement; {nearest(statement, list(known))}")
    return quotes_of([statement], _known(lang))


def _indicator(indicator_id: str) -> str:
    known = list(query("SELECT DISTINCT indicator_id FROM facts ORDER BY indicator_id").indicator_id)
    if indicator_id not in known:
        raise NotThere(f"{indicator_id}: no plan speaks of such an indicator; {nearest(indicator_id, known)}")
    return indicator_id


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise EcoplanError(f"lang is {lang!r}; known: {', '.join(LANGUAGES)}")
    return lang
