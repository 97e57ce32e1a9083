"""Rules that the columns of one statement must keep among each other, whatever the text says."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.curation.csvfile import Record
from helpers.curation.fields import listed
from helpers.curation.numerals import amount
from helpers.curation.problems import Problem
from helpers.curation.statement import CHANGES, NUMERIC_COMPARATORS, Statement


def faults(record: Record) -> Iterator[Problem]:
    """Everything in which the columns of a statement contradict each other."""
    row: Statement = record.row
    change = row.measure in CHANGES
    if change and row.direction is None:
        yield record.problem("direction", f"{row.measure} needs one", None, "increase or decrease")
    if not change and row.direction:
        yield record.problem("direction", f"{row.measure} has none", row.direction, "leave it empty")
    if not change and row.base_year:
        yield record.problem("base_year", f"{row.measure} has none", str(row.base_year), "leave it empty")
    if row.value and row.comparator not in NUMERIC_COMPARATORS:
        hint = "use one of " + " ".join(NUMERIC_COMPARATORS)
        yield record.problem("comparator", "a statement with a number compares", row.comparator, hint)
    if not row.value and row.comparator in NUMERIC_COMPARATORS:
        hint = "fill value, or use up, down, hold, all, none, meets or text"
        yield record.problem("value", f"is empty, but the comparator is {row.comparator}", None, hint)
    if row.comparator == "meets" and not row.reference_id:
        yield record.problem("reference_id", "meets needs what it meets", None, "an id of references.csv")
    if row.measure == "state" and row.value:
        yield record.problem("value", "a state has no number", row.value)
    for column in ("value_max", "value_at"):
        if getattr(row, column) and not row.value:
            yield record.problem(column, "stands without a value", str(getattr(row, column)))
    if row.value and row.value_max and amount(row.value_max) <= amount(row.value):
        yield record.problem("value_max", f"is not above the value {row.value}", row.value_max)
    if bool(row.aggregation) != bool(row.period_start):
        yield record.problem("period_start", "aggregation and period_start go together", None)
    for column in ("period_start", "base_year"):
        if getattr(row, column) and row.year and getattr(row, column) >= row.year:
            yield record.problem(column, f"is not before the year {row.year}", str(getattr(row, column)))
    for column in ("repeats", "part_of"):
        if getattr(row, column) == row.statement_id:
            yield record.problem(column, "is the statement itself", row.statement_id)
    if len(set(listed(row.caveats))) < len(listed(row.caveats)):
        yield record.problem("caveats", "names a caveat twice", row.caveats)
