"""What became of a goal, held against a result from outside the plans: met, missed, open, early, or not comparable."""

import pytest

from helpers.analysis.attained import Attained, attained
from helpers.display.aligned import outcomes_finding
from helpers.store.connect import connect
from made_up_city import AIR, DAYS, SECTIONS, URBAN, WATER

OUTSIDE = {"place_id": "north", "authority": "official", "confirmations": "1", "source": "it", "source_zh": "公报"}
UNITS = {AIR: "μg/m³", DAYS: "%", WATER: "%"}


def result(city, indicator, value, year=2025, **cells):
    usual = {"indicator_id": indicator, "year": str(year), "measure": "level", "unit": UNITS[indicator]}
    city.add("outcomes", value=value, **OUTSIDE | usual | cells)


def higher_goal(city, indicator, value, year=2025, **cells):
    usual = {"indicator_id": indicator, "year": str(year), "measure": "level", "unit": UNITS[indicator]}
    goal = {"issued": "2021-11", "comparator": "<=", "value": value}
    city.add("reference_goals", **OUTSIDE | usual | goal | cells)


def judged(city) -> list[tuple[str, Attained]]:
    """The value of each result that stands beside a goal, and what it makes of it."""
    assert city.problems() == []
    store = connect(city.project)
    rows = store.query("FROM outcomes_of_goals ORDER BY goal.statement, result.statement").to_dict("records")
    store.close()
    return [(row["result"]["value"], attained(row["goal"], row["result"], row["match"])) for row in rows]


def judge(city) -> Attained:
    ((_, found),) = judged(city)
    return found


@pytest.mark.parametrize(
    ("goal", "value", "kind"),
    [
        ("≤28", "28.0", "met"),
        ("≤28", "28.4", "missed"),
        ("≤28", "29", "missed"),
        ("≤27.9", "28", "open"),
        ("<28", "28", "open"),
        ("<28", "28.00", "open"),
        ("<28", "27.9", "met"),
        ("28", "27", "met"),
    ],
)
def test_a_result_of_the_goals_own_year_is_held_against_it(city, goal, value, kind):
    city.goal("air", AIR, goal, scope_id=URBAN)
    result(city, AIR, value, scope_id=URBAN, scope_zh="市区", scope_en="Urban area")
    assert judge(city) == Attained(kind)


@pytest.mark.parametrize(("goal", "value", "kind"), [("<5", 5, "missed"), ("≥5", 5, "met"), ("<5", 4, "met")])
def test_a_count_has_no_rounding_that_could_leave_it_open(goal, value, kind):
    usual = {
        "measure": "count",
        "unit_id": "count",
        "regime_id": None,
        "base_year": None,
        "direction": None,
        "year": 2025,
    }
    usual |= {"canonical_max": None, "better": "lower" if "<" in goal else "higher", "is_share": False, "rounding": 0.5}
    promise = usual | {"canonical": 5.0, "comparator": "<" if "<" in goal else ">=", "role": "target"}
    counted = usual | {"canonical": float(value), "comparator": "=", "role": "actual", "statement": "north/count"}
    assert attained(promise, counted, "same") == Attained(kind)


PROMISE = {
    "measure": "level", "unit_id": "percent", "regime_id": None, "base_year": None, "direction": None, "year": 2025,
    "canonical": 90.0, "canonical_max": None, "better": "higher", "is_share": True, "rounding": 0.5,
    "comparator": ">=", "role": "target",
}  # fmt: skip
SAID = PROMISE | {"role": "actual", "statement": "north/days", "canonical": 95.0}


def test_a_result_that_is_a_bound_keeps_a_promise_only_as_a_whole():
    assert attained(PROMISE, SAID | {"comparator": "<"}, "same").kind == "open"
    assert attained(PROMISE, SAID | {"comparator": ">="}, "same").kind == "met"
    assert attained(PROMISE, SAID | {"canonical": 85.0, "comparator": "<"}, "same").kind == "missed"


@pytest.mark.parametrize(
    ("goal", "result", "reason"),
    [
        ({"unit_id": "count"}, {}, "unit"),
        ({"aggregation": "mean"}, {}, "aggregation"),
        ({}, {"aggregation": "mean"}, "aggregation"),
        ({"aggregation": "mean"}, {"aggregation": "sum"}, "aggregation"),
        ({"base_year": 2020}, {"base_year": 2015}, "base"),
        ({"better": None, "comparator": "="}, {}, "better"),
    ],
)
def test_two_numbers_of_different_things_are_not_comparable(goal, result, reason):
    assert attained(PROMISE | goal, SAID | result, "same") == Attained("not_comparable", reason)


