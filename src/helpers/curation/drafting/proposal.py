"""What a draft proposes: rows of a plan's CSV file, each with a mark of how sure the rules are."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.curation.rawtext import Span
from helpers.curation.statement import STAND_IN, Statement

CONFIDENCE = Statement.draft
COLUMNS = (*Statement.columns(), CONFIDENCE)
CONFIDENCES = SURE, LIKELY, UNSURE = "sure", "likely", "unsure"


@dataclass(frozen=True)
class Proposal:
    """A drafted row (cells by column, empty ones left out) and the place of its number in the raw text."""

    span: Span
    cells: dict[str, str] = field(compare=False)


def named(proposals: list[Proposal]) -> list[Proposal]:
    """Each row with every column and a statement_id: its indicator, year and role, or `to-name` where none is known."""
    seen: dict[str, int] = {}
    rows = []
    for proposal in proposals:
        cells = proposal.cells
        parts = [cells["indicator_id"].replace("_", "-") or STAND_IN, cells["year"]]
        parts += [cells["role"].replace("_", "-")] if cells["role"] != "target" else []
        name = "-".join(part for part in parts if part)
        seen[name] = seen.get(name, 0) + 1
        name += f".{seen[name]}" if seen[name] > 1 else ""
        rows.append(Proposal(proposal.span, {c: cells.get(c, "") for c in COLUMNS} | {"statement_id": name}))
    return rows
