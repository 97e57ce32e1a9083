"""What `ecoplan draft` makes of tables and sentences in many forms, row by row, with all that it fills in.

The texts are made up and so is the catalogue, which does not change with the collection; what a change of the rules
does to them is seen in the diff of tests/kept/forms/.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from helpers.curation.catalogue import Indicator, Scope, Unit, UnitAlias
from helpers.curation.drafting.draft import Drafter
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.proposal import Proposal
from helpers.curation.drafting.quantities import Quantities
from helpers.curation.drafting.subjects import Subjects
from helpers.curation.rawtext import RawText
from helpers.curation.recognise import rules
from helpers.curation.units import Units
from kept_texts import assert_is_kept

UNITS = [
    Unit.model_construct(unit_id=name, dimension=dimension, factor=factor, symbol_zh=symbol)
    for name, dimension, factor, symbol in (
        ("percent", "ratio", 0.01, "%"), ("percentage_point", "ratio", 0.01, "个百分点"),
        ("ug_m3", "concentration", 1, "μg/m³"), ("t", "mass", 1, "吨"), ("10kt", "mass", 10000, "万吨"),
        ("count", "count", 1, "个"), ("water_class", "water_class", 1, "类"), ("m3", "volume", 1, "立方米"),
    )
]  # fmt: skip
ALIASES = [
    UnitAlias.model_construct(alias=alias, unit_id=unit)
    for alias, unit in (("微克/立方米", "ug_m3"), ("家", "count"), ("座", "count"), ("羽", "count"), ("亿立方米", "m3"))
]
INDICATORS = [
    Indicator.model_construct(indicator_id=name, name_zh=words, unit_id=unit, better=better)
    for name, words, unit, better in (
        ("pm25", "PM2.5平均浓度", "ug_m3", "lower"), ("good_air_days", "优良天数比率", "percent", "higher"),
        ("forest_cover", "森林覆盖率", "percent", "higher"), ("surface_water", "水质达标比例", "percent", "higher"),
        ("water_class", "湖泊水质类别", "water_class", "lower"), ("nox", "氮氧化物排放量", "t", "lower"),
        ("energy_per_gdp", "单位生产总值能耗", "percent", "lower"), ("parks", "生态园区", "count", "higher"),
        ("water_use", "用水总量", "m3", "lower"),
    )
]  # fmt: skip
SCOPES = [
    Scope.model_construct(scope_id=name, name_zh=words, family="f")
    for name, words in (("provincial_sections", "省控断面"), ("urban_area", "市区"))
]

MANY_WORDS = (
    "以上指标由生态环境部门负责落实，纳入年度考核，每年公布进展情况，接受全社会监督，确保各项指标按期完成"
    "，并及时总结经验做法，加以推广应用；同时加强对重点区域、重点行业的监督检查，督促有关单位落实整改责任"
    "，形成长效机制，巩固治理成果，防止问题反弹回潮，切实提升治理水平和治理能力。"
)
TABLES = {
    "without_a_head": (
        "2021-2025",
        """
        现将各项任务分列如下。
        森林覆盖率（%）60 65
        省控断面水质达标比例（%）80 92 95
        生态园区（个）3 8
        氮氧化物减排量（吨） 312
        """,
    ),
    "with_changes": (
        "2021-2025",
        """
        主要指标
        指标 单位 2020年 2025年目标 年均增长 属性
        优良天数比率 % 90 ≥95 5 约束性
        市区PM2.5平均浓度 微克/立方米 34 <28 -3.2% 预期性
        氮氧化物排放量 吨 1200 1000以下 下降2个百分点 约束性
        单位生产总值能耗下降 % — 13.5 — 预期性
        森林覆盖率提高幅度 % — 4.5 — 预期性
        生态园区 家 12 18左右 + 6% 约束性
        """,
    ),
    "of_the_period_before": (
        "2021-2025",
        """
        “十三五”主要指标完成情况
        指标 2015年 2020年目标 2020年实际值 比2015年下降
        PM2.5平均浓度（微克/立方米） 45 31 26 42.2%
        优良天数比率（%） 84.5 90 96.4 -11.9
        氮氧化物排放量（吨） 2000 1700 1600 20%
        """,
    ),
    "before_and_now": (
        "2021-2025",
        """
        指标 2019年 2020年 2025年规划目标值
        森林覆盖率（%） 71.1 71.4 71.6
        用水总量（亿立方米） 12.1 12.2 13.3（累计）
        单位生产总值能耗下降（%） 2.1 17.3（累计） 14.5（累计）
        PM2.5平均浓度（微克/立方米） 29 26（平均值） 25（三年均值）
        O3平均浓度（微克/立方米） 5 3 3
        市区o3平均浓度（微克/立方米） 5 3 3
        生态园区（个） 7 9（平均） 30以上（含5个省级）
        """,
    ),
    "run_together": (
        "2011-2015",
        "专栏2 主要指标序号指标2010年2015年2015年比2010年增长1氮氧化物排放量（吨）2551.72347.6-8%2优良天数比率（%）"
        "84.992.07.13森林覆盖率（%）70.872.82.04生态园区（个）1002201205水质达标比例（%）95.095.00.06湖泊水质达标比例"
        "（%）80.081.71.7 注：另有说明。\n",
    ),
    "with_equal_numbers": (
        "2021-2025",
        """
        主要指标
        指标 2020年 2025年目标
        省控断面水质达标比例（%） 100 100
        PM2.5平均浓度（微克/立方米） 25 25
        森林覆盖率（%） 70 70以上
        O3平均浓度（微克/立方米） 3 3
        市区o3平均浓度（微克/立方米） 3 ＜3
        """,
    ),
    "without_years": (
        "2021-2025",
        """
        主要指标
        指标 现状值 目标值
        森林覆盖率 60% 65%
        生态园区数量 3 8
        生态园区（吨） 5 6
        造林面积 亩 3500
        生态园区（省级以上） 13 18
        单位生产总值能耗下降（%） 11.5（累计） 14.5（累计）
        """,
    ),
    "from_the_first_year_on": (
        "2021-2025",
        """
        指标 2021年 2023年 2025年目标
        森林覆盖率（%） 60 63 65
        单位生产总值能耗下降（%） 3（累计） 9（累计） 14.5（累计）
        """,
    ),
    "of_an_earlier_goal_and_what_came_of_it": (
        "2021-2025",
        """
        指标 2020年目标 2020年实际值
        森林覆盖率（%） 60 63
        优良天数比率（%） 90 96
        """,
    ),
    "of_a_period_that_was_not_over": (
        "2021-2025",
        """
        指标 2015年 2018年 2020年目标
        森林覆盖率（%） 60 62 65
        优良天数比率（%） 84 88 90
        """,
    ),
    "of_one_value_and_an_earlier_goal": (
        "2021-2025",
        """
        指标 2019年 2020年目标
        森林覆盖率（%） 62 65
        优良天数比率（%） 88 90
        """,
    ),
    "of_a_goal_for_the_first_year": (
        "2021-2025",
        """
        指标 2019年 2020年 2021年目标
        森林覆盖率（%） 62 64 65
        优良天数比率（%） 88 89 90
        """,
    ),
    "too_short_to_be_one": (
        "2021-2025",
        f"""
        森林覆盖率（%） 62 64
        优良天数比率（%） 88 89

        {MANY_WORDS}
        {MANY_WORDS}

        水质达标比例（%） 92 94
        用水总量（亿立方米） 12 13
        """,
    ),
    "two_with_one_head": (
        "2021-2025",
        f"""
        表1 空气。
        指标 2020年 2025年目标
        优良天数比率（%） 90 95
        PM2.5平均浓度（微克/立方米） 30 25

        {MANY_WORDS}
        表2 生态。
        指标 2020年 2025年目标
        森林覆盖率（%） 60 65
        用水总量（亿立方米） 14 13
        """,
    ),
    "the_same_twice": (
        "2021-2025",
        f"""
        {MANY_WORDS}
        指标 2020年 2025年目标
        森林覆盖率（%） 60 65

        {MANY_WORDS}
        指标 2020年 2025年目标
        森林覆盖率（%） 61 66
        """,
    ),
    "in_a_sentence": (
        "2021-2025",
        """
        到2025年，PM2.5平均浓度（微克/立方米）26，优良天数比率（%）95，森林覆盖率（%）60。其他指标（项）12个完成。
        """,
    ),
    "one_cell_a_line": (
        "2021-2025",
        """
        主要指标
        指标名称
        2020年现状值
        2025年目标值
        指标属性
        1
        市区优良天数比率(%)
        93
        ≥95
        约束性
        2
        水质达标比例
        (%)
        88
        90
        预期性
        3
        造林面积
        亩
        3500
        湖泊水质类别
        类
        4
        3
        """,
    ),
    "with_more_cells_than_columns": (
        "2021-2025",
        """
        主要指标
        指标 2025年目标 序号
        森林覆盖率 % 71 72
        优良天数比率 % 94 95
        水质达标比例 % 90 91 92
        """,
    ),
}

SENTENCES = """
    一、工作回顾
    “十三五”期间，全市PM2.5平均浓度由2015年的45微克/立方米下降到26微克/立方米(2020年)，降幅达42.2%。
    2018年、2019年分别完成治理项目31个和42个，优良天数比率高于省下达目标3个百分点。
    五年累计新增生态园区12个，淘汰落后产能企业25家，新增造林面积3.5万亩。
    氮氧化物减排量达到1250吨，完成下达目标1100吨。目前，市区仍有裸露地块17处。
    森林覆盖率提高了0.6个百分点，水质达标比例比上年提高2.5个百分点，同比下降5%。
    全市湖泊水质由Ⅳ类改善为Ⅲ类，建成污水处理设施16.5万吨/日。
    生态环境公众满意度位居全省第3位，环境信访量年均下降8%。
    到2025年，力争新增绿色工厂45家。
    二、主要目标
    到2025年，PM2.5平均浓度控制在25微克/立方米以内，优良天数比率达到95%以上，
    森林覆盖率不低于71.6%，湖泊水质优于Ⅲ类。
    化肥、农药使用量比2020年分别减少10%、12%，用水总量年均增长不超过0.8%。
    其中2023年，省控断面水质达标比例达到88%—90%，2022年底前建成生态园区14个。
    “十四五”期间五年累计压减氮氧化物6200吨，新建充电桩5万个，改造管网60公里、
    80公里。
    单位生产总值能耗降低率为14.5%，PM2.5平均浓度三年均值降至27微克/立方米。
    淘汰老旧车辆9000辆，削减煤炭消费量35万吨，新增污水处理能力、垃圾处理能力5.5万吨/日。
    基本消除劣Ⅴ类断面，确保秸秆综合利用率稳定在97%左右，实现建筑垃圾零增长。
    PM2.5平均浓度比2020年上升3微克/立方米，比2019年下降4微克/立方米，氮氧化物减排量（重点工程）1350吨。
    淘汰落后产能36万吨，出栏家禽20万羽，饲养家禽30羽，生态园区用地37吨。
    能耗下降，13.6%。能耗下降，水质达标比例91%。PM2.5平均浓度降幅提高到38.5%。
    新增绿地6公顷，整治河道，41公里、51公里。
    三、保障措施
    每年开展培训6场，投入资金1.2亿元，安排三分之一用于农村，处置率达到百分之九十五。
