"""What a reading of the curated data gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.curation.csvfile import Record
from helpers.curation.evidence import Evidence
from helpers.curation.ledger import Ledger
from helpers.curation.problems import Problem
from helpers.curation.rawtext import RawText
from helpers.project import Project


@dataclass
class Collection:
    """The rows of every table (and the cells of `broken` ones, which other rows may name), the raw texts by plan, the
    evidence of every statement, the ledger of every plan's numerals, and every problem found."""

    project: Project
    records: dict[str, list[Record]] = field(default_factory=dict)
    broken: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    raw: dict[str, RawText] = field(default_factory=dict)
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, table: str) -> list:
        return [record.row for record in self.records[table]]

    def by_plan(self, table: str) -> dict[str, list[Record]]:
        """The records of a table, by the plan that they are of."""
        found: dict[str, list[Record]] = {}
        for record in self.records[table]:
            found.setdefault(record.row.plan_id, []).append(record)
        return found
