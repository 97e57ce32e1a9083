"""The rules of what is no statement, as they are for the collection's own names and units."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from helpers.curation.check import check
from helpers.curation.recognise import Rule, rules
from helpers.project import Project

COLLECTION = check(Project(Path(__file__).resolve().parents[1]))
UNITS = [unit.symbol_zh for unit in COLLECTION.rows("units") if unit.symbol_zh]
UNITS += [alias.alias for alias in COLLECTION.rows("unit_aliases")]


@cache
def known() -> tuple[Rule, ...]:
    """The rules with the collection's own names and units."""
    return rules([name.name for name in COLLECTION.rows("names")], UNITS)
