"""From rows of the view `facts` to what the charts draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from helpers.analysis.intervals import RESULTS
from helpers.display import words
from helpers.display.words import MIRRORED, absent
from helpers.errors import EcoplanError

Naming = Callable[[Mapping, str], str]


class MixedUnits(EcoplanError):
    """Statements in several units were to share one axis."""


def by_plan(row: Mapping, lang: str) -> str:
    """A row of a chart named by plan (of a goal from outside: its place) and population: 嘉兴2020–2025 · 省控断面."""
    plan = row[f"plan_{lang}"]
    return " · ".join([*([] if absent(plan) else [plan]), *words.whose(row, lang)])


def by_plan_alone(row: Mapping, lang: str) -> str:
    """A group named by the plan."""
    return row[f"plan_{lang}"]


def by_indicator(row: Mapping, lang: str) -> str:
    """A row of a chart named by indicator and population."""
    return " · ".join([row[f"indicator_{lang}"], *words.whose(row, lang)])


def by_line(row: Mapping, lang: str) -> str:
    """A line from plan to plan: the same indicator and population, measured by the same rules."""
    return " · ".join(filter(None, [by_indicator(row, lang), by_regime(row, lang)]))


_APART = {
    "zh": "其他范围（不可与上面比较）",
    "en": "Other populations (not to be compared with those above)",
}
_MEASURES = {
    "change_pct": {"zh": "变化", "en": "change"},
    "change_pp": {"zh": "变化（百分点）", "en": "change in points"},
    "change_abs": {"zh": "增减量", "en": "amount added"},
    "annual_change_pct": {"zh": "年均变化", "en": "change a year"},
}
_BARE = {"zh": "无量纲", "en": "no unit"}
# The unit of a change that is stated without a number.
_PERCENT, _POINTS = {"zh": "%", "en": "%"}, {"zh": "个百分点", "en": "pp"}
_RELATIVE = {"change_pct": _PERCENT, "annual_change_pct": _PERCENT, "change_pp": _POINTS}


def by_measure(row: Mapping, lang: str) -> str:
    """A panel named by what is measured and how: 煤炭消费总量, 煤炭消费总量：较2015年变化."""
    how = _MEASURES.get(row["measure"], {}).get(lang)
    if row["measure"] in ("change_pct", "change_pp") and not absent(row["base_year"]):
        how = f"较{int(row['base_year'])}年{how}" if lang == "zh" else f"{how} against {int(row['base_year'])}"
    return row[f"indicator_{lang}"] + (f"{'：' if lang == 'zh' else ', '}{how}" if how else "")


def by_field(row: Mapping, lang: str) -> str:
    """A group of rows named by the field of policy: 空气, 水."""
    return words.DOMAINS[row["domain"]][lang]


def by_regime(row: Mapping, lang: str) -> str:
    """A group of rows named by the rules of measuring, where the indicator has had several: 按API."""
    return "" if absent(row["regime_id"]) else row[f"regime_{lang}"]


_ORIGINS = {
    False: {"zh": "规划里的目标", "en": "Goals of plans"},
    True: {"zh": "规划之外的来源所说的目标", "en": "Goals stated by sources outside the plans"},
}


def by_origin(row: Mapping, lang: str) -> str:
    """A group of rows named by whether a plan of the collection states the goal."""
    return _ORIGINS[absent(row["plan_id"])][lang]


def panel_units(facts: pd.DataFrame, panels: pd.Series, lang: str) -> dict[str, str]:
    """The unit of each panel: that of its numbers, or where they have none or several the indicator's own."""
    return {name: _unit(facts[panels == name], lang) for name in panels.unique()}


def _unit(facts: pd.DataFrame, lang: str) -> str:
    numbers = facts[facts["amount"].notna()]
    printed = numbers[f"unit_{lang}"].dropna() if _share_a_unit(numbers) else []
    relative = [_RELATIVE[measure][lang] for measure in facts["measure"] if measure in _RELATIVE]
    return next(iter([*printed, *relative, *facts[f"usual_unit_{lang}"].dropna()]), _BARE[lang])


def _share_a_unit(numbers: pd.DataFrame) -> bool:
    return numbers["printed_unit_id"].nunique() <= 1


def drawable(
    facts: pd.DataFrame,
    lang: str,
    *,
    row: Naming = by_plan,
    group: Naming | None = None,
    panel: Naming | None = None,
    reference_scope: str | None = None,
) -> pd.DataFrame:
    """The frame that `helpers.display.charts` asks for, one row per row of `facts`.

    A value is drawn as printed where all of a panel stand in one unit, else in the indicator's canonical unit. A fall
    is drawn below zero. With `reference_scope`, rows of a near population are marked, and others are set apart.
    """
    if facts.empty:
        return facts
    records = facts.to_dict("records")
    frame = pd.DataFrame(
        {
            "statement": facts["statement"],
            "place_id": facts["place_id"],
            "place": facts[f"place_{lang}"],
            "role": facts["role"],
            "comparator": [_comparator(r) for r in records],
            "aggregation": facts["aggregation"],
            "measure": facts["measure"],
            "period_start": facts["period_start"],
            "year": facts["year"],
            "row": _named(facts, lang, row),
            "quote": [_tooltip(r, lang) for r in records],
            "words": [_words(r, lang) for r in records],
            "near": [_near(r, lang, reference_scope) for r in records],
        },
        index=facts.index,
    )
    if group:
        frame["group"] = _named(facts, lang, group)
    frame["panel"] = _named(facts, lang, panel) if panel else ""
    for _, part in facts.groupby(frame["panel"], sort=False):
        frame.loc[part.index, ["value", "value_max"]] = _values(part)
        frame.loc[part.index, ["low", "high"]] = _rounded(part)
        with_unit = not _share_a_unit(part[part["amount"].notna()])
        frame.loc[part.index, "label"] = [_label(r, lang, with_unit) for r in part.to_dict("records")]
    return _set_apart(frame, facts, lang, reference_scope) if reference_scope else frame


