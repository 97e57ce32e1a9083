"""Findings: sentences bound to the data, each with the statements that it rests on and a typed record for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from helpers.display.tables import link
from helpers.display.texts import BadText, Template
from helpers.display.words import absent

NOTHING = {
    "zh": "按现有数据，没有可以说的发现。",
    "en": "On the present data there is nothing to report.",
}


@dataclass(frozen=True)
class Finding:
    """One sentence. `values` are the cells that fill it; `statements` the keys of what it rests on."""

    name: str
    sentence: str
    values: Mapping[str, Any]
    statements: tuple[tuple[str, str], ...]

    @property
    def record(self) -> dict:
        return {"finding": self.name, "sentence": self.sentence, "values": dict(self.values)}


@dataclass(frozen=True)
class Findings:
    """The findings of a report, in order. Their records go into the output's metadata, where tests read them."""

    lang: str
    found: tuple[Finding, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        if self.found:
            items = "\n".join(f"<li>{_sentence(finding)}</li>" for finding in self.found)
            html = f'<ol class="findings">\n{items}\n</ol>'
        else:
            html = f"<p>{NOTHING[self.lang]}</p>"
        records = [finding.record for finding in self.found]
        return {"text/html": html, "text/plain": repr(self)}, {"ecoplan": {"findings": records}}

    def __repr__(self) -> str:
        return (
            "\n".join(f"{i}. {finding.sentence}" for i, finding in enumerate(self.found, start=1)) or NOTHING[self.lang]
        )


def _sentence(finding: Finding) -> str:
    cited = " ".join(link(statement, f"[{label}]") for statement, label in finding.statements)
    return escape(finding.sentence) + (f' <span class="cited">{cited}</span>' if cited else "")


def cited(row: Mapping[str, Any]) -> list[str]:
    """The statements that a row of a finding's query rests on: its columns named statement…, `;` between several."""
    cells = [str(cell) for column, cell in row.items() if column.startswith("statement") and not absent(cell)]
    return list(dict.fromkeys(key.strip() for cell in cells for key in cell.split(";")))


def findings_of(
    template: Template, rows: Iterable[Mapping[str, Any]], lang: str, labels: Mapping[str, tuple[str, str, str]]
) -> list[Finding]:
    """One finding for each row. Columns named statement… hold the statements cited, `;` between several.

    `labels` gives the plan, the year and role, and the indicator, under which a statement is cited.
    """
    found = []
    for row in rows:
        keys = cited(row)
        unknown = [key for key in keys if key not in labels]
        if unknown:
            raise BadText(f"{template.name}: cites {', '.join(unknown)}, which the collection does not hold")
        statements = _named(keys, labels, "：" if lang == "zh" else ": ")
        values = {name: _plain(cell) for name, cell in row.items() if not name.startswith("statement")}
        found.append(Finding(template.name, template.fill("sentence", lang, row), values, statements))
    return found


def _named(keys: list[str], labels: Mapping[str, tuple[str, str, str]], colon: str) -> tuple[tuple[str, str], ...]:
    """Each statement with its short name: the plan; of a plan that is cited again only what is cited of it."""
    plans = [labels[key][0] for key in keys]
    named = []
    for place, (key, plan) in enumerate(zip(keys, plans, strict=True)):
        alike = [labels[other][1] for other in keys if labels[other][0] == plan]
        detail = labels[key][1] if len(set(alike)) == len(alike) else labels[key][2]
        name = plan if plans.count(plan) == 1 else detail if plan in plans[:place] else f"{plan}{colon}{detail}"
        named.append((key, name))
    return tuple(named)


def _plain(cell: Any) -> Any:
    """A cell as JSON can keep it."""
    if absent(cell):
        return None
    return cell.item() if hasattr(cell, "item") else cell
