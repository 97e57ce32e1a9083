"""The words around a number: what compares, how numbers are written, which year and which unit are said."""

import pytest

from helpers.curation import years
from helpers.curation.numerals import amount, kind_of, lex
from helpers.curation.source import Plan
from tiny_collection import AT_THE_END, NORTH

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


def test_the_upper_end_must_be_printed_behind_the_lower(tiny):
    assert tiny.read("煤炭消费下降15%—20%", value="15", value_max="25", **CUT) == [
        "[value_max] does not stand behind the value in the quote (got '25')"
    ]


def test_the_upper_end_is_the_greater_one(tiny):
    assert tiny.read("煤炭消费下降20%—15%", value="20", value_max="15", **CUT) == [
        "[value_max] is not above the value 20 (got '15')"
    ]


# Years

PLAN = Plan.model_construct(period_start=2021, period_end=2025)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("到 2035 年", {2035}),
        ("到２０３５年", {2035}),
        ("到二〇三五年", {2035}),
        ("“十三五”以来", {2015, 2016, 2020}),
        ("“十四五”期间", {2020, 2021, 2025}),
        ("到规划期末", {2025}),
        ("201620172019年", {2016, 2017, 2019}),
        ("2016、2017、2019年", {2016, 2017, 2019}),
        ("十五年来", set()),
        ("优良天数比率96.4%", set()),
    ],
)
def test_which_years_a_text_names(text, said):
    assert years.named(text, PLAN) == said


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("2035年优良天数比率达到97%", {"year": "2035"}),
        ("二〇三五年优良天数比率达到97%", {"year": "2035"}),
        ("“十三五”期间优良天数比率均值97%", {"year": "2020", "period_start": "2016", "aggregation": "mean"}),
        ("201620172019年优良天数比率均值97%", {"year": "2019", "period_start": "2016", "aggregation": "mean"}),
    ],
)
def test_a_year_is_evidence_in_any_form(tiny, sentence, cells):
    assert tiny.read(sentence, value="97", context=None, **DAYS | cells) == []


@pytest.mark.parametrize(
    ("sentence", "base_year"), [("煤炭消费五年累计下降15%", "2020"), ("煤炭消费同比下降15%", "2024")]
)
def test_some_words_say_the_base_year_once_the_year_is_known(tiny, sentence, base_year):
    assert tiny.read(sentence, value="15", base_year=base_year, **CUT) == []


def test_a_base_year_that_nothing_says_is_refused(tiny):
    assert tiny.read("煤炭消费同比下降15%", value="15", base_year="2022", **CUT) == [
        "[base_year] neither quote nor context say this year (got '2022'); they say 2025; add a context that says it"
    ]


def test_a_year_that_nothing_says_is_refused(tiny):
    assert tiny.read("优良天数比率达到97%", value="97", context=None, **DAYS) == [
        "[year] neither quote nor context say this year (got '2025'); they say none; add a context that says it"
    ]


def test_a_quantity_is_no_year(tiny):
    assert tiny.read("煤炭消费减少2025万吨", context=None, value="2025", **{
        "indicator_id": "coal_use", "measure": "change_abs", "direction": "decrease", "unit": "万吨",
    }) == [
        "[year] neither quote nor context say this year (got '2025'); they say none; add a context that says it"
    ]  # fmt: skip


def test_a_row_without_a_year_says_so(tiny):
    assert tiny.read("优良天数比率达到97%", value="97", year=None, **DAYS) == [
        "[year] is empty; fill it, or add the caveat undated"
    ]
    tiny.set(NORTH, "new", caveats="undated")
    assert tiny.problems() == []
    place = tiny.set(NORTH, "new", year="2025")
    hint = "add the context that says it and take the caveat away, or empty the year"
    message = "is filled, and the caveat undated says that no words say it"
    assert tiny.problems() == [f"{place} [year] {message} (got '2025'); {hint}"]


# Units


@pytest.mark.parametrize(
    ("sentence", "cells", "line"),
    [
        ("PM2.5平均浓度降至26", PM25,
         "[unit] stands neither in the quote nor in the context (got '微克/立方米')"),
        ("PM2.5平均浓度降至26毫克/立方米", PM25 | {"unit": "毫克/立方米"},
         "[unit] is unknown (got '毫克/立方米'); nearest: 微克/立方米"),
        ("PM2.5平均浓度降至26万吨", PM25 | {"unit": "万吨"},
         "[unit] measures mass, where level of pm25 is a concentration (got '万吨')"),
        ("煤炭消费下降26万吨", CUT | {"unit": "万吨"},
         "[unit] measures mass, where change_pct of coal_use is a ratio (got '万吨')"),
        ("优良天数比率达到26%", DAYS | {"unit": None},
         "[unit] is empty, but 26 of good_air_days has one"),
    ],
    ids=["not printed", "unknown", "another dimension", "not a relative change", "empty"],
)  # fmt: skip
def test_a_unit_is_known_printed_and_of_the_right_kind(tiny, sentence, cells, line):
    assert tiny.read(sentence, value="26", **cells) == [line]


@pytest.mark.parametrize("unit", ["ugm3", "ug m3", "μg/m3", "μg/m³"])
def test_a_unit_is_known_by_its_prints(tiny, unit):
    assert tiny.read(f"PM2.5平均浓度降至26{unit}", value="26", indicator_id="pm25", unit=unit) == []


def test_a_unit_may_stand_in_the_tables_header(tiny):
    tiny.say("空气质量目标(%)")
    assert (
        tiny.read("优良天数比率达到97", value="97", context="空气质量目标(%)", year=None, caveats="undated", **DAYS)
        == []
    )


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


# Words of force


def test_a_hedge_needs_its_word(tiny):
    assert tiny.read("优良天数比率争取达到97%", value="97", hedge="strive", **DAYS) == []
    place = tiny.set(NORTH, "new", hedge="ensure")
    assert tiny.problems() == [f"{place} [hedge] none of 确保、保证 is said (got 'ensure')"]


def test_a_force_needs_its_word(tiny):
    assert tiny.read("优良天数比率达到97%", value="97", force="expected", **DAYS) == [
        "[force] 预期性 is not said (got 'expected')"
    ]


def test_the_end_of_the_plan_is_the_tiny_texts_year():
    assert years.named(AT_THE_END, PLAN) == {2025}
