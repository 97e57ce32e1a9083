"""The audit of changes: against the levels that they lead from and to, and yearly ones against the whole."""

from math import inf

import pytest

from helpers.analysis.audit.results import number
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
    FOUL_WATER,
    PESTICIDE,
    SECTIONS,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "written"),
    [(-0.001, "0"), (0.0, "0"), (100.0, "100"), (2.5, "2.5"), (-3.456, "−3.46"), (inf, "∞"), (-inf, "−∞")],
)
def test_numbers_are_written_with_at_most_two_digits_behind_the_point(value, written):
    assert number(value) == written


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
         "900 10 kt (2015) → 700 10 kt (2020): −4.93 … −4.88% a year ≠ down 3% a year (2020)"),
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


@pytest.mark.parametrize(
    ("promised", "change"), [("≥95%", "up 18 points"), ("90–95%", "up 7 points"), ("90–95%", "up 20 points")]
)
def test_a_promised_bound_or_range_is_taken_as_printed(city, promised, change):
    city.result("base", DAYS, "80.0%", 2020)
    city.goal("end", DAYS, promised)
    city.goal("change", DAYS, change, since=2020)
    assert [certainty for certainty, *_ in city.audit("change_and_levels")] == [CONTRADICTION]


@pytest.mark.parametrize("change", ["up 10 points", "up 13 points", "up 15 points"])
def test_a_change_to_anywhere_in_a_promised_range_follows(city, change):
    city.result("base", DAYS, "80.0%", 2020)
    city.goal("end", DAYS, "90–95%")
    city.goal("change", DAYS, change, since=2020)
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


def test_a_rate_is_held_only_against_a_total_of_two_years_or_more(city):
    city.result("rate-of-one", FERTILISER, "down 1% a year", 2020, since=2019)
    city.result("total-of-one", FERTILISER, "down 9%", 2020, since=2019)
    city.goal("rate-undated", PESTICIDE, "down 1% a year", None)
    city.goal("total-undated", PESTICIDE, "down 9%", None, since=2020)
    city.goal("rate-since-then", DEED, "down 1% a year", 2025)
    city.goal("total-since-then", DEED, "down 9%", 2025, caveats="ambiguous_base")
    city.result("rate-that-fits", WATER, "up 1% a year", 2020, since=2018)
    city.result("total-that-fits", WATER, "up 2%", 2020, since=2018)
    city.result("rate-of-two", COAL, "down 1% a year", 2020, since=2018)
    city.result("total-of-two", COAL, "down 9%", 2020, since=2018)
    assert [found[:2] for found in city.audit("pace")] == [(CONTRADICTION, "rate-of-two;total-of-two")]


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
