"""The pages of the source texts: one for each plan and language, with links back to the reports that quote it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from helpers import __version__
from helpers.display.corrections import told
from helpers.display.plans import plan_card
from helpers.display.tables import anchor, source_address
from helpers.files import digest_of, write_beside
from helpers.project import Project
from helpers.reports.crew import Crew
from helpers.reports.index import Card
from helpers.reports.labels import LABELS
from helpers.reports.manifest import page_hash
from helpers.reports.site import keep_former
from helpers.reports.source_page import SourceText, source_page
from helpers.store.connect import Store

_FACTS = """
    SELECT facts.*, statements.note, evidence.quote_end, evidence.value_start, evidence.value_end
    FROM facts
    JOIN statements USING (plan_id, statement_id)
    JOIN evidence USING (plan_id, statement_id)
    WHERE facts.plan_id = $plan_id
    ORDER BY facts.text_order
"""
_CORRECTIONS = """
    SELECT plan_id || '/' || statement_id AS statement, * FROM corrections
    WHERE plan_id = $plan_id ORDER BY corrected, statement_id, field
"""
# A report that quotes statements: its address in the site, its title, its language, the statements.
Quoting = tuple[str, str, str, Sequence[str]]


def write_source_pages(
    project: Project, data: Project, store: Store, crew: Crew, stage: Path, quoting: Sequence[Quoting], code: str
) -> None:
    """Puts all these pages into a site that is being made; those of which nothing has changed from the former site.

    `data`: where the texts are read, which `store` holds the statements of. `code`: hash of what makes pages.
    """
    note = project.build / "sources.json"
    known, now, changed = _read(note), {}, {}
    for page, source in _sources(data, store, quoting):
        key = digest_of({"source": repr(source), "code": code})
        if known.get(page) == [key, page_hash(project, page, None)] and keep_former(project, stage, page):
            now[page] = known[page]
        else:
            changed[page] = source
            now[page] = [key]
    for page, html in zip(changed, _made(crew, list(changed.values())), strict=True):
        (stage / page).parent.mkdir(parents=True, exist_ok=True)
        (stage / page).write_text(html, encoding="utf-8", newline="\n")
        now[page].append(hashlib.sha256(html.encode()).hexdigest())
    write_beside(note, json.dumps(now, ensure_ascii=False))


def _made(crew: Crew, sources: list[SourceText]) -> Iterator[str]:
    """The pages in the order of the sources, made by several workers."""
    made = 0
    if len(sources) > 1:
        with suppress(BrokenExecutor), crew.open_here(min(crew.size, len(sources))) as executor:
            for html in executor.map(source_page, sources):
                made += 1
                yield html
    yield from map(source_page, sources[made:])


def _read(note: Path) -> dict[str, list[str]]:
    try:
        known = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _sources(data: Project, store: Store, quoting: Sequence[Quoting]) -> Iterator[tuple[str, SourceText]]:
    """The address of each page in the site, and what it is made of."""
    uses = _uses(quoting)
    plans = store.query("FROM plans ORDER BY plan_id").to_dict("records")
    caveats = store.query("FROM caveats ORDER BY caveat_id").to_dict("records")
    for plan in plans:
        facts = store.query(_FACTS, {"plan_id": plan["plan_id"]}).to_dict("records")
        text = (data.raw / plan["raw_file"]).read_bytes().decode("utf-8")
        changed = store.query(_CORRECTIONS, {"plan_id": plan["plan_id"]})
        notes = store.query("FROM notes WHERE plan_id = $key ORDER BY note_id", {"key": plan["plan_id"]})
        for lang, other in (("zh", "en"), ("en", "zh")):
            address = source_address(plan["plan_id"])
            used = {fact["statement"]: uses[lang].get(fact["statement"], []) for fact in facts}
            source = SourceText(
                plan_id=plan["plan_id"],
                raw_file=plan["raw_file"],
                title=source_title(plan, lang),
                lang=lang,
                text=text,
                facts=facts,
                caveats={row["caveat_id"]: row[f"name_{lang}"] for row in caveats},
                uses=used,
                corrections=told(changed, lang),
                card=plan_card(plan, list(notes[f"meaning_{lang}"]), lang),
                other_lang_href=f"../{other}/{address}",
                version=__version__,
            )
            yield f"{lang}/{address}", source


def source_cards(store: Store) -> list[Card]:
    """The cards of these pages on the index."""
    counted = store.query("""
        SELECT plans.plan_id, short_zh, short_en, count(facts.statement) AS number
        FROM plans LEFT JOIN facts USING (plan_id) GROUP BY ALL ORDER BY plan_id""")
    return [
        Card(
            report_id=f"source-{plan['plan_id']}",
            notebook="",
            group="source",
            title={lang: source_title(plan, lang) for lang in ("zh", "en")},
            href={lang: f"{lang}/{source_address(plan['plan_id'])}" for lang in ("zh", "en")},
            summary={lang: LABELS[lang]["source_card"].format(number=plan["number"]) for lang in ("zh", "en")},
        )
        for plan in counted.to_dict("records")
    ]


def source_title(plan: Mapping[str, Any], lang: str) -> str:
    """What the page of a plan's text is called."""
    return LABELS[lang]["source_of"].format(plan=plan[f"short_{lang}"])


def _uses(quoting: Sequence[Quoting]) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """For each language and statement the reports that quote it: address of the quote, and title."""
    uses: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for page, title, lang, statements in quoting:
        for statement in statements:
            uses[lang][statement].append((f"{page.partition('/')[2]}#{anchor(statement)}", title))
    return uses
