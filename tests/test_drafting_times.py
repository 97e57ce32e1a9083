"""When `ecoplan draft` takes a number to be for, and whether it is promised or reported; where sentences end."""

from __future__ import annotations

import pytest

from helpers.curation.check import load
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.passages import Passages
from helpers.curation.drafting.start import drafter_for
from helpers.curation.rawtext import RawText
from helpers.project import Project

# Times


@pytest.fixture(scope="module")
def drafted():
    collection = load(Project.find())

    def rows(text: str, years: str) -> dict[str, dict[str, str]]:
        proposals = drafter_for(collection, "north-2021", RawText(text), Frame.of(years)).proposals()
        return {proposal.cells["value"]: proposal.cells for proposal in proposals}

    return rows


@pytest.mark.parametrize(
    ("text", "years", "value", "told"),
    [
        ("PM2.5浓度降至26微克/立方米(2022年)。", "2021-2025", "26", ("target", "2022", "")),
        ("PM2.5浓度同比下降5%。", "2023", "5", ("target", "2023", "2022")),
        ("2022年，PM2.5浓度比上年下降5%。", "2023", "5", ("actual", "2022", "2021")),
        ("目前，PM2.5浓度仍有31微克/立方米。", "2021-2025", "31", ("actual", "2020", "")),
        ("2020年PM2.5浓度为25微克/立方米，完成下达的目标任务30微克/立方米。", "2021-2025", "30",
         ("prior_target", "2020", "")),
        ("2020年优良天数比率高于省下达目标3个百分点。", "2021-2025", "3", ("actual", "2020", "2015")),
        ("森林覆盖率由60%提高到65%。", "2021-2025", "60", ("baseline", "2020", "")),
        ("森林覆盖率由2018年的60%提高到65%。", "2021-2025", "60", ("baseline", "2018", "")),
        ("“十三五”期间，森林覆盖率由60%提高到65%。", "2021-2025", "60", ("baseline", "2015", "")),
        ("森林覆盖率由60%提高到65%。", "2020-2025", "60", ("baseline", "2019", "")),
        ("2020年，森林覆盖率由60%提高到65%。", "2021-2025", "60", ("baseline", "2015", "")),
        ("2022年，森林覆盖率由60%提高到65%。", "2021-2025", "60", ("baseline", "2021", "")),
        ("五年来，PM2.5浓度下降30%。", "2021-2025", "30", ("actual", "2020", "2015")),
        ("“十四五”期间，五年内累计新增绿地300公顷。", "2021-2025", "300", ("target", "2025", "2020")),
    ],
)  # fmt: skip
def test_words_tell_role_year_and_base_year(drafted, text, years, value, told):
    row = drafted(text, years)[value]
    assert (row["role"], row["year"], row["base_year"]) == told


PLAN = "2021-2025"


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("PM2.5浓度降至26微克/立方米（2022年）。", "26", ("target", "2022")),
        ("2021年PM2.5浓度降至26微克/立方米（至2022年）。", "26", ("target", "2022")),
        ("2021年PM2.5浓度降至26微克/立方米（截至2022年）。", "26", ("target", "2021")),
        ("2022年PM2.5浓度降至26微克/立方米（标准状态）。", "26", ("target", "2022")),
        ("2018年、2019年分别完成治理31个、42个和53个。", "31", ("actual", "2018")),
        ("2018年、2019年分别完成治理31个、42个和53个。", "42", ("actual", "2019")),
        ("2018年、2019年分别完成治理31个、42个和53个。", "53", ("actual", "2019")),
        ("2018年分别完成治理，2019年完成整治31个。", "31", ("actual", "2019")),
        ("2019年园区分别为31个、42个。", "42", ("actual", "2019")),
    ],
)
def test_a_year_in_brackets_or_in_the_same_place_of_a_list_is_the_numbers_own(drafted, text, value, told):
    row = drafted(text, PLAN)[value]
    assert (row["role"], row["year"]) == told


