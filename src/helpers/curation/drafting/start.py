"""`ecoplan draft`: a document becomes the raw text of a plan and a first draft of its statements."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from helpers.curation import spreadsheet
from helpers.curation.check import check
from helpers.curation.collection import Collection
from helpers.curation.drafting.document import text_of
from helpers.curation.drafting.draft import Drafter
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.period import period_of
from helpers.curation.drafting.proposal import COLUMNS, CONFIDENCE, CONFIDENCES, Proposal
from helpers.curation.drafting.quantities import Quantities
from helpers.curation.drafting.subjects import Subjects
from helpers.curation.rawtext import RawText
from helpers.curation.recognise import rules
from helpers.curation.source import Plan
from helpers.curation.units import Units
from helpers.errors import EcoplanError
from helpers.files import write_beside
from helpers.project import Project

_PLAN_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_TITLE = re.compile(r"[^\n。，,；;：:《》]{4,60}(?:规划|计划|方案|纲要|要点|报告)(?:[(（][^\n()（）]{1,20}[)）])?")


class CannotDraft(EcoplanError):
    """A draft that would overwrite what people have made, or that lacks something; the message says what to do."""


def start(
    project: Project, document: Path, plan_id: str, out: Path | None, years: Frame | None, force: bool
) -> list[str]:
    """Drafts a plan and says in lines what was written.

    Without `out` the plan becomes part of the collection; with it the collection is not touched.
    UnreadableDocument or CannotDraft where something stands in the way; then nothing is written.
    """
    if not _PLAN_ID.fullmatch(plan_id):
        raise CannotDraft(f"--plan {plan_id}: small letters, digits, - and . only, such as jiaxing-14fyp-2021")
    text = text_of(document)
    collection = check(project)
    plans = {plan.plan_id: plan for plan in collection.rows("plans")}
    frame = years or _frame_of(plans.get(plan_id)) or period_of(text, plan_id)
    if frame is None:
        raise CannotDraft("neither the text nor the name say which years the plan is for; say it: --years 2021-2025")
    raw_path, table_path = _places(project, plan_id, out)
    if out is None:
        _refuse_unreadable_plans(project)
    _refuse_to_overwrite(project, document, text, raw_path, table_path, force)
    proposals = drafter_for(collection, plan_id, RawText(text), frame).proposals()
    # of the collection's own text another encoding is mended; a document that stands elsewhere is left as it is
    if not _is_same(raw_path, document) or (out is None and raw_path.read_bytes() != text.encode()):
        write_beside(raw_path, text)
    write_beside(table_path, _table(proposals))
    lines = [
        f"{project.name(raw_path)}: the text, {len(text):,} characters",
        _summary(project, table_path, proposals, frame),
    ]
    if out is None:
        _sign(project, raw_path)
        lines.append(_record_plan(project, plan_id, raw_path, text, frame, len(proposals)))
        lines.append("Next: hold each row against the text, correct it, empty its `confidence`; then `ecoplan check`.")
    return lines


def drafter_for(
    collection: Collection, plan_id: str, raw: RawText, frame: Frame, names: Iterable[str] | None = None
) -> Drafter:
    """A drafter that knows the units, indicators, scopes and set phrases of a collection.

    The plan's own statements, where it has any already, are no examples for it. `names`: other set phrases.
    """
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    prints = [u.symbol_zh for u in collection.rows("units") if u.symbol_zh]
    prints += [alias.alias for alias in collection.rows("unit_aliases")]
    examples = [(row.indicator_id, row.quote) for row in collection.rows("statements") if row.plan_id != plan_id]
    subjects = Subjects(collection.rows("indicators"), examples, collection.rows("scopes"), units)
    phrases = [name.name for name in collection.rows("names")] if names is None else names
    return Drafter(plan_id, raw, frame, Quantities.of(prints, rules(phrases, prints)), subjects)


def _frame_of(plan: Plan | None) -> Frame | None:
    return Frame(plan.period_start, plan.period_end) if plan else None


def _places(project: Project, plan_id: str, out: Path | None) -> tuple[Path, Path]:
    if out is None:
        return project.raw / f"{plan_id}.txt", project.statements / f"{plan_id}.csv"
    if out.suffix != ".csv":
        raise CannotDraft(f"--out {out}: name a file that ends with .csv; the text goes beside it")
    return out.with_suffix(".txt"), out


def _refuse_unreadable_plans(project: Project) -> None:
    """plans.csv gets a row; a file that a spreadsheet has left in another form would be spoilt by that."""
    path = project.curated / "plans.csv"
    try:
        saved = spreadsheet.read(path.read_bytes())
        header, *rows = list(csv.reader(io.StringIO(saved.text, newline=""), strict=True))
        sound = not saved.oddities and "plan_id" in header and all(len(row) == len(header) for row in rows)
    except (OSError, ValueError, csv.Error):
        sound = False
    if not sound:
        raise CannotDraft(
            f"{project.name(path)}: is not as it should be; `ecoplan tidy` and `ecoplan check` say what to do"
        )


def _refuse_to_overwrite(project: Project, document: Path, text: str, raw: Path, table: Path, force: bool) -> None:
    if force:
        return
    if table.exists():
        raise CannotDraft(
            f"{project.name(table)} is there already; --force replaces it, and what people have read in it is lost"
        )
    if raw.exists() and not _is_same(raw, document) and raw.read_text("utf-8", errors="replace") != text:
        raise CannotDraft(
            f"{project.name(raw)} is there already and differs; --force replaces it, --out FILE leaves it alone"
        )


def _is_same(raw: Path, document: Path) -> bool:
    return raw.exists() and raw.samefile(document)


def _table(proposals: list[Proposal]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([proposal.cells[column] for column in COLUMNS] for proposal in proposals)
    return out.getvalue()


def _summary(project: Project, table: Path, proposals: list[Proposal], frame: Frame) -> str:
    counts = Counter(proposal.cells[CONFIDENCE] for proposal in proposals)
    said = ", ".join(f"{counts[mark]} {mark}" for mark in CONFIDENCES)
    named = sum(bool(proposal.cells["indicator_id"]) for proposal in proposals)
    return (
        f"{project.name(table)}: {len(proposals)} rows ({said}), {named} with an indicator; "
        f"read as a plan for {frame.start}–{frame.end}"
    )


def _sign(project: Project, raw: Path) -> None:
    """The text's line in SHA256SUMS, in the order of the names."""
    sums = project.raw / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    kept = [line for line in lines if line.partition("  ")[2] != raw.name]
    kept.append(f"{_digest(raw)}  {raw.name}")
    write_beside(sums, "\n".join(sorted(kept, key=lambda line: line.partition("  ")[2])) + "\n")


