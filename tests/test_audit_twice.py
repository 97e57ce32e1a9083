"""The audit of words: what a text says twice, and what it says of its own table."""

import pytest

from made_up_city import (
    AIR,
    CITIES,
    COAL,
    CONTRADICTION,
    DAYS,
    DEED,
    EXPLAINED,
    FERTILISER,
    FINE_WATER,
    NEITHER,
    PARKS,
    PESTICIDE,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import NORTH

AGAIN = {"repeats": "first"}


# Said twice


def test_another_number_for_the_same_year_is_a_contradiction(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥96%", **AGAIN)
    city.goal("here", WATER, "90%")
    city.goal("there", WATER, "92%")
    assert city.audit("said_twice") == [
        (CONTRADICTION, "first;again", "≥95% (2025) ≠ ≥96% (2025)"),
        (CONTRADICTION, "here;there", "90% (2025) ≠ 92% (2025)"),
    ]


def test_what_says_the_same_or_something_else_is_not_said_twice(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("same", DAYS, "≥95%", **AGAIN)
    city.goal("other-indicator", WATER, "≥96%")
    city.goal("other-place", WATER, "≥90%", place_id="hill")
    city.goal("relative", COAL, "down 20%")
    city.goal("absolute", COAL, "down 100万吨")
    city.goal("milestone", COAL, "800", 2023)
    city.goal("end", COAL, "700", 2025)
    city.goal("of-the-city", AIR, "28", scope_id=URBAN)
    city.goal("of-all-cities", AIR, "26", scope_id=CITIES)
    city.result("before", FERTILISER, "5", 2015)
    city.result("after", FERTILISER, "4", 2020)
    city.goal("down", FERTILISER, "3")
    city.goal("one-more", PARKS, "3")
    city.goal("and-more", PARKS, "5")
    assert city.audit("said_twice") == []


def test_another_year_for_the_same_promise_is_a_contradiction(city):
    city.goal("first", DAYS, "≥95%", 2025)
    city.goal("again", DAYS, "≥95%", 2030, **AGAIN)
    assert city.audit("said_twice") == [(CONTRADICTION, "first;again", "≥95% (2025) ≠ ≥95% (2030)")]


def test_another_year_and_another_number_is_a_tension(city):
    city.goal("first", DAYS, "≥95%", 2025)
    city.goal("again", DAYS, "≥96%", 2030, **AGAIN)
    assert city.audit("said_twice") == [(TENSION, "first;again", "≥95% (2025) ≠ ≥96% (2030)")]


def test_a_deed_promised_for_two_years_is_at_odds_even_where_no_row_links_them(city):
    city.goal("first", DEED, "done", 2025)
    city.goal("also", DEED, "done", 2023)
    assert city.audit("said_twice") == [(TENSION, "first;also", "done (2025) ≠ done (2023)")]


def test_a_deed_promised_again_for_another_year_is_a_contradiction(city):
    city.goal("first", DEED, "done", 2025)
    city.goal("again", DEED, "done", 2023, **AGAIN)
    assert city.audit("said_twice") == [(CONTRADICTION, "first;again", "done (2025) ≠ done (2023)")]


@pytest.mark.parametrize(
    ("indicator", "first", "again", "certainty"),
    [
        (DAYS, "≥95%", ">95%", TENSION),
        (DAYS, "95%", "≤95%", TENSION),
        (DAYS, "95%", "≥95%", EXPLAINED),
        (AIR, "≤26", "26", EXPLAINED),
    ],
    ids=["strict or not", "against the better direction", "plain, higher is better", "plain, lower is better"],
)
def test_the_same_number_with_another_bound_is_weighed(city, indicator, first, again, certainty):
    city.goal("first", indicator, first)
    city.goal("again", indicator, again, **AGAIN)
    assert [found[:2] for found in city.audit("said_twice")] == [(certainty, "first;again")]


def test_a_second_number_to_be_striven_for_is_explained(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥96%", hedge="strive", **AGAIN)
    assert city.audit("said_twice") == [(EXPLAINED, "first;again", "≥95% (2025) ≠ to strive: ≥96% (2025)")]


def test_of_two_numbers_either_may_be_the_one_to_be_striven_for_but_not_both(city):
    city.goal("first", DAYS, "≥96%", hedge="strive")
    city.goal("again", DAYS, "≥95%", **AGAIN)
    city.goal("coal", COAL, "700", hedge="strive")
    city.goal("coal-again", COAL, "650", hedge="strive", repeats="coal")
    assert [found[:2] for found in city.audit("said_twice")] == [
        (CONTRADICTION, "coal;coal-again"), (EXPLAINED, "first;again"),
    ]  # fmt: skip


def test_the_same_number_promised_and_striven_for_is_a_tension(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥95%", hedge="strive", **AGAIN)
    assert city.audit("said_twice") == [(TENSION, "first;again", "≥95% (2025) ≠ to strive: ≥95% (2025)")]


@pytest.mark.parametrize(
    ("scope", "cells", "certainty"),
    [
        (CITIES, {}, EXPLAINED),
        (None, {}, CONTRADICTION),
        (URBAN, {"caveats": "reason_given"}, EXPLAINED),
        (URBAN, {"caveats": "regime_change"}, EXPLAINED),
        (URBAN, {"caveats": "ambiguous_base;reason_given"}, EXPLAINED),
    ],
    ids=["other population", "unnamed population", "reason given", "other method", "reason among others"],
)
def test_another_number_may_be_explained_by_what_the_text_says_of_it(city, scope, cells, certainty):
    city.goal("first", DAYS, "≥95%", scope_id=URBAN)
    city.goal("again", DAYS, "≥96%", scope_id=scope, **AGAIN, **cells)
    assert [found[:2] for found in city.audit("said_twice")] == [(certainty, "first;again")]


def test_a_promise_without_a_year_is_not_due_in_another_one(city):
    city.goal("first", DAYS, "≥95%", None)
    city.goal("again", DAYS, "≥95%", 2025, **AGAIN)
    assert city.audit("said_twice") == []


def test_two_results_of_one_year_agree_only_within_their_rounding(city):
    city.result("rounded", AIR, "26", role="baseline")
    city.result("exact", AIR, "26.4")
    city.result("some", COAL, "700")
    city.result("other", COAL, "701")
    city.result("shown", DAYS, "96.4%")
    city.result("told", DAYS, "96%")
    city.result("one", WATER, "92%")
    city.result("two", WATER, "94%")
    assert city.audit("said_twice") == [
        (CONTRADICTION, "some;other", "700 10 kt (2020) ≠ 701 10 kt (2020)"),
        (CONTRADICTION, "one;two", "92% (2020) ≠ 94% (2020)"),
    ]


@pytest.mark.parametrize(
    ("number", "hedge", "certainty"),
    [
        ("80%", {}, [CONTRADICTION]),
        ("100%", {}, []),
        ("80%", {"hedge": "mostly"}, [TENSION]),
        ("95%", {"hedge": "mostly"}, []),
        ("100%", {"hedge": "strive"}, []),
    ],
    ids=["less than all", "all", "less than basically all", "basically all", "all, if possible"],
)
def test_a_share_as_a_number_is_held_against_all(city, number, hedge, certainty):
    city.goal("number", DAYS, number)
    city.goal("word", DAYS, "all", **hedge)
    assert [found[0] for found in city.audit("said_twice")] == certainty


def test_a_result_told_again_of_another_year_is_at_odds_with_itself(city):
    city.result("first", AIR, "26")
    city.result("earlier", AIR, "26", 2019, repeats="first")
    assert city.audit("said_twice") == [(CONTRADICTION, "first;earlier", "26 μg/m³ (2020) ≠ 26 μg/m³ (2019)")]
    told = [city.audited("said_twice", "--lang", lang)[0]["explanation"] for lang in ("zh", "en")]
    assert told == [
        "指标pm25的同一结果写了两个年份", "the same result for “pm25” is given for two different years",
    ]  # fmt: skip


def test_a_result_is_not_promised_however_it_is_told_again(city):
    city.result("days", DAYS, "96%")
    city.result("about", DAYS, "96%", hedge="strive", repeats="days")
    assert city.audit("said_twice") == []


# Declared totals


def declare(city: City, value: str, counts: str = "indicators") -> list[tuple[str, str, str]]:
    """What is found where the plan says that its table has so many indicators."""
    city.say(f"规划指标共{value}项。")
    city.add("declared_totals", plan_id=NORTH, total_id="said", counts=counts, value=value, quote=f"指标共{value}项")
    return city.audit("declared_totals")


@pytest.fixture
def table(city) -> City:
    """A table of three indicators, one of them binding, one with a part, one with two rows, beside prose."""
    city.goal("days", DAYS, "95%", part="table", force="binding")
    city.goal("water", WATER, "90%", part="table", force="expected")
    city.goal("fine", FINE_WATER, "60%", part="table", force="binding", part_of="water")
    city.goal("coal", COAL, "800", 2023, part="table")
    city.goal("coal-later", COAL, "700", 2025, part="table")
    city.result("coal-before", COAL, "900", part="table")
    city.result("only-a-result", PESTICIDE, "6", part="table")
    city.goal("prose", NEITHER, "50%")
    return city


@pytest.mark.parametrize(
    ("counts", "value"), [("indicators", "3"), ("indicators", "三"), ("binding", "1"), ("expected", "1")]
)
def test_a_declared_total_that_the_table_holds_is_nothing(table, counts, value):
    assert declare(table, value, counts) == []


@pytest.mark.parametrize(
    ("counts", "value", "ids", "arithmetic"),
    [
        ("indicators", "20", "coal;days;water", "20 ≠ 3"),
        ("indicators", "十二", "coal;days;water", "12 ≠ 3"),
        ("binding", "2", "days", "2 ≠ 1"),
        ("expected", "0", "water", "0 ≠ 1"),
    ],
)
def test_a_declared_total_that_the_table_does_not_hold_is_a_contradiction(table, counts, value, ids, arithmetic):
    assert declare(table, value, counts) == [(CONTRADICTION, ids, arithmetic)]


def test_a_total_of_a_table_that_holds_nothing_is_found_by_its_own_name(city):
    assert declare(city, "20") == [(CONTRADICTION, "said", "20 ≠ 0")]
