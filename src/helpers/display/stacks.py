"""Marks of one value and one number, stacked, with the one label they share. In points, y upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from helpers.display.frame import Drawn
from helpers.display.marks import Look
from helpers.display.placing import GAP, Box, Room, clamped
from helpers.display.scale import Scale

_STEP = 1.0  # by which a stack makes way
_EDGE = 3.0  # between a label and the end of the plot
_FAR = 1e4
_SHIFTS = (0, 0.2, -0.2, 0.42, -0.42, 0.52, -0.52)  # of a label above or below its mark, in widths


@dataclass
class PlacedMark:
    """A mark at `x`, `y` above the row's line."""

    statement: Drawn
    look: Look
    x: float
    y: float

    @property
    def space(self) -> Box:
        """What it takes up."""
        return self.look.box().moved(self.x, self.y)


@dataclass
class Stack:
    """Marks one above the other, middle on the row's line, and their label: a text of `size`, at `box`."""

    marks: list[PlacedMark]
    text: str
    size: tuple[float, float]
    box: Box

    @classmethod
    def of(cls, statements: Sequence[Drawn], text: str, size: tuple[float, float], scale: Scale) -> Stack:
        """The stack of statements of one value; the first is the topmost."""
        marks, y = [], 0.0
        for s in statements:
            x = scale.points(s.value)
            look = Look.of(s, scale.points(s.value_max) - x if s.value_max is not None else 0.0)
            space = look.box()
            y -= space.top + GAP if marks else 0.0
            marks.append(PlacedMark(s, look, x, y))
            y += space.bottom
        middle = (marks[0].y + marks[-1].y) / 2
        for mark in marks:
            mark.y -= middle
        return cls(marks, text, size, Box.around(marks[0].x, 0, *size))

    @property
    def space(self) -> Box:
        """What its marks take up together."""
        spaces = [mark.space for mark in self.marks]
        left, right = min(s.left for s in spaces), max(s.right for s in spaces)
        return Box(left, min(s.bottom for s in spaces), right, max(s.top for s in spaces))

    @property
    def way(self) -> int:
        """Where its label belongs: goals above the line (1), what they start from below it (−1)."""
        return 1 if any(mark.statement.role == "target" for mark in self.marks) else -1

    def lift(self, dy: float) -> None:
        """Move the marks up."""
        for mark in self.marks:
            mark.y += dy

    def near(self, length: float) -> Iterator[Box]:
        """Places for the label, best first: above or below the marks, then beside them."""
        space, (width, height) = self.space, self.size
        first = self.marks[0]
        middle = first.x + first.look.span / 2
        for way in (self.way, -self.way):
            edge = space.top if way > 0 else space.bottom
            for shift in _SHIFTS:
                box = Box.around(middle + shift * width, edge + way * (2 + height / 2), width, height)
                box = clamped(box, _EDGE, length - _EDGE)
                if box.left - 2 <= middle <= box.right + 2:
                    yield box
        yield from (self.beside(side) for side in (1, -1))

    def beside(self, side: int) -> Box:
        """The place for the label right (1) or left (−1) of the marks."""
        space, (width, height) = self.space, self.size
        edge = space.right + 3 + width / 2 if side > 0 else space.left - 3 - width / 2
        return Box.around(edge, (space.bottom + space.top) / 2, width, height)


def arrange(stacks: Sequence[Stack], length: float) -> Room:
    """Place stacks and labels in a row `length` wide so that nothing overlaps; the room they take.

    Labels stand next to their marks. Where one finds no place, the whole row becomes a list, every
    stack on a line of its own with its label beside it: no label ever leads to its mark by a line
    that others would cross.
    """
    return _loose(stacks, length) or _listed(stacks, length)


def _room(length: float) -> Room:
    return Room(Box(_EDGE - 1, -_FAR, length - _EDGE + 1, _FAR))


def _loose(stacks: Sequence[Stack], length: float) -> Room | None:
    room = _room(length)
    home = [[mark.y for mark in stack.marks] for stack in stacks]
    for stack in stacks:
        stack.lift(next(dy for dy in _ways(stack.way) if not _hits(stack.space.moved(0, dy), room)))
        room.taken += [mark.space for mark in stack.marks]
    for stack in stacks:
        box = next(filter(room.free, stack.near(length)), None)
        if box is None:
            for other, heights in zip(stacks, home, strict=True):
                other.lift(heights[0] - other.marks[0].y)
            return None
        stack.box = box
        room.labels.append(box)
    return room


def _listed(stacks: Sequence[Stack], length: float) -> Room:
    room = _room(length)
    right = all(stack.beside(1).within(room.bounds) for stack in stacks)
    for stack in stacks:
        dy, box = next(_places_in_list(stack, room, (1, -1) if right else (-1, 1), length))
        stack.lift(dy)
        stack.box = box
        room.taken += [mark.space for mark in stack.marks]
        room.labels.append(box)
    return room


def _places_in_list(stack: Stack, room: Room, sides: Sequence[int], length: float) -> Iterator[tuple[float, Box]]:
    # Beside its marks if the plot is wide enough there, else above or below: one of them always fits somewhere.
    boxes = [box for side in sides if (box := stack.beside(side)).within(room.bounds)] or list(stack.near(length))
    for dy in _ways(stack.way):
        if not _hits(stack.space.moved(0, dy), room):
            yield from ((dy, moved) for box in boxes if room.free(moved := box.moved(0, dy)))


def _hits(space: Box, room: Room) -> bool:
    return any(space.overlaps(other, gap=0.5) for other in [*room.taken, *room.labels])


def _ways(way: int) -> Iterator[float]:
    # 0, then ever further, first the way that the stack belongs.
    yield 0.0
    for number in count(1):
        yield number * _STEP * way
        yield -number * _STEP * way
