"""The row models of everything that statements refer to: plans, places, indicators, scopes, units, codes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, Field

from helpers.curation.fields import Identifier, Number, PartialDate, Row, Sha256, Text, Year, column, listed, optional
from helpers.curation.numerals import lex, printed_numeral

Authority = Literal["official", "repost", "sharing_site"]
Domain = Literal[
    "air", "water", "energy", "climate", "emissions", "ecology", "soil", "waste", "agriculture", "transport",
    "economy", "noise", "risk", "governance",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=1)]


def _domains(cell: str) -> str:
    if unknown := [word for word in listed(cell) if word not in get_args(Domain)]:
        raise ValueError(f"{', '.join(unknown)}: not one of {', '.join(get_args(Domain))}")
    return cell


def _with_a_numeral(cell: str) -> str:
    if not lex(cell):
        raise ValueError("holds no numeral, so no numeral can be part of it")
    return cell


RELATIONS = ("at_most", "sum_of", "excludes", "none_if_zero")


def relations_of(cell: str | None) -> list[tuple[str, list[str]]]:
    """The relations of a cell: kind and the indicators that it names."""
    parts = (part.partition(":") for part in listed(cell))
    return [(kind, others.split("+")) for kind, _, others in parts]


def _relations(cell: str) -> str:
    for kind, others in relations_of(cell):
        if kind not in RELATIONS or not all(others) or (len(others) > 1) != (kind == "sum_of"):
            raise ValueError(f"write kind:indicator, with a kind of {', '.join(RELATIONS)} (sum_of:a+b)")
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
    statements: int = column("How many statements the plan's file holds; more or fewer are an error.", ge=0)
    first_reading_zh: Text | None = optional("When and how the text was first read.")
    first_reading_en: Text | None = optional("When and how the text was first read.")
    second_reading_zh: Text | None = optional("When and how it was read again, independently.")
    second_reading_en: Text | None = optional("When and how it was read again, independently.")
    agreement: Share | None = optional("Share of the rows re-read on which both readings agreed, 0 to 1.")


class Place(Row):
    """data/curated/places.csv"""

    table: ClassVar = "places"
    key: ClassVar = ("place_id",)
    about: ClassVar = "Places, with their codes of GB/T 2260."

    place_id: Identifier = column("Permanent name of the place.")
    gb2260: Annotated[str, Field(pattern=r"^\d{6}$")] | None = optional("Six-digit code of GB/T 2260.")
    name_zh: Text = column("Name.")
    name_en: Text = column("Name.")
    level: Literal["country", "province", "prefecture", "county", "zone"] = column("Administrative level.")
    parent_id: Identifier | None = optional("The place it belongs to.", references="places.place_id")


class Indicator(Row):
    """data/curated/indicators.csv"""

    table: ClassVar = "indicators"
    key: ClassVar = ("indicator_id",)
    about: ClassVar = "What is measured."

    indicator_id: Identifier = column("Permanent name of the indicator.")
    domain: Domain = column("Field of environmental policy.")
    name_zh: Text = column("Name, in the documents' own words.")
    name_en: Text = column("Name.")
    unit_id: Identifier = column("Canonical unit of the indicator's level.", references="units.unit_id")
    better: Literal["higher", "lower"] | None = optional(
        "Which direction is better for the environment; empty: neither."
    )
    is_share: bool = column("true where the level is a share that cannot pass 100 %.")
    kind: Literal["outcome", "output", "activity"] = column(
        "outcome: the state of the environment or of resource use; output: things built; activity: work done."
    )
    relations: Annotated[Text, AfterValidator(_relations)] | None = optional(
        "What it must keep with other indicators of the same plan, place, population and year, `;` between several. "
        "at_most:x: its level cannot pass that of x; sum_of:x+y: it is the sum of x and y; excludes:x: both are shares "
        "of one whole, together at most 100 %; none_if_zero:x: it counts what is done about x, so where x is reported "
        "as 0 there is nothing to do."
    )
    note: Text | None = optional("What belongs to it and what does not.")


class Scope(Row):
    """data/curated/scopes.csv"""

    table: ClassVar = "scopes"
    key: ClassVar = ("scope_id",)
    about: ClassVar = (
        "Populations that a value speaks of. Same scope: comparable. Same family: near. Else: not comparable."
    )

    scope_id: Identifier = column("Permanent name of the scope.")
    family: Identifier = column("Scopes of one family are near: drawn together, but marked.")
    name_zh: Text = column("Name, in the documents' own words.")
    name_en: Text = column("Name.")
    note: Text | None = optional("Remark.")


class Unit(Row):
    """data/curated/units.csv"""

    table: ClassVar = "units"
    key: ClassVar = ("unit_id",)
    about: ClassVar = "Units; value × factor = value in the dimension's base unit."

    unit_id: Identifier = column("Permanent name of the unit.")
    dimension: Identifier = column("Units of one dimension can be converted into each other.")
    factor: Number = column("value × factor = value in the base unit of the dimension.", gt=0)
    symbol_zh: Text | None = optional("How a Chinese reader writes it; empty for a pure number.")
    symbol_en: Text | None = optional("How an English reader writes it; empty for a pure number.")


class UnitAlias(Row):
    """data/curated/unit_aliases.csv"""

    table: ClassVar = "unit_aliases"
    key: ClassVar = ("alias",)
    about: ClassVar = "How texts print units."

    alias: Text = column("As printed (compared after NFKC and without white space).")
    unit_id: Identifier = column("The unit.", references="units.unit_id")


class Caveat(Row):
    """data/curated/caveats.csv"""

    table: ClassVar = "caveats"
    key: ClassVar = ("caveat_id",)
    about: ClassVar = "Known codes for what a user of a value must know."

    caveat_id: Identifier = column("Permanent name of the code.")
    name_zh: Text = column("Short name.")
    name_en: Text = column("Short name.")
    meaning_zh: Text = column("What it means.")
    meaning_en: Text = column("What it means.")


class Reference(Row):
    """data/curated/references.csv"""

    table: ClassVar = "references"
    key: ClassVar = ("reference_id",)
    about: ClassVar = "Who or what sets the measure of a target that has no number of its own."

    reference_id: Identifier = column("Permanent name of the reference.")
    setter: Literal["nation", "province", "city", "plan", "standard", "international"] = column("Who sets it.")
    name_zh: Text = column("Name.")
    name_en: Text = column("Name.")


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
    value_at: int | None = optional("Which numeral of the quote, where there are several.", ge=1)
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
    value_at: int | None = optional("Which numeral of the quote it is, where several are equal.", ge=1)