def _set_apart(frame: pd.DataFrame, facts: pd.DataFrame, lang: str, reference_scope: str) -> pd.DataFrame:
    """Populations that are not even near the reference go below the others, under a heading that says so."""
    family = facts.loc[facts["scope_id"] == reference_scope, "scope_family"]
    apart = facts["scope_id"].notna() & ~facts["scope_family"].isin(family)
    if not apart.any():
        return frame
    frame["group"] = frame.get("group", pd.Series("", index=frame.index)).where(~apart, _APART[lang])
    frame.loc[apart, "near"] = False
    return pd.concat([frame[~apart], frame[apart]])


def _named(facts: pd.DataFrame, lang: str, naming: Naming) -> list[str]:
    return [naming(record, lang) for record in facts.to_dict("records")]


def _values(facts: pd.DataFrame) -> pd.DataFrame:
    numbers = facts[facts["amount"].notna()]
    printed = _share_a_unit(numbers)
    if not printed and numbers["unit_id"].nunique() > 1:
        units = ", ".join(sorted(numbers["unit_id"].dropna().unique()))
        raise MixedUnits(f"these statements cannot share one axis, their units are {units}: give them panels")
    columns = ["amount", "amount_max"] if printed else ["canonical", "canonical_max"]
    return facts[columns].astype(float).mul(_sign(facts), axis=0).set_axis(["value", "value_max"], axis=1)


def _rounded(facts: pd.DataFrame) -> pd.DataFrame:
    """The least and the greatest value that was measured, for results; nothing for goals, counts and classes."""
    measured = facts["role"].isin(RESULTS) & ~facts["measure"].isin(["count", "class", "rank"])
    value = _values(facts)["value"].where(measured & (facts["comparator"] == "="))
    # the unit of the axis, in canonical units
    factor = (value * _sign(facts) / facts["canonical"]).where(facts["canonical"] != 0).max()
    room = facts["rounding"].astype(float) * (factor if factor == factor else 1.0)
    high = (value + room).where(
        ~facts["is_share"].astype(bool) | (facts["measure"] != "level"), (value + room).clip(upper=100)
    )
    # what is printed as positive or zero is not measured below it
    low = (value - room).where(value < 0, (value - room).clip(lower=0))
    return pd.DataFrame({"low": low, "high": high})


def _sign(facts: pd.DataFrame) -> pd.Series:
    return facts["direction"].map({"decrease": -1.0}).fillna(1.0)


def _comparator(row: Mapping) -> str:
    return MIRRORED.get(row["comparator"], row["comparator"]) if row["direction"] == "decrease" else row["comparator"]


def _label(row: Mapping, lang: str, with_unit: bool) -> str:
    """The number as printed; with its unit where the numbers of an axis are printed in several."""
    if absent(row["value"]):
        return ""
    if row["value"] == "零" and not absent(row["direction"]):
        return words.statement(row, lang)
    if absent(row["direction"]):
        return words.amount(row, lang, with_unit=with_unit)
    sign = "−" if row["direction"] == "decrease" else "+"
    unit = words.unit(row, lang) if with_unit else ""
    return words.BOUNDS[_comparator(row)] + sign + words.figure(row, lang) + unit


def _words(row: Mapping, lang: str) -> str:
    """What stands for a missing number; what is no target says so."""
    if not absent(row["value"]):
        return ""
    role = "" if row["role"] == "target" else words.ROLES[row["role"]][lang] + ("：" if lang == "zh" else ": ")
    return role + words.statement(row, lang)


def _tooltip(row: Mapping, lang: str) -> str:
    quote = " ".join(str(row["quote"]).split())
    if lang == "en" and absent(row.get("plan_id")) and not absent(row.get("source_en")):
        quote = row["source_en"]  # from outside the plans: the source, in the reader's language
    apart = "，{years}：" if lang == "zh" else ", {years}: "
    return f"{by_plan(row, lang)}{apart.format(years=words.years(row, lang))}{words.statement(row, lang)} — {quote}"


def _near(row: Mapping, lang: str, reference_scope: str | None) -> str | bool:
    """Whether the population is only near; where the row's name does not say which it is, in words."""
    if reference_scope is None or row["scope_id"] == reference_scope:
        return False
    if not absent(row["scope_id"]):
        return True
    return words.population(row, lang)
