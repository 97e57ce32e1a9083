"""How a number is drawn: its role and its comparator decide the mark, its place the colour.

- target: filled mark in the place's shape and colour
- baseline: hollow circle
- prior_target: hollow diamond
- actual: cross
- ≤ and ≥: the mark with a solid bar at the value and an arrow to the allowed side
- < and >: the mark unfilled, no bar, the arrow alone; the end is open
- ~ (about): a ring around a lighter core
- a … b: a bar from end to end
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, ScaledTranslation

from helpers.display.frame import Drawn
from helpers.display.placing import Box
from helpers.display.style import mixed, place_colour, place_marker

RADIUS, ARROW, HEAD, BAR = 4.6, 18.0, 5.0, 7.5  # points
_SHAPES = {"baseline": "o", "prior_target": "D", "actual": "x"}
_SIZES = {"target": 1.0, "baseline": 0.82, "prior_target": 0.72, "actual": 0.72}
_VISUAL = {"*": 1.35, "s": 0.9, "P": 1.1, "D": 0.9}  # what makes shapes look equally big


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one mark looks like. `span` is the length of a range's bar in points."""

    role: str
    kind: str
    allowed: int
    shape: str
    colour: str
    span: float = 0.0

    @classmethod
    def of(cls, statement: Drawn, span: float = 0.0) -> Look:
        """The look of a statement; one of a merely near scope is paler."""
        colour = place_colour(statement.place_id)
        return cls(
            role=statement.role,
            kind=statement.kind,
            allowed=statement.allowed,
            shape=_SHAPES.get(statement.role) or place_marker(statement.place_id),
            colour=mixed(colour, "white", 0.45) if statement.near else colour,
            span=span,
        )

    def without_place(self) -> Look:
        """The same in grey and, for a target, as a square: an example for the key."""
        shape = _SHAPES.get(self.role, "s")
        span = 16.0 if self.kind == "range" else 0.0
        return replace(self, shape=shape, colour="#45494f", span=span)

    def box(self, vertical: bool = False) -> Box:
        """The space that the mark takes around its value, along x or (vertical) along y."""
        low = -ARROW if self.allowed < 0 else -RADIUS - 1
        high = ARROW if self.allowed > 0 else RADIUS + 1
        high = max(high, self.span + RADIUS)
        side = BAR if self.kind == "included" else RADIUS + 1
        return Box(-side, low, side, high) if vertical else Box(low, -side, high, side)


def draw_mark(
    ax: Axes,
    value_at: tuple[float, float],
    look: Look,
    *,
    address: str | None = None,
    shift: tuple[float, float] = (0.0, 0.0),
    vertical: bool = False,
) -> list[Artist]:
    """Draw a mark at a data point, `shift`ed by points so that it covers no other.

    Every part links to `address`. Returns the parts, from the lowest to the topmost.
    """
    points = Affine2D().translate(*shift).scale(1 / 72) + ax.figure.dpi_scale_trans
    turned = Affine2D().rotate_deg(90) if vertical else Affine2D()
    where = turned + points + ScaledTranslation(*value_at, ax.transData)
    upright = points + ScaledTranslation(*value_at, ax.transData)
    parts = []
    for path, fill, width in _parts(look):
        parts.append((path, fill, width, where))
    parts.append((_shape(look), *_body(look), upright))
    drawn = []
    for order, (path, fill, width, transform) in enumerate(parts):
        patch = PathPatch(
            path,
            facecolor=fill or "none",
            edgecolor=look.colour,
            linewidth=width,
            transform=transform,
            zorder=4 + order / 10,
            clip_on=False,
        )
        patch.set_url(address)
        drawn.append(ax.add_artist(patch))
    if look.kind == "range":  # the second end looks like the first
        end = Affine2D().translate(*((0, look.span) if vertical else (look.span, 0))) + upright
        fill, width = _body(look)
        patch = PathPatch(_shape(look), facecolor=fill or "none", edgecolor=look.colour,
                          linewidth=width, transform=end, zorder=4.5, clip_on=False)  # fmt: skip
        patch.set_url(address)
        drawn.append(ax.add_artist(patch))
    return drawn


def _parts(look: Look) -> list[tuple[Path, str | None, float]]:
    # What lies beneath the mark, drawn along x: (outline in points, fill, line width).
    if look.kind == "range":
        return [(_rectangle(0, -2.2, look.span, 2.2), mixed(look.colour, "white", 0.55), 0.8)]
    if not look.allowed:
        return []
    way = look.allowed
    tip, neck = ARROW * way, (ARROW - HEAD) * way
    shaft = Path([(0, 0), (neck, 0)])
    head = Path([(tip, 0), (neck, 3.4), (neck, -3.4), (tip, 0)], closed=True)
    parts = [(shaft, None, 1.6), (head, look.colour, 0.6)]
    if look.kind == "included":
        parts.append((_rectangle(-1, -BAR, 1, BAR), look.colour, 0.4))
    return parts


def _body(look: Look) -> tuple[str | None, float]:
    # (fill, line width) of the mark itself.
    if look.role == "actual":
        return None, 1.7
    if look.role != "target" or look.kind == "excluded":
        return "white", 1.7 if look.role == "target" else 1.3
    return (mixed(look.colour, "white", 0.72), 1.7) if look.kind == "~" else (look.colour, 0.8)


def _shape(look: Look) -> Path:
    marker = MarkerStyle(look.shape)
    size = 2 * RADIUS * _SIZES[look.role] * _VISUAL.get(look.shape, 1.0)
    scale = Affine2D().scale(size * (1.0 if look.shape != "x" else 0.9))
    return marker.get_path().transformed(marker.get_transform() + scale)


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> Path:
    return Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)
