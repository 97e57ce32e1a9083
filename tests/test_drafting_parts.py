"""What the rules of `ecoplan draft` are made of: heads of tables, years, cells that ran together, quotes, periods."""

from __future__ import annotations

import pytest

from helpers.curation.drafting import quoting
from helpers.curation.drafting.columns import Column, assumed, columns
from helpers.curation.drafting.fused import split
from helpers.curation.drafting.mentions import Frame, mentions
from helpers.curation.drafting.passages import Passages
from helpers.curation.drafting.period import period_of
from helpers.curation.numerals import lex
from helpers.curation.rawtext import RawText, Span
from helpers.errors import EcoplanError

FIVE_YEARS = Frame(2021, 2025)
ONE_YEAR = Frame(2023, 2023)

# The head of a table


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("指标 2020年 2025年目标", [Column("value", 2020), Column("goal", 2025)]),
        ("2020年现状值 2025年规划值", [Column("value", 2020), Column("goal", 2025)]),
        ("2020 年\n实际值 2025年\n目标值", [Column("value", 2020), Column("goal", 2025)]),
        ("2015年完成值 2020年计划目标值", [Column("value", 2015), Column("goal", 2020)]),
        ("2025年比2020年增长", [Column("change", 2025, 2020, False)]),
        ("2025年较2020年下降率", [Column("change", 2025, 2020, True)]),
        ("2025年比2020年变化幅度", [Column("change", 2025, 2020)]),
        ("2025年目标 比2020年减少", [Column("goal", 2025), Column("change", 2025, 2020, True)]),
        ("比2020年增加", [Column("change", None, 2020, False)]),
        ("“十四五”目标值", [Column("goal", 2025)]),
        ("“十三五”规划值 十四五规划目标", [Column("goal", 2020), Column("goal", 2025)]),
        ("“十四五”累计", []),
        ("年均增长 [累计]", [Column("annual"), Column("change")]),
        ("年均下降率", [Column("annual")]),
        ("现状值 目标值", [Column("value"), Column("goal")]),
        ("基期值 规划目标值", [Column("value"), Column("goal")]),
        ("指标名称 属性", []),
    ],
)
def test_a_head_names_its_columns(head, found):
    assert columns(head) == found


def test_a_table_without_a_head_most_likely_begins_where_the_plan_starts():
    assert assumed(1, 2021, 2025) == [Column("goal", 2025)]
    assert assumed(3, 2021, 2025) == [Column("value", 2020), Column("goal", 2025), Column("goal", 2025)]


# Cells that ran together

VALUE_GOAL_CHANGE = [Column("value", 2010), Column("goal", 2015), Column("change", 2015, 2010)]
VALUE_GOAL = VALUE_GOAL_CHANGE[:2]


