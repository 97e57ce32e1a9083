"""Rules between rows: keys, references from table to table, and the family ties of the statements of a plan."""

from __future__ import annotations

from functools import cache, partial

from helpers.curation.catalogue import relations_of
from helpers.curation.collection import Collection
from helpers.curation.csvfile import Record
from helpers.curation.fields import is_many, listed, reference_of
from helpers.curation.problems import nearest
from helpers.curation.statement import Statement
from helpers.curation.tables import BY_NAME
from helpers.curation.units import Units


def check_between_rows(collection: Collection) -> None:
    """Everything that one row alone cannot show. Problems are added to the collection."""
    _check_keys(collection)
    _check_references(collection)
    _check_relations(collection)
    _check_family(collection)
    _check_outside(collection)


def _check_keys(collection: Collection) -> None:
    for table, records in collection.records.items():
        key = BY_NAME[table].key
        first: dict[tuple, Record] = {}
        for record in records:
            value = tuple(getattr(record.row, column) for column in key)
            if value in first:
                before = first[value]
                message = f"the key {', '.join(key)} stands already in line {before.line}"
                got = ", ".join(str(part) for part in value)
                collection.problems.append(record.problem(key[-1], message, got, "keys are unique"))
            first.setdefault(value, record)


def _check_references(collection: Collection) -> None:
    for table, model in BY_NAME.items():
        for column, definition in model.columns().items():
            if not (target := reference_of(definition)):
                continue
            known = {getattr(row, target[1]) for row in collection.rows(target[0])}
            # rows that cannot be read count: their own faults are told
            known |= {cells[target[1]] for cells in collection.broken[target[0]] if target[1] in cells}
            hint = cache(partial(nearest, known=known))
            for record in collection.records[table]:
                cell = getattr(record.row, column)
                for value in listed(cell) if is_many(definition) else [cell] if cell else []:
                    if value not in known:
                        message = f"is not in {target[0]}.csv"
                        collection.problems.append(record.problem(column, message, value, hint(value)))


def _check_relations(collection: Collection) -> None:
    """The relations of an indicator name other indicators."""
    known = {row.indicator_id for row in collection.rows("indicators")}
    for record in collection.records["indicators"]:
        for _, others in relations_of(record.row.relations):
            for other in others:
                if other not in known or other == record.row.indicator_id:
                    message = "is not another indicator of indicators.csv"
                    collection.problems.append(record.problem("relations", message, other, nearest(other, known)))


def _check_family(collection: Collection) -> None:
    """part_of, repeats and a note's applies_to name statements of the same plan; repeats names the first of them."""
    known = {
        plan_id: {record.row.statement_id: record for record in records}
        for plan_id, records in collection.by_plan("statements").items()
    }
    for record in collection.records["statements"]:
        row: Statement = record.row
        of_plan = known[row.plan_id]
        for column in ("part_of", "repeats"):
            other = getattr(row, column)
            if other and other not in of_plan:
                _unknown(collection, record, column, other, of_plan)
        _check_parts(collection, record, of_plan)
        if row.repeats not in of_plan or row.repeats == row.statement_id:  # itself: the row's own fault, told there
            continue
        first = of_plan[row.repeats].row
        if first.repeats:
            message = "is itself a repetition"
            collection.problems.append(record.problem("repeats", message, row.repeats, f"name {first.repeats}"))
        if first.indicator_id != row.indicator_id:
            message = f"is about another indicator, {first.indicator_id}"
            collection.problems.append(record.problem("repeats", message, row.repeats))
        here, there = (collection.evidence.get((row.plan_id, s)) for s in (row.statement_id, row.repeats))
        if here and there and here.quote < there.quote:
            message = "stands later in the text than this row"
            collection.problems.append(record.problem("repeats", message, row.repeats, "the first of them is repeated"))
    for record in collection.records["notes"]:
        of_plan = known.get(record.row.plan_id, {})
        for other in listed(record.row.applies_to):
            if other not in of_plan:
                _unknown(collection, record, "applies_to", other, of_plan)


def _check_parts(collection: Collection, record: Record, of_plan: dict[str, Record]) -> None:
    """A part is part of a whole, which is not itself a part of that part."""
    seen, row = {record.row.statement_id}, record.row
    while row.part_of in of_plan and row.part_of != row.statement_id:
        if row.part_of in seen:
            message = "goes round in a circle"
            collection.problems.append(record.problem("part_of", message, record.row.part_of))
            return
        seen.add(row.part_of)
        row = of_plan[row.part_of].row


def _check_outside(collection: Collection) -> None:
    """Standards, goals and results from outside the plans stand in the unit of their indicator."""
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    own = {row.indicator_id: row.unit_id for row in collection.rows("indicators")}
    for table in ("standards", "reference_goals", "outcomes"):
        for record in collection.records[table]:
            row = record.row
            measure = getattr(row, "measure", "level")
            relative = {"level": own.get(row.indicator_id), "change_pp": "percentage_point"}
            wanted = relative.get(measure, "percent")
            unit = units.find(row.unit)
            if wanted and (unit is None or unit.unit_id != wanted):
                symbol = units.by_id[wanted].symbol_zh if wanted in units.by_id else wanted
                hint = f"{row.indicator_id} is kept in {symbol or wanted}"
                collection.problems.append(record.problem("unit", "is not the unit of the indicator", row.unit, hint))
            _check_both_languages(collection, record)


def _check_both_languages(collection: Collection, record: Record) -> None:
    """A population that is said in one language only would be `not said` to readers of the other."""
    said = {column: getattr(record.row, column, None) for column in ("scope_zh", "scope_en")}
    if any(said.values()) and not all(said.values()):
        (missing,) = (column for column, text in said.items() if not text)
        (there,) = filter(None, said.values())
        collection.problems.append(record.problem(missing, f"is empty, the other language says {there}", None))


def _unknown(collection: Collection, record: Record, column: str, other: str, of_plan: dict[str, Record]) -> None:
    message = "is not a statement of this plan"
    collection.problems.append(record.problem(column, message, other, nearest(other, of_plan)))
