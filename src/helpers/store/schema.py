"""The tables of the store, generated from the row models: types, NOT NULL, CHECK, primary and foreign keys."""

from __future__ import annotations

from datetime import date

from pydantic.fields import FieldInfo

from helpers.curation.fields import Row, is_many, plain_type, reference_of

_TYPES = {str: "VARCHAR", int: "INTEGER", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}

# What the program adds to each statement: where it stands in the raw text, and its number to calculate with.
EVIDENCE = """
CREATE TABLE evidence (
    plan_id VARCHAR NOT NULL,
    statement_id VARCHAR NOT NULL,
    line INTEGER NOT NULL,          -- line of the raw text on which the quote begins
    -- sorts statements as one reads: plans by their issue, then as the text goes on; tells nothing of other statements,
    -- so that a row more or less leaves it as it is.
    text_order VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,   -- characters of the raw text, from 0
    quote_end INTEGER NOT NULL,
    value_start INTEGER,
    value_end INTEGER,
    amount DOUBLE,                  -- the printed number, in printed_unit_id
    amount_max DOUBLE,
    printed_unit_id VARCHAR REFERENCES units (unit_id),
    canonical DOUBLE,               -- the value in unit_id
    canonical_max DOUBLE,
    unit_id VARCHAR REFERENCES units (unit_id),
    rounding DOUBLE,                -- half of the last printed place, in unit_id
    PRIMARY KEY (plan_id, statement_id),
    FOREIGN KEY (plan_id, statement_id) REFERENCES statements (plan_id, statement_id)
)
"""
ACCOUNT = """
CREATE TABLE account (
    plan_id VARCHAR NOT NULL REFERENCES plans (plan_id),
    kind VARCHAR NOT NULL,  -- curated, a rule of helpers.curation.recognise, bare word, excused, left over
    kind_order INTEGER NOT NULL,
    numerals INTEGER NOT NULL,  -- how many numerals of the plan's text
    PRIMARY KEY (plan_id, kind)
)
"""
META = "CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)"


def create_table(model: type[Row]) -> str:
    """CREATE TABLE for a row model.

    A key with cells that may be empty becomes UNIQUE. Keys into the table itself are left to the check: DuckDB
    refuses them in one bulk insert.
    """
    lines = [_column(name, field) for name, field in model.columns().items()]
    nullable = any(not model.columns()[name].is_required() for name in model.key)
    lines.append(f"{'UNIQUE' if nullable else 'PRIMARY KEY'} ({', '.join(map(quoted, model.key))})")
    for name, field in model.columns().items():
        target = reference_of(field)
        if target and target[0] != model.table and not is_many(field):
            lines.append(f"FOREIGN KEY ({quoted(name)}) REFERENCES {quoted(target[0])} ({quoted(target[1])})")
    return f"CREATE TABLE {quoted(model.table)} (\n    " + ",\n    ".join(lines) + "\n)"


def quoted(name: str) -> str:
    return f'"{name}"'


def _column(name: str, field: FieldInfo) -> str:
    kind, words = plain_type(field.annotation)
    parts = [quoted(name), _TYPES[kind]]
    if field.is_required():
        parts.append("NOT NULL")
    if words:
        parts.append(f"CHECK ({quoted(name)} IN ({', '.join(repr(word) for word in words)}))")
    return " ".join(parts)
