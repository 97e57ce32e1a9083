"""A catalogue that does not change with the collection, and what `ecoplan draft` makes of a text with it."""

from __future__ import annotations

from textwrap import dedent

from helpers.curation.catalogue import Indicator, Scope, Unit, UnitAlias
from helpers.curation.drafting.draft import Drafter
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.proposal import Proposal
from helpers.curation.drafting.quantities import Quantities
from helpers.curation.drafting.subjects import Subjects
from helpers.curation.rawtext import RawText
from helpers.curation.recognise import rules
from helpers.curation.units import Units

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


def proposals(text: str, years: str) -> list[Proposal]:
    """What is drafted of a text as a plan for these years."""
    units = Units.of(UNITS, ALIASES)
    prints = [unit.symbol_zh for unit in UNITS] + [alias.alias for alias in ALIASES]
    quantities = Quantities.of(prints, rules(["PM2.5"], prints))
    raw = RawText(dedent(text).lstrip("\n"))
    drafter = Drafter("north-2021", raw, Frame.of(years), quantities, Subjects(INDICATORS, [], SCOPES, units))
    return drafter.proposals()
