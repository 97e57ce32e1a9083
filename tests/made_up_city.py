"""A city whose plans are made of single numbers: what a test of the audit needs, and nothing else.

`city.goal("goal", DAYS, "≥95%")` puts a sentence with that number into the plan and a row that quotes it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from helpers.curation.evidence import FORCES, HEDGES
from tiny_collection import NORTH, OLD, TinyCollection

CONTRADICTION, TENSION, EXPLAINED = "contradiction", "tension", "explained"
AIR, DAYS, COAL, PARKS = "pm25", "good_air_days", "coal_use", "eco_parks"
WATER, FINE_WATER, FOUL_WATER, RIVERS = "surface_water_class3", "fine_water", "foul_water", "rivers_cleaned"
CLASS, FERTILISER, PESTICIDE = "surface_water_class", "fertiliser_use", "pesticide_use"
FINE_PARKS, CLEAN_PARKS, NEITHER, DEED = "fine_parks", "clean_parks", "neither_better", "deed"
URBAN, CITIES, SECTIONS = "urban_area", "cities", "provincial_sections"  # the first two are near to each other

_NEW_INDICATORS = {
    FINE_WATER: {"domain": "water", "unit_id": "percent", "better": "higher", "is_share": "true"},
    FOUL_WATER: {"domain": "water", "unit_id": "percent", "better": "lower", "is_share": "true"},
    RIVERS: {"domain": "water", "unit_id": "count", "kind": "activity"},
    FINE_PARKS: {"domain": "governance", "unit_id": "count", "better": "higher"},
    CLEAN_PARKS: {"domain": "governance", "unit_id": "count", "better": "higher"},
    NEITHER: {"domain": "water", "unit_id": "percent", "is_share": "true"},
    DEED: {"domain": "waste", "unit_id": "one", "better": "higher"},
}
_CAVEATS = (
    "reason_given", "regime_change", "definition_changed", "reported_met", "ambiguous_base", "percent_or_points",
)  # fmt: skip
_SYMBOLS = {"percent": "%", "percentage_point": "pp", "ug_m3": "μg/m³", "t": "t", "10kt": "10 kt"}
_UNITS = {AIR: "微克/立方米"} | dict.fromkeys((COAL, FERTILISER, PESTICIDE), "万吨")
_UNITS |= dict.fromkeys((PARKS, RIVERS, FINE_PARKS, CLEAN_PARKS), "个")
_NUMBER = re.compile(
    r"(?:(?P<move>up|down) )?(?P<bound>[≥≤><≈])?(?P<value>[\d.]+|[ⅠⅡⅢⅣⅤ]|[一二三十]+)(?:–(?P<top>[\d.]+))?"
    r"(?P<unit>%|万吨|个| points)?(?P<yearly> a year)?"
)
_BOUNDS = {
    "≥": (">=", "{}以上"), "≤": ("<=", "不高于{}"), ">": (">", "高于{}"), "<": ("<", "低于{}"), "≈": ("~", "约{}"),
    None: ("=", "{}"),
}  # fmt: skip
_WORDS = {
    "all": "全部达标", "none": "没有发生", "up": "上升", "down": "下降", "hold": "保持", "meets": "完成省下达指标",
}  # fmt: skip


class City(TinyCollection):
    """Two plans without any statement: NORTH (2021–2025) and, before it, OLD (2016–2020), of the city `north`."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.rows["places"][0]["parent_id"] = "province"
        self.add("places", place_id="province", level="province", name_zh="某省", name_en="Province")
        for indicator, cells in _NEW_INDICATORS.items():
            self.add("indicators", indicator_id=indicator, **{"is_share": "false", "kind": "outcome"} | cells)
        for row in self.rows["indicators"]:
            row |= {"name_zh": f"指标{row['indicator_id']}", "name_en": row["indicator_id"]}
        for caveat in _CAVEATS:
            self.add("caveats", caveat_id=caveat)
        for unit in self.rows["units"]:
            unit["symbol_en"] = _SYMBOLS.get(unit["unit_id"])
        for plan in (NORTH, OLD):
            self.rows[plan] = []
            self.raw(plan).write_text("规划\n", encoding="utf-8", newline="")
        for table in self.rows:
            self.save(table)
        self.sign()

    def goal(self, key: str, indicator: str, number: str, year: int | None = 2025, **cells: str | int | None) -> None:
        """A target; its number is written as the audit prints it: `≥95%`, `down 26%`, `up 7.4 points`, `all`."""
        self.state(key, indicator, number, year, **cells)

    def result(self, key: str, indicator: str, number: str, year: int = 2020, **cells: str | int | None) -> None:
        """A reported result."""
        self.state(key, indicator, number, year, **{"role": "actual"} | cells)

    def state(self, key, indicator, number, year, *, since=None, plan=NORTH, verb="", **cells) -> None:
        """A sentence and its row. `since`: the base year of a change; `verb`: words before the number."""
        read, words = _read(indicator, number)
        when = f"{cells['period_start']}至{year}年" if "period_start" in cells else f"{year}年" if year else "今后"
        against = f"较{since}年" if since else ""
        hedge = HEDGES[cells["hedge"]][0] if "hedge" in cells else ""
        force = f"（{FORCES[cells['force']]}）" if "force" in cells else ""
        read |= {"year": year and str(year), "base_year": since and str(since)}
        read |= {} if year else {"caveats": "undated"}
        self.tell(f"“{key}”{when}{against}{hedge}{verb}{words}{force}", plan, **read | cells | {
            "statement_id": key, "indicator_id": indicator})  # fmt: skip

    def audit(self, rule: str) -> list[tuple[str, str, str]]:
        """Certainty, ids and arithmetic of what a rule finds."""
        return [(row["certainty"], row["statement_ids"], row["arithmetic"]) for row in self.audited(rule)]

    def why(self, rule: str) -> list[tuple[str, str]]:
        """Certainty and what the explanation adds to what was found (behind the last `;` or `:`, if there is any)."""
        return [(row["certainty"], re.split("[;:] ", row["explanation"])[-1]) for row in self.audited(rule)]

    def audited(self, *words: str) -> list[dict[str, str]]:
        """The rows of `ecoplan audit … --csv`."""
        ran = self.ecoplan("audit", *words, "--csv")
        assert (ran.exit_code, ran.stderr) == (0, "")
        return list(csv.DictReader(ran.stdout.splitlines()))


