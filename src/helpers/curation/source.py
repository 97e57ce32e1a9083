"""The row models of the texts themselves: the plans, what their texts lack, and what in them is no statement."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, Field

from helpers.curation.catalogue import Domain
from helpers.curation.fields import Identifier, PartialDate, Row, Sha256, Text, Whole, Year, column, listed, optional
from helpers.curation.numerals import lex, printed_numeral

Authority = Literal["official", "repost", "sharing_site"]
Share = Annotated[float, Field(ge=0, le=1)]


def _domains(cell: str) -> str:
    if unknown := [word for word in listed(cell) if word not in get_args(Domain)]:
        raise ValueError(f"{', '.join(unknown)}: not one of {', '.join(get_args(Domain))}")
    return cell


def _with_a_numeral(cell: str) -> str:
    if not lex(cell):
        raise ValueError("holds no numeral, so no numeral can be part of it")
    return cell


class Plan(Row):
    """data/curated/plans.csv"""

    table: ClassVar = "plans"
    key: ClassVar = ("plan_id",)
    about: ClassVar = "The plans, where their texts come from, and how they were read."

    plan_id: Identifier = column("Permanent name of the plan.")
    place_id: Identifier = column("The place that the plan is for.", references="places.place_id")
    title_zh: Text = column("Full title.")
    title_en: Text = column("Full title, translated by us.")
    short_zh: Text = column("Short title for charts.")
    short_en: Text = column("Short title for charts.")
    issuer_zh: Text | None = optional("Who issued it, as printed.")
    issuer_en: Text | None = optional("Who issued it, translated by us.")
    document_number: Text | None = optional("Document number, as printed.")
    issued: PartialDate | None = optional("Date of issue (YYYY, YYYY-MM or YYYY-MM-DD); empty where the text has none.")
    period_start: Year = column("First year that the plan covers.")
    period_end: Year = column("Last year that the plan covers.")
    raw_file: Text = column("The source text in data/raw.")
    sha256: Sha256 = column("SHA-256 of the source text.")
    authority: Authority = column("What kind of page the text was taken from.")
    missing_zh: Text | None = optional("What is missing from or damaged in the text.")
    missing_en: Text | None = optional("What is missing from or damaged in the text.")
    statements: Whole = column("How many statements the plan's file holds; more or fewer are an error.", ge=0)
    first_reading_zh: Text | None = optional("When and how the text was first read.")
    first_reading_en: Text | None = optional("When and how the text was first read.")
    second_reading_zh: Text | None = optional("When and how it was read again, independently.")
    second_reading_en: Text | None = optional("When and how it was read again, independently.")
    agreement: Share | None = optional("Share of the rows re-read on which both readings agreed, 0 to 1.")


class Note(Row):
    """data/curated/notes.csv"""

    table: ClassVar = "notes"
    key: ClassVar = ("plan_id", "note_id")
    about: ClassVar = "Footnotes of the plans, with what they apply to, which may be unknown."

    plan_id: Identifier = column("The plan.", references="plans.plan_id")
    note_id: Identifier = column("Permanent name within the plan.")
    marker: Text | None = optional("The footnote's mark as printed; empty where it was lost.")
    quote: Text = column("The footnote, as it stands in the raw text, found in exactly one place.")
    applies_to: Text | None = optional("statement_ids of the plan, `;` between; empty: unknown.", many=True)
    meaning_zh: Text = column("What it says, in one line.")
    meaning_en: Text = column("What it says, in one line.")


class NotStatement(Row):
    """data/curated/not_statements.csv"""

    table: ClassVar = "not_statements"
    key: ClassVar = ("plan_id", "quote", "value_at")
    about: ClassVar = "Numerals of the texts that are no statements and that no rule recognises, each with its reason."

    plan_id: Identifier = column("The plan.", references="plans.plan_id")
    quote: Text = column("The words around the numeral, as they stand in the raw text, found in exactly one place.")
    value_at: Whole | None = optional("Which numeral of the quote, where there are several.", ge=1)
    reason: Literal[
        "definition", "enumeration", "furniture", "history", "name", "procedure", "quantity_without_indicator",
        "slogan", "unreadable",
    ] = column(
        "Why it is no statement. definition: it delimits whom or what a measure applies to; enumeration: it counts "
        "what the sentence itself lists; history: an event of the past that is no result; name: part of a proper "
        "name; procedure: how often, how fast or by whom something is handled; quantity_without_indicator: a quantity "
        "of nothing that a plan could be held to; slogan: a figure of speech; furniture: a serial number or heading of "
        "a table, or what belongs to the page and not to the plan (telephone, size of the file); unreadable: the scan "
        "leaves its meaning open."
    )  # fmt: skip
    note: Text | None = optional("One line, for people.")


class Name(Row):
    """data/curated/names.csv"""

    table: ClassVar = "names"
    key: ClassVar = ("name",)
    about: ClassVar = "Names and set phrases with a numeral inside, wherever they stand in a text: PM2.5, 五水共治."

    name: Annotated[Text, AfterValidator(_with_a_numeral)] = column(
        "As printed (compared after NFKC and without white space). Long enough that it can be nothing else."
    )
    note: Text | None = optional("What it is, in one line.")


class Damage(Row):
    """data/curated/damages.csv"""

    table: ClassVar = "damages"
    key: ClassVar = ("plan_id", "damage_id")
    about: ClassVar = "Where a text is damaged, so that what a plan does not say and what was lost are told apart."

    plan_id: Identifier = column("The plan.", references="plans.plan_id")
    damage_id: Identifier = column("Permanent name within the plan.")
    kind: Literal["lost_section", "lost_row", "scrambled", "lost_characters"] = column(
        "lost_section: a part of the text is missing; lost_row: a row or cells of a table are; scrambled: the order "
        "is broken, nothing need be missing; lost_characters: some characters or marks are missing or misread."
    )
    quote: Text = column("The words at which it shows, as they stand in the raw text, found in exactly one place.")
    domains: Annotated[Text, AfterValidator(_domains)] | None = optional(
        "Of a lost section: the domains of indicators on which it may have said more, `;` between."
    )
    what_zh: Text = column("What is damaged.")
    what_en: Text = column("What is damaged.")


class DeclaredTotal(Row):
    """data/curated/declared_totals.csv"""

    table: ClassVar = "declared_totals"
    key: ClassVar = ("plan_id", "total_id")
    about: ClassVar = "What a plan says of its own table of indicators: how many there are, how many bind."

    plan_id: Identifier = column("The plan.", references="plans.plan_id")
    total_id: Identifier = column("Permanent name within the plan.")
    counts: Literal["indicators", "binding", "expected"] = column(
        "What is counted: all indicators of the plan's table of targets, or those called binding or expected."
    )
    value: Annotated[Text, AfterValidator(printed_numeral)] = column("The number, as printed.")
    quote: Text = column("The words that say it, as they stand in the raw text, found in exactly one place.")
    value_at: Whole | None = optional("Which numeral of the quote it is, where several are equal.", ge=1)
