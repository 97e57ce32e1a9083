"""The audit of goals whose year has a result: met, missed, or not comparable and why."""

import pytest

from made_up_city import (
    AIR,
    CITIES,
    CLASS,
    COAL,
    CONTRADICTION,
    DAYS,
    EXPLAINED,
    NEITHER,
    PARKS,
    SECTIONS,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import NORTH, OLD

BEFORE = {"year": 2020, "plan": OLD}


def attained(city: City, indicator: str, goal: str, result: str, **cells) -> list[tuple[str, str, str]]:
    """What is found where the old plan had this goal for 2020 and the new one reports this result; `cells` are its."""
    city.goal("goal", indicator, goal, **BEFORE)
    city.result("result", indicator, result, **cells)
    return [(*found[:1], *found[2:]) for found in city.audit("attainment")]


@pytest.mark.parametrize(
    ("indicator", "goal", "result", "arithmetic"),
    [
        (COAL, "≤800", "785.5", "≤800 10 kt (2020) ← 785.5 10 kt (2020)"),
        (DAYS, "89%", "96.4%", "89% (2020) ← 96.4% (2020)"),
        (PARKS, "12", "15", "12 (2020) ← 15 (2020)"),
        (CLASS, "Ⅲ", "Ⅱ", "Ⅲ (2020) ← Ⅱ (2020)"),
        (COAL, "down 13.4%", "down 24.36%", "down 13.4% (2020) ← down 24.36% (2020)"),
        (DAYS, "up 5 points", "up 7.4 points", "up 5 pp (2020) ← up 7.4 pp (2020)"),
        (COAL, "up 3%", "down 1%", "up 3% (2020) ← down 1% (2020)"),
    ],
    ids=["lower", "higher", "count", "class", "larger cut", "larger rise", "less growth"],
)
def test_a_goal_that_was_met(city, indicator, goal, result, arithmetic):
    assert attained(city, indicator, goal, result) == [(EXPLAINED, arithmetic)]
    assert city.why("attainment") == [(EXPLAINED, "met")]


@pytest.mark.parametrize(
    ("indicator", "goal", "result", "arithmetic"),
    [
        (COAL, "≤699.5", "700", "≤699.5 10 kt (2020) ≈ 700 10 kt (2020)"),
        (COAL, "<700", "700", "<700 10 kt (2020) ≈ 700 10 kt (2020)"),
        (DAYS, ">95%", "95%", ">95% (2020) ≈ 95% (2020)"),
    ],
)
def test_a_goal_that_is_missed_by_less_than_the_rounding_is_open(city, indicator, goal, result, arithmetic):
    assert attained(city, indicator, goal, result) == [(EXPLAINED, arithmetic)]
    assert city.why("attainment") == [(EXPLAINED, "within what rounding leaves open")]


@pytest.mark.parametrize(
    ("indicator", "goal", "result", "arithmetic"),
    [
        (COAL, "≤700", "785.5", "≤700 10 kt (2020) ≠ 785.5 10 kt (2020)"),
        (DAYS, "≥97%", "96.4%", "≥97% (2020) ≠ 96.4% (2020)"),
        (PARKS, "15", "12", "15 (2020) ≠ 12 (2020)"),
        (COAL, "down 15%", "down 10%", "down 15% (2020) ≠ down 10% (2020)"),
        (COAL, "down 15%", "up 24%", "down 15% (2020) ≠ up 24% (2020)"),
    ],
    ids=["lower", "higher", "count", "smaller cut", "a rise is no cut"],
)
def test_a_goal_that_was_missed_is_a_tension(city, indicator, goal, result, arithmetic):
    assert attained(city, indicator, goal, result) == [(TENSION, arithmetic)]


def test_the_goal_as_well_as_the_result_may_be_what_the_text_calls_met(city):
    city.goal("goal", DAYS, "≥97%", 2020, role="prior_target", caveats="reported_met")
    city.result("result", DAYS, "96.4%")
    assert [found[0] for found in city.audit("attainment")] == [CONTRADICTION]


def test_a_goal_that_is_only_called_met_is_a_tension(city):
    assert attained(city, PARKS, "15", "meets", caveats="reported_met") == [
        (TENSION, "15 (2020) ? some name_en (2020)")
    ]
    assert city.why("attainment") == [(TENSION, "called met, without a number")]


def test_a_missed_goal_that_the_text_calls_met_is_a_contradiction(city):
    found = attained(city, DAYS, "≥97%", "96.4%", caveats="reported_met")
    assert found == [(CONTRADICTION, "≥97% (2020) ≠ 96.4% (2020)")]


def test_an_earlier_goal_that_the_plan_itself_tells_is_judged_by_its_own_result(city):
    city.goal("goal", COAL, "down 15%", 2020, role="prior_target")
    city.result("result", COAL, "down 26.24%")
    assert city.audit("attainment") == [(EXPLAINED, "goal;result", "down 15% (2020) ← down 26.24% (2020)")]


@pytest.mark.parametrize(
    ("indicator", "goal", "result", "reason"),
    [
        (COAL, "meets", "785.5", "not comparable, there is no number to compare"),
        (COAL, "≤800", "down", "not comparable, there is no number to compare"),
        (COAL, "≤800", "down 5%", "not comparable, one is a level, the other a change"),
        (AIR, "≤40", "35", "not comparable, measured by different rules"),
        (NEITHER, "46.2%", "76.92%", "not comparable, neither direction is better by itself"),
    ],
    ids=["goal without number", "result without number", "measure", "regime", "direction"],
)
def test_what_cannot_be_compared_is_said_with_its_reason(city, indicator, goal, result, reason):
    assert [certainty for certainty, _ in attained(city, indicator, goal, result)] == [EXPLAINED]
    assert city.why("attainment") == [(EXPLAINED, reason)]


def test_changes_against_different_years_are_not_comparable(city):
    city.goal("goal", COAL, "down 15%", since=2015, **BEFORE)
    city.result("result", COAL, "down 20%", since=2010)
    assert city.why("attainment") == [(EXPLAINED, "not comparable, the changes are against different years")]


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        (CITIES, "met (of a near population)"),
        (None, "met (of a near population)"),
        (SECTIONS, "not comparable, the populations differ"),
    ],
)
def test_a_result_of_another_population_is_marked_or_not_comparable(city, scope, reason):
    city.goal("goal", DAYS, "89%", scope_id=URBAN, **BEFORE)
    city.result("result", DAYS, "96.4%", scope_id=scope)
    assert city.why("attainment") == [(EXPLAINED, reason)]


def test_of_several_results_the_one_that_compares_best_is_taken(city):
    city.goal("goal", DAYS, "≥89%", scope_id=URBAN, **BEFORE)
    city.result("change", DAYS, "up 5 points", scope_id=URBAN)
    city.result("near", DAYS, "70%", scope_id=CITIES)
    city.result("word", DAYS, "up", scope_id=URBAN)
    city.result("same", DAYS, "96.4%", scope_id=URBAN)
    assert [ids for _, ids, _ in city.audit("attainment")] == [f"{OLD}/goal;{NORTH}/same"]


def test_without_a_later_result_for_its_year_nothing_is_said_of_a_goal(city):
    city.goal("goal", DAYS, "89%", **BEFORE)
    city.result("of-another-year", DAYS, "96.4%", 2019)
    city.result("of-another-indicator", WATER, "96.4%")
    city.result("of-the-hill", DAYS, "96.4%", place_id="hill")
    city.result("mean", DAYS, "96.4%", aggregation="mean", period_start="2016")
    city.goal("in-one-plan", COAL, "800", 2025)
    city.result("so-far", COAL, "700", 2025)
    city.goal("later", PARKS, "15", 2020)
    city.result("before", PARKS, "12", **BEFORE)
    assert city.audit("attainment") == []
