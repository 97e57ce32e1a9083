"""The row models of everything that statements refer to: places, indicators, scopes, units, codes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from helpers.curation.fields import Identifier, Number, Row, Text, column, listed, optional

Domain = Literal[
    "air", "water", "energy", "climate", "emissions", "ecology", "soil", "waste", "agriculture", "transport",
    "economy", "noise", "risk", "governance",
]  # fmt: skip


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


class Place(Row):
    """data/curated/places.csv"""

    table: ClassVar = "places"
    key: ClassVar = ("place_id",)
    about: ClassVar = "Places, with their codes of GB/T 2260."

    place_id: Identifier = column("Permanent name of the place.")
    gb2260: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = optional("Six-digit code of GB/T 2260.")
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
