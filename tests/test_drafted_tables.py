"""Tables that are easily misread by `ecoplan draft`: dashes, notes, heads in brackets, numbers of the next row."""

from __future__ import annotations

import pytest

from made_up_catalogue import proposals

HEAD = "主要指标\n指标 2020年 2025年目标\n"
LEVELS = ["60 baseline 2020", "65 target 2025"]
OTHERS = ["90 baseline 2020", "95 target 2025"]


def read(text: str) -> list[str]:
    """Of each row the number, its role and year, and what it measures where that is neither level nor count."""
    rows = [proposal.cells for proposal in proposals(text, "2021-2025")]
    said = (f"{row['value']} {row['role']} {row['year']} {row['measure']}" for row in rows)
    return [words.removesuffix(" level").removesuffix(" count") for words in said]


@pytest.mark.parametrize(
    "between",
    [
        "湖泊水质（%） 完成省下达目标值 完成省下达目标值",
        "约束性指标 完成省下达目标值 完成省下达目标值",
        "省级指标以2015年为准",
        "注：2015年指标为快报数，2018年指标为规划数",
        "其中 [累计] 完成省下达目标值",
        "生态指标 — —",
    ],
)
def test_a_row_without_numbers_or_a_note_is_no_head_of_another_table(between):
    assert read(f"{HEAD}森林覆盖率（%） 60 65\n{between}\n优良天数比率（%） 90 95\n") == [*LEVELS, *OTHERS]


@pytest.mark.parametrize(
    ("head", "cells", "told"),
    [
        ("2020年 2025年目标", "— 13.5", ["13.5 target 2025"]),
        ("2020年 2025年目标", "—\n13.5", ["13.5 target 2025"]),
        ("2020年 2025年目标 年均增长 属性", "— 13.5 预期性", ["13.5 target 2025"]),
        ("2020年 2025年目标 年均增长 属性", "— ≥13.5 约束性", ["13.5 target 2025"]),
        ("2020年 2025年目标 年均增长", "60 65 - 3%", [*LEVELS, "3 target 2025 annual_change_pct"]),
        ("2020年 2025年目标 年均增长", "60 — 3%", [LEVELS[0], "3 target 2025 annual_change_pct"]),
        ("2020年 2025年比2020年 年均增长", "60 - 3%", [LEVELS[0], "3 target 2025 change_pct"]),
        ("2020年 2025年目标 年均增长", "60 65 -3%", [*LEVELS, "3 target 2025 annual_change_pct"]),
        ("2020年 2025年目标 2025年比2020年", "— — 13.5 约束性", ["13.5 target 2025 change_pp"]),
    ],
)
def test_a_dash_is_an_empty_cell_where_a_level_stands(head, cells, told):
    assert read(f"主要指标\n指标 {head}\n森林覆盖率（%） {cells}\n") == told


@pytest.mark.parametrize(("first", "cells"), [(1, "— 13.5"), (1, "—\n13.5"), (4, "— 13.5")])
def test_the_number_of_the_next_row_is_no_cell_of_this_one(first, cells):
    rows = (
        f"{first} 森林覆盖率（%） 60 65\n{first + 1} 水质达标比例（%） {cells}\n{first + 2} 优良天数比率（%） 90 95\n"
    )
    text = f"主要指标\n序号 指标 2020年 2025年目标\n{rows}"
    assert read(text) == [*LEVELS, "13.5 target 2025", *OTHERS]
    assert proposals(text, "2021-2025")[2].cells["quote"] == "水质达标比例（%） — 13.5"


def test_a_dash_in_the_last_column_does_not_take_the_number_of_the_next_row():
    rows = "1 森林覆盖率（%） 60 65 —\n2 优良天数比率（%） 90 95 —\n"
    assert read(f"主要指标\n序号 指标 2020年 2025年目标 年均增长\n{rows}") == [*LEVELS, *OTHERS]


