"""The audit of values that cannot be, alone, as parts of a whole, or beside those of other indicators."""

import pytest

from made_up_city import (
    AIR,
    CITIES,
    CLEAN_PARKS,
    COAL,
    CONTRADICTION,
    DAYS,
    FERTILISER,
    FINE_PARKS,
    FINE_WATER,
    FOUL_WATER,
    PARKS,
    PESTICIDE,
    RIVERS,
    SECTIONS,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import OLD

# Values that cannot be


def test_a_share_ends_at_100_per_cent(city):
    city.goal("more", DAYS, "100.5%")
    city.goal("up-to-more", WATER, "95–105%")
    city.goal("above-all", FINE_WATER, ">100%")
    city.goal("and-above", FOUL_WATER, "≥100%")
    assert city.audit("impossible_values") == [
        (CONTRADICTION, "more", "100.5% (2025) > 100%"),
        (CONTRADICTION, "up-to-more", "95–105% (2025) > 100%"),
        (CONTRADICTION, "above-all", ">100% (2025) > 100%"),
        (TENSION, "and-above", "≥100% (2025) ≥ 100%"),
    ]  # contradictions come first


def test_what_is_no_share_or_not_above_100_per_cent_can_be(city):
    city.goal("all", DAYS, "100%")
    city.goal("much", COAL, "105")
    city.goal("twice", WATER, "up 120%", since=2020)
    assert city.audit("impossible_values") == []


def test_no_printed_number_is_below_zero(city):
    place = city.tell("优良天数比率为-5%", statement_id="below", indicator_id=DAYS, year="2025", value="-5", unit="%")
    assert any(line.startswith(f"{place} [value] is not one printed numeral") for line in city.problems())


def test_parts_that_are_more_than_their_whole_are_a_contradiction(city):
    city.goal("whole", PARKS, "15")
    city.goal("fine", FINE_PARKS, "10", part_of="whole")
    city.goal("clean", CLEAN_PARKS, "8", part_of="whole")
    city.result("all", COAL, "16")
    city.result("some", FERTILISER, "11.2", part_of="all")
    city.result("others", PESTICIDE, "5.6", part_of="all")
    assert city.audit("impossible_values") == [
        (CONTRADICTION, "fine;clean;whole", "10 (2025) + 8 (2025) = 18 > 15 (2025)"),
        (CONTRADICTION, "some;others;all", "11.2 10 kt (2020) + 5.6 10 kt (2020) = 16.8 > 16 10 kt (2020)"),
    ]


@pytest.mark.parametrize(
    ("whole", "fine", "clean"),
    [
        (("goal", PARKS, "15"), ("goal", FINE_PARKS, "10"), ("goal", CLEAN_PARKS, "5")),
        (("goal", PARKS, "≥15"), ("goal", FINE_PARKS, "10"), ("goal", CLEAN_PARKS, "8")),
        (("goal", PARKS, "15"), ("goal", FINE_PARKS, "10"), ("result", CLEAN_PARKS, "8")),
        (("goal", PARKS, "15"), ("goal", FINE_PARKS, "10"), ("goal", CLEAN_PARKS, "up 8个")),
        (("goal", PARKS, "15"), ("goal", FINE_PARKS, "up"), ("goal", CLEAN_PARKS, "8")),
        (("goal", PARKS, "up"), ("goal", FINE_PARKS, "10"), ("goal", CLEAN_PARKS, "8")),
        (("goal", COAL, "down 10%"), ("goal", FERTILISER, "down 8%"), ("goal", PESTICIDE, "down 7%")),
        (("goal", WATER, "90%"), ("goal", FINE_WATER, "60%"), ("goal", FOUL_WATER, "50%")),
        (("result", COAL, "16"), ("result", FERTILISER, "10.6"), ("result", PESTICIDE, "5.6")),
    ],
    ids=[
        "as much",
        "at least",
        "another year",
        "other measure",
        "part unsaid",
        "whole unsaid",
        "rates",
        "shares",
        "within rounding",
    ],
)
def test_parts_that_the_whole_can_hold_are_nothing(city, whole, fine, clean):
    for key, (kind, indicator, number), cells in (
        ("whole", whole, {}),
        ("fine", fine, {"part_of": "whole"}),
        ("clean", clean, {"part_of": "whole"}),
    ):
        getattr(city, kind)(key, indicator, number, **cells)
    assert city.audit("impossible_values") == []


def test_a_part_of_the_same_thing_cannot_be_more_than_all_of_it(city):
    city.goal("whole", COAL, "700")
    city.goal("urban", COAL, "785.5", scope_id=URBAN, part_of="whole")
    assert city.audit("impossible_values") == [(CONTRADICTION, "urban;whole", "785.5 10 kt (2025) > 700 10 kt (2025)")]


def test_overlapping_parts_of_the_same_thing_are_not_added_up(city):
    city.goal("whole", COAL, "700")
    city.goal("urban", COAL, "500", scope_id=URBAN, part_of="whole")
    city.goal("cities", COAL, "600", scope_id=CITIES, part_of="whole")
    assert city.audit("impossible_values") == []


def test_a_concentration_is_no_sum_of_its_parts(city):
    city.goal("whole", AIR, "26")
    city.goal("urban", AIR, "28", scope_id=URBAN, part_of="whole")
    assert city.audit("impossible_values") == []


def test_a_part_said_again_or_already_reached_does_not_count_again(city):
    city.goal("whole", PARKS, "15")
    city.goal("fine", FINE_PARKS, "10", part_of="whole")
    city.goal("fine-again", FINE_PARKS, "10", part_of="whole", repeats="fine")
    city.result("clean-so-far", CLEAN_PARKS, "8", 2025, part_of="whole")
    assert city.audit("impossible_values") == []


# Relations between indicators


def related(city: City, relation: str, *numbers: tuple[str, str]) -> list[tuple[str, str, str]]:
    """What is found where the first indicator declares the relation and the results of 2020 are these."""
    city.set("indicators", numbers[0][0], relations=relation)
    for key, (indicator, number) in zip(("own", "other", "third"), numbers, strict=False):
        city.result(key, indicator, number)
    return city.audit("declared_relations")


def test_a_part_cannot_pass_what_it_is_a_part_of(city):
    found = related(city, f"at_most:{WATER}", (FINE_WATER, "95%"), (WATER, "90%"))
    assert found == [(CONTRADICTION, "own;other", "90% (2020) < 95% (2020)")]


def test_a_whole_is_the_sum_of_its_parts(city):
    found = related(city, f"sum_of:{FERTILISER}+{PESTICIDE}", (COAL, "16"), (FERTILISER, "9"), (PESTICIDE, "5"))
    assert found == [(CONTRADICTION, "own;other;third", "9 10 kt (2020) + 5 10 kt (2020) = 14 ≠ 16 10 kt (2020)")]


def test_the_sum_of_parts_is_told_exactly(city):
    found = related(city, f"sum_of:{FINE_PARKS}+{CLEAN_PARKS}", (PARKS, "16"), (FINE_PARKS, "9"), (CLEAN_PARKS, "5"))
    assert found == [(CONTRADICTION, "own;third;other", "5 (2020) + 9 (2020) = 14 ≠ 16 (2020)")]


def test_goals_that_lie_just_at_the_end_break_no_relation_and_just_beyond_it_they_do(city):
    city.set("indicators", FINE_WATER, relations=f"at_most:{WATER};excludes:{FOUL_WATER}")
    for key, indicator, number, year in (
        ("fine", FINE_WATER, "90%", 2024), ("water", WATER, "90%", 2024), ("foul", FOUL_WATER, "10%", 2024),
        ("fine-later", FINE_WATER, "90%", 2025), ("foul-later", FOUL_WATER, "10.5%", 2025),
    ):  # fmt: skip
        city.goal(key, indicator, number, year)
    assert city.audit("declared_relations") == [
        (CONTRADICTION, "fine-later;foul-later", "90% (2025) + 10.5% (2025) = 100.5% > 100%")
    ]


def test_two_shares_of_one_whole_are_at_most_all_of_it(city):
    found = related(city, f"excludes:{FOUL_WATER}", (WATER, "60%"), (FOUL_WATER, "45%"))
    assert found == [(CONTRADICTION, "own;other", "60% (2020) + 45% (2020) = 105% > 100%")]


def test_where_there_was_nothing_to_do_no_work_is_reported(city):
    city.set("indicators", RIVERS, relations=f"none_if_zero:{FOUL_WATER}")
    city.result("before", FOUL_WATER, "0%", 2015, role="baseline")
    city.result("cleaned", RIVERS, "52")
    assert city.audit("declared_relations") == [(CONTRADICTION, "cleaned;before", "0% (2015) → 52 (2020)")]


@pytest.mark.parametrize(
    ("relation", "numbers"),
    [
        (f"at_most:{WATER}", [(FINE_WATER, "90%"), (WATER, "90%")]),
        (f"at_most:{WATER}", [(FINE_WATER, "90.4%"), (WATER, "90%")]),
        (f"sum_of:{FERTILISER}+{PESTICIDE}", [(COAL, "16"), (FERTILISER, "10.6"), (PESTICIDE, "5.1")]),
        (f"sum_of:{FERTILISER}+{PESTICIDE}", [(COAL, "16"), (FERTILISER, "9")]),
        (f"excludes:{FOUL_WATER}", [(WATER, "60%"), (FOUL_WATER, "40.4%")]),
        (f"none_if_zero:{FOUL_WATER}", [(RIVERS, "52"), (FOUL_WATER, "0%")]),
    ],
    ids=["equal", "within rounding", "sum within rounding", "a part unsaid", "all within rounding", "zero after it"],
)
def test_a_relation_that_holds_is_nothing(city, relation, numbers):
    assert related(city, relation, *numbers) == []


def test_goals_are_held_as_printed_and_their_bounds_leave_room(city):
    city.set("indicators", FINE_WATER, relations=f"at_most:{WATER}")
    for key, fine, whole in (("plain", "90.4%", "90%"), ("bound", "≥90.4%", "≥90%")):
        year = {"plain": 2024, "bound": 2025}[key]
        city.goal(f"{key}-fine", FINE_WATER, fine, year)
        city.goal(f"{key}-all", WATER, whole, year)
    assert city.audit("declared_relations") == [
        (CONTRADICTION, "plain-fine;plain-all", "90% (2024) < 90.4% (2024)"),
        (TENSION, "bound-fine;bound-all", "≥90% (2025) < ≥90.4% (2025)"),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"year": 2019},
        {"scope_id": SECTIONS},
        {"role": "target"},
        {"plan": OLD},
        {"place_id": "hill"},
        {"measure": "change_pct", "direction": "increase"},
    ],
    ids=str,
)
def test_relations_hold_within_one_plan_place_year_population_and_kind(city, cells):
    city.set("indicators", FINE_WATER, relations=f"at_most:{WATER}")
    city.result("fine", FINE_WATER, "95%")
    city.result("water", WATER, "90%", **cells)
    assert city.audit("declared_relations") == []


def test_earlier_promises_are_not_held_against_those_of_now(city):
    city.set("indicators", FINE_WATER, relations=f"at_most:{WATER}")
    city.goal("fine", FINE_WATER, "95%")
    city.goal("water", WATER, "90%", role="prior_target")
    assert city.audit("declared_relations") == []


def test_a_value_in_words_breaks_no_relation(city):
    city.set("indicators", FINE_WATER, relations=f"at_most:{WATER}")
    city.goal("fine", FINE_WATER, "95%")
    city.goal("water", WATER, "up")
    assert city.audit("declared_relations") == []


@pytest.mark.parametrize(
    ("number", "cells"),
    [("0%", {"scope_id": SECTIONS}), ("0%", {"role": "target"}), ("1%", {}), ("0%", {"place_id": "hill"})],
    ids=["of another population", "a promise", "not zero", "elsewhere"],
)
def test_only_a_reported_zero_of_the_same_says_that_there_is_no_work(city, number, cells):
    city.set("indicators", RIVERS, relations=f"none_if_zero:{FOUL_WATER}")
    city.result("before", FOUL_WATER, number, 2015, **cells)
    city.result("cleaned", RIVERS, "52", scope_id=URBAN)
    assert city.audit("declared_relations") == []
