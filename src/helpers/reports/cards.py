"""The cards of the index: of each report its titles, its first finding, its first figure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.reports.index import Card
from helpers.reports.matrix import ReportSpec
from helpers.reports.titles import SEPARATOR

SVG = "image/svg+xml"
# Above this a group is a list to look up, not pictures to browse.
PICTURES = 24


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A report that has a page: its title, its first finding (None where it has none), its executed notebook."""

    spec: ReportSpec
    title: str
    finding: str | None
    notebook: Path


def cards(entries: Sequence[Entry]) -> list[Card]:
    """One card for each family (the same report in each language), in the order of the entries."""
    families: dict[str, list[Entry]] = {}
    for entry in entries:
        families.setdefault(entry.spec.family, []).append(entry)
    made = [_card(family) for family in families.values()]
    sizes = Counter(card.group for card in made)
    kinds = {group: {card.notebook for card in made if card.group == group} for group in sizes}
    made = [card if card.group == "question" else _by_subject(card, alone=len(kinds[card.group]) == 1) for card in made]
    return [
        replace(card, thumbnail=_thumbnail(families[card.report_id])) if sizes[card.group] <= PICTURES else card
        for card in made
    ]


def first_finding(notebook: str) -> str | None:
    """The first finding that an executed notebook (JSON) shows."""
    for output in _outputs(notebook):
        for record in output.get("metadata", {}).get("ecoplan", {}).get("findings", ()):
            return record["sentence"]
    return None


def quoted_in(notebook: str) -> list[str]:
    """The statements that an executed notebook (JSON) quotes."""
    records = (output.get("metadata", {}).get("ecoplan", {}) for output in _outputs(notebook))
    return [statement for record in records for statement in record.get("quoted", ())]


def _card(family: Sequence[Entry]) -> Card:
    first = family[0].spec
    return Card(
        report_id=first.family,
        notebook=first.notebook,
        group=_group(first),
        title={entry.spec.lang: entry.title for entry in family},
        href={entry.spec.lang: entry.spec.page for entry in family},
        summary={entry.spec.lang: entry.finding for entry in family if entry.finding},
    )


def _by_subject(card: Card, *, alone: bool) -> Card:
    """A card titled by its subject, behind it the question where the group holds reports on several."""
    titles = {lang: title.split(SEPARATOR, 1) for lang, title in card.title.items()}
    said = {lang: parts[-1] if alone else SEPARATOR.join(reversed(parts)) for lang, parts in titles.items()}
    return replace(card, title=said)


def _group(spec: ReportSpec) -> str:
    for parameter, group in (("plan_id", "plan"), ("place_id", "place"), ("indicator_id", "indicator")):
        if parameter in spec.parameters:
            return group
    return "question"


def _thumbnail(family: Sequence[Entry]) -> str | None:
    """The first figure; the last language in order is zh, and most readers of the index read that."""
    for entry in reversed(family):
        try:
            notebook = entry.notebook.read_text("utf-8")
        except OSError:
            continue
        for output in _outputs(notebook):
            if SVG in output.get("data", {}):
                return "".join(output["data"][SVG])
    return None


def _outputs(notebook: str) -> Iterator[dict]:
    for cell in json.loads(notebook)["cells"]:
        yield from cell.get("outputs", ())
