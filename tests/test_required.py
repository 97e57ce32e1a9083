"""The improvement a year that a goal asks for, and what the rounding of its base leaves open."""

import pytest

from helpers.analysis.required import required
from helpers.store.connect import connect
from made_up_city import AIR, COAL, DAYS, NEITHER, City


@pytest.fixture
def city(tmp_path):
    return City(tmp_path / "city")


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
