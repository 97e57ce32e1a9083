"""Changes that people make to a collection, each such that `ecoplan check` still passes, and another one each round."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

from common import Bench, Failed

PLAN, INDICATOR, YEAR = "jiaxing-yrd-2020", "pm25", "2025"
NOTEBOOK = "air_quality"
PAGE = f"en/{NOTEBOOK}.html"


def unseen(bench: Bench, number: int) -> None:
    """Our note on a numeral that is no statement, which no report asks for."""
    table = _Table(bench.project.curated / "not_statements.csv")
    table.rows[0]["note"] = f"Looked up, time {number}."
    table.save()


def note(bench: Bench, number: int) -> None:
    """Our note on a statement, which stands below its quote in English reports."""
    table = _Table(bench.project.statements / f"{PLAN}.csv")
    _statement(table)["note"] = f"Read again, time {number}."
    table.save()


def value(bench: Bench, number: int) -> None:
    """One value, in the text, in the row that quotes it, and in the checksums."""
    from helpers.curation.check import load

    collection = load(bench.project)
    table = _Table(bench.project.statements / f"{PLAN}.csv")
    row = _statement(table)
    at = collection.evidence[PLAN, row["statement_id"]].value
    old, new = row["value"], f"{int(row['value']) - 1}"
    if row["quote"].count(old) != 1:
        raise Failed(f"{old} does not stand once in {row['quote']}")
    row["value"], row["quote"] = new, row["quote"].replace(old, new)
    table.save()
    _set_text(bench, at.start, at.end, old, new)


def markdown(bench: Bench, number: int) -> None:
    """A sentence more in a Markdown cell."""
    _edit(bench, "markdown", f"\n\nSeen {number} times.")


def code(bench: Bench, number: int) -> None:
    """A line more in a code cell; its outputs stay the same."""
    _edit(bench, "code", f"\n_ = {number}")


def style(bench: Bench, number: int) -> None:
    """A rule more in the style of pages, of the copied package."""
    path = bench.code / "helpers" / "reports" / "templates" / "style.css"
    with path.open("a", encoding="utf-8") as file:
        file.write(f".benchmark {{ order: {number}; }}\n")


def one_more(bench: Bench, number: int) -> None:
    """One more report of a notebook."""
    (bench.project.params / NOTEBOOK / f"again-{number}.en.yaml").write_text("lang: en\n", encoding="utf-8")


def missing(bench: Bench, number: int) -> None:
    """A page that somebody has deleted."""
    (bench.project.site / PAGE).unlink()


def nothing(bench: Bench, number: int) -> None:
    """No change."""


EDITS = {
    "a note that no report shows": unseen,
    "a note on a statement": note,
    "Jiaxing's PM2.5 value for 2025": value,
    "a Markdown cell": markdown,
    "a code cell": code,
    "the style of pages": style,
    "one more report": one_more,
    "a page is missing": missing,
    "nothing": nothing,
}


class _Table:
    """A CSV file with its rows, which may be changed and saved."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            self.rows, self.columns = list(reader), reader.fieldnames

    def one(self, **cells: str) -> dict[str, str]:
        """The only row with these cells."""
        found = [row for row in self.rows if cells.items() <= row.items()]
        if len(found) != 1:
            raise Failed(f"{self.path.name} has {len(found)} rows with {cells}, not one")
        return found[0]

    def save(self) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)


def _statement(table: _Table) -> dict[str, str]:
    return table.one(indicator_id=INDICATOR, year=YEAR, role="target", measure="level")


def _set_text(bench: Bench, start: int, end: int, old: str, new: str) -> None:
    """Puts other characters into the raw text of the plan, and brings its checksums up to date."""
    plans = _Table(bench.project.curated / "plans.csv")
    plan = plans.one(plan_id=PLAN)
    raw = bench.project.raw / plan["raw_file"]
    text = raw.read_bytes().decode()
    if text[start:end] != old:
        raise Failed(f"{raw.name} has {text[start:end]} where {old} was expected")
    content = (text[:start] + new + text[end:]).encode()
    raw.write_bytes(content)
    former, plan["sha256"] = plan["sha256"], hashlib.sha256(content).hexdigest()
    plans.save()
    sums = bench.project.raw / "SHA256SUMS"
    sums.write_text(sums.read_text("utf-8").replace(former, plan["sha256"]), encoding="utf-8")


def _edit(bench: Bench, kind: str, more: str) -> None:
    """Appends to the last cell of a kind but one: the last one lists the sources."""
    path = bench.project.notebooks / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][-2]
    cell["source"] = "".join(cell["source"]) + more
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
