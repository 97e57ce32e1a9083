"""The audit of numbers against arithmetic: changes and levels, rates, parts and wholes, relations."""

import pytest

from made_up_city import (
    AIR,
    CITIES,
    CLEAN_PARKS,
    COAL,
    CONTRADICTION,
    DAYS,
    EXPLAINED,
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


@pytest.fixture
def city(tmp_path) -> City:
    return City(tmp_path / "city")


# A change and its levels


def levels(city: City, indicator: str, base: str, end: str, **cells) -> None:
    city.result("base", indicator, base, 2015, **cells)
    city.result("end", indicator, end, 2020, **cells)


@pytest.mark.parametrize(
    ("indicator", "base", "end", "change", "arithmetic"),
    [
        (AIR, "45", "26", "down 39.5%",
         "45 μg/m³ (2015) → 26 μg/m³ (2020): −43.96 … −40.45% ≠ down 39.5% (2020)"),
        (DAYS, "84.9%", "96.4%", "up 7.4 points",
         "84.9% (2015) → 96.4% (2020): 11.4 … 11.6 points ≠ up 7.4 pp (2020)"),
        (COAL, "900", "700", "down 300万吨",
         "900 10 kt (2015) → 700 10 kt (2020): −201 … −199 10 kt ≠ down 300 10 kt (2020)"),
        (COAL, "900", "700", "down 3% a year",
         "900 10 kt (2015) → 700 10 kt (2020): −4.93 … −4.88% ≠ down 3% (2020)"),
        (AIR, "26", "45", "down 73%",
         "26 μg/m³ (2015) → 45 μg/m³ (2020): 67.92 … 78.43% ≠ down 73% (2020)"),
        (WATER, "92%", "100%", "up 8.9 points",
         "92% (2015) → 100% (2020): 7 … 8.5 points ≠ up 8.9 pp (2020)"),
    ],
    ids=["per cent", "points", "amount", "annual", "wrong direction", "a share stops at 100"],
)  # fmt: skip
def test_a_change_that_its_levels_cannot_give_is_a_contradiction(city, indicator, base, end, change, arithmetic):
    levels(city, indicator, base, end)
    city.result("change", indicator, change, since=2015)
    assert city.audit("change_and_levels") == [(CONTRADICTION, "change;base;end", arithmetic)]


@pytest.mark.parametrize(
    ("indicator", "base", "end", "change"),
    [
        (AIR, "34", "26", "down 23.5%"),
        (AIR, "34", "26", "down 21%"),
        (AIR, "34", "26", "down ≥20%"),
        (DAYS, "84.9%", "92.3%", "up 7.4 points"),
        (COAL, "900", "700", "down 200万吨"),
        (COAL, "900", "700", "down 4.9% a year"),
        (WATER, "92%", "100%", "up 8.5 points"),
    ],
)
def test_a_change_that_its_levels_can_give_once_they_were_rounded_is_nothing(city, indicator, base, end, change):
    levels(city, indicator, base, end)
    city.result("change", indicator, change, since=2015)
    assert city.audit("change_and_levels") == []


@pytest.mark.parametrize(("role", "found"), [("target", [CONTRADICTION]), ("actual", [])])
def test_a_promised_level_is_exact_and_a_reported_one_is_rounded(city, role, found):
    city.result("base", AIR, "35.00", 2020)
    city.state("end", AIR, "26", 2025, role=role)
    city.state("change", AIR, "down 27%", 2025, since=2020, role=role)
    assert [certainty for certainty, *_ in city.audit("change_and_levels")] == found


@pytest.mark.parametrize(
    ("change_of", "base_of", "end_of", "found"),
    [
        (URBAN, CITIES, URBAN, [EXPLAINED]),
        (URBAN, None, URBAN, [CONTRADICTION]),
        (URBAN, SECTIONS, None, []),
        (URBAN, None, SECTIONS, []),
        (None, URBAN, SECTIONS, []),
    ],
    ids=["near", "unnamed", "base not comparable", "level not comparable", "levels not comparable"],
)
def test_other_populations_may_be_why_a_change_does_not_follow(city, change_of, base_of, end_of, found):
    city.result("base", DAYS, "80%", 2015, scope_id=base_of)
    city.result("end", DAYS, "90%", scope_id=end_of)
    city.result("change", DAYS, "up 5 points", since=2015, scope_id=change_of)
    assert [certainty for certainty, *_ in city.audit("change_and_levels")] == found


def test_a_change_without_the_levels_of_its_two_years_is_nothing(city):
    city.result("base", AIR, "45", 2014)
    city.result("end", AIR, "26")
    city.result("change", AIR, "down 39.5%", since=2015)
    city.result("mean", COAL, "900", 2015, aggregation="mean", period_start="2011")
    city.result("end-of-coal", COAL, "700")
    city.result("change-of-coal", COAL, "down 1%", since=2015)
    city.result("base-of-days", DAYS, "80%", 2015)
    city.goal("promised-days", DAYS, "90%", 2020)
    city.result("change-of-days", DAYS, "up 1 points", since=2015)
    city.goal("base-promised", PESTICIDE, "9", 2015)
    city.result("end-reached", PESTICIDE, "7")
    city.result("change-of-that", PESTICIDE, "down 1%", since=2015)
    city.result("base-of-the-hill", FERTILISER, "9", 2015, place_id="hill")
    city.result("end-of-the-city", FERTILISER, "7")
    city.result("change-of-the-city", FERTILISER, "down 1%", since=2015)
    city.result("base-of-the-city", FINE_WATER, "80%", 2015)
    city.result("end-elsewhere", FINE_WATER, "90%", place_id="hill")
    city.result("change-of-fine-water", FINE_WATER, "up 1 points", since=2015)
    city.result("base-of-foul-water", FOUL_WATER, "9%", 2015)
    city.result("mean-of-foul-water", FOUL_WATER, "5%", aggregation="mean", period_start="2016")
    city.result("change-of-foul-water", FOUL_WATER, "down 1 points", since=2015)
    assert city.audit("change_and_levels") == []


def test_a_change_or_level_without_a_number_or_of_an_earlier_promise_is_nothing(city):
    levels(city, COAL, "900", "700")
    city.result("as-assigned", COAL, "meets", since=2015, measure="change_pct", direction="decrease")
    city.result("fell", DAYS, "down", 2015)
    city.result("rose", DAYS, "up")
    city.result("change-of-days", DAYS, "up 1 points", since=2015)
    city.result("base-of-fine-water", FINE_WATER, "80%", 2015)
    city.result("fine-water-rose", FINE_WATER, "up")
    city.result("change-of-fine-water", FINE_WATER, "up 1 points", since=2015)
    city.result("foul-water-fell", FOUL_WATER, "down", 2015)
    city.result("end-of-foul-water", FOUL_WATER, "5%")
    city.result("change-of-foul-water", FOUL_WATER, "down 1 points", since=2015)
    city.result("base-of-water", WATER, "80%", 2015)
    city.goal("promised-before", WATER, "90%", 2020, role="prior_target")
    city.goal("change-of-water", WATER, "up 1 points", 2020, since=2015)
    city.result("base-of-air", AIR, "45", 2015)
    city.goal("promised-now", AIR, "26", 2020)
    city.goal("change-before", AIR, "down 1%", 2020, since=2015, role="prior_target")
    assert city.audit("change_and_levels") == []


def test_a_change_that_follows_from_one_pair_of_levels_is_nothing(city):
    levels(city, AIR, "45", "26")
    city.result("as-told-elsewhere", AIR, "43", 2015)
    city.result("change", AIR, "down 39.5%", since=2015)
    assert city.audit("change_and_levels") == []


@pytest.mark.parametrize(("cells", "found"), [({}, [CONTRADICTION]), ({"caveats": "percent_or_points"}, [])])
def test_per_cent_of_a_share_may_mean_points_where_a_caveat_says_so(city, cells, found):
    levels(city, DAYS, "84.9%", "92.3%")
    city.result("change", DAYS, "up 7.4%", since=2015, **cells)
    assert [certainty for certainty, *_ in city.audit("change_and_levels")] == found


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


# Rates


@pytest.mark.parametrize(
    ("rate", "total", "arithmetic"),
    [
        ("down 0.4% a year", "down ≥26%", "(1 − 0.4%)^5 − 1 = −2.23 … −1.74% ≠ down ≥26% (2020)"),
        ("down 5.0% a year", "down 24%", "(1 − 5%)^5 − 1 = −22.83 … −22.42% ≠ down 24% (2020)"),
        ("up 2.0% a year", "up 9%", "(1 + 2%)^5 − 1 = 10.14 … 10.68% ≠ up 9% (2020)"),
        ("down ≥5.0% a year", "down 10%", "(1 − 5%)^5 − 1 = −100 … −22.42% ≠ down 10% (2020)"),
        ("up 0.4% a year", "down 2.0%", "(1 + 0.4%)^5 − 1 = 1.76 … 2.27% ≠ down 2.0% (2020)"),
    ],
)
def test_an_annual_rate_and_a_total_that_cannot_both_hold_are_a_contradiction(city, rate, total, arithmetic):
    city.result("rate", COAL, rate, since=2015)
    city.result("total", COAL, total, since=2015)
    city.result("rate-again", COAL, rate, since=2015, repeats="rate")
    city.result("total-again", COAL, total, since=2015, repeats="total")
    assert city.audit("pace") == [(CONTRADICTION, "rate;total", arithmetic)]


@pytest.mark.parametrize(
    ("rate", "total"),
    [
        ("down 5.0% a year", "down 23%"),
        ("down 5% a year", "down 24%"),
        ("down 5.0% a year", "down ≥20%"),
        ("down 5.0% a year", "down ≤30%"),
        ("down ≥5.0% a year", "down 30%"),
    ],
)
def test_an_annual_rate_and_a_total_that_can_both_hold_are_nothing(city, rate, total):
    city.result("rate", COAL, rate, since=2015)
    city.result("total", COAL, total, since=2015)
    assert city.audit("pace") == []


def test_rates_of_another_stretch_of_years_population_or_kind_are_nothing(city):
    city.result("rate", COAL, "down 0.4% a year", since=2015)
    city.result("to-another-year", COAL, "down 26%", 2019, since=2015)
    city.result("from-another-year", COAL, "down 26%", since=2010)
    city.result("of-cities", COAL, "down 26%", since=2015, scope_id=CITIES)
    city.result("of-the-hill", COAL, "down 26%", since=2015, place_id="hill")
    city.result("assigned", COAL, "meets", since=2015, measure="change_pct", direction="decrease")
    city.goal("promised", COAL, "down 26%", 2020, since=2015)
    city.result("of-another", FERTILISER, "down 26%", since=2015)
    assert city.audit("pace") == []


def test_a_rate_whose_base_is_unclear_is_only_at_odds_with_the_total(city):
    city.result("rate", COAL, "down 0.4% a year", caveats="ambiguous_base", since=2016)
    city.result("total", COAL, "down 26%", since=2015)
    assert [found[:2] for found in city.audit("pace")] == [(TENSION, "rate;total")]


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


@pytest.mark.parametrize(
    ("relation", "line"),
    [
        ("at_most:surface_water_class4", "is not another indicator of indicators.csv (got 'surface_water_class4'); "
         "nearest: surface_water_class"),
        (f"at_most:{FINE_WATER}", f"is not another indicator of indicators.csv (got '{FINE_WATER}')"),
        (f"at_least:{WATER}", "write kind:indicator, with a kind of at_most, sum_of, excludes, none_if_zero"),
        (f"sum_of:{WATER}", "write kind:indicator"),
        (f"at_most:{WATER}+{DAYS}", "write kind:indicator"),
        ("at_most", "write kind:indicator"),
    ],
    ids=["unknown", "itself", "unknown kind", "a sum of one", "at most two", "nothing named"],
)  # fmt: skip
def test_a_relation_that_cannot_be_read_is_refused_with_a_hint(city, relation, line):
    place = city.set("indicators", FINE_WATER, relations=relation)
    (found,) = city.problems()
    assert found.startswith(f"{place} [relations] {line}")
