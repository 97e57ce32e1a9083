"""How much of what people read out of a text `ecoplan draft` proposes, and how much of that is right.

    python benchmarks/drafting.py [--plans ID …] [--key TEXT.txt:KEY.csv:START:END …] [--misses] [--wrong COLUMN]

Each plan of the collection is drafted as if it were new: without its own statements as examples, and without the set
phrases that only its own text holds. A key is a CSV file of another reader with the columns value, quote, comparator
(ge, gt, le, lt, eq, approx), year, base_year, kind and measure; START and END are the years of its plan.

Sure: the mark of confidence; right where value, unit, comparator, year, role, measure and indicator all are.
Found: a numeral that a statement has as its value is proposed. False: a proposed numeral that no statement has as its
value, range end or condition. The shares are of the statements found.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from common import OWN, parser
from table import table

from helpers.curation.check import load
from helpers.curation.collection import Collection
from helpers.curation.drafting.draft import Drafter
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.proposal import CONFIDENCE, SURE
from helpers.curation.drafting.start import drafter_for
from helpers.curation.numerals import printed
from helpers.curation.rawtext import RawText, Span, folded

COMPARED = (
    "value",
    "unit",
    "comparator",
    "year",
    "base_year",
    "role",
    "measure",
    "direction",
    "indicator_id",
    "scope_id",
)
_MUST_BE_RIGHT = ("value", "unit", "comparator", "year", "role", "measure", "indicator_id")
_SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "eq": "=", "approx": "~"}
_MEASURES = {"relative_change": "change_pct", "difference": "change_pp"}


@dataclass(frozen=True)
class Wanted:
    """A statement that people read: where its number stands, and its cells. Those of `known` are compared."""

    span: Span
    cells: dict[str, str]
    optional: bool = False


@dataclass
class Score:
    found: list[tuple[Wanted, dict[str, str]]] = field(default_factory=list)
    missed: list[Wanted] = field(default_factory=list)
    false: list[dict[str, str]] = field(default_factory=list)
    proposed: int = 0

    def add(self, other: Score) -> None:
        self.found += other.found
        self.missed += other.missed
        self.false += other.false
        self.proposed += other.proposed

    def share(self, column: str) -> str:
        known = [(w, got) for w, got in self.found if column in w.cells]
        right = sum(_same(column, w.cells, got) for w, got in known)
        return f"{100 * right / len(known):.1f} %" if known else "—"


def main() -> None:
    wanted = _wanted()
    collection = load(OWN)
    scores = {plan_id: _of_plan(collection, plan_id) for plan_id in wanted.plans or _plans(collection)}
    for key in wanted.key:
        text, keyed, start, end = key.rsplit(":", 3)
        scores[Path(text).stem] = _of_key(collection, Path(text), Path(keyed), Frame(int(start), int(end)))
    head = ["", "statements", "found", "proposed", "false", *COMPARED, "sure", "of these right"]
    every = Score()
    for score in scores.values():
        every.add(score)
    print(table(head, map(_line, [*scores, "all"], [*scores.values(), every])))
    for name, score in scores.items():
        _detail(name, score, wanted)


def _wanted() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--plans", nargs="+", default=[], metavar="ID", help="only these plans (default: all)")
    options.add_argument(
        "--key", nargs="+", default=[], metavar="TEXT:KEY:START:END", help="texts with a key of their own"
    )
    options.add_argument("--misses", action="store_true", help="list what was missed, and what was proposed wrongly")
    options.add_argument("--wrong", metavar="COLUMN", help="list the rows in which this column differs")
    return options.parse_args()


def _plans(collection: Collection) -> list[str]:
    return [plan.plan_id for plan in collection.rows("plans")]


def _of_plan(collection: Collection, plan_id: str) -> Score:
    plan = next(plan for plan in collection.rows("plans") if plan.plan_id == plan_id)
    raw = collection.raw[plan_id]
    others = [text for other, text in collection.raw.items() if other != plan_id]
    names = [name.name for name in collection.rows("names") if any(text.find(name.name) for text in others)]
    drafter = drafter_for(collection, plan_id, raw, Frame(plan.period_start, plan.period_end), names)
    wanted, other = [], []
    for record in collection.by_plan("statements")[plan_id]:
        evidence = collection.evidence[(plan_id, record.row.statement_id)]
        other += [span for span in (evidence.value_max, evidence.condition) if span]
        if evidence.value:
            cells = record.row.model_dump()
            wanted.append(Wanted(evidence.value, {c: str(cells[c] if cells[c] is not None else "") for c in COMPARED}))
    other += [raw.find(row.row.quote)[0] for row in collection.by_plan("declared_totals").get(plan_id, [])]
    return _score(drafter, wanted, other)


def _of_key(collection: Collection, text: Path, key: Path, frame: Frame) -> Score:
    raw = RawText(text.read_text("utf-8"))
    drafter = drafter_for(collection, text.stem, raw, frame)
    with key.open(encoding="utf-8-sig", newline="") as file:
        wanted = list(_keyed(raw, list(csv.DictReader(file))))
    return _score(drafter, wanted, [])


def _keyed(raw: RawText, rows: list[dict[str, str]]) -> Iterator[Wanted]:
    """Each row of a key at its number: behind that of the row before, where both have the same quote."""
    last: tuple[str, int, str] = ("", 0, "")
    for row in rows:
        value = row["value"].lstrip("-")
        places = raw.find(row["quote"])
        if not places:
            print(f"the key quotes what is not in the text: {row['quote']}")
            continue
        quote = raw.text[places[0].start : places[0].end]
        shared = last[0] == row["quote"] and not (last[2] == value and quote.count(value) == 1)
        at = quote.find(value, last[1] if shared else 0)
        at = quote.find(value) if at < 0 else at
        if not shared and re.match(r"[\d.]", quote[at - 1 : at]):
            at = next((m.start() for m in re.finditer(rf"(?<![\d.]){re.escape(value)}(?![\d.])", quote)), at)
        last = (row["quote"], at + len(value), value)
        start = places[0].start + at
        cells = {
            "value": value, "unit": row["unit_zh"], "comparator": _SIGNS[row["comparator"]],
            "year": row["year"].split("-")[-1], "role": row["kind"],
            "measure": _MEASURES.get(row["measure"], row["measure"]),
        }  # fmt: skip
        if row["measure"] in _MEASURES:
            cells["base_year"] = row["base_year"]
            cells["direction"] = row["note"].split(" ")[0].strip(";") if row["note"] else ""
        yield Wanted(Span(start, start + len(value)), cells, row["note"].startswith("optional"))


def _score(drafter: Drafter, wanted: list[Wanted], other: list[Span]) -> Score:
    score, proposals = Score(), drafter.proposals()
    by_place = defaultdict(list)
    for proposal in proposals:
        by_place[proposal.span.start].append(proposal.cells)
    for one in wanted:
        near = by_place.get(one.span.start, [])
        if near:
            best = max(near, key=lambda cells: sum(_same(c, one.cells, cells) for c in one.cells))
            score.found.append((one, best))
        elif not one.optional:
            score.missed.append(one)
    places = {one.span.start for one in wanted}
    inside = [(span.start, span.end) for span in other]
    for proposal in proposals:
        at = proposal.span.start
        if at not in places and not any(start <= at < end for start, end in inside):
            score.false.append(proposal.cells)
    score.proposed = len(proposals)
    return score


def _same(column: str, wanted: dict[str, str], got: dict[str, str]) -> bool:
    if column == "value":
        return printed(wanted[column]) == printed(got[column])
    if column == "measure" and wanted[column] == "count":
        return got[column] in ("count", "change_abs", "level")
    return folded(wanted.get(column)) == folded(got[column])


def _line(name: str, score: Score) -> list[str]:
    number = len(score.found) + len(score.missed)
    found = f"{100 * len(score.found) / number:.1f} %" if number else "—"
    false = f"{len(score.false)} ({100 * len(score.false) / max(1, score.proposed):.0f} %)"
    sure = [(wanted, got) for wanted, got in score.found if got[CONFIDENCE] == SURE]
    right = sum(all(_same(c, wanted.cells, got) for c in _MUST_BE_RIGHT if c in wanted.cells) for wanted, got in sure)
    marked = f"{100 * len(sure) / max(1, len(score.found)):.0f} %"
    rightly = f"{100 * right / len(sure):.0f} %" if sure else "—"
    return [name, str(number), found, str(score.proposed), false, *map(score.share, COMPARED), marked, rightly]


def _detail(name: str, score: Score, wanted: argparse.Namespace) -> None:
    if wanted.misses:
        for one in score.missed:
            print(f"{name} MISSED {one.cells['value']} {one.cells.get('unit', '')} at {one.span.start}")
        for cells in score.false:
            print(f"{name} FALSE {cells['value']} {cells['unit']}: {cells['quote'][:80]}")
    if wanted.wrong:
        for one, got in score.found:
            if wanted.wrong in one.cells and not _same(wanted.wrong, one.cells, got):
                differing = f"{one.cells[wanted.wrong]!r} → {got[wanted.wrong]!r}"
                print(f"{name} {one.cells['value']}: {differing} [{got['quote'][:90]}]")


if __name__ == "__main__":
    main()