def _record_plan(project: Project, plan_id: str, raw: Path, text: str, frame: Frame, statements: int) -> str:
    """The plan's row in plans.csv: a new one with what is known; of one that is there, checksum and number of rows.

    The check names the cells that are left to fill.
    """
    path = project.curated / "plans.csv"
    content = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    title = _TITLE.search(text[:600])
    drafted = {"sha256": _digest(raw), "statements": str(statements), "raw_file": raw.name}
    new = {
        "plan_id": plan_id,
        "title_zh": "".join(title[0].split()) if title else "",
        "period_start": str(frame.start),
        "period_end": str(frame.end),
    }
    named = header.index("plan_id")  # it is there, see `_refuse_unreadable_plans`
    at = next((n for n, row in enumerate(rows) if row[named] == plan_id), None)
    if at is None:
        at = len(rows)
        rows.append([(new | drafted).get(column, "") for column in header])
    else:
        rows[at] = [drafted.get(column, cell) for column, cell in zip(header, rows[at], strict=True)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in content else "\n").writerows([header, *rows])
    write_beside(path, out.getvalue())
    cells = dict(zip(header, rows[at], strict=True))
    empty = [name for name, column in Plan.columns().items() if column.is_required() and not cells.get(name)]
    left = f"; fill {', '.join(empty)}" if empty else ""
    return f"{project.name(path)}:{at + 2}: the plan's row{left}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
