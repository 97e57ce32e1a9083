"""One fault in the curated data, said so that a person can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`file:line [column] message (got '…'); hint`. Line 1 is the header; line 0 means the file as a whole."""

    file: str
    line: int
    column: str
    message: str
    got: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" [{self.column}]" if self.column else ""
        got = f" (got {_shown(self.got)})" if self.got is not None else ""
        hint = f"; {self.hint}" if self.hint else ""
        return visible(f"{place}{column} {self.message}{got}{hint}")


def visible(text: str) -> str:
    """The text on one line, what controls terminals or the direction of writing spelt out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _shown(text: str, longest: int = 120) -> str:
    """The text in quotes, shortened."""
    spelt = visible(text[: longest + 1])
    return f"'{spelt[:longest]}…'" if len(spelt) > longest else f"'{spelt}'"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the known words most like `word`, or all where they are few; None where there are more."""
    known = list(known)
    found = difflib.get_close_matches(word, known, n=3, cutoff=0.55)
    if found:
        return "nearest: " + ", ".join(found)
    return "known: " + ", ".join(sorted(known)) if 0 < len(known) <= 12 else None
