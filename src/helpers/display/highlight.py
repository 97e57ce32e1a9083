"""A stretch of a raw text as HTML, with what is quoted of it marked, however the quotes lie within each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True, order=True)
class Mark:
    """Characters start … end of the text, inside an element `tag`, with an id where it has one."""

    start: int
    end: int
    tag: str = "mark"
    anchor: str = ""

    @property
    def opening(self) -> str:
        return f'<{self.tag} id="{escape(self.anchor)}">' if self.anchor else f"<{self.tag}>"


def highlighted(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """The characters start … end of the text as safe HTML.

    Of marks that overlap the later one is cut in two; only the piece where a mark begins keeps its anchor.
    """
    inside = [m if m.start >= start else replace(m, start=start, anchor="") for m in marks if m.start < end]
    clipped = [replace(m, end=min(m.end, end)) for m in inside if m.end > start]
    return _nested(text, start, end, sorted(clipped, key=lambda m: (m.start, -m.end, m.tag != "mark", m.anchor)))


def _nested(text: str, start: int, end: int, marks: list[Mark]) -> str:
    parts, at = [], start
    while marks:
        outer, *rest = marks
        within = [replace(m, end=min(m.end, outer.end)) for m in rest if m.start < outer.end]
        cut = [replace(m, start=outer.end, anchor="") for m in rest if m.start < outer.end < m.end]
        parts.append(escape(text[at : outer.start]))
        parts.append(f"{outer.opening}{_nested(text, outer.start, outer.end, within)}</{outer.tag}>")
        at = outer.end
        marks = sorted([*cut, *(m for m in rest if m.start >= outer.end)], key=lambda m: (m.start, -m.end))
    return "".join([*parts, escape(text[at:end])])
