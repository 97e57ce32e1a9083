"""The row models of what comes from outside the plans: regimes, standards, higher goals, outcomes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from helpers.curation.fields import (
    Address,
    Identifier,
    Number,
    PartialDate,
    Printed,
    Row,
    Text,
    Whole,
    Year,
    column,
    optional,
)

Evidence = Literal["official", "media", "repost"]


class Regime(Row):
    """data/curated/regimes.csv"""

    table: ClassVar = "regimes"
    key: ClassVar = ("regime_id",)
    about: ClassVar = (
        "Measurement regimes of an indicator; the plan's date of issue chooses. Never compare across them."
    )

    regime_id: Identifier = column("Permanent name of the regime.")
    indicator_id: Identifier = column("The indicator.", references="indicators.indicator_id")
    valid_from: date | None = optional("First day; empty: since ever.")
    valid_to: date | None = optional("Last day; empty: still valid.")
    name_zh: Text = column("Name.")
    name_en: Text = column("Name.")


class Standard(Row):
    """data/curated/standards.csv"""

    table: ClassVar = "standards"
    key: ClassVar = ("indicator_id", "standard", "grade", "valid_from")
    about: ClassVar = "Limit values; the one in force on 31 December of a year counts for that year."

    indicator_id: Identifier = column("The indicator.", references="indicators.indicator_id")
    standard: Text = column("The standard or guideline.")
    grade: Text = column("Grade or interim target, as the source calls it.")
    name_zh: Text = column("Name for charts and sentences.")
    name_en: Text = column("Name for charts and sentences.")
    comparator: Literal["<=", "<", ">=", ">"] = column("How the limit bounds the value.")
    value: Number = column("The limit.")
    unit: Text = column("Its unit, as printed.")
    valid_from: date = column("First day in force.")
    valid_to: date | None = optional("Last day in force; empty: still in force.")
    source: Text = column("Where it is published.")
    source_url: Address | None = optional("The page on which it was seen.")
    evidence: Text = column("How well it is attested.")


class ReferenceGoal(Row):
    """data/curated/reference_goals.csv"""

    table: ClassVar = "reference_goals"
    key: ClassVar = ("place_id", "indicator_id", "scope_zh", "year", "measure", "source")
    about: ClassVar = "National and provincial goals, from outside the plans."

    place_id: Identifier = column("Whose goal.", references="places.place_id")
    indicator_id: Identifier = column("The indicator.", references="indicators.indicator_id")
    scope_zh: Text | None = optional("The population, as the source says it.")
    scope_en: Text | None = optional("The same in English.")
    scope_id: Identifier | None = optional("The scope of our list that this is.", references="scopes.scope_id")
    issued: PartialDate = column("When it was set, or first seen stated: day, month or year. It chooses the regime.")
    year: Year = column("The year of the goal.")
    measure: Literal["level", "change_pct", "change_pp"] = column("As in statements.")
    direction: Literal["increase", "decrease"] | None = optional("As in statements.")
    comparator: Literal[">=", ">", "<=", "<", "=", "~"] = column("As in statements.")
    value: Printed = column("The goal, as printed.")
    unit: Text = column("Its unit, as printed.")
    base_year: Year | None = optional("For changes: against which year.")
    force: Literal["binding", "expected"] | None = optional("As in statements.")
    source: Text = column("Where it was seen stated.")
    source_zh: Text = column("The same in Chinese.")
    source_url: Address | None = optional("The page.")
    authority: Evidence = column("What kind of page that is.")
    confirmations: Whole = column("How many independent pages state it.", ge=1)


class Outcome(Row):
    """data/curated/outcomes.csv"""

    table: ClassVar = "outcomes"
    key: ClassVar = ("place_id", "indicator_id", "scope_zh", "year", "source")
    about: ClassVar = "Results reported outside the plans, each with its source and the strength of its evidence."

    place_id: Identifier = column("Where.", references="places.place_id")
    indicator_id: Identifier = column("The indicator.", references="indicators.indicator_id")
    scope_zh: Text | None = optional("The population, as the source says it.")
    scope_en: Text | None = optional("The same in English.")
    scope_id: Identifier | None = optional("The scope of our list that this is.", references="scopes.scope_id")
    year: Year = column("The year of the value.")
    measure: Literal["level", "change_pct", "change_pp", "annual_change_pct"] = column("As in statements.")
    direction: Literal["increase", "decrease"] | None = optional("As in statements.")
    value: Printed = column("The value, as printed; of a change its magnitude.")
    unit: Text = column("Its unit, as printed.")
    source: Text = column("Where it was seen stated.")
    source_zh: Text = column("The same in Chinese.")
    source_url: Address | None = optional("The page.")
    authority: Evidence = column("What kind of page that is.")
    confirmations: Whole = column("How many independent pages state it.", ge=1)
