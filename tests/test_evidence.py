"""What the words must say of a statement beside its number: years, units, force, and one place in the text."""

import pytest

from helpers.curation import years
from helpers.curation.check import check
from helpers.curation.rawtext import RawText, Span
from helpers.curation.source import Plan
from tiny_collection import AT_THE_END, NORTH

PM25 = {"indicator_id": "pm25", "unit": "微克/立方米"}
DAYS = {"indicator_id": "good_air_days", "unit": "%"}
CUT = {"indicator_id": "coal_use", "measure": "change_pct", "direction": "decrease", "unit": "%"}

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
        ("到20 25年", {2025}),
        ("“十四五”前三年", {2020, 2021, 2023, 2025}),
        ("“十三五”前两年", {2015, 2016, 2017, 2020}),
        ("全年和去年", set()),
        ("一千零五个", set()),
        ("一二", set()),
        ("三〇二五", set()),
        ("二千零五", set()),
        ("优良天数比率96.4%", set()),
    ],
)
def test_which_years_a_text_names(text, said):
    assert years.named(text, PLAN) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("全年", {2023}), ("年底前", {2023}), ("去年", {2022}), ("比上年同期", set()), ("今年比去年", {2022, 2023})],
)
def test_this_year_and_the_last_are_those_of_an_annual_plan(text, said):
    assert years.named(text, Plan.model_construct(period_start=2023, period_end=2023)) == said


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


def test_the_plans_own_period_is_evidence_for_a_base_and_not_for_the_year_itself(tiny):
    assert tiny.read("煤炭消费下降15%", value="15", base_year="2020", **CUT) == []
    tiny.set(NORTH, "new", year="2021", base_year=None, context=None)
    (line,) = tiny.problems()
    assert "[year] neither quote nor context say this year (got '2021')" in line


def test_of_an_undated_row_no_year_is_asked_for(tiny):
    cells = CUT | {"value": "15", "year": None, "base_year": "2013"}
    assert tiny.read("煤炭消费下降15%", caveats="undated", **cells) == []


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
        ("PM2.5平均浓度下降26微克/立方米", PM25 | {"measure": "change_pp", "direction": "decrease"},
         "[unit] measures concentration, where change_pp of pm25 is a ratio (got '微克/立方米')"),
        ("优良天数比率达到26%", DAYS | {"unit": None},
         "[unit] is empty, but 26 of good_air_days has one"),
    ],
    ids=["not printed", "unknown", "another dimension", "not a relative change", "not points", "empty"],
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


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("省控断面水质达到Ⅲ类", {"measure": "class", "value": "Ⅲ", "unit": "类"}),
        ("省控断面水质达到Ⅲ", {"measure": "class", "value": "Ⅲ"}),
        ("省控断面水质居前3个", {"measure": "rank", "value": "3", "unit": "个"}),
        ("省控断面水质居前3", {"measure": "rank", "value": "3"}),
        ("省控断面完成3个", {"measure": "state", "comparator": "text", "unit": "个"}),
    ],
)
def test_a_class_a_rank_or_a_deed_has_a_unit_of_its_own_or_none(tiny, sentence, cells):
    assert tiny.read(sentence, indicator_id="surface_water_class3", **cells) == []


# Words of force


def test_a_hedge_needs_its_word(tiny):
    assert tiny.read("优良天数比率争取达到97%", value="97", hedge="strive", **DAYS) == []
    place = tiny.set(NORTH, "new", hedge="ensure")
    assert tiny.problems() == [f"{place} [hedge] none of 确保、保证 is said (got 'ensure')"]


def test_a_force_needs_its_word(tiny):
    assert tiny.read("优良天数比率达到97%", value="97", force="expected", **DAYS) == [
        "[force] 预期性 is not said (got 'expected')"
    ]


def test_the_word_of_force_stands_at_the_number_or_anywhere_in_the_table(tiny):
    assert tiny.read("优良天数比率达到97%", value="97", force="binding", **DAYS) == [
        "[force] 约束性 is not said (got 'binding')"
    ]
    tiny.set(NORTH, "new", part="table")
    assert tiny.problems() == []


