"""What a rule of the audit finds: the statements, the arithmetic in symbols, and how sure it is, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Certainty = Literal["contradiction", "tension", "explained"]
CERTAINTIES: dict[str, dict[str, str]] = {
    "contradiction": {"zh": "\u77db\u76fe", "en": "contradiction"},
    "tension": {"zh": "\u5f20\u529b", "en": "tension"},
    "explained": {"zh": "\u6587\u4e2d\u53ef\u89e3\u91ca", "en": "explained"},
}
COLUMNS = ("rule", "certainty", "plan_ids", "statement_ids", "arithmetic", "explanation")
_MINUS = "\u2212"


@dataclass(frozen=True)
class Result:
    """`contradiction`: the statements cannot all hold; `tension`: they can, but at odds with what one would expect;
    `explained`: the text itself gives the reason (population, method of measuring, a stated reason).

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


def number(value: float, places: int = 2) -> str:
    """A computed number for a line of arithmetic: at most `places` decimals, a real minus sign."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
    return ("0" if text in ("-0", "") else text).replace("-", _MINUS)


def said(fact: Mapping[str, Any], lang: str) -> str:
    """A statement's number as printed, with its bound, unit, direction and year: `\u226595% (2025)`."""
    unit = fact[f"unit_{lang}"] or ""
    gap = "" if unit in ("", "%") or lang == "zh" else " "
    sign = {"increase": "+", "decrease": _MINUS}.get(fact["direction"] or "", "")
    when = {"zh": "\uff08{}\uff09", "en": " ({})"}[lang].format(fact["year"]) if fact["year"] else ""
    return f"{sign}{fact['said']}{gap}{unit}{when}" if fact["said"] else f"{words(fact, lang)}{when}"


_WITHOUT_NUMBER = {
    "up": ("\u4e0a\u5347", "rises"),
    "down": ("\u4e0b\u964d", "falls"),
    "hold": ("\u4fdd\u6301", "holds"),
    "all": ("\u5168\u90e8", "all"),
    "none": ("\u4e3a\u96f6", "none"),
    "text": ("\u5b9a\u6027\u8868\u8ff0", "in words"),
}


def words(fact: Mapping[str, Any], lang: str) -> str:
    """A statement without a number, in a word or two."""
    if fact["comparator"] == "meets":
        return fact[f"reference_{lang}"]
    return _WITHOUT_NUMBER[fact["comparator"]][0 if lang == "zh" else 1]


def both(zh: str, en: str, **cells: Any) -> dict[str, str]:
    """A sentence in both languages. Cells named `x_zh` and `x_en` fill `{x}` of their language."""
    filled = {}
    for lang, template in (("zh", zh), ("en", en)):
        own = {name.removesuffix(f"_{lang}"): cell for name, cell in cells.items() if name.endswith(f"_{lang}")}
        filled[lang] = template.format(**{k: v for k, v in cells.items() if not k.endswith(("_zh", "_en"))}, **own)
    return filled


def subject(fact: Mapping[str, Any]) -> dict[str, str]:
    """The cells that name what a statement measures, for `both`: `what_zh`, `what_en`."""
    zh = fact["indicator_zh"] + (f"\uff08{fact['scope_zh']}\uff09" if fact["scope_zh"] else "")
    en = fact["indicator_en"] + (f" ({fact['scope_en']})" if fact["scope_en"] else "")
    return {"what_zh": zh, "what_en": en}
