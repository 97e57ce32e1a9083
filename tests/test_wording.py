"""The words around a number: what compares, how numbers are written, ranges and conditions."""

import pytest

from helpers.curation import comparators
from helpers.curation.numerals import amount, kind_of, lex
from tiny_collection import NORTH

PM25 = {"indicator_id": "pm25", "unit": "微克/立方米"}
DAYS = {"indicator_id": "good_air_days", "unit": "%"}
PARKS = {"indicator_id": "eco_parks", "measure": "count", "unit": "个"}
CUT = {"indicator_id": "coal_use", "measure": "change_pct", "direction": "decrease", "unit": "%"}
CLASS = {"indicator_id": "surface_water_class", "measure": "class", "unit": "类"}

# Comparators


@pytest.mark.parametrize(
    ("sentence", "comparator"),
    [
        ("优良天数比率达到96%以上", ">="),
        ("优良天数比率达到96％ 以上", ">="),
        ("优良天数比率96%及以上", ">="),
        ("优良天数比率不低于96%", ">="),
        ("优良天数比率≥96%", ">="),
        ("优良天数比率保持在96%以下", "<="),
        ("优良天数比率控制在96%以内", "<="),
        ("优良天数比率不高于96%", "<="),
        ("优良天数比率不超过96%", "<="),
        ("优良天数比率≤ 96%", "<="),
        ("优良天数比率高于96%", ">"),
        ("优良天数比率大于96%", ">"),
        ("优良天数比率超过96%", ">"),
        ("优良天数比率低于96%", "<"),
        ("优良天数比率小于96%", "<"),
        ("优良天数比率96%左右", "~"),
        ("优良天数比率约96%", "~"),
        ("约96%为优良天数比率", "~"),
        ("优良天数比率达到96%", "="),
        ("优良天数比率控制在96%", "="),
    ],
)
def test_the_words_at_the_number_decide_the_comparator(tiny, sentence, comparator):
    assert tiny.read(sentence, value="96", comparator=comparator, **DAYS) == []
    wrong = "<" if comparator != "<" else ">"
    place = tiny.set(NORTH, "new", comparator=wrong)
    why = "as no word at the number says more or less" if comparator == "=" else "as the words at the number say"
    assert tiny.problems() == [f"{place} [comparator] should be {comparator}, {why} (got '{wrong}')"]


@pytest.mark.parametrize(
    ("sentence", "cells", "comparator"),
    [
        ("优良天数比率优于96%", DAYS, ">"),
        ("优良天数比率达到或优于96%", DAYS, ">="),
        ("PM2.5平均浓度优于96微克/立方米", PM25, "<"),
        ("PM2.5平均浓度达到或优于96微克/立方米", PM25, "<="),
    ],
)
def test_what_better_means_depends_on_the_indicator(tiny, sentence, cells, comparator):
    assert tiny.read(sentence, value="96", comparator=comparator, **cells) == []


@pytest.mark.parametrize("words", ["地表水全部达到Ⅲ类以上", "地表水全部达到Ⅲ类及以上", "地表水全部达到或优于Ⅲ类"])
def test_class_three_or_better_is_at_most_class_three(tiny, words):
    assert tiny.read(words, value="Ⅲ", comparator="<=", **CLASS) == []


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("地表水和空气优良率分别不低于90%、96%", ">="),
        ("地表水和空气优良率分别不低于90%和96%", ">="),
        ("三个比率分别低于90%、92%、96%", "<"),
        ("空气和地表水优良率分别达到96%、90%以上", ">="),
        ("空气和地表水优良率分别达到96%和90%左右", "~"),
        ("地表水和空气优良率分别优于90%、96%", "="),
        ("地表水和空气优良率分别达到90%、96%", "="),
        ("地表水和空气优良率不低于90%、96%", "="),
        ("空气和地表水优良率达到96%、90%以上", "="),
    ],
)
def test_a_word_holds_for_all_numbers_of_a_list_that_says_so(tiny, words, comparator):
    assert tiny.read(words, value="96", comparator=comparator, **DAYS) == []


def test_a_word_counts_only_right_at_the_number(tiny):
    assert tiny.read("市区以上的优良天数比率达到96%", value="96", comparator="=", **DAYS) == []


@pytest.mark.parametrize(
    ("text", "of_class", "comparator"),
    [
        ("Ⅲ类左右", True, "~"),
        ("Ⅲ类以上", True, "<="),
        ("Ⅲ类以下", True, ">="),
        ("Ⅲ类以上", False, ">="),
    ],
)
def test_only_above_and_below_are_turned_round_for_a_class(text, of_class, comparator):
    assert comparators.stated(text, 0, 1, "类", "lower", of_class) == comparator