def _read(indicator: str, number: str) -> tuple[dict[str, str], str]:
    """The cells that a number fills, and the Chinese words for it."""
    if number == "done":
        return {"measure": "state", "comparator": "all"}, "建成"
    if number in _WORDS:
        reference = {"reference_id": "assigned_by_province"} if number == "meets" else {}
        return {"comparator": number, **reference}, _WORDS[number]
    match = _NUMBER.fullmatch(number)
    assert match, f"no number: {number}"
    comparator, words = _BOUNDS[match["bound"]]
    unit = {" points": "个百分点", None: _UNITS.get(indicator)}.get(match["unit"], match["unit"])
    cells = {"comparator": comparator, "value": match["value"], "unit": unit}
    written = match["value"] + (f"–{match['top']}" if match["top"] else "") + (unit or "")
    if match["top"]:
        cells["value_max"] = match["top"]
    if match["move"]:
        kind = {"%": "change_pct", " points": "change_pp"}.get(match["unit"], "change_abs")
        cells["measure"] = "annual_change_pct" if match["yearly"] else kind
        cells["direction"] = {"up": "increase", "down": "decrease"}[match["move"]]
    elif indicator in (PARKS, RIVERS, FINE_PARKS, CLEAN_PARKS):
        cells["measure"] = "count"
    elif indicator == CLASS:
        cells["measure"] = "class"
    move = {"up": "上升", "down": "下降", None: ""}[match["move"]]
    return cells, f"{'年均' if match['yearly'] else ''}{move}{words.format(written)}"
