"""The layout of a chart over years: marks that make way, labels that do not overlap. In points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from helpers.display.frame import Drawn
from helpers.display.marks import RADIUS, Look
from helpers.display.pairs import paired
from helpers.display.placing import Box, Room, clamped
from helpers.display.row_layout import LABEL
from helpers.display.scale import Scale
from helpers.display.stacks import PlacedMark
from helpers.display.steps import Step, successions
from helpers.display.typesetting import height_of, width_of

STANDARD = 8.0  # font size
LANE = 12.0
HALF = 0.42  # how far before and after its years a mean's bar reaches
_ORDER = ("target", "baseline", "prior_target", "actual")


@dataclass
class LabelledMark(PlacedMark):
    """A mark with a label of its own, and the line between the two where they stand apart."""

    text: str = ""
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    leader: Box | None = None


@dataclass
class Join:
    """A line from a baseline to a goal, ends as (x, y) in points."""

    baseline: LabelledMark
    goal: LabelledMark
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass
class YearLayout:
    """Where everything stands in the plotting area.

    `homeless` are the marks whose label found no room: it has to be printed elsewhere.
    """

    marks: list[LabelledMark]
    joins: list[Join]
    standards: list[tuple[Step, Box]]
    homeless: list[LabelledMark]


def lay_out_years(statements: Sequence[Drawn], steps: Sequence[Step], x: Scale, y: Scale, lang: str) -> YearLayout:
    """Place the statements that have both a value and a year, and the national limits' labels."""
    room = Room(Box(1, 1, x.length - 1, y.length - 1))
    room.walls += [_step_line(step, x, y) for step in steps] + _risers(steps, x, y)
    marks = _marks(statements, x, y, room)
    room.lines += [_span(m.statement, x, y) for m in marks if is_mean(m.statement)]
    joins = _joins(marks, x)
    room.lines += [piece for join in joins for piece in _pieces(join)]
    standards = [(step, room.take(_standard_places(step, x, y))[0]) for step in steps if step.kind == "national"]
    traced = {id(join.baseline) for join in joins}
    homeless = []
    for mark in marks:
        mark.text = _label(mark, marks, lang, traced)
        size = width_of(mark.text, LABEL), height_of(mark.text, LABEL)
        places = _places(mark, size, x.length)
        mark.box, mark.leader = room.take(places, mark=(mark.x, mark.y))
        if room.crowded:
            homeless.append(mark)
    return YearLayout(marks, joins, standards, homeless)


def is_mean(statement: Drawn) -> bool:
    """Whether the value is for several years."""
    return statement.period_start is not None and statement.period_start != statement.year


def standard_text(step: Step) -> str:
    """What is printed at a standard's line."""
    return f"{step.label}: {step.value:g}"


def _marks(statements, x: Scale, y: Scale, room: Room) -> list[LabelledMark]:
    marks: list[LabelledMark] = []
    for s in sorted(statements, key=lambda s: (_ORDER.index(s.role), s.year, s.value)):
        year = (s.period_start + s.year) / 2 if is_mean(s) else s.year
        at = x.points(year), y.points(s.value)
        span = y.points(s.value_max) - at[1] if s.value_max is not None else 0.0
        look = Look.of(s, span)
        shift = _shift(at, marks, x)
        room.taken.append(look.box(vertical=True).moved(at[0] + shift, at[1]))
        marks.append(LabelledMark(s, look, at[0] + shift, at[1]))
    return marks


def _shift(at: tuple[float, float], marks: list[LabelledMark], x: Scale) -> float:
    # How far sideways a mark makes way for others, never so far that it seems another year's.
    reach = 0.42 * (x.points(1) - x.points(0))
    step = min(LANE, reach)
    others = [(mark.x - at[0], mark.y - at[1]) for mark in marks]
    shifts = (0.0, step, -step, step / 2, -step / 2)
    gaps = [min((max(abs(dx - s), abs(dy)) for dx, dy in others), default=LANE) for s in shifts]
    free = [s for s, gap in zip(shifts, gaps, strict=True) if gap >= 2 * RADIUS]
    return free[0] if free else shifts[gaps.index(max(gaps))]