# Ways of writing a number


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("再建成六个园区", PARKS | {"value": "六"}),
        ("再建成二十六个园区", PARKS | {"value": "二十六"}),
        ("再建成两个园区", PARKS | {"value": "两"}),
        ("优良天数比率达到９６％", DAYS | {"value": "96"}),
        ("优良天数比率达到96%", DAYS | {"value": "９６", "unit": "％"}),
        ("地表水水质达到Ⅲ类", CLASS | {"value": "Ⅲ"}),
        ("地表水水质达到V类", CLASS | {"value": "V"}),
        ("煤炭消费总量实现零增长", CUT | {"value": "零", "unit": None, "direction": "increase"}),
        ("煤炭消费总量1,280万吨", {"indicator_id": "coal_use", "unit": "万吨", "value": "1,280"}),
    ],
)
def test_a_value_is_read_however_it_is_written(tiny, sentence, cells):
    assert tiny.read(sentence, **cells) == []


def test_per_cent_in_words_is_a_share(tiny):
    tiny.add("unit_aliases", alias="百分之", unit_id="percent")
    assert tiny.read("优良天数比率达到百分之九十六", value="百分之九十六", **DAYS | {"unit": "百分之"}) == []


@pytest.mark.parametrize(
    ("word", "number"),
    [("十五", 15), ("二十", 20), ("一百零五", 105), ("两", 2), ("三万五千", 35_000), ("百分之九十六", 96), ("零", 0),
     ("二点五", 2.5), ("Ⅲ", 3), ("Ⅳ", 4), ("IV", 4), ("９５．５", 95.5), ("1,280.5", 1280.5)],
)  # fmt: skip
def test_what_a_written_number_means(word, number):
    assert float(amount(word)) == number


@pytest.mark.parametrize("word", ["95以上", "Ⅲ类", "-5", "5%", "15—20", "", "九成", "1 000"])
def test_what_is_not_one_number(word):
    assert kind_of(word) is None


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("84.9 89\n96.4", ["84.9", "89", "96.4"]),
        ("面积5m²,水质Ⅲ类", ["5", "Ⅲ"]),
        ("①考虑", []),
        ("V2.0版", ["2.0"]),
    ],
    ids=["cells stay apart", "a superscript is no digit", "nor is a circled one", "a letter is no class"],
)
def test_numerals_are_read_from_the_raw_text(text, numerals):
    assert [numeral.text for numeral in lex(text)] == numerals


# Ranges


@pytest.mark.parametrize("sentence", ["煤炭消费下降15%—20%", "煤炭消费下降15-20%", "煤炭消费下降15%至20%"])
def test_a_range_has_two_ends(tiny, sentence):
    assert tiny.read(sentence, value="15", value_max="20", **CUT) == []


@pytest.mark.parametrize("words", ["15%—20%以上", "15—20%以上"])
def test_a_word_behind_the_upper_end_holds_for_the_range(tiny, words):
    cells = {"value": "15", "value_max": "20", "comparator": ">="} | CUT
    assert tiny.read(f"煤炭消费下降{words}", **cells) == []
    tiny.set(NORTH, "new", comparator="=")
    (line,) = tiny.problems()
    assert "should be >=, as the words at the number say" in line


def test_a_range_of_one_number_is_none(tiny):
    assert tiny.read("煤炭消费下降15%—15%", value="15", value_at="1", value_max="15", **CUT) == [
        "[value_max] is not above the value 15 (got '15')"
    ]


def test_the_upper_end_must_be_printed_behind_the_lower(tiny):
    assert tiny.read("煤炭消费下降15%—20%", value="15", value_max="25", **CUT) == [
        "[value_max] does not stand behind the value in the quote (got '25')"
    ]


def test_the_upper_end_is_the_greater_one(tiny):
    assert tiny.read("煤炭消费下降20%—15%", value="20", value_max="15", **CUT) == [
        "[value_max] is not above the value 20 (got '15')"
    ]


# Conditions

LIMITED = "PM2.5浓度低于30微克/立方米的天数比率达到97%"


@pytest.mark.parametrize(
    ("condition", "line"),
    [
        ("<30 微克/立方米", None),
        ("<30微克/立方米", None),
        ("<30", None),
        ("30 微克/立方米", "[condition] is not a comparator, a number and a unit (got '30 微克/立方米'); "
         "write it as <55 分贝"),
        ("<很低", "[condition] is not a comparator, a number and a unit (got '<很低'); write it as <55 分贝"),
        ("<31 微克/立方米", "[condition] its number is not in the quote (got '31')"),
        ("<30 贝", "[condition] its unit is unknown (got '贝'); add it to unit_aliases.csv"),
        ("<=30 微克/立方米", "[condition] its comparator should be < (got '<=')"),
    ],
)  # fmt: skip
def test_a_condition_stands_in_the_quote_as_it_is_written(tiny, condition, line):
    assert tiny.read(LIMITED, value="97", condition=condition, **DAYS) == ([line] if line else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("PM2.5浓度30微克/立方米的天数比率达到97%", "="),
        ("PM2.5浓度低于30微克/立方米、高于30微克/立方米的天数比率达到97%", "< or >"),
    ],
)
def test_a_condition_that_the_words_do_not_give_is_told_with_what_they_give(tiny, words, told):
    (line,) = tiny.read(words, value="97", condition="<=30 微克/立方米", **DAYS)
    assert line == f"[condition] its comparator should be {told} (got '<=')"
