"""What a rule of the audit finds: the statements, the arithmetic in symbols, and how sure it is, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Certainty = Literal["contradiction", "tension", "explained"]
CERTAINTIES: dict[str, dict[str, str]] = {
    "contradiction": {"zh": "矛盾", "en": "contradiction"},
    "tension": {"zh": "张力", "en": "tension"},
    "explained": {"zh": "文中可解释", "en": "explained"},
}
COLUMNS = ("rule", "certainty", "plan_ids", "statement_ids", "arithmetic", "explanation")
_MINUS = "−"


@dataclass(frozen=True)
class Result:
    """`contradiction`: two different things are said of one matter, or numbers that cannot all be right.

    `tension`: they can, but at odds with what one would expect. `explained`: the text itself gives the reason
    (population, method of measuring, a stated reason), or a goal was met or cannot be compared.
    `statements` are keys `plan_id/statement_id`; `arithmetic` and `explanation` have the languages as keys.
    """

    rule: str
    certainty: Certainty
    statements: tuple[str, ...]
    arithmetic: Mapping[str, str]
    explanation: Mapping[str, str]

    @property
    def plans(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key.partition("/")[0] for key in self.statements))

    def row(self, lang: str) -> dict[str, str]:
        """As the table and the CSV show it; several ids have `;` between them."""
        ids = (key.partition("/")[2] if len(self.plans) == 1 else key for key in self.statements)
        cells = (";".join(self.plans), ";".join(ids), self.arithmetic[lang], self.explanation[lang])
        return dict(zip(COLUMNS, (self.rule, self.certainty, *cells), strict=True))


def as_frame(results: Iterable[Result], lang: str) -> pd.DataFrame:
    """One row a result, with the columns of COLUMNS."""
    return pd.DataFrame([result.row(lang) for result in results], columns=list(COLUMNS))


def number(value: float) -> str:
    """A computed number for a line of arithmetic: at most two decimals, a real minus sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace("-", _MINUS).replace("inf", "∞")


def in_its_unit(value: float, fact: Mapping[str, Any]) -> str:
    """A number computed in the canonical unit, as a number of the unit in which a statement is printed."""
    return number(value * fact["amount"] / fact["canonical"] if fact["canonical"] else value)


_MOVES = {"increase": ("上升", "up "), "decrease": ("下降", "down ")}
_A_YEAR = (("年均", ""), ("", " a year"))
_WITHOUT_NUMBER = {
    "up": ("上升", "rises"),
    "down": ("下降", "falls"),
    "hold": ("保持", "holds"),
    "all": ("全部", "all"),
    "none": ("为零", "none"),
    "text": ("定性表述", "in words"),
}
_DONE = {"all": ("完成", "done"), "none": ("没有", "not at all")}


def said(fact: Mapping[str, Any], lang: str) -> str:
    """A statement's number as printed, with its bound, unit, direction and year: `≥95% (2025)`, `down 39.5% (2020)`."""
    second = lang == "en"
    when = ("（{}）", " ({})")[second].format(fact["year"]) if fact["year"] else ""
    if not fact["said"]:
        return f"{_words(fact, second)}{when}"
    unit = fact[f"unit_{lang}"] or ""
    if unit in ("个", "万个") and fact.get("unit"):
        unit = fact["unit"]  # Chinese counts each thing with its own word: 52条
    gap = " " if second and unit not in ("", "%") else ""
    move = _MOVES.get(fact["direction"] or "", ("", ""))[second]
    before, behind = _A_YEAR[second] if fact["measure"] == "annual_change_pct" else ("", "")
    return f"{before}{move}{fact['said']}{gap}{unit}{behind}{when}"


def _words(fact: Mapping[str, Any], second: bool) -> str:
    """A statement without a number, in a word or two."""
    if fact["comparator"] == "meets":
        return fact["reference_en" if second else "reference_zh"]
    own = _DONE if fact["measure"] == "state" and fact["comparator"] in _DONE else _WITHOUT_NUMBER
    return own[fact["comparator"]][second]


def both(zh: str, en: str, **cells: Any) -> dict[str, str]:
    """A sentence in both languages. Cells named `x_zh` and `x_en` fill `{x}` of their language."""
    filled = {}
    for lang, template in (("zh", zh), ("en", en)):
        own = {name.removesuffix(f"_{lang}"): cell for name, cell in cells.items() if name.endswith(f"_{lang}")}
        filled[lang] = template.format(**cells, **own)
    return filled


def subject(fact: Mapping[str, Any]) -> dict[str, str]:
    """The cells that name what a statement measures, for `both`: `what_zh`, `what_en` (there in quotation marks)."""
    zh = fact["indicator_zh"] + (f"（{fact['scope_zh']}）" if fact["scope_zh"] else "")
    en = f"“{fact['indicator_en']}”" + (f" ({fact['scope_en']})" if fact["scope_en"] else "")
    return {"what_zh": zh, "what_en": en}
