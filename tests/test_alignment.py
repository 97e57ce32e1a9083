"""Goals of a plan beside those of the places above it: which may be compared, and which asks for more."""

import pytest

from helpers.analysis.comparability import differences
from helpers.store.connect import connect
from made_up_city import AIR, CITIES, COAL, DAYS, NEITHER, SECTIONS, URBAN, WATER, City
from tiny_collection import OLD

ABOVE = {"place_id": "province", "source": "news", "source_zh": "新闻", "authority": "media", "confirmations": "1"}


@pytest.fixture
def province(tmp_path):
    """The old plan is the province's, of 2018."""
    city = City(tmp_path / "city")
    city.set("plans", OLD, place_id="province", issued="2018-12-01")
    return city


def asked(city, indicator, number, year=2025, **cells):
    """A goal in the province's plan."""
    city.goal(f"above-{indicator}-{year}", indicator, number, year, plan=OLD, **cells)


def reported(city, indicator, value, **cells):
    """A goal of the province that a source outside the plans reports."""
    goal = {"indicator_id": indicator, "issued": "2021-06-10", "year": "2025", "measure": "level", "comparator": "<="}
    city.add("reference_goals", **ABOVE | goal | {"value": value, "unit": "μg/m³"} | cells)


def aligned(city, *columns):
    assert city.problems() == []
    store = connect(city.project)
    rows = store.query("FROM alignment ORDER BY text_order, higher.plan_id IS NULL, higher.statement")
    store.close()
    cells = [[None if cell != cell else cell for cell in row] for row in rows[list(columns)].to_numpy().tolist()]
    return [tuple(row) if len(columns) > 1 else row[0] for row in cells]


@pytest.mark.parametrize(
    ("own", "above", "asks"),
    [
        ("≤25", "≤26", "more"),
        ("26", "≤26", "as_much"),
        ("<26", "≤26", "more"),
        ("26", "<26", "less"),
        ("≤30", "<26", "less"),
    ],
)
def test_it_is_told_which_of_two_goals_asks_for_more(province, own, above, asks):
    asked(province, AIR, above, scope_id=URBAN)
    province.goal("air", AIR, own, scope_id=URBAN)
    assert aligned(province, "verdict", "asks") == [("same", asks)]


def test_of_a_cut_the_larger_one_asks_for_more(province):
    asked(province, COAL, "down 10%", since=2020)
    province.goal("cut", COAL, "down 15%", since=2020)
    assert aligned(province, "verdict", "asks") == [("same", "more")]


def test_where_neither_direction_is_better_none_asks_for_more(province):
    asked(province, NEITHER, "60%")
    province.goal("neither", NEITHER, "50%")
    assert aligned(province, "verdict", "asks") == [("same", None)]


def test_a_near_population_is_compared_and_marked_another_is_refused(province):
    asked(province, DAYS, "≥92%", scope_id=CITIES)
    province.goal("days", DAYS, "90%", scope_id=URBAN)
    asked(province, WATER, "≥94%", scope_id=SECTIONS)
    province.goal("water", WATER, "90%", scope_id=URBAN)
    assert aligned(province, "verdict", "reasons", "asks") == [("near", "", "less"), ("refused", "scope", None)]


def test_a_goal_from_outside_stands_beside_the_one_of_the_plan_and_its_population_is_never_the_same(province):
    asked(province, AIR, "≤26")
    reported(province, AIR, "24", scope_zh="全省", scope_en="The province")
    province.goal("air", AIR, "25")
    assert aligned(province, "verdict", "asks") == [("same", "more"), ("near", "less")]


def test_a_goal_that_was_set_under_other_rules_of_measuring_is_refused(province):
    reported(province, AIR, "35", issued="2018-07", year="2020")
    province.goal("air", AIR, "30")
    assert aligned(province, "verdict", "reasons") == [("refused", "regime")]


@pytest.mark.parametrize("year", [2019, 2030])
def test_a_goal_of_another_time_is_none_to_look_at(province, year):
    asked(province, AIR, "≤26", year)
    province.goal("air", AIR, "30")
    assert aligned(province, "verdict") == []


def test_of_several_goals_above_the_one_of_the_best_comparable_population_counts_then_the_latest(province):
    asked(province, DAYS, "≥90%", 2021, scope_id=URBAN)
    asked(province, DAYS, "≥91%", 2023, scope_id=URBAN)
    asked(province, DAYS, "≥92%", 2025, scope_id=CITIES)
    province.goal("days", DAYS, "93%", scope_id=URBAN)
    (higher,) = aligned(province, "higher")
    assert (higher["value"], higher["year"]) == ("91", 2023)


def test_a_goal_that_can_be_compared_goes_before_one_without_a_number(province):
    asked(province, DAYS, "up", 2025, scope_id=URBAN)
    asked(province, DAYS, "≥92%", 2024, scope_id=CITIES)
    province.goal("days", DAYS, "90%", scope_id=URBAN)
    assert aligned(province, "verdict", "asks") == [("near", "less")]


def test_the_database_and_the_notebooks_mean_the_same_by_comparable(province):
    """The rule stands in SQL and in Python, since both a query and a chart have to ask it."""
    said = [
        (AIR, "≤26", {}), (AIR, "down", {}), (AIR, "down 10%", {"since": 2020}), (AIR, "down 10%", {"since": 2015}),
        (DAYS, "≥90%", {}), (DAYS, "up 3 points", {"since": 2020}), (DAYS, "up", {}),
        (COAL, "700", {}), (COAL, "down 10%", {"since": 2020}),
    ]  # fmt: skip
    for key, (indicator, number, cells) in zip("abcdefghi", said, strict=True):
        province.goal(f"own-{key}", indicator, number, **cells)
        province.goal(f"above-{key}", indicator, number, 2024, plan=OLD, **cells)
    store = connect(province.project)
    facts = store.query("FROM facts ORDER BY statement").to_dict("records")
    sql = "SELECT differences(a, b) AS found FROM facts a, facts b WHERE a.statement = $a AND b.statement = $b"
    for a in facts:
        for b in facts:
            (found,) = store.query(sql, {"a": a["statement"], "b": b["statement"]}).found
            assert found == ";".join(name for name in differences(a, b) if name != "indicator"), (a, b)
    store.close()
