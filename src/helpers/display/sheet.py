"""The sheet that a chart is drawn on: title and unit above, key and source below, in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from helpers.display.key import Entry
from helpers.display.marks import draw_mark
from helpers.display.placing import Box
from helpers.display.style import FAINT, INK, SOFT
from helpers.display.typesetting import height_of, width_of, wrapped

WIDTH, MARGIN = 648.0, 14.0  # 9 inches
INNER = WIDTH - 2 * MARGIN
TITLE, UNIT, KEY, SOURCE = 13.0, 9.0, 8.0, 7.5  # font sizes
_MARK_ROOM, _KEY_LINE = 26.0, 19.0


@dataclass(frozen=True)
class Heading:
    """The printed words around a chart."""

    title: str
    unit: str
    source: str


class Sheet:
    """A blank figure with its words printed, and `body` points of height left for the chart.

    `ax` covers the whole sheet, its coordinates are points from the lower left corner; the chart
    belongs between `top` and `bottom`.
    """

    def __init__(self, heading: Heading, entries: Sequence[Entry], body: float):
        title = wrapped(heading.title, TITLE, INNER)
        unit = wrapped(heading.unit, UNIT, INNER)
        source = wrapped(heading.source, SOURCE, INNER)
        key_lines = _key_lines(entries)
        above = MARGIN + height_of(title, TITLE) + 3 + height_of(unit, UNIT) + 8
        foot = height_of(source, SOURCE) + MARGIN - 4
        below = 8 + len(key_lines) * _KEY_LINE + 6 + foot
        self.height = above + body + below
        self.top, self.bottom = self.height - above, below
        self.canvas = Canvas(figsize=(WIDTH / 72, self.height / 72), facecolor="white")
        self.ax = self.axes(Box(0, 0, WIDTH, self.height))
        self.ax.set_axis_off()
        y = self.height - MARGIN
        self.write(title, TITLE, (MARGIN, y), va="top")
        self.write(unit, UNIT, (MARGIN, y - height_of(title, TITLE) - 3), va="top", colour=SOFT)
        self.write(source, SOURCE, (MARGIN, foot), va="top", colour=FAINT)
        for number, line in enumerate(key_lines):
            self._draw_key_line(line, below - 8 - (number + 0.5) * _KEY_LINE)

    def axes(self, box: Box) -> Axes:
        """New axes that fill `box`, one unit of either axis being a point until told otherwise."""
        ax = self.canvas.add_axes((
            box.left / WIDTH,
            box.bottom / self.height,
            (box.right - box.left) / WIDTH,
            (box.top - box.bottom) / self.height,
        ))  # fmt: skip
        ax.set_xlim(0, box.right - box.left)
        ax.set_ylim(0, box.top - box.bottom)
        ax.set_facecolor("none")
        return ax

    def write(self, text: str, size: float, at: tuple[float, float], **how) -> None:
        """Print `text` on the sheet; `how` as for the function `write`."""
        write(self.ax, text, size, at, **how)

    def _draw_key_line(self, line: list[tuple[float, Entry]], y: float) -> None:
        for x, entry in line:
            at = x
            if entry.look:
                # An arrow to the left needs its room left of the mark.
                reach = entry.look.box()
                draw_mark(self.ax, (x - reach.left, y), entry.look)
            elif entry.line:
                self.ax.plot([x, x + 18], [y, y], color=FAINT, lw=1.4, solid_capstyle="butt")
            at = x + _entry_room(entry)
            self.write(entry.words, KEY, (at, y), colour=SOFT)


def write(
    ax: Axes,
    text: str,
    size: float,
    at: tuple[float, float],
    *,
    colour: str = INK,
    ha: str = "left",
    va: str = "center",
    address: str | None = None,
    patch: bool = False,
) -> None:
    """Print `text` at a data point of `ax`; with `patch` on a white patch that hides lines.

    The whole patch links to `address`: the strokes of letters alone are hard to hit.
    """
    how = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    artist = ax.text(
        *at, text, size=size, color=colour, ha=ha, va=va, linespacing=1.25, zorder=6,
        bbox=how if patch or address else None, clip_on=False,
    )  # fmt: skip
    if address:
        artist.set_url(address)
        artist.get_bbox_patch().set_url(address)


def _entry_room(entry: Entry) -> float:
    if entry.look:
        box = entry.look.box()
        return box.right - box.left + 5
    return 24.0 if entry.line else 0.0


def _key_lines(entries: Sequence[Entry]) -> list[list[tuple[float, Entry]]]:
    lines: list[list[tuple[float, Entry]]] = [[]]
    x = MARGIN
    for entry in entries:
        width = _entry_room(entry) + width_of(entry.words, KEY)
        if lines[-1] and x + width > WIDTH - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append((x, entry))
        x += width + 16
    return [line for line in lines if line]
