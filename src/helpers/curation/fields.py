"""What a column can be: the building stones of the row models.

Everything else that knows about columns (the CSV check, the tables of the store, datapackage.json, the data
dictionary) is generated from these models, so a column is described in one place only.
"""

from __future__ import annotations

import re
import types
import typing
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticKnownError


def _of_the_calendar(cell: str) -> str:
    year, month, day = (*map(int, cell.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError("is not a date of the calendar") from None
    return cell


def _of_digits(cell: str) -> str:
    """Python would take `1_0` and `2025.0` for whole numbers as well; other readers of the file would not."""
    if not re.fullmatch("-?[0-9]+", str(cell)):
        raise PydanticKnownError("int_parsing")
    return cell


def _of_decimals(cell: str) -> str:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?", str(cell)):
        raise PydanticKnownError("float_parsing")
    return cell


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80)]
Whole = Annotated[int, BeforeValidator(_of_digits)]
Year = Annotated[Whole, Field(ge=1949, le=2100)]
Text = Annotated[str, StringConstraints(min_length=1)]
# [0-9], not \d, which full-width digits are too: these are compared as text.
_PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PartialDate = Annotated[str, StringConstraints(pattern=_PARTIAL), AfterValidator(_of_the_calendar)]
Number = Annotated[float, BeforeValidator(_of_decimals), Field(allow_inf_nan=False)]
Printed = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")]  # 28.0 says more than 28
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"<>]+$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def column(description: str, *, references: str | None = None, many: bool = False, **settings: Any) -> Any:
    """A column. `references` is "table.column"; `many`: the cell holds several such keys with `;` between them."""
    extra = {"references": references, "many": many}
    return Field(description=description, json_schema_extra=extra, **settings)


def optional(description: str, **settings: Any) -> Any:
    """A column whose cell may be empty."""
    return column(description, default=None, **settings)


class Row(BaseModel):
    """One row of a curated CSV file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    about: ClassVar[str]
    may_be_missing: ClassVar[bool] = False  # the file: then it holds no row
    draft: ClassVar[str | None] = None  # a column that a draft has and a row that a person has read has not

    @classmethod
    def columns(cls) -> dict[str, FieldInfo]:
        return cls.model_fields


def plain_type(annotation: Any) -> tuple[type, tuple[str, ...]]:
    """The plain type behind an annotation, and its known words where it is a Literal."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return plain_type(typing.get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return plain_type(next(part for part in typing.get_args(annotation) if part is not type(None)))
    if origin is Literal:
        return str, typing.get_args(annotation)
    return annotation, ()


def reference_of(field: FieldInfo) -> tuple[str, str] | None:
    """The table and column that a column's cells must be found in."""
    target = (field.json_schema_extra or {}).get("references")
    return tuple(target.split(".")) if target else None


def is_many(field: FieldInfo) -> bool:
    return bool((field.json_schema_extra or {}).get("many"))


def listed(cell: str | None) -> list[str]:
    """The keys of a cell that may hold several."""
    return [part.strip() for part in cell.split(";") if part.strip()] if cell else []