@pytest.mark.parametrize(
    ("goal", "result"),
    [({"aggregation": "mean"}, {"aggregation": "mean"}), ({"base_year": 2020}, {}), ({}, {"base_year": 2020})],
)
def test_what_one_of_two_leaves_open_is_no_difference(goal, result):
    assert attained(PROMISE | goal, SAID | result, "same") == Attained("met")


def test_a_cut_of_which_the_base_is_not_known_is_not_comparable(city):
    higher_goal(city, AIR, "10", measure="change_pct", direction="decrease", unit="%", comparator="=", base_year="2020")
    result(city, AIR, "3", measure="change_pct", direction="decrease", unit="%")
    assert judge(city) == Attained("not_comparable", "base")


def test_a_result_of_an_earlier_year_judges_nothing_yet(city):
    city.goal("air", AIR, "≤28", scope_id=URBAN)
    result(city, AIR, "27", year=2023, scope_id=URBAN)
    result(city, AIR, "26", year=2024, scope_id=URBAN)
    result(city, AIR, "35", year=2020, scope_id=URBAN)
    assert judged(city) == [("26", Attained("early"))]


def test_a_result_of_an_earlier_year_may_be_of_a_near_population():
    assert attained(PROMISE, SAID | {"year": 2024}, "near") == Attained("early", near=True)


def test_a_population_that_the_list_does_not_hold_is_near_and_never_the_same(city):
    city.goal("air", AIR, "≤28")
    result(city, AIR, "27", scope_zh="九个城市", scope_en="Nine cities")
    assert judge(city) == Attained("met", near=True)


def test_another_population_is_not_comparable(city):
    city.goal("water", WATER, "90%", scope_id=SECTIONS)
    result(city, WATER, "95", scope_id=URBAN)
    assert judge(city) == Attained("not_comparable", "scope")


def test_a_result_by_other_rules_of_measuring_is_not_comparable(city):
    city.set("plans", "north-2021", issued="2018-01-01")
    city.goal("air", AIR, "≤28", scope_id=URBAN)
    result(city, AIR, "27", scope_id=URBAN)
    assert judge(city) == Attained("not_comparable", "regime")


def test_a_goal_in_words_has_no_number_to_be_held_against(city):
    city.goal("air", AIR, "down")
    result(city, AIR, "27")
    assert judge(city) == Attained("not_comparable", "number")


def test_the_goal_of_a_province_is_judged_as_that_of_a_plan_is(city):
    higher_goal(city, AIR, "28")
    result(city, AIR, "27.5", scope_zh="九个城市", scope_en="Nine cities")
    assert judge(city) == Attained("met", near=True)


@pytest.mark.parametrize(
    ("values", "kind"),
    [(("27", "26"), "met"), (("27", "29"), "disagree"), (("29", "30"), "missed")],
)
def test_of_several_results_none_is_passed_over_in_silence(city, values, kind):
    city.goal("air", AIR, "≤28")
    for number, value in enumerate(values):
        result(city, AIR, value, scope_zh=f"{number}个城市", scope_en=f"{number} cities")
    assert city.problems() == []
    store = connect(city.project)
    (finding,) = outcomes_finding(store.query("FROM outcomes_of_goals ORDER BY result.statement"), "en")
    store.close()
    counted = {name for name, number in finding.values.items() if number and name != "goals"}
    assert (finding.values["goals"], counted) == (1, {kind})


def test_a_result_of_the_same_population_counts_before_one_of_a_near_one(city):
    city.goal("air", AIR, "≤28", scope_id=URBAN)
    result(city, AIR, "29", scope_id=URBAN, scope_zh="市区", scope_en="Urban area")
    result(city, AIR, "27", scope_zh="九个城市", scope_en="Nine cities")
    assert city.problems() == []
    store = connect(city.project)
    (finding,) = outcomes_finding(store.query("FROM outcomes_of_goals ORDER BY result.statement"), "en")
    store.close()
    assert (finding.values["met"], finding.values["missed"]) == (0, 1)


def test_a_cut_is_not_held_against_a_level(city):
    higher_goal(city, AIR, "10", measure="change_pct", direction="decrease", unit="%", comparator="=")
    result(city, AIR, "27.5")
    assert judge(city) == Attained("not_comparable", "measure")


def test_a_goal_of_above_is_measured_by_the_rules_of_the_day_on_which_it_was_set(city):
    higher_goal(city, AIR, "35", year=2020, issued="2018-07")
    result(city, AIR, "25", year=2020)
    assert judge(city) == Attained("not_comparable", "regime")
