"""`ecoplan diff`: what changed between two databases, statement by statement, row by row, finding by finding."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.analysis.audit import audit
from helpers.curation.fields import Row
from helpers.curation.statement import Statement
from helpers.curation.tables import TABLES
from helpers.display.report import Report
from helpers.display.texts import texts
from helpers.environment import DATABASE
from helpers.errors import BadParameters, BadQuery
from helpers.project import Project
from helpers.reports.matrix import ReportSpec, report_matrix
from helpers.store.connect import Store

# What a reader would call a change of a statement, in the order in which it is told.
_TOLD = (
    "value", "value_max", "unit", "comparator", "year", "base_year", "period_start", "aggregation", "role", "measure",
    "direction", "indicator_id", "place_id", "scope_id", "condition", "reference_id", "force", "hedge", "repeats",
    "caveats", "quote", "context", "reading", "part", "part_of", "value_at", "note",
)  # fmt: skip
_WAYS = {"zh": {"increase": "增", "decrease": "减"}, "en": {"increase": "up ", "decrease": "down "}}
HEADS = {
    "zh": {
        "statements": "表述", "tables": "其他表格", "findings": "发现", "audit": "核对",
        "none": "没有变化。", "more": "……另有{n}行",
        "old": "两者之一由其他版本的程序生成，发现和核对结果不作比较。",
    },
    "en": {
        "statements": "Statements", "tables": "Other tables", "findings": "Findings", "audit": "Audit",
        "none": "Nothing changed.",
        "more": "… and {n} more lines",
        "old": "One of the two was made by another version of the program: findings and audit are left out.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of two databases, with what is told of it."""

    facts: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    findings: dict[str, list[str]]
    audit: dict[tuple[str, ...], str]
    is_ours: bool = True


def difference(old: Path, new: Path, project: Project, lang: str, most: int) -> str:
    """What changed, as Markdown short enough for a comment: at most `most` lines under each head."""
    before, after = (_side(path, project, lang) for path in (old, new))
    comparable = before.is_ours and after.is_ours
    parts = {
        "statements": list(_statements(before.facts, after.facts, lang)),
        "tables": list(_tables(before.tables, after.tables)),
        "findings": list(_findings(before.findings, after.findings)) if comparable else [],
        "audit": list(_audit(before.audit, after.audit)) if comparable else [],
    }
    words, out = HEADS[lang], []
    for part, lines in parts.items():
        if lines:
            rest = [words["more"].format(n=len(lines) - most)] if len(lines) > most else []
            out += [f"### {words[part]}", "", *lines[:most], *rest, ""]
    out += [] if comparable else [words["old"], ""]
    return "\n".join(out) if out else words["none"] + "\n"


def _side(path: Path, project: Project, lang: str) -> Side:
    store = Store(path)
    before = os.environ.get(DATABASE)
    os.environ[DATABASE] = str(path)  # where a Report asks
    try:
        tables = {model.table: _rows(store, model) for model in TABLES}
        rows = tables.pop(Statement.table)
        facts = store.query("FROM facts ORDER BY statement").set_index("statement")
        facts = facts.join(rows[rows.columns.difference(facts.columns)])  # and what no view shows
        try:
            specs = [spec for spec in _reports(project, store) if spec.lang == lang]
            found = {(r.rule, *sorted(r.statements)): r.row(lang)["arithmetic"] for r in audit(store.query)}
            return Side(facts, tables, {spec.report_id: _said(spec) for spec in specs}, found)
        except BadQuery:  # views of another version of the program
            return Side(facts, tables, {}, {}, is_ours=False)
    finally:
        store.close()
        os.environ.pop(DATABASE)
        if before is not None:
            os.environ[DATABASE] = before


def _reports(project: Project, store: Store) -> list[ReportSpec]:
    try:
        return report_matrix(project, store)
    except BadParameters:  # no reports, or a matrix that asks for views of another version: the audit tells
        return []


def _said(spec: ReportSpec) -> list[str]:
    """The sentences of a report."""
    if not texts(spec.notebook)["findings"]:
        return []
    return [finding.sentence for finding in Report(spec.notebook, **spec.parameters).findings().found]


