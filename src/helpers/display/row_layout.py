"""The layout of one row of a dot chart: its marks, its labels and its words. In points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.display.frame import BadFrame, Drawn
from helpers.display.pairs import paired
from helpers.display.scale import Scale
from helpers.display.stacks import PlacedMark, Stack, arrange
from helpers.display.typesetting import height_of, width_of, wrapped

LABEL, NAME, NOTE = 8.5, 9.5, 7.5  # font sizes
_ORDER = ("target", "baseline", "prior_target", "actual")
_AND = {"zh": "、", "en": ", "}
_SCOPE = {"zh": "（口径≈）", "en": " (≈ scope)"}


@dataclass
class Words:
    """A statement without a number: its words, at height `y` below the row's line."""

    statement: Drawn
    text: str
    y: float


@dataclass
class RowLayout:
    """A row: `name` (and why it is only near) at the left, then its stacks of marks and its words.

    Heights are relative to the row's line; the row needs the space from `bottom` to `top`.
    """

    name: str
    note: str
    stacks: list[Stack]
    words: list[Words]
    top: float
    bottom: float

    @property
    def pairs(self) -> list[tuple[PlacedMark, PlacedMark]]:
        """Each baseline with each goal that is set against it."""
        mark_of = {id(mark.statement): mark for stack in self.stacks for mark in stack.marks}
        found = paired([mark.statement for mark in mark_of.values()])
        return [(mark_of[id(a)], mark_of[id(b)]) for a, b in found]


def lay_out_row(statements: Sequence[Drawn], scale: Scale, lang: str, name_width: float, *, dated: bool) -> RowLayout:
    """Lay out the statements of one row on the x axis `scale`; `dated` labels name the year."""
    near = [s.near for s in statements]
    name = wrapped(("≈ " if all(near) else "") + statements[0].row, NAME, name_width)
    notes = sorted({reason for reason in near if reason not in ("", "≈")})
    note = wrapped("；".join(notes), NOTE, name_width) if notes else ""
    stacks = _stacks([s for s in statements if s.value is not None], scale, lang, dated, any(near) and not all(near))
    room = arrange(stacks, scale.length)
    boxes = room.labels + room.taken
    low = min((box.bottom for box in boxes), default=6.0)
    words = _words([s for s in statements if s.value is None], low, lang, dated, scale.length)
    if words:
        low = words[-1].y - height_of(words[-1].text, LABEL) / 2
    high = max((box.top for box in boxes), default=-low if words else 0)
    half = (height_of(name, NAME) + (height_of(note, NOTE) if note else 0)) / 2
    if not stacks:
        half = max(half, (high - low) / 2)
        low, high = min(low, -half), max(high, half)
    return RowLayout(name, note, stacks, words, max(high, half) + 4, min(low, -half) - 4)


def _stacks(statements: list[Drawn], scale: Scale, lang: str, dated: bool, mixed_scope: bool) -> list[Stack]:
    # What would be printed several times at one place is printed once.
    alike: dict[tuple, list[Drawn]] = {}
    for s in sorted(statements, key=lambda s: (_ORDER.index(s.role), s.value)):
        alike.setdefault((s.value, s.value_max, s.label, bool(s.near)), []).append(s)
    stacks = []
    for some in alike.values():
        text = _label(some, lang, dated) + (_SCOPE[lang] if mixed_scope and some[0].near else "")
        text = wrapped(text, LABEL, scale.length / 2)
        size = width_of(text, LABEL), height_of(text, LABEL)
        if size[0] > 0.9 * scale.length:
            raise BadFrame(f"{some[0].statement}: the label {text!r} is wider than the chart")
        stacks.append(Stack.of(some, text, size, scale))
    return stacks


def _label(statements: Sequence[Drawn], lang: str, dated: bool) -> str:
    spread = any(s.period_start not in (None, s.year) for s in statements)
    if not (dated or spread):
        return statements[0].label
    ordered = sorted(statements, key=lambda s: (s.year or 9999, s.period_start or s.year or 9999))
    return f"{_AND[lang].join(dict.fromkeys(s.when(lang) for s in ordered))}: {statements[0].label}"


def _words(statements, low: float, lang: str, dated: bool, length: float) -> list[Words]:
    placed: list[Words] = []
    first = not placed and low == 6.0  # no mark in the row: the words stand on its line
    for s in statements:
        text = f"{s.when(lang)}: {s.words}" if dated else s.words
        text = wrapped(text, LABEL, length - 12)
        height = height_of(text, LABEL)
        y = 0.0 if first else low - height / 2 - 2
        placed.append(Words(s, text, y))
        low, first = y - height / 2, False
    return placed