@pytest.mark.parametrize(
    ("printed", "following", "head", "pieces"),
    [
        ("2551.72347.6-8%", 2, VALUE_GOAL_CHANGE, ["2551.7", "2347.6", "-8"]),
        ("84.9 95", 2, VALUE_GOAL, ["84.9", "95"]),
        ("84.992.07.1", 2, VALUE_GOAL_CHANGE, ["84.9", "92.0", "7.1"]),
        ("8095", 2, VALUE_GOAL, ["80", "95"]),
        ("80953", 3, VALUE_GOAL, ["80", "95"]),  # the 3 is the number of the next row
        ("1,200.5 1,300.5", 2, VALUE_GOAL, ["1,200.5", "1,300.5"]),
        ("1,200.51,300.5", 2, VALUE_GOAL, None),
        ("95≥96", 2, VALUE_GOAL, ["95", "≥96"]),
        ("26.035.0+9.0", 2, VALUE_GOAL_CHANGE, ["26.0", "35.0", "+9.0"]),  # the change in the unit itself
        ("2003608", 0, VALUE_GOAL_CHANGE, ["200", "360", "8"]),
        ("200360 80", 2, VALUE_GOAL_CHANGE, ["200", "360", "80"]),  # the change in per cent
        ("360200—44.4", 2, VALUE_GOAL_CHANGE, ["360", "200", "—44.4"]),
        ("360200－44.4", 2, VALUE_GOAL_CHANGE, ["360", "200", "－44.4"]),
        ("1211-99.2", 2, VALUE_GOAL_CHANGE, ["121", "1", "-99.2"]),
        ("1211–99.2", 2, VALUE_GOAL_CHANGE, ["121", "1", "–99.2"]),
        ("1211—99.2", 2, VALUE_GOAL_CHANGE, ["121", "1", "—99.2"]),
        ("1211−99.2", 2, VALUE_GOAL_CHANGE, ["121", "1", "−99.2"]),
        ("1211下降99.2", 2, VALUE_GOAL_CHANGE, ["121", "1", "下降99.2"]),
        ("1211 99.2", 2, [*VALUE_GOAL, Column("change", 2015, 2010, falling=True)], ["121", "1", "99.2"]),
        ("1211 99.2", 2, VALUE_GOAL_CHANGE, ["12", "11", "99.2"]),
        ("121111-99.1", 2, VALUE_GOAL_CHANGE, ["1211", "11", "-99.1"]),  # in per cent, not in the unit itself
        ("84.992.07.1 ", 2, VALUE_GOAL_CHANGE, ["84.9", "92.0", "7.1"]),
        ("80953 ", 3, VALUE_GOAL, ["80", "95"]),
        ("80952", 3, VALUE_GOAL, ["80", "95"]),  # the number of this row stands behind it
        ("80 95 3", 3, VALUE_GOAL, ["80", "95"]),
        ("8095,", 2, VALUE_GOAL, ["80", "95"]),
        ("100000000000100000000001", 2, VALUE_GOAL, ["100000000000", "100000000001"]),
        ("110120130140150", 2, [VALUE_GOAL[0]] * 5, ["110", "120", "130", "140", "150"]),
        ("110120130140150160", 2, [VALUE_GOAL[0]] * 6, None),  # there would be too many ways
        ("0560", 2, VALUE_GOAL_CHANGE, ["0", "5", "60"]),
        ("1.52.25", 2, VALUE_GOAL, ["1.5", "2.25"]),
        ("120130140150", 2, [*VALUE_GOAL, *VALUE_GOAL], ["120", "130", "140", "150"]),
        ("12345678901234567890123456", 2, VALUE_GOAL, None),
        ("95", 2, VALUE_GOAL_CHANGE, None),
        ("无", 2, VALUE_GOAL, None),
    ],
)
def test_numbers_that_ran_together_are_cut_so_that_they_fit_their_columns(printed, following, head, pieces):
    found = split(printed, following, len(head), head)
    assert (found and [piece for _, piece in found]) == pieces
    assert all(printed[at : at + len(piece)] == piece for at, piece in found or ())


# Years


@pytest.mark.parametrize(
    ("text", "frame", "years"),
    [
        ("到2025年", FIVE_YEARS, [(2025, None)]),
        ("到20 25 年", FIVE_YEARS, [(2025, None)]),
        ("2021—2025年", FIVE_YEARS, [(2025, 2021)]),
        ("2021年至2025年", FIVE_YEARS, [(2025, 2021)]),
        ("2025，2030", FIVE_YEARS, [(2025, None)]),
        ("二〇二五年", FIVE_YEARS, [(2025, None)]),
        ("二○二五年", FIVE_YEARS, [(2025, None)]),
        ("“十四五”期间", FIVE_YEARS, [(2025, 2021)]),
        ("“十三五”末", FIVE_YEARS, [(2020, None)]),
        ("“十四五”前三年", FIVE_YEARS, [(2023, 2021)]),
        ("依据“十三五”生态环境保护规划", FIVE_YEARS, []),
        ("依据《某省2035年远景目标》", FIVE_YEARS, []),
        ("到规划期末", FIVE_YEARS, [(2025, None)]),
        ("五年来", FIVE_YEARS, [(2020, 2016)]),
        ("过去五年", FIVE_YEARS, [(2020, 2016)]),
        ("去年", FIVE_YEARS, [(2020, None)]),
        ("全年", FIVE_YEARS, []),
        ("全年", ONE_YEAR, [(2023, None)]),
        ("去年", ONE_YEAR, [(2022, None)]),
        ("比上年同期", ONE_YEAR, []),
        ("1.2025年", FIVE_YEARS, []),
        ("2025吨", FIVE_YEARS, []),
    ],
)
def test_years_and_periods_are_read_as_the_plan_means_them(text, frame, years):
    assert [(mention.year, mention.start) for mention in mentions(text, frame)] == years