def test_the_end_of_the_plan_is_the_tiny_texts_year():
    assert years.named(AT_THE_END, PLAN) == {2025}


# Places of the raw text


def test_of_a_quote_that_stands_in_many_places_five_are_named(tiny):
    for _ in range(6):
        tiny.say("用水总量下降。")
    assert tiny.read("优良天数比率达到97%", value="97", **DAYS | {"quote": "用水总量下降"}) == [
        "[quote] stands in 6 places of data/raw/north-2021.txt (lines 13, 14, 15, 16, 17) (got '用水总量下降'); "
        "make it longer"
    ]


def test_a_number_of_a_repaired_quote_is_traced_to_its_own_characters(tiny):
    cells = {"value": "96", "caveats": "lost_text", "reading": "优良天数占比率达到96%"}
    tiny.tell("优良天数比率达到96%", statement_id="new", year="2025", context=AT_THE_END, **DAYS | cells)
    collection = check(tiny.project)
    value = collection.evidence[(NORTH, "new")].value
    assert collection.raw[NORTH].text[value.start : value.end] == "96"


def test_a_row_whose_reading_is_refused_may_be_repeated(tiny):
    tiny.tell("优良天数比率达到97%", statement_id="new", value="97", year="2025", context=AT_THE_END,
              reading="优良的天数的比率的达到的97%", caveats="lost_text", **DAYS)  # fmt: skip
    tiny.tell("优良天数应达到97%", statement_id="again", value="97", year="2025", context=AT_THE_END, repeats="new",
              **DAYS)  # fmt: skip
    (line,) = tiny.problems()
    assert "[reading] is more than 3 edits away" in line


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("97", "[value] is not a numeral of the reading (got '97'); its numerals are 1: 95, 2: 95, 3: 96"),
        ("95", "[value_at] the value stands 2 times in the reading; say in value_at which one is meant: "
         "1: 95, 2: 95, 3: 96"),
        ("96", None),
    ],
)  # fmt: skip
def test_of_a_repaired_quote_it_is_the_reading_that_is_searched(tiny, value, line):
    sentence = "优良天数由95%升至95%再至96%"
    cells = {"reading": "优良天数由95%提升至95%再至96%", "caveats": "ocr_defect"}
    assert tiny.read(sentence, value=value, **DAYS | cells) == ([line] if line else [])


def test_a_place_of_a_repaired_quote_is_one_of_its_reading(tiny):
    cells = {"reading": "优良天数由95%提升至96%", "caveats": "ocr_defect", "value": "96", "value_at": "1"}
    assert tiny.read("优良天数由95%升至96%", **DAYS | cells) == [
        "[value_at] does not point at 96 (got '1'); the numerals of the reading are 1: 95, 2: 96"
    ]


def test_digits_of_a_formula_are_no_value_wherever_it_stands(tiny):
    assert tiny.read("全市O3浓度和NO2浓度达到3微克/立方米", value="3", **PM25) == []


# Stretches of a raw text


def test_a_stretch_holds_what_begins_before_its_end():
    raw = RawText("占8、95,7")
    assert [n.text for n in raw.touched(Span(1, 3))] == ["8"]
    assert [n.text for n in raw.touched(Span(2, 4))] == ["95"]
    assert [n.text for n in raw.within(Span(3, 4))] == []


@pytest.mark.parametrize(("quote", "starts"), [("哈哈", [0, 1]), ("", []), (" ", []), ("嘻", []), ("哈哈哈", [0])])
def test_a_quote_is_found_wherever_it_stands(quote, starts):
    assert [span.start for span in RawText("哈哈哈").find(quote)] == starts


def test_the_closest_words_are_found_for_a_quote_that_is_long_and_repeats_itself():
    text = "完成治理、完成整治、" * 30
    assert RawText(f"前言。{text}").closest(f"{text}的") is not None
