"""The results of the audit in a report: as findings, as tables that link to the statements, and as a grid of counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from helpers.analysis.audit import CERTAINTIES, RULES, Result
from helpers.display.findings import Finding
from helpers.display.tables import Table, link
from helpers.display.words import marked

_HEADS = {
    "certainty": {"zh": "判断", "en": "Verdict"},
    "explanation": {"zh": "说明", "en": "What it is"},
    "arithmetic": {"zh": "算式", "en": "Arithmetic"},
    "statements": {"zh": "表述", "en": "Statements"},
}
# The name under which a statement is cited: its plan and line.
Labels = Mapping[str, str]


def results_table(results: Sequence[Result], lang: str, labels: Labels) -> Table:
    """One row a result; each statement links to its quote."""
    rows = [
        [
            _unbroken(escape(CERTAINTIES[result.certainty][lang])),
            marked(result.explanation[lang], lang),
            escape(result.arithmetic[lang]),
            "<br>".join(_unbroken(link(key, labels[key])) for key in result.statements if key in labels) or "—",
        ]
        for result in results
    ]
    heads = [head[lang] for head in _HEADS.values()]
    return Table(heads, rows, "\n".join("  ".join(row) for row in [heads, *rows]))


def _unbroken(cell: str) -> str:
    return f'<span class="unbroken">{cell}</span>'


_SUMMARY = {
    "zh": "用{rules}条规则核对{plans}份规划，得到矛盾{contradiction}处，张力{tension}处；"
    "另有{explained}处可由文本自身解释、已经达到或无法比较。",
    "en": "{rules} rules held against {plans} plans give {contradiction} contradictions and {tension} tensions; "
    "{explained} more results are explained by the texts themselves, are goals that were met, or cannot be compared.",
}


def summary(results: Sequence[Result], plans: int, lang: str) -> Finding:
    """How much the audit found, as the first finding."""
    found = {name: sum(result.certainty == name for result in results) for name in CERTAINTIES}
    values = found | {"rules": len(RULES), "plans": plans}
    return Finding("audit", _SUMMARY[lang].format(**values), values, ())


def audit_findings(results: Iterable[Result], lang: str, labels: Labels) -> list[Finding]:
    """Each result as a sentence of its own, with its arithmetic."""
    joint = {"zh": "：", "en": ": "}[lang]
    stop = {"zh": "。", "en": "."}[lang]
    found = []
    for result in results:
        text = result.explanation[lang]
        sentence = f"{text[0].upper()}{text[1:]}{joint}{result.arithmetic[lang]}{stop}"
        cited = tuple((key, labels[key]) for key in result.statements if key in labels)
        values = {"rule": result.rule, "certainty": result.certainty, "arithmetic": result.arithmetic["en"]}
        found.append(Finding(f"audit_{result.rule}", sentence, values, cited))
    return found


def counts(results: Sequence[Result], lang: str) -> pd.DataFrame:
    """The frame of a grid: a row for each rule, a column for each certainty, the number of results in the tile."""
    tiles = []
    for rule in RULES:
        for certainty, names in CERTAINTIES.items():
            number = sum(result.rule == rule.name and result.certainty == certainty for result in results)
            kind = "filled" if number else "empty"
            tiles.append((rule.title[lang], names[lang], str(number) if number else "0", kind, number))
    return pd.DataFrame(tiles, columns=["row", "column", "text", "kind", "weight"])