@pytest.mark.parametrize(
    ("text", "is_base", "is_told", "is_own"),
    [
        ("比2020年", True, True, False),
        ("在2020年的基础上", True, True, False),
        ("到2020年", False, True, False),
        ("五年来", False, False, False),
        ("今年", False, True, True),
    ],
)
def test_a_mention_is_a_base_or_only_five_years_or_the_plans_own_year(text, is_base, is_told, is_own):
    (mention,) = mentions(text, ONE_YEAR)
    assert (mention.is_base, mention.is_told, mention.is_own) == (is_base, is_told, is_own)


@pytest.mark.parametrize(
    ("words", "years"),
    [("2021-2025", (2021, 2025)), (" 2021 — 2025 ", (2021, 2025)), ("2023", (2023, 2023)), ("1996~2000", (1996, 2000))],
)
def test_the_years_of_a_plan_are_given_as_two_or_one(words, years):
    frame = Frame.of(words)
    assert (frame.start, frame.end, frame.before) == (*years, years[0] - 1)


@pytest.mark.parametrize("words", ["2025-2021", "21-25", "", "2021-2025-2030", "3021"])
def test_other_words_for_years_are_refused(words):
    with pytest.raises(EcoplanError, match="write the first and the last year"):
        Frame.of(words)


# The period of a plan


@pytest.mark.parametrize(
    ("text", "plan", "years"),
    [
        ("某市“十四五”生态环境保护规划", "x", (2021, 2025)),
        ("某市国民经济和社会发展第十三个五年规划", "x", None),
        ("某市规划纲要（第十三个五年）", "x", (2016, 2020)),
        ("某市生态文明建设规划（2021-2030年）", "x", (2021, 2030)),
        ("某省2023年生态环境保护工作要点", "x", (2023, 2023)),
        ("随便什么", "city-14fyp-2021", (2021, 2025)),
        ("随便什么", "city-2021", (2021, 2021)),
        ("随便什么", "x", None),
        ("某市人民政府2022年3月1日印发", "x", (2022, 2022)),
        ("某市清洁空气行动" + "到2027年，" * 3, "x", (2023, 2027)),
        ("某市清洁空气行动" + "到2027年，" * 3, "city-2024", (2024, 2027)),
        ("某市清洁空气行动" + "到2027年，" * 3, "city-2010", (2023, 2027)),
        ("某市清洁空气行动" + "到2027年，" * 2, "x", None),
        ("某市清洁空气行动" + "到2027年，" * 3, "city-2021", (2021, 2027)),
        ("某市清洁空气行动" + "到2027年，" * 3, "city-2020", (2023, 2027)),
        ("某市清洁空气行动" + "到2027年，" * 3, "city-2027", (2027, 2027)),
        ("某市2024年清洁空气行动" + "到2027年，" * 3, "x", (2024, 2027)),
    ],
)
def test_the_title_the_goals_or_the_name_tell_which_years_a_plan_is_for(text, plan, years):
    frame = period_of(text, plan)
    assert (frame and (frame.start, frame.end)) == years


# The quote


def quoted(text: str, value: str) -> tuple[str, bool]:
    raw = RawText(text)
    numeral = next(n for n in lex(raw.text) if n.text == value)
    span, is_unique = quoting.quote_of(Passages(raw), Span(numeral.start, numeral.end))
    return raw.text[span.start : span.end], is_unique


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("到2025年，优良天数比率达到95%以上，绿地增加。", "95", "优良天数比率达到95%以上"),
        ("优良天数比率到2025年，达到95%以上。", "95", "优良天数比率到2025年，达到95%以上"),
        ("用水总量控制在14亿立方米。优良天数达到95%。市区优良天数达到95%。", "14", "用水总量控制在14亿立方米"),
    ],
)
def test_a_quote_is_as_short_as_it_can_be_understood(text, value, words):
    assert quoted(text, value) == (words, True)


def test_a_quote_grows_until_it_stands_nowhere_else():
    text = "一是空气改善，优良天数达到95%。二是空气稳定，优良天数达到95%。"
    assert quoted(text, "95") == ("一是空气改善，优良天数达到95%", True)


def test_a_quote_that_stands_twice_however_long_says_so():
    line = "优良天数达到95%。"
    words, is_unique = quoted(line * 12, "95")
    assert "优良天数达到95%" in words and not is_unique


def test_words_that_were_only_wrapped_are_joined_and_cells_stay_apart():
    assert quoting.one_line("优良天数\n比率达到 95%\n以上") == "优良天数比率达到 95%以上"
    assert quoting.one_line("PM2.5\n and SO2") == "PM2.5 and SO2"
    assert quoting.row_on_one_line("优良天数\n95\n 96") == "优良天数 95 96"
