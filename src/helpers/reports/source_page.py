"""A source text as a page: each statement marked in it, beside it how it was read and which reports quote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.curation.fields import listed
from helpers.curation.outline import Part, Row, outline
from helpers.curation.rawtext import RawText, Span
from helpers.display import words
from helpers.display.highlight import Mark, highlighted
from helpers.display.tables import Table, anchor
from helpers.display.words import absent, marked
from helpers.reports.frame import CONTENT_SECURITY_POLICY, TEMPLATES, Heading, finished, page_style
from helpers.reports.labels import HTML_LANG, LABELS


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """What a page is made of. `facts`: rows of the view facts with `value_start`, `value_end` and `note`.

    `uses`: for each statement the reports that quote it, as pairs of address and title. `caveats`: names by code.
    """

    plan_id: str
    raw_file: str
    title: str
    lang: str
    text: str
    facts: Sequence[Mapping[str, Any]]
    caveats: Mapping[str, str]
    uses: Mapping[str, Sequence[tuple[str, str]]]
    corrections: Mapping[str, Sequence[str]]
    card: Table
    other_lang_href: str
    version: str


def source_page(source: SourceText) -> str:
    """The whole page; same source, same text."""
    layout = _Layout(source)
    parts = [layout.part(part) for part in layout.outline]
    html = _template().render(
        source=source,
        card=Markup(source.card._repr_html_()),
        parts=parts,
        contents=layout.contents,
        labels=LABELS[source.lang],
        html_lang=HTML_LANG,
        policy=CONTENT_SECURITY_POLICY,
        style=page_style(),
    )
    return finished(html)


@cache
def _template():
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, TEMPLATES / "ecoplan"]), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("source.html.j2")


class _Layout:
    """The parts of the text, with what was read of each."""

    def __init__(self, source: SourceText) -> None:
        self._source, self._raw = source, RawText(source.text)
        self._marks = list(_marks(source.facts))
        self._line = 0
        rows = [Span(int(f["quote_start"]), int(f["quote_end"])) for f in source.facts if f["part"] == "table"]
        self.outline = outline(source.text, rows)
        self.contents: list[Heading] = []

    def part(self, part: Part) -> dict[str, Any]:
        """What the template shows of a part."""
        shown: dict[str, Any] = {"kind": part.kind, "level": part.level, "lines": self._lines(part.span)}
        if part.kind == "table":
            # above the first row of cells: the title of the table and the names of its columns
            return shown | {
                "head": [self._html(span) for span in part.head],
                "readings": [one for span in part.head for one in self._readings(span)],
                "rows": [self._row(row) for row in part.rows],
                "width": max(len(row.cells) for row in part.rows),
                "lines": "",
            }
        if part.kind == "heading":
            name = f"h-{part.span.start}"
            text = _once(" ".join(self._source.text[part.span.start : part.span.end].split()))
            self.contents.append(Heading(level=part.level, anchor=name, text=text))
            shown["anchor"] = name
        return shown | {"html": self._html(part.span), "readings": self._readings(part.span)}

    def _row(self, row: Row) -> dict[str, Any]:
        span = Span(row.cells[0].start, row.cells[-1].end)
        around = [*row.before, *row.cells, *row.after]
        return {
            "before": [self._html(cell) for cell in row.before],
            "cells": [self._html(cell) for cell in row.cells],
            "after": [self._html(cell) for cell in row.after],
            "lines": self._lines(span),
            "readings": self._readings(Span(around[0].start, around[-1].end)),
        }

    def _lines(self, span: Span) -> str:
        """The numbers of the lines, where they are not those that were said last."""
        first, last = self._raw.line(span.start), self._raw.line(span.end - 1)
        if first == last == self._line:
            return ""
        self._line = last
        return str(first) if first == last else f"{first}–{last}"

    def _html(self, span: Span) -> Markup:
        return Markup(highlighted(self._source.text, *span, self._marks))

    def _readings(self, span: Span) -> list[dict[str, Any]]:
        """The statements whose quote begins in this stretch."""
        return [self._reading(f) for f in self._source.facts if span.start <= f["quote_start"] < span.end]

    def _reading(self, fact: Mapping[str, Any]) -> dict[str, Any]:
        lang = self._source.lang
        about = [fact[f"indicator_{lang}"], *words.whose(fact, lang), words.ROLES[fact["role"]][lang]]
        codes = [] if absent(fact["caveats"]) else listed(fact["caveats"])
        return {
            "anchor": anchor(fact["statement"]),
            "statement": fact["statement"],
            "about": " · ".join([*about, words.years(fact, lang)]),
            "said": words.statement(fact, lang),
            "reading": None if absent(fact["reading"]) else " ".join(fact["reading"].split()),
            "caveats": [self._source.caveats[code] for code in codes],
            "note": Markup(marked(fact["note"], lang)) if lang == "en" and not absent(fact["note"]) else None,
            "corrections": [Markup(one) for one in self._source.corrections.get(fact["statement"], ())],
            "uses": self._source.uses.get(fact["statement"], ()),
        }


def _once(heading: str) -> str:
    """A heading that a scan of bold print has twice, once: for the table of contents."""
    half = len(heading) // 2
    return heading[:half] if heading[:half] == heading[half:] else heading


def _marks(facts: Sequence[Mapping[str, Any]]) -> Iterator[Mark]:
    """A mark for each quote, and the numeral itself set apart within it."""
    values = set()
    for fact in facts:
        yield Mark(int(fact["quote_start"]), int(fact["quote_end"]), anchor=anchor(fact["statement"]))
        if not absent(fact["value_start"]):
            values.add((int(fact["value_start"]), int(fact["value_end"])))
    for start, end in sorted(values):
        yield Mark(start, end, tag="b")
