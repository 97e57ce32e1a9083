"""The factors of units.csv against pint: what the texts print can be calculated with."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pint
import pytest

from helpers.curation.check import check
from helpers.curation.units import Units
from helpers.project import Project

CURATED = Path(__file__).parents[1] / "data" / "curated"
# What each unit is, in pint's terms. A mu is 2000/3 m² (State Council 1984), a tonne of standard coal 29.3076 GJ
# (GB/T 2589), steam capacity tonnes of steam an hour; money is a dimension of its own.
DEFINITIONS = ("mu = 2000 / 3 * meter ** 2", "tce = 29.3076 * gigajoule", "yuan = [money]", "item = []")
MEANINGS = {
    "one": "dimensionless", "percent": "percent", "percentage_point": "percent", "ug_m3": "microgram / meter ** 3",
    "t": "tonne", "10kt": "1e4 * tonne", "tce": "tce", "10k_tce": "1e4 * tce",
    "m3": "meter ** 3", "10k_m3": "1e4 * meter ** 3", "100m_m3": "1e8 * meter ** 3",
    "t_per_day": "tonne / day", "10kt_per_day": "1e4 * tonne / day", "10kt_per_year": "1e4 * tonne / year",
    "tce_per_10k_yuan": "tce / (1e4 * yuan)", "m3_per_10k_yuan": "meter ** 3 / (1e4 * yuan)",
    "km2": "kilometer ** 2", "m2": "meter ** 2", "mu": "mu", "10k_mu": "1e4 * mu", "ha": "hectare",
    "km": "kilometer", "m": "meter", "count": "item", "10k_count": "1e4 * item",
    "steam_t_per_hour": "tonne / hour", "kg_per_mu": "kilogram / mu", "day": "day", "minute": "minute",
    "10k_km": "1e4 * kilometer", "100m_t": "1e8 * tonne", "kg": "kilogram", "mg_per_l": "milligram / liter",
    "kw": "kilowatt", "10k_kw": "1e4 * kilowatt",
}  # fmt: skip
# Levels on a scale: there is nothing to convert.
SCALES = {"db", "water_class", "air_grade"}


def test_a_factor_leads_from_one_unit_to_another_of_its_kind():
    collection = check(Project.find())
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    by_id = units.by_id
    assert units.factor(by_id["10kt"], by_id["t"]) == 10_000
    assert units.factor(by_id["t"], by_id["10kt"]) == 1 / 10_000
    assert units.factor(by_id["km2"], by_id["ha"]) == pytest.approx(100)
    assert units.factor(by_id["t"], by_id["percent"]) is None


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    registry = pint.UnitRegistry()
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry


def table(name: str) -> list[dict[str, str]]:
    with (CURATED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS = table("units")


def test_every_unit_has_a_meaning_here():
    assert {unit["unit_id"] for unit in UNITS} == set(MEANINGS) | SCALES


def test_units_of_one_dimension_convert_as_pint_converts_them(registry):
    dimensions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for unit in UNITS:
        if unit["unit_id"] not in SCALES:
            dimensions[unit["dimension"]].append(unit)
    for dimension, units in dimensions.items():
        first = units[0]
        for unit in units[1:]:
            one, base = (registry.Quantity(1) * registry(MEANINGS[u["unit_id"]]) for u in (unit, first))
            expected = (one / base).to_base_units().magnitude
            found = float(unit["factor"]) / float(first["factor"])
            assert math.isclose(found, expected, rel_tol=1e-12), (dimension, unit["unit_id"], found, expected)


def test_units_of_different_dimensions_do_not_convert(registry):
    """Two dimensions of the table may be one of pint's (an amount a day and one a year), but never the reverse."""
    kinds: dict[str, set] = defaultdict(set)
    for unit in UNITS:
        if unit["unit_id"] not in SCALES:
            quantity = registry.Quantity(1) * registry(MEANINGS[unit["unit_id"]])
            kinds[unit["dimension"]].add(str(quantity.dimensionality))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_every_alias_stands_for_a_unit_that_a_reader_would_expect():
    """One spot check for each alias that is not the symbol itself: what the texts print, and what it means."""
    collection = check(Project.find(CURATED))
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    expected = {
        "蒸吨/小时": "steam_t_per_hour", "万吨/日": "10kt_per_day", "千克/亩": "kg_per_mu", "万亩": "10k_mu",
        "立方米/万元": "m3_per_10k_yuan", "吨标准煤/万元": "tce_per_10k_yuan", "亿 立方米": "100m_m3", "分贝": "db",
        "个": "count", "家": "count", "条": "count", "km": "km", "公里": "km", "％": "percent",
        "ugm3": "ug_m3", "μg/m³": "ug_m3", "微克/立方米": "ug_m3",
    }  # fmt: skip
    assert {print_: units.find(print_).unit_id for print_ in expected} == expected


def test_every_printed_unit_of_the_collection_resolves():
    collection = check(Project.find(CURATED))
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    printed = {row.unit for row in collection.rows("statements") if row.unit}
    assert sorted(unit for unit in printed if units.find(unit) is None) == []
