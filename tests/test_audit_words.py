"""What the audit says, word for word and in both languages: a city at odds with itself in every way."""

from __future__ import annotations

import pytest

from helpers.analysis.audit.results import said
from kept_texts import assert_is_kept
from made_up_city import (
    AIR,
    CITIES,
    CLASS,
    CLEAN_PARKS,
    COAL,
    DAYS,
    DEED,
    FERTILISER,
    FINE_PARKS,
    FINE_WATER,
    FOUL_WATER,
    NEITHER,
    PARKS,
    PESTICIDE,
    RIVERS,
    SECTIONS,
    URBAN,
    WATER,
    City,
)
from tiny_collection import NORTH, OLD

NATIONAL = {"reference_id": "assigned_by_nation"}
BEFORE = {"year": 2020, "plan": OLD}


def of_itself(city: City) -> None:
    """Goals said twice, values that cannot be, changes that their levels do not give."""
    city.goal("coal", COAL, "700")
    city.goal("coal-again", COAL, "785.5", repeats="coal")
    city.goal("coal-striven-for", COAL, "650", hedge="strive")
    city.goal("days", DAYS, "≥90%", scope_id=URBAN)
    city.goal("days-above", DAYS, ">90%", repeats="days", scope_id=URBAN)
    city.goal("days-plain", DAYS, "90%", repeats="days", scope_id=URBAN)
    city.goal("days-later", DAYS, "≥90%", 2024, repeats="days", scope_id=URBAN)
    city.goal("days-of-cities", DAYS, "91%", repeats="days", scope_id=CITIES)
    city.goal("water", WATER, "all")
    city.goal("water-again", WATER, "95%", repeats="water")
    city.goal("fine", FINE_WATER, "95%", caveats="reason_given")
    city.goal("fine-again", FINE_WATER, "96%", repeats="fine")
    city.goal("foul", FOUL_WATER, "none", hedge="mostly")
    city.goal("foul-again", FOUL_WATER, "11%", repeats="foul")
    city.goal("neither", NEITHER, "hold")
    city.goal("neither-again", NEITHER, "up", repeats="neither")
    city.goal("neither-striven-for", NEITHER, "hold", repeats="neither", hedge="strive")
    city.goal("more-than-all", CLASS, "Ⅲ")
    city.goal("rivers-striven-for", RIVERS, "up", hedge="strive")
    city.goal("rivers", RIVERS, "up", repeats="rivers-striven-for")
    city.goal("water-all", WATER, "all", 2022)
    city.goal("water-nearly-all", WATER, "99.5%", 2022)
    city.goal("pesticide-as-told", PESTICIDE, "meets", 2024)
    city.goal("pesticide-as-a-number", PESTICIDE, "5", 2024, repeats="pesticide-as-told")
    city.goal("clean-as-told", CLEAN_PARKS, "meets", 2024)
    city.goal("clean-as-told-again", CLEAN_PARKS, "meets", 2024, repeats="clean-as-told")
    nation = {"setter": "nation", "name_zh": "国家下达的指标", "name_en": "the figure assigned by the nation"}
    city.add("references", reference_id="assigned_by_nation", **nation)
    city.goal("clean-as-others-tell", CLEAN_PARKS, "meets", 2024, repeats="clean-as-told", **NATIONAL)
    city.goal("all-and-more", WATER, "≥100%", 2024)
    city.goal("beyond-all", WATER, "105%", 2023)
    city.result("fertiliser-was", FERTILISER, "10")
    city.result("fertiliser-was-again", FERTILISER, "11")
    city.goal("fertiliser", FERTILISER, "8")
    city.goal("fertiliser-cut", FERTILISER, "down 50%", since=2020)
    city.result("foul-was", FOUL_WATER, "20%", scope_id=SECTIONS)
    city.goal("foul-cut", FOUL_WATER, "down 5 points", since=2020)
    city.goal("parks", PARKS, "15")
    city.goal("fine-parks", FINE_PARKS, "10", part_of="parks")
    city.goal("clean-parks", CLEAN_PARKS, "6", part_of="parks")
    city.say("规划指标共九项，其中约束性指标共0项。")
    for counts, value in (("binding", "0"), ("indicators", "九")):
        told = {"total_id": f"{counts}-told", "quote": f"指标共{value}项"}
        city.add("declared_totals", plan_id=NORTH, counts=counts, value=value, **told)
    city.goal("pesticide-a-year", PESTICIDE, "down 1% a year", since=2020)
    city.goal("pesticide-cut", PESTICIDE, "down 20%", since=2020)


def of_its_changes(city: City) -> None:
    """Changes that their levels do not give, in per cent, points and amounts, of one population or of several."""
    for key, indicator, was, change, goal, cells in (
        ("coal", COAL, "800", "down 50万吨", "700", {}),
        ("parks", PARKS, "20", "up 5个", "40", {}),
        ("fine-parks", FINE_PARKS, "20", "up 10%", "40", {"scope_id": URBAN}),
        ("water", WATER, "80%", "up 3 points", "90%", {"scope_id": URBAN}),
        ("air", AIR, "40", "down 10%", "30", {"scope_id": URBAN}),
        ("fertiliser", FERTILISER, "10", "down 1% a year", "5", {}),
    ):
        city.result(f"{key}-was", indicator, was, scope_id=CITIES if cells else None)
        city.goal(f"{key}-change", indicator, change, since=2020, **cells)
        city.goal(f"{key}-then", indicator, goal, **cells)
    city.result("pesticide-was", PESTICIDE, "5")
    city.set("indicators", COAL, relations=f"sum_of:{FERTILISER}+{PESTICIDE}")


