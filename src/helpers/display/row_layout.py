"""The layout of one row of a dot chart: lanes for its marks, places for its labels. In points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from helpers.display.frame import Drawn
from helpers.display.marks import RADIUS, Look
from helpers.display.pairs import paired
from helpers.display.placing import Box, Room, clamped
from helpers.display.scale import Scale
from helpers.display.typesetting import height_of, width_of, wrapped

LABEL, NAME, NOTE = 8.5, 9.5, 7.5  # font sizes
LANE = 13.0
_FAR = 1e4
_ORDER = ("target", "baseline", "prior_target", "actual")


@dataclass
class PlacedMark:
    """A mark at `x`, `lane` steps above the row's line, and its label."""

    statement: Drawn
    look: Look
    x: float
    y: float
    text: str = ""
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    leader: Box | None = None


@dataclass
class Words:
    """A statement without a number: its words, at height `y` below the row's line."""

    statement: Drawn
    text: str
    y: float


@dataclass
class RowLayout:
    """A row: `name` (and why it is only near) at the left, then its marks and words.

    Heights are relative to the row's line; the row needs the space from `bottom` to `top`.
    """

    name: str
    note: str
    marks: list[PlacedMark]
    words: list[Words]
    top: float
    bottom: float

    @property
    def pairs(self) -> list[tuple[PlacedMark, PlacedMark]]:
        """Each baseline with each goal that is set against it."""
        mark_of = {id(mark.statement): mark for mark in self.marks}
        found = paired([mark.statement for mark in self.marks])
        return [(mark_of[id(a)], mark_of[id(b)]) for a, b in found]


def lay_out_row(
    statements: Sequence[Drawn], scale: Scale, lang: str, name_width: float, *, dated: bool
) -> RowLayout:
    """Lay out the statements of one row on the x axis `scale`; `dated` labels name the year."""
    near = [s.near for s in statements]
    name = wrapped(("≈ " if all(near) else "") + statements[0].row, NAME, name_width)
    notes = sorted({reason for reason in near if reason not in ("", "≈")})
    note = wrapped("；".join(notes), NOTE, name_width) if notes else ""
    room = Room(Box(2, -_FAR, scale.length - 2, _FAR))
    marks = _marks([s for s in statements if s.value is not None], scale, room)
    for mark in marks:
        mark.text = _label(mark.statement, lang, dated, mixed_scope=any(near) and not all(near))
        size = width_of(mark.text, LABEL), height_of(mark.text, LABEL)
        mark.box, mark.leader = room.take(_places(mark, size, scale.length))
    boxes = room.labels + room.taken
    low = min((box.bottom for box in boxes), default=6.0)
    words = _words([s for s in statements if s.value is None], low, lang, dated, scale.length)
    if words:
        low = words[-1].y - height_of(words[-1].text, LABEL) / 2
    high = max((box.top for box in boxes), default=-low if words else 0)
    half = (height_of(name, NAME) + (height_of(note, NOTE) if note else 0)) / 2
    if not marks:
        half = max(half, (high - low) / 2)
        low, high = min(low, -half), max(high, half)
    return RowLayout(name, note, marks, words, max(high, half) + 4, min(low, -half) - 4)


def _marks(statements: list[Drawn], scale: Scale, room: Room) -> list[PlacedMark]:
    marks = []
    for s in sorted(statements, key=lambda s: (_ORDER.index(s.role), s.value)):
        x = scale.points(s.value)
        span = scale.points(s.value_max) - x if s.value_max is not None else 0.0
        look = Look.of(s, span)
        way = 1 if s.role == "target" else -1
        lane = room.take_lane(look.box().moved(x, 0), (0, LANE), way)
        marks.append(PlacedMark(s, look, x, lane * LANE))
    return marks


def _places(mark: PlacedMark, size: tuple[float, float], length: float) -> Iterator:
    # Goals above the line, what they start from below it; if full, the other side or further off.
    width, height = size
    side = 1 if mark.statement.role == "target" else -1
    x = mark.x + mark.look.span / 2
    away = RADIUS + 5 + height / 2
    for tier in range(14):
        for way in (side, -side):
            y = mark.y + way * (away + tier * (height + 1))
            for shift in (0, 0.2, -0.2, 0.42, -0.42):
                box = clamped(Box.around(x + shift * width, y, width, height), 3, length - 3)
                yield box, _leader(mark, box, way) if tier else None
            if not tier:
                for shift in (0.55, -0.55):
                    box = clamped(Box.around(x + shift * width, y, width, height), 3, length - 3)
                    if box.left - 2 <= mark.x <= box.right + 2:
                        yield box, None


def _leader(mark: PlacedMark, box: Box, way: int) -> Box:
    x = min(max(mark.x, box.left + 3), box.right - 3)
    start = mark.y + way * (RADIUS + 4)
    end = box.bottom - 0.5 if way > 0 else box.top + 0.5
    return Box(x - 0.3, min(start, end), x + 0.3, max(start, end))


def _label(s: Drawn, lang: str, dated: bool, mixed_scope: bool) -> str:
    spread = s.period_start is not None and s.period_start != s.year
    text = f"{s.when(lang)}: {s.label}" if dated or spread else s.label
    if mixed_scope and s.near:
        text += {"zh": "（口径≈）", "en": " (≈ scope)"}[lang]
    return text


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
