"""The quotes of statements, asked of the database."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.curation.fields import listed
from helpers.display.corrections import told
from helpers.display.quotes import Quotes
from helpers.store.connect import store


def quotes_of(statements: Iterable[str], lang: str) -> Quotes:
    """The quotes of statements (keys plan_id/statement_id), with caveats and footnotes, and what was asked so far."""
    used = list(statements)
    # Only English quotes show our notes: a Chinese report must not run again because of one.
    note, noted = "", ""
    if lang == "en":
        note = ", note"
        noted = """JOIN (
            SELECT plan_id, statement_id, note FROM statements WHERE list_contains($plans, plan_id)
        ) AS noted USING (plan_id, statement_id)"""
    facts = store().query(
        f"SELECT facts.*, plans.raw_file{note} FROM facts JOIN plans USING (plan_id) {noted} "
        "WHERE list_contains($plans, facts.plan_id) AND list_contains($used, statement) ORDER BY text_order",
        {"used": used, "plans": sorted({statement.partition("/")[0] for statement in used})},
    )
    codes = {code for cell in facts["caveats"].dropna() for code in listed(cell)}
    caveats = store().query(
        f"SELECT caveat_id, name_{lang} AS name, meaning_{lang} AS meaning FROM caveats "
        "WHERE list_contains($codes, caveat_id) ORDER BY caveat_id",
        {"codes": sorted(codes)},
    )
    named = {row["caveat_id"]: (row["name"], row["meaning"]) for row in caveats.to_dict("records")}
    corrections = _corrections(used, lang)
    notes = _notes(sorted(set(facts["plan_id"])), lang)
    return Quotes(facts, named, lang, [asked.record for asked in store().asked], notes, corrections)


def _corrections(used: list[str], lang: str) -> dict[str, list[str]]:
    """What was corrected of these statements."""
    sql = f"""SELECT plan_id || '/' || statement_id AS statement, corrected, field, was, now, why_{lang}
        FROM corrections WHERE list_contains($used, plan_id || '/' || statement_id)
        ORDER BY corrected, plan_id, statement_id, field"""
    return told(store().query(sql, {"used": used}), lang)


def _notes(plans: list[str], lang: str) -> dict[str, list[str]]:
    """The footnotes of these plans, by the statements that they apply to."""
    found: dict[str, list[str]] = {}
    sql = "FROM notes WHERE list_contains($plans, plan_id) ORDER BY plan_id, note_id"
    for row in store().query(sql, {"plans": plans}).to_dict("records"):
        for statement_id in listed(row["applies_to"] if isinstance(row["applies_to"], str) else None):
            found.setdefault(f"{row['plan_id']}/{statement_id}", []).append(row[f"meaning_{lang}"])
    return found
