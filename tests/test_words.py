"""Statements in words: what a reader of each language gets to see."""

import pandas as pd
import pytest

from helpers import query
from helpers.display import words
from helpers.display.statements import by_indicator, by_plan, by_regime, drawable, panel_units
from helpers.display.texts import Template


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
    assert set(drawable(facts, "en").label) == {"strive for no growth"}
    assert set(drawable(facts, "zh").label) == {"力争零增长"}


def test_numbers_printed_in_several_units_stand_in_the_usual_one_and_each_label_says_its_own():
    facts = query("FROM facts WHERE printed_unit_id = '10kt' AND measure = 'level' ORDER BY text_order LIMIT 1")
    other = facts.assign(statement="other/one", printed_unit_id="t", unit_zh="吨", amount=facts["canonical"])
    both = pd.concat([facts, other], ignore_index=True)
    frame = drawable(both, "zh")
    assert frame["value"].nunique() == 1
    assert [label.endswith(unit) for label, unit in zip(frame["label"], ("万吨", "吨"), strict=True)] == [True, True]
    assert panel_units(both, frame["panel"], "zh") == {"": both["usual_unit_zh"][0]}


@pytest.mark.parametrize(("measure", "unit"), [("change_pct", "%"), ("change_pp", "pp"), ("level", "t")])
def test_a_change_without_a_number_does_not_stand_in_the_unit_of_the_level(measure, unit):
    facts = query("FROM facts WHERE usual_unit_en = 't' ORDER BY text_order LIMIT 1")
    wordless = facts.assign(measure=measure, amount=float("nan"), unit_zh=None, unit_en=None)
    assert panel_units(wordless, pd.Series([""]), "en") == {"": unit}


def test_only_what_has_several_rules_of_measuring_is_grouped_by_them():
    assert by_regime({"regime_id": None, "regime_en": None}, "en") == ""
    assert by_regime({"regime_id": "good_air_days_api", "regime_en": "by API"}, "en") == "by API"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{n} plan(s)", "1 plan"),
        ("{m} numeric target(s), in {n} plan(s)", "15 numeric targets, in 1 plan"),
        ("15, from {n} plan(s)", "15, from 1 plan"),
        ("Plan(s) without a number", "Plan(s) without a number"),
    ],
)
def test_an_english_sentence_has_the_plural_that_its_number_asks_for(template, said):
    both = {"sentence": {"zh": "", "en": template}}
    assert Template("some", None, both).fill("sentence", "en", {"n": 1, "m": 15}) == said


@pytest.mark.parametrize(
    ("comparator", "quote", "role", "measured", "said"),
    [
        ("up", "臭氧浓度有所攀升", "actual", "μg/m³", "rose"),
        ("up", "生态环境质量持续改善", "target", None, "to improve"),
        ("hold", "耕地保有量不减少", "target", "%", "not to shrink"),
        ("hold", "总量不增加", "target", "t", "not to grow"),
        ("hold", "生态环境质量保持优良", "target", None, "to hold steady"),
        ("all", "全部建成", "actual", None, "achieved"),
        ("all", "全部建成", "target", None, "to be achieved"),
    ],
)
def test_a_statement_without_a_number_says_what_its_sentence_does(comparator, quote, role, measured, said):
    row = {
        "comparator": comparator,
        "quote": quote,
        "role": role,
        "usual_unit_en": measured,
        "value": None,
        "part": "table",
    }
    row |= {"measure": "state" if comparator == "all" else "level", "hedge": None, "direction": None, "condition": None}
    assert words.statement(row, "en") == said


@pytest.mark.parametrize(
    ("hedge", "comparator", "measure", "zh", "en"),
    [
        ("strive", "up", "level", "力争上升", "to strive to rise"),
        ("strive", "all", "state", "力争完成", "to strive to be achieved"),
        ("mostly", "all", "state", "基本完成", "to be mostly achieved"),
        ("mostly", "all", "level", "基本全部", "mostly all"),
        ("ensure", "all", "level", "确保全部", "ensured: all"),
        ("ensure", "text", "state", "保证环保投入", "ensured: in words only (see the quote)"),
    ],
)
def test_a_hedge_stands_where_each_language_puts_it(hedge, comparator, measure, zh, en):
    row = {
        "comparator": comparator, "quote": "保证环保投入", "role": "target", "usual_unit_en": "%", "value": None,
        "part": "table", "measure": measure, "hedge": hedge, "direction": None, "condition": None,
    }  # fmt: skip
    assert (words.statement(row, "zh"), words.statement(row, "en")) == (zh, en)


def test_an_amount_is_added_where_it_is_reported_and_to_be_added_where_it_is_promised():
    row = {"value": "20", "measure": "change_abs", "direction": "increase", "comparator": "=", "hedge": None}
    row |= {"unit": "个", "unit_zh": "个", "unit_en": None, "base_year": 2022}
    assert words.statement(row | {"role": "target"}, "en") == "to add 20"
    assert words.statement(row | {"role": "actual"}, "en") == "added 20"


def test_a_rise_that_meets_something_is_no_cut():
    row = {"value": None, "measure": "annual_change_pct", "direction": "increase", "comparator": "meets", "hedge": None}
    row |= {
        "role": "target",
        "quote": "年均增速达到市级要求" * 9,
        "part": "prose",
        "reference_zh": "市级要求",
        "reference_en": "it",
    }
    assert words.statement(row, "en") == "a rise that meets it"
    assert words.statement(row | {"direction": "decrease"}, "zh") == "降幅达到市级要求"


def test_chinese_counts_each_thing_with_its_own_word():
    row = {"unit": "万台", "unit_zh": "万个", "unit_en": "×10⁴"}
    assert (words.unit(row, "zh"), words.unit(row, "en")) == ("万台", " ×10⁴")
