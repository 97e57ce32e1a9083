"""All curated data of a collection, read and checked: the only way in for everything downstream."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from helpers.curation import consistency, csvfile
from helpers.curation.account import check_account
from helpers.curation.between_rows import check_between_rows
from helpers.curation.collection import Collection
from helpers.curation.correction import check_corrections
from helpers.curation.csvfile import Record
from helpers.curation.evidence import Tracer
from helpers.curation.problems import Problem, nearest
from helpers.curation.rawtext import RawText
from helpers.curation.statement import Statement
from helpers.curation.tables import TABLES, files_of
from helpers.curation.units import Units
from helpers.errors import BadCollection
from helpers.files import bytes_of
from helpers.project import Project

QUOTED = ("notes", "not_statements", "damages", "declared_totals")


def load(project: Project) -> Collection:
    """The checked collection; BadCollection with all problems of all files where there is any."""
    collection = check(project)
    if collection.problems:
        raise BadCollection(collection.problems)
    return collection


def check(project: Project) -> Collection:
    """Reads and checks everything. The collection holds what could be read, and all problems by file and line."""
    collection = Collection(project)
    _read(collection)
    _read_raw_texts(collection)
    _trace(collection)
    check_between_rows(collection)
    check_corrections(collection)
    check_account(collection)
    collection.problems = sorted(set(collection.problems), key=_order)
    return collection


def _order(problem: Problem) -> tuple:
    return (problem.file, problem.line, problem.column, problem.message, problem.got or "")


def _read(collection: Collection) -> None:
    project = collection.project
    for model in TABLES:
        paths = files_of(project, model)
        readings = [csvfile.read(path, project.name(path), model) for path in paths]
        collection.records[model.table] = [record for reading in readings for record in reading.records]
        collection.broken[model.table] = [cells for reading in readings for cells in reading.broken]
        collection.problems += [problem for reading in readings for problem in reading.problems]
        if model is Statement:
            _check_files(collection, {path.stem: project.name(path) for path in paths})


def _check_files(collection: Collection, files: dict[str, str]) -> None:
    """Each plan has its file of statements, and each file its plan."""
    plans = {record.row.plan_id: record for record in collection.records["plans"]}
    for record in plans.values():
        if record.row.period_end < record.row.period_start:
            message = f"is before period_start {record.row.period_start}"
            collection.problems.append(record.problem("period_end", message, str(record.row.period_end)))
    folder = collection.project.name(collection.project.statements)
    for plan_id, record in plans.items():
        if plan_id not in files:
            collection.problems.append(record.problem("plan_id", f"has no file {folder}/{plan_id}.csv", plan_id))
    unread = {cells.get("plan_id") for cells in collection.broken["plans"]}
    for stem, name in files.items():
        if stem not in plans and stem not in unread:
            hint = nearest(stem, plans) or "add the plan to plans.csv"
            collection.problems.append(Problem(name, 0, "", "no plan of this name in plans.csv", stem, hint))
    counts: dict[str, int] = defaultdict(int)
    for record in collection.records["statements"]:
        stem = record.file.rpartition("/")[2].removesuffix(".csv")
        counts[stem] += 1
        if record.row.plan_id != stem:
            message = f"differs from the file's name {stem}"
            collection.problems.append(record.problem("plan_id", message, record.row.plan_id))
    broken = {problem.file for problem in collection.problems}
    for plan_id, record in plans.items():
        if plan_id in files and files[plan_id] not in broken and counts[plan_id] != record.row.statements:
            message = f"{files[plan_id]} holds {counts[plan_id]}"
            hint = "a row was lost or added; correct the number when that was meant"
            collection.problems.append(record.problem("statements", message, str(record.row.statements), hint))


def _read_raw_texts(collection: Collection) -> None:
    """The raw text of each plan, as long as it is there, is UTF-8 and is unchanged."""
    project = collection.project
    for record in collection.records["plans"]:
        plan = record.row
        path = project.raw / plan.raw_file
        try:
            inside = path.resolve().is_relative_to(project.raw.resolve())
            content = bytes_of(path) if inside else None
        except OSError:
            content = None
        if content is None:
            hint = f"put the text into {project.name(project.raw)}"
            collection.problems.append(
                record.problem("raw_file", f"is not a file of {project.name(project.raw)}", plan.raw_file, hint)
            )
            continue
        digest = hashlib.sha256(content).hexdigest()
        if digest != plan.sha256:
            message = f"{project.name(path)} has another SHA-256: {digest}"
            collection.problems.append(record.problem("sha256", message, plan.sha256, "a raw text never changes"))
        try:
            collection.raw[plan.plan_id] = RawText(content.decode("utf-8"))
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            collection.problems.append(
                Problem(project.name(path), line, "", "is not UTF-8", f"byte {content[fault.start]:#x}")
            )


def _trace(collection: Collection) -> None:
    """Each statement against its text; then each numeral against those who claim it."""
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    indicators = {row.indicator_id: row for row in collection.rows("indicators")}
    tracers = {}
    for plan in collection.rows("plans"):
        if plan.plan_id in collection.raw:
            name = collection.project.name(collection.project.raw / plan.raw_file)
            tracers[plan.plan_id] = Tracer(plan, collection.raw[plan.plan_id], name, indicators, units)
    claims: dict[tuple, Record] = {}
    for record in collection.records["statements"]:
        row: Statement = record.row
        collection.problems += consistency.faults(record)
        if row.plan_id not in tracers:
            continue
        if row.place_id == tracers[row.plan_id].plan.place_id:
            hint = "leave it empty"
            collection.problems.append(record.problem("place_id", "is the plan's own place", row.place_id, hint))
        evidence, problems = tracers[row.plan_id].trace(record)
        collection.problems += problems
        if evidence is None:
            continue
        collection.evidence[row.plan_id, row.statement_id] = evidence
        if evidence.value:
            claim = (row.plan_id, evidence.value, row.indicator_id, row.place_id, row.scope_id)
            if claim in claims:
                message = (
                    f"the numeral is already the value of {claims[claim].row.statement_id} (line {claims[claim].line})"
                )
                hint = "rows share a numeral only when they differ in indicator, place or scope"
                collection.problems.append(record.problem("value", message, row.value, hint))
            claims.setdefault(claim, record)
    for record in [record for table in QUOTED for record in collection.records[table]]:
        if record.row.plan_id in tracers:
            tracers[record.row.plan_id].locate(record, "quote", record.row.quote, collection.problems)
