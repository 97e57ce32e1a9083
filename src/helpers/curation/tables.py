"""Every curated table, in the order in which one may refer to another."""

from __future__ import annotations

from pathlib import Path

from helpers.curation import catalogue, correction, outside, source
from helpers.curation.fields import Row
from helpers.curation.statement import Statement
from helpers.project import Project

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
    correction.Correction,
)
BY_NAME: dict[str, type[Row]] = {table.table: table for table in TABLES}


def files_of(project: Project, model: type[Row]) -> list[Path]:
    """The files that hold a table: one, but of statements one for each plan."""
    if model is Statement:
        return sorted(project.statements.glob("*.csv"))
    return [project.curated / f"{model.table}.csv"]