def of_its_past(city: City) -> None:
    """Goals already met, goals weaker than before, and what became of earlier ones."""
    for key, indicator, before, was, goal, cells in (
        ("air", AIR, "≤30", "28", "≤29", {}),
        ("coal", COAL, "down 15%", "down 26.24%", "down 10%", {}),
        ("days", DAYS, "≥95%", "96.4%", "≥95%", {"verb": "保持"}),
        ("water", WATER, "≥97%", "100%", "100%", {}),
        ("fine", FINE_WATER, "97%", "95%", "90%", {"caveats": "reason_given"}),
        ("foul", FOUL_WATER, "none", "none", "none", {}),
        ("class", CLASS, "Ⅱ", "Ⅲ", "Ⅲ", {}),
        ("parks", PARKS, "15", "15", "15", {}),
        ("neither", NEITHER, "50%", "60%", "50%", {}),
        ("deed", DEED, "done", "done", "done", {}),
    ):
        since = {"since": 2015} if "down" in before else {}
        city.goal(f"{key}-before", indicator, before, **BEFORE, **since)
        city.result(f"{key}-was", indicator, was, **since)
        city.goal(f"{key}-now", indicator, goal, **cells, **({"since": 2020} if since else {}))
    city.goal("rivers-before", RIVERS, "52", **BEFORE)
    city.result("rivers-were", RIVERS, "meets", caveats="reported_met")
    city.goal("fertiliser-before", FERTILISER, "≤8", **BEFORE)
    city.result("fertiliser-was", FERTILISER, "9", caveats="reported_met")
    city.goal("pesticide-before", PESTICIDE, "≤7.5", **BEFORE)
    city.result("pesticide-was", PESTICIDE, "8")
    city.goal("clean-before", CLEAN_PARKS, "12", **BEFORE, scope_id=CITIES)
    city.result("clean-were", CLEAN_PARKS, "9", scope_id=SECTIONS)
    city.goal("fine-parks-before", FINE_PARKS, "12", **BEFORE, scope_id=CITIES)
    city.result("fine-parks-were", FINE_PARKS, "12", scope_id=URBAN)
    city.goal("fine-parks-now", FINE_PARKS, "11", scope_id=URBAN)


def of_its_province(city: City) -> None:
    """Goals weaker or later than those of the province, whose plan the older one is now."""
    city.set("plans", OLD, place_id="province", issued="2021-01-01", period_start="2021", period_end="2025")
    for key, indicator, above, year, goal, cells in (
        ("air", AIR, "<26", 2023, "30", {}),
        ("days", DAYS, "≥95%", 2025, "90%", {}),
        ("coal", COAL, "700", 2023, "≤700", {}),
        ("water", WATER, "≥95%", 2025, "90%", {"scope_id": URBAN}),
        ("pesticide", PESTICIDE, "≤5", 2025, "6", {"caveats": "definition_changed"}),
        ("fertiliser", FERTILISER, "≤5", 2025, "6", {"caveats": "reason_given"}),
    ):
        scope = {"scope_id": CITIES} if cells else {}
        city.goal(f"{key}-above", indicator, above, year, plan=OLD, **scope)
        city.goal(f"{key}-now", indicator, goal, **cells)


@pytest.mark.parametrize(
    ("cells", "zh", "en"),
    [
        ({"unit_zh": "个", "unit": "条"}, "52条（2025）", "52 (2025)"),
        ({"unit_zh": "万个", "unit_en": "×10⁴", "unit": "万辆"}, "52万辆（2025）", "52 ×10⁴ (2025)"),
        ({"unit_zh": "个", "unit": None}, "52个（2025）", "52 (2025)"),
        ({"unit_zh": "吨", "unit_en": "t", "unit": "吨标煤", "year": None}, "52吨", "52 t"),
        ({"unit_zh": "%", "unit_en": "%", "direction": "increase"}, "上升52%（2025）", "up 52% (2025)"),
        ({"measure": "annual_change_pct", "unit_zh": "%", "unit_en": "%"}, "年均52%（2025）", "52% a year (2025)"),
    ],
)
def test_a_number_is_told_with_its_unit_direction_and_year(cells, zh, en):
    fact = {"said": "52", "measure": "count", "direction": None, "year": 2025, "unit_zh": None, "unit_en": None} | cells
    assert (said(fact, "zh"), said(fact, "en")) == (zh, en)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "at_odds", [of_itself, of_its_changes, of_its_past, of_its_province], ids=lambda made: made.__name__
)
def test_the_audit_says_what_it_says(tmp_path, at_odds, lang):
    city = City(tmp_path / "city")
    at_odds(city)
    told = city.ecoplan("audit", "--csv", "--lang", lang)
    assert (told.exit_code, told.stderr) == (0, "")
    assert_is_kept(told.stdout, f"audit/{at_odds.__name__}.{lang}.csv")
