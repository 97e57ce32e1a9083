"""The words of a notebook: findings and figure titles as sentence templates, each with the query that fills it.

They stand in texts/<notebook>.yaml. A finding is said once for every row that its query gives, so the query is also
the condition under which it may be said: on new data it changes or disappears, it never goes stale.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from helpers.display import words
from helpers.errors import EcoplanError

TEXTS = Path(__file__).parent / "texts"


# What a template leaves open until the number is known: 3 numeric target(s).
_PLURAL = re.compile(r"\b(\d+(?:[.,]\d+)*)((?: [A-Za-z-]+){1,3})\(s\)")


class BadText(EcoplanError):
    """A template and its query do not fit together."""


@dataclass(frozen=True)
class Template:
    """A sentence (or a title and an alt text) in both languages, and the query that fills it."""

    name: str
    sql: str | None
    texts: Mapping[str, Mapping[str, str]]

    def fill(self, part: str, lang: str, row: Mapping[str, Any]) -> str:
        """The text of that part. `{place}` takes the column place, or place_zh / place_en of the language."""
        text = _quoted_within(_Filler(self.name, lang).vformat(self.texts[part][lang], (), row))
        return _PLURAL.sub(_in_number, text) if lang == "en" else text


def _in_number(found: re.Match) -> str:
    return found[1] + found[2] + ("" if found[1] == "1" else "s")


def _quoted_within(text: str) -> str:
    """A name that brings its own quotation marks gets the inner ones within others: “‘无废城市’建设”."""
    depth, marked = 0, []
    for character in text:
        depth -= character == "”"
        marked.append({"“": "‘", "”": "’"}.get(character, character) if depth > 0 else character)
        depth += character == "“"
    return "".join(marked) if depth == 0 else text


@lru_cache
def texts(notebook: str) -> Mapping[str, Mapping[str, Template]]:
    """The templates of a notebook: {"findings": {name: Template}, "figures": {…}, "tables": {…}}.

    The parts of a table are the heads of its columns.
    """
    path = TEXTS / f"{notebook}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in TEXTS.glob("*.yaml")))
        raise BadText(f"no texts for the notebook {notebook!r}; there are texts for {known}")
    loaded = yaml.safe_load(path.read_text("utf-8"))
    return {
        kind: {name: _template(name, entry) for name, entry in (loaded.get(kind) or {}).items()}
        for kind in ("findings", "figures", "tables")
    }


def _template(name: str, entry: dict) -> Template:
    parts = {part: entry[part] for part in ("title", "alt", "unit") if part in entry}
    parts |= entry.get("columns", {})
    if "zh" in entry:
        parts["sentence"] = {"zh": entry["zh"], "en": entry["en"]}
    return Template(name, entry.get("sql"), {part: _both(text) for part, text in parts.items()})


def _both(text: str | dict) -> dict[str, str]:
    return {"zh": text, "en": text} if isinstance(text, str) else text


class _Filler(string.Formatter):
    """Fills a template: numbers as people write them, names in the language, an unknown name an error."""

    def __init__(self, name: str, lang: str) -> None:
        self.name, self.lang = name, lang

    def get_value(self, key: int | str, args: tuple, kwargs: Mapping) -> Any:
        for column in (str(key), f"{key}_{self.lang}"):
            if column in kwargs:
                return kwargs[column]
        raise BadText(f"{self.name}: the text names {{{key}}}, but its query gives {', '.join(kwargs)}")

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return value
        if words.absent(value):
            return "—"
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return words.number(float(value))
        return str(value)
