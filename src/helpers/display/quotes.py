"""The appendix of a report: every statement that it used, with the words that say it and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from helpers.display import words
from helpers.display.tables import anchor, source_address
from helpers.display.words import absent, marked
from helpers.environment import in_report

_LABELS = {
    "zh": {"context": "上下文", "reading": "应读作", "line": "第{line}行", "note": "原文注释", "from": "出自"},
    "en": {
        "context": "context",
        "reading": "to be read as",
        "line": "line {line}",
        "note": "note of the plan",
        "from": "from",
    },
}


@dataclass(frozen=True)
class Quotes:
    """The quotes of `facts` (rows of the view, with raw_file), and the ledger of what the report asked.

    `notes` (footnotes of the plan, in words) and `corrections` (of ours, as HTML): by statement.
    """

    facts: pd.DataFrame
    caveats: Mapping[str, tuple[str, str]]
    lang: str
    asked: list[dict]
    notes: Mapping[str, list[str]] = field(default_factory=dict)
    corrections: Mapping[str, list[str]] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        items = "\n".join(self._item(record) for record in self.facts.to_dict("records"))
        html = f'<ul class="quotes">\n{items}\n</ul>'
        quoted = list(self.facts["statement"])
        return {"text/html": html, "text/plain": repr(self)}, {"ecoplan": {"asked": self.asked, "quoted": quoted}}

    def __repr__(self) -> str:
        return "\n".join(
            f"{r['statement']} ({r['raw_file']}:{r['line']}) {r['quote']}" for r in self.facts.to_dict("records")
        )

    def _item(self, record: Mapping) -> str:
        label = _LABELS[self.lang]
        head = [record[f"plan_{self.lang}"], record[f"indicator_{self.lang}"], *words.whose(record, self.lang)]
        head += [words.ROLES[record["role"]][self.lang], words.years(record, self.lang)]
        said = words.statement(record, self.lang)
        colon = "：" if self.lang == "zh" else ": "
        parts = [
            f'<p class="what">{escape(" · ".join(head))}{colon}<strong>{escape(said)}</strong></p>',
            f'<blockquote lang="zh-CN">{escape(_flat(record["quote"]))}</blockquote>',
        ]
        for column in ("reading", "context"):
            if not absent(record[column]):
                words_there = f'<span lang="zh-CN">{escape(_flat(record[column]))}</span>'
                parts.append(f'<p class="{column}">{label[column]}{colon}{words_there}</p>')
        for code in [] if absent(record["caveats"]) else str(record["caveats"]).split(";"):
            name, meaning = self.caveats[code.strip()]
            parts.append(f'<p class="caveat"><b>{escape(name)}</b>{colon}{marked(meaning, self.lang)}</p>')
        if self.lang == "en" and not absent(record["note"]):
            parts.append(f'<p class="note"><b>our note</b>: {marked(record["note"], self.lang)}</p>')
        for note in self.notes.get(record["statement"], ()):
            parts.append(f'<p class="note"><b>{label["note"]}</b>{colon}{marked(note, self.lang)}</p>')
        for correction in self.corrections.get(record["statement"], ()):
            parts.append(f'<p class="note correction">{correction}</p>')
        place = escape(f"data/raw/{record['raw_file']}, {label['line'].format(line=record['line'])}")
        if in_report():  # there the page of the text stands beside it
            address = f"{source_address(record['plan_id'])}#{anchor(record['statement'])}"
            place = f'<a href="{escape(address)}">{place}</a>'
        parts.append(f'<p class="where"><code>{escape(record["statement"])}</code>, {label["from"]} {place}</p>')
        return f'<li id="{escape(anchor(record["statement"]))}">' + "\n".join(parts) + "</li>"


def _flat(text: str) -> str:
    return " ".join(text.split())