def _rows(store: Store, model: type[Row]) -> pd.DataFrame:
    """A table as it was curated, by its key; empty where another version of the program had none like it."""
    try:
        rows = store.query(f'FROM "{model.table}" ORDER BY {", ".join(model.key)}')
    except BadQuery:
        return pd.DataFrame()
    names = ["/".join(filter(None, map(_plain, key))) for key in rows[list(model.key)].itertuples(index=False)]
    return rows.set_axis(names)


def _tables(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """What changed in the other tables; of those that both have."""
    for table in old:
        before, after = old[table], new[table]
        shared = [column for column in after.columns if column in before.columns]
        for key, sign in _signs(before, after) if shared else ():
            if sign:
                yield f"- {sign} {table}: `{key}`"
            elif changes := list(_told(before.loc[key], after.loc[key], shared)):
                yield f"- {table}: {'; '.join(changes)} (`{key}`)"


def _statements(old: pd.DataFrame, new: pd.DataFrame, lang: str) -> Iterator[str]:
    for key, sign in _signs(old, new):
        if sign:
            fact = (old if sign == "−" else new).loc[key]
            yield f"- {sign} {_named(fact, lang)}: {_said_of(fact, lang)} (`{key}`)"
        elif changes := list(_changes(old.loc[key], new.loc[key], lang)):
            yield f"- {_named(new.loc[key], lang)}: {'; '.join(changes)} (`{key}`)"


def _signs(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The keys of both, with `−` for a row that is gone, `+` for one that came."""
    for key in sorted(old.index.union(new.index)):
        yield key, "−" if key not in new.index else "+" if key not in old.index else ""


def _changes(old: pd.Series, new: pd.Series, lang: str) -> Iterator[str]:
    columns = [c for c in _TOLD if c in old.index and c in new.index and _plain(old[c]) != _plain(new[c])]
    if len(columns) > 1 and "quote" in columns:
        columns.remove("quote")  # other words for another number go without saying
    if {"value", "value_max", "unit", "comparator"} & set(columns):
        yield f"{_said_of(old, lang)} → {_said_of(new, lang)}"
    yield from _told(old, new, [c for c in columns if c not in ("value", "value_max", "unit", "comparator")])


def _told(old: pd.Series, new: pd.Series, columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        if (before := _plain(old[column])) != (after := _plain(new[column])):
            yield f"{column} {before or '—'} → {after or '—'}"


def _named(fact: pd.Series, lang: str) -> str:
    """嘉兴市 2025 细颗粒物平均浓度"""
    year = _plain(fact["year"])
    return " ".join(part for part in (fact[f"place_{lang}"], year, fact[f"indicator_{lang}"]) if part)


def _said_of(fact: pd.Series, lang: str) -> str:
    unit = _plain(fact[f"unit_{lang}"])
    way = _WAYS[lang].get(_plain(fact["direction"]), "")
    said = way + _plain(fact["said"]) if _plain(fact["said"]) else ""
    return (
        f"{said}{'' if unit.startswith('%') or not unit or not said else ' '}{unit if said else ''}"
        or fact["comparator"]
    )


def _plain(cell: object) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _findings(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterator[str]:
    """Each changed sentence once, with the reports that say it."""
    gone, come = _only(old, new), _only(new, old)
    for sentence, reports in gone.items():
        yield f"- − {sentence} ({_listed(reports)})"
    for sentence, reports in come.items():
        yield f"- + {sentence} ({_listed(reports)})"


def _only(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for report, sentences in one.items():
        for sentence in sentences:
            if sentence not in other.get(report, ()):
                found.setdefault(sentence, []).append(report)
    return found


def _listed(reports: Iterable[str]) -> str:
    names = [f"`{name}`" for name in reports]
    return ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")


def _audit(old: Mapping[tuple[str, ...], str], new: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    for key in sorted(old.keys() | new.keys()):
        rule, statements = key[0], ", ".join(f"`{one}`" for one in key[1:])
        if key not in new:
            yield f"- − {rule}: {old[key]} ({statements})"
        elif key not in old:
            yield f"- + {rule}: {new[key]} ({statements})"
        elif old[key] != new[key]:
            yield f"- {rule}: {old[key]} → {new[key]} ({statements})"
