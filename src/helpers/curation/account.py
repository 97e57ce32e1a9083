"""The account of numbers: each numeral of a text is curated, excused or recognised, or is left over.

See the third rule of reading: a plan is complete when nothing is left over.
"""

from __future__ import annotations

from helpers.curation.collection import Collection
from helpers.curation.csvfile import Record
from helpers.curation.ledger import BARE_WORD, CURATED, EXCUSED, LEFT_OVER, Ledger
from helpers.curation.numerals import Numeral, printed
from helpers.curation.problems import Problem
from helpers.curation.rawtext import RawText, Span
from helpers.curation.recognise import Rule, is_bare_word, is_counted, rules
from helpers.curation.source import DeclaredTotal, NotStatement
from helpers.curation.statement import Statement


def check_account(collection: Collection) -> None:
    """Adds the ledger of each plan to the collection, and a problem for each excuse that excuses nothing."""
    units = [u.symbol_zh for u in collection.rows("units") if u.symbol_zh]
    prints = units + [alias.alias for alias in collection.rows("unit_aliases")]
    known = rules([name.name for name in collection.rows("names")], prints)
    rows = {table: collection.by_plan(table) for table in ("statements", "declared_totals", "not_statements")}
    for plan in collection.rows("plans"):
        if raw := collection.raw.get(plan.plan_id):
            statements, totals, excuses = (of_plan.get(plan.plan_id, []) for of_plan in rows.values())
            ledger = Ledger(plan.plan_id, recognised(raw, known))
            _curated(collection, ledger, raw, statements)
            _years(ledger, raw, statements)
            _declared(collection, ledger, raw, totals)
            _excused(collection, ledger, raw, excuses)
            collection.ledgers[plan.plan_id] = ledger


def left_over(collection: Collection) -> list[Problem]:
    """A problem for each numeral that nothing accounts for: no fault of a row, but the plan is not complete."""
    problems = []
    for plan in collection.rows("plans"):
        if ledger := collection.ledgers.get(plan.plan_id):
            file = collection.project.name(collection.project.raw / plan.raw_file)
            problems += [_missing(numeral, collection.raw[plan.plan_id], file) for numeral in ledger.left_over]
    return problems


def recognised(raw: RawText, known: tuple[Rule, ...]) -> dict[Numeral, str]:
    """What the rules alone say of each numeral: the first that recognises it, or left over."""
    found: dict[Numeral, str] = {}
    for rule in known:
        for span in rule.spans(raw):
            for numeral in raw.within(span):
                found.setdefault(numeral, rule.name)
    return {numeral: found.get(numeral) or _bare(raw, numeral) for numeral in raw.numerals}


def _bare(raw: RawText, numeral: Numeral) -> str:
    return BARE_WORD if is_bare_word(raw.text, numeral) else LEFT_OVER


def _curated(collection: Collection, ledger: Ledger, raw: RawText, statements: list[Record]) -> None:
    """What statements claim as value, end of a range, or condition."""
    for record in statements:
        if evidence := collection.evidence.get((ledger.plan_id, record.row.statement_id)):
            for span in (evidence.value, evidence.value_max, evidence.condition):
                for numeral in raw.touched(span) if span else ():
                    ledger.entries[numeral] = CURATED


def _years(ledger: Ledger, raw: RawText, statements: list[Record]) -> None:
    """A bare year (the scan lost its 年) that a statement names as its own, where its quote or context holds it."""
    years = [n for n in ledger.left_over if n.kind == "digits" and len(n.text) == 4]
    bare = [n for n in years if not is_counted(raw.text, n.end)]
    for record in statements if bare else ():
        row: Statement = record.row
        own = {str(year) for year in (row.year, row.base_year, row.period_start) if year}
        places = [place for words in (row.quote, row.context) if words for place in raw.find(words)]
        for numeral in bare:
            if printed(numeral.text) in own and any(p.start <= numeral.start and numeral.end <= p.end for p in places):
                ledger.entries[numeral] = CURATED


def _declared(collection: Collection, ledger: Ledger, raw: RawText, totals: list[Record]) -> None:
    """What the plan says of its own table of indicators."""
    for record in totals:
        row: DeclaredTotal = record.row
        place = _place(raw, row)
        if place is None:
            continue
        inside = raw.within(place)
        equal = [n for n in inside if printed(n.text) == printed(row.value)]
        if len(equal) < (row.value_at or 1):
            listing = ", ".join(n.text for n in inside) or "none"
            collection.problems.append(
                record.problem("value", f"is not in the quote; its numerals are {listing}", row.value)
            )
        else:
            ledger.entries[equal[(row.value_at or 1) - 1]] = CURATED


def _excused(collection: Collection, ledger: Ledger, raw: RawText, excuses: list[Record]) -> None:
    for record in excuses:
        if place := _place(raw, record.row):
            _excuse(collection, ledger, record, raw.within(place))


def _place(raw: RawText, row: DeclaredTotal | NotStatement) -> Span | None:
    """Where a row has its quote; None where the check of quotes has found fault with it."""
    places = raw.find(row.quote)
    return places[0] if len(places) == 1 and not raw.cut_numeral(places[0]) else None


def _excuse(collection: Collection, ledger: Ledger, record: Record, inside: list[Numeral]) -> None:
    """One excuse is for one numeral of its quote, and only for one that nothing else accounts for."""
    row: NotStatement = record.row
    listing = ", ".join(f"{i}: {n.text} ({ledger.entries[n]})" for i, n in enumerate(inside, start=1)) or "none"
    if row.value_at is not None and row.value_at > len(inside):
        message = f"the quote's numerals are {listing}"
        collection.problems.append(record.problem("value_at", message, str(row.value_at)))
        return
    open_ones = [n for n in inside if ledger.entries[n] == LEFT_OVER]
    if row.value_at is None and len(open_ones) > 1:
        hint = f"say in value_at which one is meant: {listing}"
        collection.problems.append(record.problem("value_at", "the quote holds several such numerals", None, hint))
        return
    meant = inside[row.value_at - 1] if row.value_at else open_ones[0] if open_ones else None
    if meant is None or ledger.entries[meant] != LEFT_OVER:
        message = "excuses nothing: each of its numerals is accounted for" if meant is None else "needs no excuse"
        collection.problems.append(record.problem("quote", message, row.quote, f"delete the row; {listing}"))
        return
    ledger.entries[meant] = EXCUSED


def _missing(numeral: Numeral, raw: RawText, file: str) -> Problem:
    around = " ".join(raw.text[max(0, numeral.start - 16) : numeral.end + 12].split())
    message = "is neither curated, nor recognised, nor excused"
    hint = "add a statement, or a row of not_statements.csv with a reason"
    return Problem(file, raw.line(numeral.start), numeral.text, message, around, hint)
