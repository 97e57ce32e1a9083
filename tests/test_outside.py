"""What comes from outside the plans stands apart, in the reader's language, with the strength of its evidence."""

import pandas as pd
import pytest

from helpers.display.outside import higher_goals_table, outside_results_table
from helpers.store.connect import connect
from tiny_collection import TinyCollection

EVIDENCE = {"authority": "media", "source": "A bulletin", "source_zh": "某公报", "unit": "%"}
GOAL = EVIDENCE | {
    "place_id": "north", "indicator_id": "pm25", "scope_zh": "未达标城市", "scope_en": "Cities that miss the standard",
    "issued": "2021-11", "year": "2025", "measure": "change_pct", "direction": "decrease", "comparator": ">=",
    "value": "10.0", "base_year": "2020", "force": "binding", "confirmations": "3",
}  # fmt: skip
RESULT = EVIDENCE | {
    "place_id": "north", "indicator_id": "good_air_days", "year": "2025", "measure": "level", "value": "87.50",
    "source_url": "https://example.org/a?b=1&c=2", "confirmations": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def query(tmp_path_factory):
    city = TinyCollection(tmp_path_factory.mktemp("outside") / "city")
    city.set("units", "percent", symbol_en="%")
    city.add("reference_goals", **GOAL)
    city.add("outcomes", **RESULT)
    assert city.problems() == []
    store = connect(city.project)
    yield store.query
    store.close()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "较2020年下降≥10.0% <small>约束性"), ("en", "fall ≥10.0% against 2020 <small>binding")],
)
def test_a_goal_is_said_as_those_of_plans_are_in_per_cent_whatever_its_level_is_measured_in(query, lang, said):
    (row,) = higher_goals_table(query("FROM higher_goals"), lang).rows
    assert row[3].startswith(said)


@pytest.mark.parametrize(("lang", "population"), [("zh", "未达标城市"), ("en", "Cities that miss the standard")])
def test_its_population_stands_in_the_readers_language(query, lang, population):
    (row,) = higher_goals_table(query("FROM higher_goals"), lang).rows
    assert row[1] == population


def test_the_number_of_pages_that_say_so_is_given_where_there_are_several(query):
    (goal,) = higher_goals_table(query("FROM higher_goals"), "en").rows
    (result,) = outside_results_table(query("FROM outside_results"), "en").rows
    assert "media, 3 pages" in goal[-1] and "pages" not in result[-1]


def test_a_result_leads_to_its_source_and_has_no_population_where_none_is_said(query):
    (row,) = outside_results_table(query("FROM outside_results"), "zh").rows
    assert row[1:4] == ["未说明", "2025", "87.50%"]
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">某公报</a>' in row[-1]


def test_an_address_that_is_no_web_page_is_no_link(query):
    results = query("SELECT * REPLACE ('javascript:alert(1)' AS source_url) FROM outside_results")
    (row,) = outside_results_table(results, "zh").rows
    assert "javascript" not in row[-1] and "某公报" in row[-1]


def test_a_result_of_one_year_is_said_against_the_year_before(query):
    cells = "'annual_change_pct' AS measure, 'decrease' AS direction, '4.8' AS value"
    (row,) = outside_results_table(query(f"SELECT * REPLACE ({cells}) FROM outside_results"), "en").rows
    assert "fall 4.8% against 2024" in row[3]


def test_no_row_is_no_table():
    assert outside_results_table(pd.DataFrame(), "zh").rows == []