REVIEW, GOALS = "一、工作回顾\n", "一、主要目标\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{REVIEW}2021年，优良天数比率达到95%。", ("actual", "2021")),
        (f"{REVIEW}2022年，优良天数比率达到95%。", ("actual", "2022")),
        (f"{REVIEW}2023年，优良天数比率达到95%。", ("target", "2023")),
        (f"{REVIEW}优良天数比率达到95%。", ("actual", "2020")),
        (f"{REVIEW}到期末，优良天数比率力争达到95%。", ("target", "2025")),
        (f"{REVIEW}优良天数比率力争达到95%。", ("target", "2025")),
        (f"{REVIEW}2019年完成治理。优良天数比率达到95%。", ("actual", "2019")),
        (f"{REVIEW}2018年开工。2019年完成治理。优良天数比率达到95%。", ("actual", "2019")),
        (f"{REVIEW}2019年完成治理。\n优良天数比率达到95%。", ("actual", "2020")),
        (f"{REVIEW}“十二五”期间完成治理。优良天数比率达到95%。", ("actual", "2020")),
        (f"{GOALS}2019年，优良天数比率达到95%。", ("actual", "2019")),
        (f"{GOALS}2021年，优良天数比率达到95%。", ("target", "2021")),
        (f"{GOALS}全市连续五年获得优秀，优良天数比率达到95%。", ("target", "2025")),
        (f"{GOALS}目前，优良天数比率达到95%。", ("actual", "2020")),
        (f"{GOALS}目前力争优良天数比率达到95%。", ("target", "2025")),
        ("目前，优良天数比率力争达到95%。", ("target", "2025")),
        ("全市已建成园区，优良天数比率达到95%。", ("actual", "2020")),
        ("全市已建成园区，优良天数比率力争达到95%。", ("target", "2025")),
        ("全市首次入选，获得荣誉，优良天数比率达到95%。", ("actual", "2020")),
        ("推动治理，优良天数比率达到95%。", ("target", "2025")),
        ("全市有湖泊，优良天数比率达到95%。", ("target", "2025")),
        ("二、环境状况\n全市首次入选，获得荣誉，优良天数比率达到95%。", ("actual", "2020")),
    ],
)
def test_headings_years_and_words_tell_what_is_reported_from_what_is_promised(drafted, text, told):
    row = drafted(text, PLAN)["95"]
    assert (row["role"], row["year"]) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年，优良天数比率达到95%。", ("target", "2023")),
        (f"{REVIEW}全年，优良天数比率达到95%。", ("actual", "2022")),
        (f"{REVIEW}优良天数比率达到95%。", ("actual", "2022")),
        (f"{GOALS}去年，优良天数比率达到95%。", ("actual", "2022")),
        (f"2023年要点\n{GOALS}优良天数比率达到95%。", ("target", "2023")),
    ],
)
def test_the_year_of_an_annual_plan_is_its_own_and_where_it_looks_back_the_one_before(drafted, text, told):
    row = drafted(text, "2023")["95"]
    assert (row["role"], row["year"]) == told


# Where sentences end

LONG = "完成全市各类工业园区和乡镇污水处理厂的提标改造工作并持续推进农村生活污水治理设施建设"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("优良天数\n达到95%。其他", ["优良天数\n达到95%。", "其他"]),
        ("前言。\n优良天数\n达到95%\n以上", ["前言。", "优良天数\n达到95%\n以上"]),
        ("优良天数\n（一）目标", ["优良天数", "（一）目标"]),
        ("前言\n一、目标\n优良天数", ["前言", "一、目标", "优良天数"]),
        (f"前言。\n一、{LONG[:38]}\n优良天数", ["前言。", f"一、{LONG[:38]}", "优良天数"]),
        (f"前言。\n一、{LONG[:39]}\n优良天数", ["前言。", f"一、{LONG[:39]}\n优良天数"]),
        (f"前言。\n{LONG}\n优良天数", ["前言。", f"{LONG}\n优良天数"]),
        ("目标如下：\n优良天数", ["目标如下：", "优良天数"]),
        ("优良天数；\n森林", ["优良天数；", "森林"]),
        ("优良天数\n\n森林", ["优良天数", "森林"]),
        ("优良天数\n  \n森林", ["优良天数", "森林"]),
        ("优良！森林？其他", ["优良！", "森林？", "其他"]),
        ("优\n良", ["优\n良"]),
        ("", []),
    ],
)
def test_a_line_break_ends_a_sentence_only_where_something_ends(text, sentences):
    passages = Passages(RawText(text))
    found = [text[span.start : span.end].strip() for span in passages.sentences]
    assert [words for words in found if words] == sentences