@pytest.mark.parametrize(
    ("head", "cells", "told"),
    [
        ("指标 2020年（现状） 2025年（目标）", "60 65", LEVELS),
        ("指标 2015年（实际） 2020年（实际） 2025年（目标）", "50 60 65", ["50 baseline 2015", *LEVELS]),
        ("序号 指标名称（单位） 2015年 2020年 2025年目标", "50 60 65", ["50 baseline 2015", *LEVELS]),
    ],
)
def test_brackets_in_a_head_are_no_row(head, cells, told):
    text = f"主要指标\n{head}\n1 森林覆盖率（%） {cells}\n2 优良天数比率（%） {cells}\n"
    assert read(text) == [*told, *told]


@pytest.mark.parametrize(
    ("behind", "comparator"),
    [
        ("以上", ">="),
        ("\n以上", ">="),
        ("\n以上\n约束性", ">="),
        ("\n以上约束性", ">="),
        ("\n以上指标由各部门负责", "="),
    ],
)
def test_a_word_that_wrapped_belongs_to_its_cell_and_a_paragraph_does_not(behind, comparator):
    *_, last = proposals(f"{HEAD}森林覆盖率（%） 60 65{behind}\n", "2021-2025")
    assert (last.cells["value"], last.cells["comparator"]) == ("65", comparator)


@pytest.mark.parametrize(
    ("words", "first_year"),
    [
        ("三年均值", "2023"), ("三年滚动均值", "2023"), ("3年平均值", "2023"), ("三年平均", "2023"),
        ("三 年均值", "2023"), ("均值", "2021"), ("平均值", "2021"), ("2025年均值", ""), ("二〇二五年均值", ""),
        ("年均值", ""), ("年平均值", ""), ("日均值", ""),
    ],
)  # fmt: skip
def test_a_mean_of_years_is_told_from_that_of_a_year(words, first_year):
    *_, row = proposals(f"{HEAD}森林覆盖率（%） 60 65（{words}）\n", "2021-2025")
    assert (row.cells["period_start"], row.cells["aggregation"]) == (first_year, "mean" if first_year else "")


# Sentences


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("能耗下降，13.5%。", "change_pct"),
        ("能耗下降，13.5%、12.5%。", "change_pct"),
        ("主要污染物排放总量持续下降，13.5%以上的行政村完成整治。", "level"),
        ("公众满意度明显提升，13.5%的乡镇建成生态园区。", "level"),
        ("森林覆盖率稳步提高，13.5%以上。", "level"),
    ],
)
def test_a_change_stands_a_comma_before_a_number_only_where_that_stands_alone(sentence, measure):
    (row, *_) = proposals(f"到2025年，{sentence}", "2021-2025")
    assert (row.cells["value"], row.cells["measure"]) == ("13.5", measure)


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("湖泊水质达到Ⅲ标准。", "class"), ("湖泊水质达到Ⅲ類。", "class"), ("湖泊水质达到3类。", "class"),
        ("湖泊水质达到3類。", "class"), ("空气质量达到3级。", "class"), ("空气质量达到3級。", "class"),
        ("公众满意度居全省第3位。", "rank"), ("公众满意度居全省第3名。", "rank"),
        ("优良天数比率提高3个百分点。", "change_pp"), ("优良天数比率提高3個百分點。", "change_pp"),
        ("出生率下降3‰。", "change_pct"), ("出生率下降百分之三。", "change_pct"),
        ("出生率下降三分之一。", "change_pct"), ("水质达标比例为3‰。", "level"),
    ],
)  # fmt: skip
def test_what_a_number_measures_is_in_its_unit_in_old_and_new_characters(sentence, measure):
    (row,) = proposals(f"到2025年，{sentence}", "2021-2025")
    assert row.cells["measure"] == measure


def test_better_than_a_share_is_more_where_the_indicator_is_unknown():
    (row,) = proposals("到2025年，绿色出行分担率优于92.5%。", "2021-2025")
    assert (row.cells["indicator_id"], row.cells["comparator"]) == ("", ">")


@pytest.mark.parametrize("later", ["拟新建", "还需新增", "规划新建", "下一步新建"])
def test_what_is_meant_to_come_is_no_result_though_the_sentence_begins_with_the_present(later):
    now, then = read(f"二、主要任务\n目前，全市建成生态园区5个，{later}生态园区2个。")
    assert now == "5 actual 2020" and then.startswith("2 target 2025")
