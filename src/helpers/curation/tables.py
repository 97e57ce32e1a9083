"""Every curated table, in the order in which one may refer to another."""

from __future__ import annotations

from helpers.curation import catalogue, outside, source
from helpers.curation.fields import Row
from helpers.curation.statement import Statement

TABLES: tuple[type[Row], ...] = (
    catalogue.Unit,
    catalogue.UnitAlias,
    catalogue.Place,
    catalogue.Indicator,
    catalogue.Scope,
    catalogue.Caveat,
    catalogue.Reference,
    source.Plan,
    source.Note,
    source.NotStatement,
    source.Name,
    source.Damage,
    source.DeclaredTotal,
    outside.Regime,
    outside.Standard,
    outside.ReferenceGoal,
    outside.Outcome,
    Statement,
)
BY_NAME: dict[str, type[Row]] = {table.table: table for table in TABLES}
