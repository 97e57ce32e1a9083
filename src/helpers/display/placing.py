"""Where labels go so that nothing overlaps. All lengths in points, y upwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

GAP = 1.5
WORD_GAP = 6.0  # between labels side by side, or two would read as one


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """The box of this size whose middle is (x, y)."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return Box(self.left + dx, self.bottom + dy, self.right + dx, self.top + dy)

    def overlaps(self, other: Box, gap: float = GAP) -> bool:
        """Whether less than `gap` lies between the two."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.bottom < other.top + gap
            and other.bottom < self.top + gap
        )

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside `other`."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


@dataclass
class Room:
    """The space of a row or a panel, what stands in it, and the lines that labels should avoid."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)  # a label may cross them, if it must
    walls: list[Box] = field(default_factory=list)  # nor should one part a label from its mark
    crowded: bool = False  # whether the last label found no room

    def free(self, box: Box) -> bool:
        """Whether a label may stand there."""
        wide = Box(box.left - WORD_GAP, box.bottom, box.right + WORD_GAP, box.top)
        return (
            box.within(self.bounds)
            and not any(box.overlaps(other) for other in self.taken)
            and not any(wide.overlaps(other) for other in self.labels)
        )

    def take(
        self, candidates: Iterable[tuple[Box, Box | None]], mark: tuple[float, float] | None = None
    ) -> tuple[Box, Box | None]:
        """Choose a place for a label among (box, leader line or None), given best first.

        The first free one that no line crosses and no wall parts from its `mark` (x, y), else the
        first free one, else the last of all: then `crowded` says so, and the label counts as not
        placed. A chosen leader line is an obstacle for later labels.
        """
        fallback = chosen = None
        for box, leader in candidates:
            last = box, leader
            things = [*self.taken, *self.labels]
            if not self.free(box) or (leader and any(leader.overlaps(o, 0) for o in things)):
                continue
            if self._disturbed(box, mark):
                fallback = fallback or (box, leader)
                continue
            chosen = box, leader
            break
        self.crowded = chosen is None and fallback is None
        box, leader = chosen or fallback or last
        if not self.crowded:
            self.labels.append(box)
            self.taken += [leader] if leader else []
        return box, leader

    def _disturbed(self, box: Box, mark: tuple[float, float] | None) -> bool:
        if any(box.overlaps(line, 0) for line in [*self.lines, *self.walls]):
            return True
        if mark is None:
            return False
        x, y = mark
        near_x, near_y = min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
        way = Box(min(x, near_x), min(y, near_y), max(x, near_x), max(y, near_y))
        return any(way.overlaps(wall, 0) for wall in self.walls)


def clamped(box: Box, left: float, right: float) -> Box:
    """The box moved sideways into left … right."""
    dx = max(left - box.left, 0) or min(right - box.right, 0)
    return box.moved(dx, 0)


def spread(heights: list[float], least: float, top: float = float("inf")) -> list[float]:
    """The heights of labels, pushed apart until neighbours are `least` apart and none is above `top`, in their order.

    Upwards first; what would be above the top is pushed down again.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed: dict[int, float] = {}
    below = float("-inf")
    for index in order:
        below = placed[index] = max(heights[index], below + least)
    above = top + least
    for index in reversed(order):
        above = placed[index] = min(placed[index], above - least)
    return [placed[index] for index in range(len(heights))]