"""


def proposals(text: str, years: str) -> list[Proposal]:
    """What is drafted of a text as a plan for these years."""
    units = Units.of(UNITS, ALIASES)
    prints = [unit.symbol_zh for unit in UNITS] + [alias.alias for alias in ALIASES]
    quantities = Quantities.of(prints, rules(["PM2.5"], prints))
    raw = RawText(dedent(text).lstrip("\n"))
    drafter = Drafter("north-2021", raw, Frame.of(years), quantities, Subjects(INDICATORS, [], SCOPES, units))
    return drafter.proposals()


def drafted(text: str, years: str) -> str:
    """The rows of a draft: each as its cells that are not empty."""
    rows = ([f"{column}={cell}" for column, cell in p.cells.items() if cell] for p in proposals(text, years))
    return "\n".join(" | ".join(cells).removeprefix("plan_id=north-2021 | ") for cells in rows) + "\n"


@pytest.mark.parametrize("form", TABLES)
def test_the_rows_of_a_table_are_the_ones_that_are_kept(form):
    years, text = TABLES[form]
    assert_is_kept(drafted(text, years), f"forms/table_{form}.txt")


@pytest.mark.parametrize("years", ["2021-2025", "2023"])
def test_the_rows_of_sentences_are_the_ones_that_are_kept(years):
    assert_is_kept(drafted(SENTENCES, years), f"forms/sentences_{years}.txt")
