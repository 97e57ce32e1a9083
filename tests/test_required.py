"""The improvement a year that a goal asks for, and what the rounding of its base leaves open."""

import pytest

from helpers.analysis.required import required
from helpers.store.connect import connect
from made_up_city import AIR, COAL, DAYS, NEITHER


def of(city):
    assert city.problems() == []
    store = connect(city.project)
    rows = store.query("FROM changes WHERE role = 'target' ORDER BY text_order").to_dict("records")
    store.close()
    (row,) = [{name: None if cell != cell else cell for name, cell in row.items()} for row in rows]
    return required(row)


def test_a_fall_of_what_should_fall_is_an_improvement_at_a_compound_rate(city):
    city.state("base", AIR, "34", 2020, role="baseline")
    city.goal("air", AIR, "≤26")
    found = of(city)
    assert found.value == pytest.approx(100 * (1 - (26 / 34) ** (1 / 5)))
    assert found.allowed.low == pytest.approx(100 * (1 - (26 / 33.5) ** (1 / 5)))
    assert found.allowed.high == pytest.approx(100 * (1 - (26 / 34.5) ** (1 / 5)))


def test_of_a_share_it_is_points_and_the_base_stops_at_100(city):
    city.result("base", DAYS, "100%", 2020)
    city.goal("days", DAYS, "≥95%")
    found = of(city)
    assert (found.value, found.allowed.low, found.allowed.high) == (-1.0, -1.0, -0.9)


@pytest.mark.parametrize(("indicator", "base", "goal"), [(NEITHER, "50%", "60%"), (COAL, "0", "0")])
def test_where_no_direction_is_better_or_the_base_is_zero_there_is_none(city, indicator, base, goal):
    city.state("base", indicator, base, 2020, role="baseline")
    city.goal("goal", indicator, goal)
    assert of(city) is None


def test_from_a_mean_of_several_years_there_is_none(city):
    city.state("base", AIR, "34", 2020, role="baseline", aggregation="mean", period_start="2016")
    city.goal("air", AIR, "≤26")
    assert of(city) is None


def change(**cells):
    """A row of the view changes: coal, from 700 in 2020 to 350 in 2025."""
    usual = {"better": "lower", "years": 5, "measure": "level", "is_share": False}
    return usual | {"canonical": 350.0, "base_canonical": 700.0, "base_rounding": 0.5} | cells


@pytest.mark.parametrize(
    "cells",
    [{"measure": "change_pct"}, {"base_canonical": None}, {"years": None}, {"years": 0}, {"better": None},
     {"canonical": 0.0}, {"base_canonical": 0.4}],
)  # fmt: skip
def test_without_a_level_a_base_or_years_there_is_none(cells):
    assert required(change(**cells)) is None


def test_a_base_beyond_100_is_no_share_and_stops_nowhere():
    found = required(change())
    assert found.value == pytest.approx(100 * (1 - 0.5**0.2))
    assert found.allowed.high == pytest.approx(100 * (1 - (350 / 700.5) ** 0.2))
    assert found.allowed.low == pytest.approx(100 * (1 - (350 / 699.5) ** 0.2))


def test_without_rounding_the_base_is_exact():
    found = required(change(base_rounding=None, better="higher", canonical=735.0, years=1))
    assert found.value == found.allowed.low == found.allowed.high == pytest.approx(5.0)


def test_a_small_goal_is_still_a_goal_and_a_share_near_nothing_stops_at_nothing():
    assert required(change(canonical=0.5, base_canonical=1.0)).value == pytest.approx(100 * (1 - 0.5**0.2))
    found = required(change(is_share=True, canonical=0.0, base_canonical=0.3))
    assert (found.value, found.allowed.low, found.allowed.high) == pytest.approx((0.06, 0.0, 0.16))
    found = required(change(is_share=True, canonical=100.0, base_canonical=99.8, better="higher"))
    assert (found.value, found.allowed.low, found.allowed.high) == pytest.approx((0.04, 0.0, 0.14))
