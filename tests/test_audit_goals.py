"""The audit of goals: against what was reached, what was promised before, what the province asks."""

import pytest

from made_up_city import (
    AIR,
    CITIES,
    CLASS,
    COAL,
    DAYS,
    DEED,
    EXPLAINED,
    FERTILISER,
    FINE_WATER,
    FOUL_WATER,
    NEITHER,
    PARKS,
    PESTICIDE,
    SECTIONS,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import NORTH, OLD

BEFORE = {"year": 2020, "plan": OLD}


# Already met


def test_a_goal_for_no_more_than_was_reached_is_a_tension(city):
    city.result("air-was", AIR, "26")
    city.goal("air", AIR, "≤26")
    city.result("coal-was", COAL, "700", role="baseline")
    city.goal("coal", COAL, "785.5")
    city.result("days-were", DAYS, "96.4%")
    city.goal("days", DAYS, "≥95%")
    city.result("class-was", CLASS, "Ⅱ")
    city.goal("class", CLASS, "Ⅲ")
    assert city.audit("already_met") == [
        (TENSION, "air;air-was", "≤26 μg/m³ (2025) = 26 μg/m³ (2020)"),
        (TENSION, "coal;coal-was", "785.5 10 kt (2025) > 700 10 kt (2020)"),
        (TENSION, "days;days-were", "≥95% (2025) < 96.4% (2020)"),
        (TENSION, "class;class-was", "Ⅲ (2025) > Ⅱ (2020)"),
    ]


def test_a_goal_that_asks_for_more_or_that_nothing_is_known_of_is_not_met(city):
    city.result("air-was", AIR, "26")
    city.goal("air", AIR, "25.9")
    city.result("days-were", DAYS, "94.9%")
    city.goal("days", DAYS, "95%")
    city.result("neither-was", NEITHER, "50%")
    city.goal("neither", NEITHER, "50%")
    city.result("water-of-sections", WATER, "90%", scope_id=SECTIONS)
    city.goal("water", WATER, "90%")
    city.result("coal-later", COAL, "700", 2026)
    city.goal("coal", COAL, "785.5")
    city.result("mean", FERTILISER, "5", aggregation="mean", period_start="2016")
    city.goal("fertiliser", FERTILISER, "6")
    city.result("of-another-plan", PESTICIDE, "5", plan=OLD)
    city.goal("pesticide", PESTICIDE, "6")
    city.goal("milestone", FINE_WATER, "90%", 2023)
    city.goal("end", FINE_WATER, "85%")
    assert city.audit("already_met") == []


def test_another_place_a_change_or_a_word_is_no_level_that_was_reached(city):
    city.result("days-of-the-hill", DAYS, "97%", place_id="hill")
    city.goal("days", DAYS, "95%")
    city.result("cut-was", COAL, "down 20%", since=2015)
    city.goal("cut", COAL, "down 10%", since=2020)
    city.result("water-rose", WATER, "up")
    city.goal("water", WATER, "95%")
    city.result("fine-water-was", FINE_WATER, "60%")
    city.goal("fine-water", FINE_WATER, "up")
    city.result("reduced", PESTICIDE, "down 6万吨", since=2015)
    city.goal("reduce-to", PESTICIDE, "7")
    assert city.audit("already_met") == []


def test_only_the_latest_result_counts(city):
    city.result("days-better-before", DAYS, "97%", 2019)
    city.result("days-worse-since", DAYS, "90%")
    city.goal("days", DAYS, "95%")
    city.result("water-worse-before", WATER, "80%", 2019)
    city.result("water-better-since", WATER, "95%")
    city.goal("water", WATER, "90%")
    assert city.audit("already_met") == [(TENSION, "water;water-better-since", "90% (2025) < 95% (2020)")]


@pytest.mark.parametrize(
    ("indicator", "was", "goal", "reason"),
    [
        (DAYS, "100%", "100%", "nothing better is possible"),
        (COAL, "0", "0", "nothing better is possible"),
        (CLASS, "Ⅰ", "Ⅰ", "nothing better is possible"),
    ],
)
def test_where_nothing_better_is_possible_a_goal_is_explained(city, indicator, was, goal, reason):
    city.result("was", indicator, was)
    city.goal("goal", indicator, goal)
    assert city.why("already_met") == [(EXPLAINED, reason)]


def test_only_of_a_share_is_a_hundred_the_end_and_a_deed_left_undone_is_none(city):
    city.result("known", DEED, "100")
    city.goal("goal", DEED, "100")
    city.result("undone", FOUL_WATER, "none", measure="state")
    city.goal("undone-still", FOUL_WATER, "none", measure="state")
    assert [certainty for certainty, *_ in city.audit("already_met")] == [TENSION, TENSION]


@pytest.mark.parametrize("verb", ["保持", "稳定在"])
def test_a_goal_to_hold_what_was_reached_is_explained(city, verb):
    city.result("was", DAYS, "96.4%")
    city.goal("goal", DAYS, "≥95%", verb=verb)
    assert city.why("already_met") == [(EXPLAINED, "the text says that it is to be held")]


def test_a_goal_for_which_the_text_gives_a_reason_is_explained(city):
    city.result("was", DAYS, "96.4%", caveats="reason_given")
    city.goal("goal", DAYS, "≥95%")
    city.result("other-was", WATER, "90%")
    city.goal("other", WATER, "90%")
    assert [found[:2] for found in city.audit("already_met")] == [(TENSION, "other;other-was"), (EXPLAINED, "goal;was")]


# Weaker than before


def test_a_goal_weaker_than_that_of_the_plan_before_is_a_tension(city):
    city.goal("was", WATER, "≥71%", **BEFORE)
    city.goal("goal", WATER, "70%")
    city.goal("was-cut-to", COAL, "700", **BEFORE)
    city.goal("cut-to", COAL, "≤700.5")
    city.goal("promised", DAYS, "95%", 2025, plan=OLD)
    city.goal("now", DAYS, "90%", 2025)
    assert city.audit("weaker_than_before") == [
        (TENSION, "north-2021/goal;north-2016/was", "70% (2025) < ≥71% (2020)"),
        (TENSION, "north-2021/cut-to;north-2016/was-cut-to", "≤700.5 10 kt (2025) > 700 10 kt (2020)"),
        (TENSION, "north-2021/now;north-2016/promised", "90% (2025) < 95% (2025)"),
    ]


def test_a_goal_weaker_than_an_earlier_one_that_the_plan_itself_tells_is_a_tension(city):
    city.goal("was", WATER, "71%", 2020, role="prior_target")
    city.goal("goal", WATER, "70%")
    assert city.audit("weaker_than_before") == [(TENSION, "goal;was", "70% (2025) < 71% (2020)")]


@pytest.mark.parametrize(
    ("indicator", "was", "goal", "of", "reason"),
    [
        (AIR, "26", "30", {}, "measured by different rules, so not comparable"),
        (DAYS, "95%", "90%", {"scope_id": URBAN}, "the populations differ"),
        (DAYS, "95%", "90%", {"caveats": "reason_given"}, "the text gives its reason"),
    ],
    ids=["other method", "near population", "reason given"],
)
def test_a_weaker_goal_may_be_explained(city, indicator, was, goal, of, reason):
    city.goal("was", indicator, was, **BEFORE, scope_id=CITIES if "scope_id" in of else None)
    city.goal("goal", indicator, goal, **of)
    assert city.why("weaker_than_before") == [(EXPLAINED, reason)]


def test_a_goal_as_strong_as_the_last_one_or_not_comparable_with_it_is_nothing(city):
    city.goal("water-was", WATER, "70%", **BEFORE)
    city.goal("water", WATER, "≥70%")
    city.goal("coal-was", COAL, "700", **BEFORE)
    city.goal("coal", COAL, "699")
    city.goal("days-of-the-hill", DAYS, "95%", place_id="hill", **BEFORE)
    city.goal("days", DAYS, "90%")
    city.goal("fine-water-of-sections", FINE_WATER, "95%", scope_id=SECTIONS, **BEFORE)
    city.goal("fine-water", FINE_WATER, "90%", scope_id=URBAN)
    city.goal("neither-was", NEITHER, "60%", **BEFORE)
    city.goal("neither", NEITHER, "50%")
    city.goal("milestone", FERTILISER, "5", 2023)
    city.goal("end", FERTILISER, "6")
    city.goal("cut-was", PESTICIDE, "down 20%", since=2015, **BEFORE)
    city.goal("cut", PESTICIDE, "down 10%", since=2020)
    assert city.audit("weaker_than_before") == []


def test_a_promise_for_later_in_words_or_of_a_change_is_no_goal_before_a_level(city):
    city.goal("water-by-then", WATER, "90%", 2035, plan=OLD)
    city.goal("water", WATER, "80%")
    city.goal("days-were", DAYS, "meets", **BEFORE)
    city.goal("days", DAYS, "95%")
    city.goal("fine-water-was", FINE_WATER, "60%", **BEFORE)
    city.goal("fine-water", FINE_WATER, "up")
    city.goal("reduction", PESTICIDE, "down 6万吨", since=2015, **BEFORE)
    city.goal("reduce-to", PESTICIDE, "7")
    assert city.audit("weaker_than_before") == []


# Weaker than the province


@pytest.fixture
def province(city) -> City:
    """The city, and the older plan as one of its province, for 2021 to 2025."""
    city.set("plans", OLD, place_id="province", issued="2021-01-01", period_start="2021", period_end="2025")
    return city


def above(city: City, indicator: str, number: str, year: int = 2025, **cells) -> None:
    city.goal(f"province-{indicator.replace('_', '-')}", indicator, number, year, plan=OLD, **cells)


def test_a_goal_weaker_or_later_than_that_of_the_province_is_a_tension(province):
    above(province, AIR, "<26", 2023)
    province.goal("air", AIR, "30")
    above(province, DAYS, "≥95%")
    province.goal("days", DAYS, "90%")
    above(province, COAL, "700", 2023)
    province.goal("coal", COAL, "≤700")
    found = province.audited("weaker_than_province")
    assert [(row["certainty"], row["statement_ids"], row["arithmetic"]) for row in found] == [
        (TENSION, f"{NORTH}/air;{OLD}/province-pm25", "30 μg/m³ (2025) > <26 μg/m³ (2023)"),
        (TENSION, f"{NORTH}/days;{OLD}/province-good-air-days", "90% (2025) < ≥95% (2025)"),
        (TENSION, f"{NORTH}/coal;{OLD}/province-coal-use", "≤700 10 kt (2025) = 700 10 kt (2023)"),
    ]
    assert ["weaker" in row["explanation"] for row in found] == [True, True, False]
    assert ["due later" in row["explanation"] for row in found] == [True, False, True]


def test_the_same_number_is_weaker_without_its_strictness_and_a_later_one_that_asks_for_more_is_nothing(province):
    above(province, DAYS, "≥95%", 2023)
    province.goal("stronger-and-later", DAYS, "96%")
    above(province, AIR, "<26")
    province.goal("air", AIR, "≤26")
    found = [(TENSION, f"{NORTH}/air;{OLD}/province-pm25", "≤26 μg/m³ (2025) ≠ <26 μg/m³ (2025)")]
    assert province.audit("weaker_than_province") == found


def test_a_goal_of_a_near_population_is_a_tension_with_a_reservation(province):
    above(province, DAYS, "≥95%", scope_id=CITIES)
    province.goal("days", DAYS, "90%", scope_id=URBAN)
    ((certainty, reservation),) = province.why("weaker_than_province")
    assert certainty == TENSION
    assert reservation.startswith("the populations are near but not the same")


def test_a_goal_measured_otherwise_than_that_of_the_province_is_explained(province):
    province.set("plans", OLD, issued="2018-01-01")
    above(province, AIR, "<26")
    province.goal("air", AIR, "30")
    assert province.why("weaker_than_province") == [
        (EXPLAINED, "measured by different rules, so not comparable"),
    ]
    in_chinese = province.ecoplan("audit", "weaker_than_province", "--csv", "--lang", "zh").stdout
    assert in_chinese.endswith("；两者的评价方法不同，不可比\n")


def test_a_goal_of_the_province_on_record_elsewhere_counts_too(city):
    city.goal("air", AIR, "30")
    city.add(
        "reference_goals", place_id="province", indicator_id=AIR, issued="2021-06", year="2025", measure="level",
        comparator="<=", value="26", unit="μg/m³", source="the bulletin", source_zh="公报", authority="official",
        confirmations="1",
    )  # fmt: skip
    (found,) = city.audited("weaker_than_province")
    assert (found["certainty"], found["statement_ids"]) == (TENSION, "air")
    assert found["arithmetic"] == "30 μg/m³ (2025) > ≤26 μg/m³ (2025)"
    assert "the bulletin" in found["explanation"]


def test_what_the_province_does_not_ask_of_the_city_by_then_is_nothing(province):
    above(province, AIR, "26", 2025)
    province.goal("as-strong", AIR, "26")
    above(province, DAYS, "≥95%", 2030)
    province.goal("before-it-is-due", DAYS, "90%")
    above(province, COAL, "700", 2019)
    province.goal("a-period-later", COAL, "785.5")
    above(province, WATER, "95%", scope_id=SECTIONS)
    province.goal("of-another-population", WATER, "90%", scope_id=URBAN)
    above(province, PARKS, "20")
    province.goal("no-share-of-the-count", PARKS, "15")
    above(province, NEITHER, "60%")
    province.goal("neither", NEITHER, "50%")
    above(province, FERTILISER, "meets")
    province.goal("in-a-number", FERTILISER, "5")
    above(province, FINE_WATER, "60%")
    province.goal("in-a-word", FINE_WATER, "up")
    above(province, PESTICIDE, "down 6万吨", since=2020)
    province.goal("reduce-to", PESTICIDE, "7")
    assert province.audit("weaker_than_province") == []


def test_another_province_asks_nothing_of_the_city(province):
    province.add("places", place_id="elsewhere", level="province")
    province.set("plans", OLD, place_id="elsewhere")
    above(province, DAYS, "≥95%")
    province.goal("days", DAYS, "90%")
    assert province.audit("weaker_than_province") == []


def test_of_the_goals_of_the_province_the_latest_that_is_due_counts(province):
    above(province, DAYS, "≥92%", 2023)
    province.goal("province-days-now", DAYS, "≥95%", 2025, plan=OLD)
    province.goal("days", DAYS, "93%", 2025)
    province.goal("days-halfway", DAYS, "93%", 2023)
    assert province.audit("weaker_than_province") == [
        (TENSION, f"{NORTH}/days;{OLD}/province-days-now", "93% (2025) < ≥95% (2025)")
    ]


def test_a_deed_that_is_reported_as_done_and_promised_again_is_a_tension(city):
    city.result("done-before", DEED, "done")
    city.goal("promised", DEED, "done")
    assert city.audit("already_met") == [(TENSION, "promised;done-before", "done (2025) = done (2020)")]


def test_a_share_of_which_all_was_reached_has_nothing_left_to_ask_for(city):
    city.result("all-before", WATER, "all")
    city.goal("hundred", WATER, "100%")
    assert city.audit("already_met") == [(EXPLAINED, "hundred;all-before", "100% (2025) = all (2020)")]


def test_a_goal_called_met_without_a_number_is_a_tension(city):
    city.goal("goal", DAYS, "90%", 2020, role="prior_target")
    city.result("words", DAYS, "up", caveats="reported_met")
    assert city.audit("attainment") == [(TENSION, "goal;words", "90% (2020) ? rises (2020)")]
