"""Corrections of what was published: what was, what is, why and since when; and the check that they still apply."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from helpers.curation.collection import Collection
from helpers.curation.csvfile import Record
from helpers.curation.fields import Identifier, Row, Text, column, optional
from helpers.curation.problems import nearest
from helpers.curation.statement import Statement

WITHDRAWN = "statement_id"


def _of_statements(cell: str) -> str:
    if cell not in Statement.columns() or cell == "plan_id":
        raise ValueError(f"is no column of a statement; {nearest(cell, Statement.columns()) or 'see statements'}")
    return cell


class Correction(Row):
    """data/curated/corrections.csv"""

    table: ClassVar = "corrections"
    key: ClassVar = ("plan_id", "statement_id", "field", "corrected")
    about: ClassVar = "Corrections of published statements: people may have cited what was."
    may_be_missing: ClassVar = True

    plan_id: Identifier = column("The plan.", references="plans.plan_id")
    statement_id: Identifier = column("The statement, by its permanent name; it may have been withdrawn since.")
    corrected: date = column("The day of the correction.")
    field: Annotated[Text, AfterValidator(_of_statements)] = column(
        "The column of the statement that was corrected; `statement_id`: the statement was withdrawn."
    )
    was: Text | None = optional("What stood there; empty: nothing.")
    now: Text | None = optional(
        "What stands there since; empty: nothing. Of a statement that was withdrawn: the one that says it now, if any."
    )
    why_zh: Text = column("Why, in one sentence.")
    why_en: Text = column("Why, in one sentence.")


def check_corrections(collection: Collection) -> None:
    """Each correction still applies: the cell holds what it says, and those of one cell follow from one another."""
    statements = {(row.plan_id, row.statement_id): row for row in collection.rows("statements")}
    unread = {(cells.get("plan_id"), cells.get("statement_id")) for cells in collection.broken["statements"]}
    chains: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in collection.records["corrections"]:
        chains[record.row.plan_id, record.row.statement_id, record.row.field].append(record)
    for (plan_id, statement_id, name), chain in chains.items():
        chain.sort(key=lambda record: record.row.corrected)
        for before, record in zip([None, *chain], chain, strict=False):
            _check_step(collection, before, record)
        if (plan_id, statement_id) not in unread:
            known = {other for plan, other in statements if plan == plan_id}
            check = _check_withdrawn if name == WITHDRAWN else _check_cell
            check(collection, chain[-1], statements.get((plan_id, statement_id)), known)


def _check_step(collection: Collection, before: Record | None, record: Record) -> None:
    row = record.row
    if row.was == row.now:
        collection.problems.append(record.problem("now", "is what was there before", row.now))
    elif before is not None and before.row.now != row.was:
        message = f"differs from what the correction in line {before.line} left there: {before.row.now or 'nothing'}"
        collection.problems.append(record.problem("was", message, row.was or ""))


def _check_cell(collection: Collection, record: Record, statement: Statement | None, known: set[str]) -> None:
    row = record.row
    if statement is None:
        hint = nearest(row.statement_id, known) or f"say of column {WITHDRAWN} that it was withdrawn"
        message = "no longer applies: the plan has no such statement"
        collection.problems.append(record.problem("statement_id", message, row.statement_id, hint))
        return
    there = getattr(statement, row.field)
    if (None if there is None else str(there)) != row.now:
        message = f"no longer applies: the cell now holds {'nothing' if there is None else there}"
        hint = "add a correction that leads from one to the other, or undo the change"
        collection.problems.append(record.problem("now", message, row.now or "", hint))


def _check_withdrawn(collection: Collection, record: Record, statement: Statement | None, known: set[str]) -> None:
    row = record.row
    if statement is not None:
        message, hint = "no longer applies: the statement is there", "take the correction back"
        collection.problems.append(record.problem("statement_id", message, row.statement_id, hint))
    if row.now and row.now not in known:
        message = "no longer applies: the plan has no such statement"
        collection.problems.append(record.problem("now", message, row.now, nearest(row.now, known)))
