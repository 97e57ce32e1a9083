"""The row model of a statement: one number, or one numberless target, of one indicator, place and scope."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from helpers.curation.fields import Identifier, Row, Text, Whole, Year, column, optional
from helpers.curation.numerals import printed_numeral

Role = Literal["target", "prior_target", "baseline", "actual"]
Measure = Literal[
    "level", "count", "change_pct", "change_pp", "change_abs", "annual_change_pct", "class", "rank", "state"
]
Comparator = Literal[">=", ">", "<=", "<", "=", "~", "up", "down", "hold", "all", "none", "meets", "text"]
NUMERIC_COMPARATORS = (">=", ">", "<=", "<", "=", "~")
CHANGES = ("change_pct", "change_pp", "change_abs", "annual_change_pct")


STAND_IN = "to-name"  # what a draft calls a row of which it knows no indicator


def _named(statement_id: str) -> str:
    if statement_id.startswith(STAND_IN):
        raise ValueError("is the draft's stand-in: name the row for what it says, people will cite it")
    return statement_id


PrintedNumeral = Annotated[Text, AfterValidator(printed_numeral)]


class Statement(Row):
    """data/curated/statements/<plan_id>.csv"""

    table: ClassVar = "statements"
    key: ClassVar = ("plan_id", "statement_id")
    about: ClassVar = "What the plans state: one row is one number, or one target without a number."
    draft: ClassVar = "confidence"

    plan_id: Identifier = column("The plan; equals the file's name.", references="plans.plan_id")
    statement_id: Annotated[Identifier, AfterValidator(_named)] = column(
        "Permanent name within the plan: people cite it. Says nothing about order."
    )
    indicator_id: Identifier = column("What is measured.", references="indicators.indicator_id")
    place_id: Identifier | None = optional(
        "The place, where the sentence speaks of another one than the plan's.", references="places.place_id"
    )
    scope_id: Identifier | None = optional(
        "The population that is measured (urban area, provincial sections …); empty: the whole place.",
        references="scopes.scope_id",
    )
    role: Role = column(
        "target; prior_target: an earlier period's goal that the text reports; baseline: the base value that a goal "
        "is set against; actual: a reported result."
    )
    measure: Measure = column(
        "level; count; change_pct: relative change in %, also over five years; change_pp: in percentage points; "
        "change_abs: an amount added or taken away; annual_change_pct; class (Ⅲ类, 二级); rank; state (yes or no). "
        "Without a number: level where the quantity is to rise, fall, hold or meet something, or all or none of a "
        "share; count for none of a count; state for what is done or not."
    )
    direction: Literal["increase", "decrease"] | None = optional(
        "For every change: its direction; the value stays the printed magnitude."
    )
    aggregation: Literal["mean", "sum"] | None = optional("Set where the value is a mean or sum over several years.")
    period_start: Year | None = optional("First year of the mean or sum; `year` is its last.")
    year: Year | None = optional("The year that the value is for, the last one of a period.")
    base_year: Year | None = optional("For changes: against which year; empty where text and period do not say.")
    comparator: Comparator = column(
        "With a number: >= > <= < = ~ (about). Without: up, down, hold, all, none, meets (see reference_id), text. "
        "For a class the comparator speaks of the class number, where a smaller number is the better class."
    )
    value: PrintedNumeral | None = optional(
        "The number exactly as printed (27.90 and 六 keep their form), never converted."
    )
    value_max: PrintedNumeral | None = optional("The upper end of a range, as printed.")
    unit: Text | None = optional("The unit as printed; resolved through units.csv and unit_aliases.csv.")
    condition: Text | None = optional("A nested threshold, such as `<55 分贝`: comparator, number and unit as printed.")
    reference_id: Identifier | None = optional(
        "Who or what sets the measure of a target without a number of its own.", references="references.reference_id"
    )
    force: Literal["binding", "expected"] | None = optional("约束性 or 预期性, where the text says so.")
    hedge: Literal["strive", "mostly", "ensure", "explore"] | None = optional("力争, 基本, 确保, 探索.")
    part: Literal["prose", "table", "note"] = column("Where in the document the sentence stands.")
    part_of: Identifier | None = optional("The statement of the same plan that this one is a part of (其中 …).")
    repeats: Identifier | None = optional("The first statement of the same promise, where the text says it again.")
    quote: Text = column("The words that say it, as they stand in the raw text, found there in exactly one place.")
    value_at: Whole | None = optional(
        "Which numeral of the quote (or of the reading) is the value, where that is not plain: 1 is the first. "
        "Counted among the numerals of the same writing: digits, Chinese numerals, Roman classes.",
        ge=1,
    )
    context: Text | None = optional(
        "A second quote, where year, unit or subject stand elsewhere: a table's header, an earlier clause."
    )
    reading: Text | None = optional(
        "The quote as it should read where the scan lost or mangled characters; at most three edits; needs a caveat."
    )
    caveats: Text | None = optional(
        "What a user must know; several with `;`.", references="caveats.caveat_id", many=True
    )
    note: Text | None = optional("One line, for people.")