def _joins(marks: list[LabelledMark], x: Scale) -> list[Join]:
    joins = []
    mark_of = {id(mark.statement): mark for mark in marks}
    for base, goal in paired([mark.statement for mark in marks]):
        a, b = mark_of[id(base)], mark_of[id(goal)]
        start = x.points(base.year + HALF) if is_mean(base) else a.x
        joins.append(Join(a, b, (start, a.y), (b.x, b.y)))
    return joins


def _label(mark: LabelledMark, marks: list[LabelledMark], lang: str, traced: set[int]) -> str:
    s = mark.statement
    text = f"{s.when(lang)}: {s.label}" if is_mean(s) else s.label
    years = [m.statement.year for m in marks if m.statement.place_id == s.place_id]
    if s.year == max(years) or id(mark) not in traced:  # else a line leads to the name
        text = f"{'≈ ' if s.near else ''}{s.place} {text}"
    return text


def _places(mark: LabelledMark, size: tuple[float, float], length: float) -> Iterator:
    # Beside the mark, then above or below it, ever further off, with a line that leads back.
    width, height = size
    taken = mark.look.box(vertical=True).moved(mark.x, mark.y)
    for x in (taken.right + 3 + width / 2, taken.left - 3 - width / 2):
        for dy in (0, 4, -4):
            yield Box.around(x, mark.y + dy, width, height), None
    for tier in range(16):
        for way in (1, -1):
            edge = taken.top if way > 0 else taken.bottom
            y = edge + way * (2 + height / 2 + tier * height * 0.75)
            for shift in (0, 0.25, -0.25, 0.47, -0.47):
                box = Box.around(mark.x + shift * width, y, width, height)
                box = clamped(box, 2, length - 2)
                x = min(max(mark.x, box.left + 2), box.right - 2)
                foot = box.bottom if way > 0 else box.top
                low, high = sorted((edge + way * 1.6, foot - way * 1.6))
                yield box, Box(x - 0.3, low, x + 0.3, high) if tier > 0 else None


def _standard_places(step: Step, x: Scale, y: Scale) -> Iterator:
    text = standard_text(step)
    width, height = width_of(text, STANDARD), height_of(text, STANDARD)
    line = _step_line(step, x, y)
    for gap in (1.5, 6):
        for way in (1, -1):
            at = line.middle[1] + way * (height / 2 + gap)
            for share in (0, 1, 0.5, 0.25, 0.75):
                free = max(line.right - line.left - width - 4, 0)
                box = Box.around(line.left + 2 + width / 2 + share * free, at, width, height)
                yield clamped(box, 2, x.length - 2), None


def _step_line(step: Step, x: Scale, y: Scale) -> Box:
    left = max(x.points(step.first - 0.5), 0.0)
    right = x.length if step.last is None else min(x.points(step.last + 0.5), x.length)
    return Box(left, y.points(step.value) - 0.6, right, y.points(step.value) + 0.6)


def _risers(steps: Sequence[Step], x: Scale, y: Scale) -> list[Box]:
    # The upright lines between one national limit and the next.
    boxes = []
    for before, after in successions(steps):
        at = x.points(after.first - 0.5)
        low, high = sorted((y.points(before.value), y.points(after.value)))
        boxes.append(Box(at - 0.5, low, at + 0.5, high))
    return boxes


def _span(s: Drawn, x: Scale, y: Scale) -> Box:
    height = y.points(s.value)
    return Box(x.points(s.period_start - HALF), height - 2.5, x.points(s.year + HALF), height + 2.5)


def _pieces(join: Join) -> list[Box]:
    # A slanted line as a chain of small boxes.
    (x0, y0), (x1, y1) = join.start, join.end
    count = max(int(max(abs(x1 - x0), abs(y1 - y0)) / 2), 1)
    points = [(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1)]
    dot = Box(-0.8, -0.8, 0.8, 0.8)
    return [replace(dot.moved(*point)) for point in points]
