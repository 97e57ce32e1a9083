"""Statements in words: what a reader of each language gets to see."""

import pytest

from helpers import query
from helpers.display import words
from helpers.display.statements import by_indicator, by_plan, drawable


def row(**cells) -> dict:
    """A row of the view facts that says: up by three per cent against 2015; with other cells where the test says so."""
    usual = {
        "value": "三", "value_max": None, "comparator": ">=", "measure": "change_pct", "direction": "increase",
        "base_year": 2015, "unit": "%", "unit_zh": "%", "unit_en": "%", "hedge": None, "own_place": True,
        "place_zh": "嘉善县", "place_en": "Jiashan", "scope_zh": None, "scope_en": None, "plan_zh": "规划",
        "plan_en": "Plan", "indicator_zh": "指标", "indicator_en": "Indicator",
    }  # fmt: skip
    return usual | cells


@pytest.mark.parametrize(("lang", "said"), [("zh", "较2015年增长≥三%"), ("en", "rise ≥3% against 2015")])
def test_a_chinese_numeral_is_a_digit_for_an_english_reader(lang, said):
    assert words.statement(row(), lang) == said


def test_both_ends_of_a_range_are_said():
    assert words.figure(row(value="15", value_max="二十"), "en") == "15–20"


def test_a_place_that_is_not_the_plans_own_is_named():
    other = row(own_place=False, scope_zh="市区", scope_en="Urban area")
    assert by_plan(other, "zh") == "规划 · 嘉善县 · 市区"
    assert by_indicator(other, "en") == "Indicator · Jiashan · Urban area"


def test_a_chart_label_is_in_the_readers_digits():
    facts = query("FROM facts WHERE direction = 'increase' AND value = '零' ORDER BY text_order")
    assert set(drawable(facts, "en").label) == {"+0"}
    assert set(drawable(facts, "zh").label) == {"+零"}
