"""What `ecoplan draft` hears in words: whether a paragraph tells or plans, lists of things, classes of water, years."""

from __future__ import annotations

import pytest

from helpers.curation.drafting.lists import subjects_of
from helpers.curation.drafting.passages import Passages
from helpers.curation.drafting.period import period_of
from helpers.curation.drafting.quantities import _is_reached_class
from helpers.curation.rawtext import RawText

# Whether a paragraph tells of what was done or of what is to be done

DONE, TO_DO, NEITHER = "首次入选。", "推进改造，力争达标。", "全市有湖泊。"


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        (f"{DONE}◆", "review"),
        (f"◆{DONE}", "review"),
        (f"{TO_DO}◆", "plan"),
        (f"◆{TO_DO}", "plan"),
        (f"{NEITHER}◆", None),
        (f"{DONE}{TO_DO}◆", None),
        (f"{DONE}◆推进改造。", "review"),
        (f"{TO_DO}\n\n{DONE}◆", "review"),
        (f"{DONE}\n\n{NEITHER}◆\n\n{TO_DO}", None),
        (f"{DONE}◆\n\n{TO_DO}{TO_DO}", "review"),
        (f"{TO_DO}{TO_DO}\n\n{DONE}◆\n\n{TO_DO}\n\n{TO_DO}", "review"),
        (f"{TO_DO}\n\n{TO_DO}\n\n◆{DONE}", "review"),
        (f"{TO_DO}{'无' * 700}◆{DONE}", "review"),
        (f"{TO_DO}{TO_DO}{'无' * 300}◆{DONE}", "plan"),
        (f"{DONE}◆{'无' * 500}{TO_DO}{TO_DO}", "review"),
        (f"{DONE}◆{'无' * 300}{TO_DO}{TO_DO}", "plan"),
        (f"\n\n{DONE}◆\n\n", "review"),
    ],
)
def test_the_words_of_its_own_paragraph_say_whether_it_tells_or_plans(text, tone):
    assert Passages(RawText(text.replace("◆", "9"))).tone(text.index("◆")) == tone


# Lists of things


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("化学需氧量、氨氮排放总量", ["化学需氧量", "氨氮排放总量"]),
        ("化肥和农药使用量", ["化肥使用量", "农药使用量"]),
        ("单位生产总值能耗、水耗比2020年", ["单位生产总值能耗", "水耗"]),
        ("到2025年化肥、农药使用量", ["化肥使用量", "农药使用量"]),
        ("全市改造,水耗、能耗累计", ["水耗", "能耗"]),
        ("水耗、能耗、煤耗与2015年相比", ["水耗", "能耗", "煤耗"]),
        ("能耗", []),
        ("、能耗", []),
        (f"{'能' * 17}、水耗", []),
        (f"{'能' * 16}、水耗", ["能" * 16, "水耗"]),
        ("水、电", ["水", "电"]),
    ],
)
def test_a_list_before_a_number_is_taken_apart_and_its_end_holds_for_all(words, things):
    assert subjects_of(f"{words}各减少") == things


# Classes of water


@pytest.mark.parametrize(
    ("before", "after", "reached"),
    [
        ("水质达到", "", True),
        ("水质由", "改善为", True),
        ("水质从", "水质提升至", True),
        ("水质由", "降为", False),
        ("对", "改善", False),
        ("保持", "以上", True),
        ("优于", "标准限值", False),
        ("稳定在", "以上断面数", False),
        ("达到", "以上水质比例90%", False),
        ("达到", "以上90 %", False),
        ("水质劣", "", False),
        ("断面数达到", "", False),
        ("水质比例达到", "", False),
        ("国家等级达到", "A级", False),
    ],
)
def test_a_class_is_a_value_where_something_reaches_it_and_no_share_is_counted(before, after, reached):
    assert _is_reached_class(before, after) is reached


# The years of a plan


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("某市清洁空气行动" + "到2030年，" * 4 + "到2025年，" * 3, (2026, 2030)),
        ("某市清洁空气行动" + "到2030年，" * 3 + "到2025年，" * 3, (2021, 2025)),
        ("某市清洁空气行动" + "到2025年，" * 4 + "到2030年，" * 3, (2021, 2025)),
        ("某市2024年工作计划，落实“十四五”规划", (2024, 2024)),
        ("某市“十四五”规划（附2024年工作计划）", (2021, 2025)),
        ("某市2021年-2030年规划", (2021, 2030)),
        ("某市规划（2020-2021年）", (2020, 2021)),
        ("某市规划（2020-2035年）", (2020, 2035)),
        ("某市规划（2020-2036年）", None),
        ("某市规划（2020-2035年）" + "到2025年，" * 3, (2020, 2035)),
    ],
)
def test_the_title_or_the_most_frequent_goal_says_which_years_a_plan_is_for(text, years):
    frame = period_of(text, "x")
    assert (frame and (frame.start, frame.end)) == years
