"""A grid: rows by columns, a number in each tile, so that what is missing is seen as well as what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.patches import Rectangle

from helpers.display.figure import Figure
from helpers.display.sheet import INNER, MARGIN, Heading, Sheet
from helpers.display.style import FAINT, INK, RULE, SOFT, house_style
from helpers.display.tables import anchor
from helpers.display.typesetting import height_of, quoted, width_of, wrapped
from helpers.display.words import absent
from helpers.errors import EcoplanError

_NAME, _HEAD, _TEXT = 8.5, 8.5, 9.0  # font sizes
_NAME_LIMIT, _TILE, _GAP = 190.0, 21.0, 3.0
_HUE = (10 / 255, 76 / 255, 140 / 255)  # one hue, light to dark: readable in grey
_DARKEST = 0.55
KINDS = ("filled", "outlined", "empty", "hatched")


@dataclass(frozen=True)
class _Tile:
    row: str
    column: str
    text: str
    weight: float
    kind: str
    address: str
    tooltip: str


def grid(frame: pd.DataFrame, *, lang: str, title: str, unit: str, source: str, alt: str) -> Figure:
    """One tile for each row of `frame`: columns row, column, text, kind, weight, and, where a tile leads to a quote,
    statement and tooltip.

    `kind` is filled (shaded by `weight`, 0 to the largest), outlined, empty, or hatched (nothing can be known). Rows
    and columns stand in the order in which they first occur. Raises IncompleteFigure and MissingGlyph.
    """
    tiles = [_tile(record, lang) for record in frame.to_dict("records")]
    rows, columns = (list(dict.fromkeys(getattr(tile, name) for tile in tiles)) for name in ("row", "column"))
    if len({(tile.row, tile.column) for tile in tiles}) < len(tiles):
        raise EcoplanError("a grid has two tiles in one place")
    with house_style():
        names = [wrapped(name, _NAME, _NAME_LIMIT) for name in rows]
        left = max(width_of(name, _NAME) for name in names) + 10
        wide = min((INNER - left) / len(columns), 132.0)
        heads = [wrapped(head, _HEAD, wide - 6) for head in columns]
        heights = [max(_TILE, height_of(name, _NAME) + 4) for name in names]
        above = max(height_of(head, _HEAD) for head in heads) + 6
        body = above + sum(heights) + _GAP * len(rows)
        sheet = Sheet(Heading(quoted(title, lang), quoted(unit, lang), quoted(source, lang)), (), body)
        for number, head in enumerate(heads):
            at = (MARGIN + left + (number + 0.5) * wide, sheet.top - above + 5)
            sheet.write(head, _HEAD, at, ha="center", va="bottom", colour=SOFT)
        top = sheet.top - above
        largest = max((tile.weight for tile in tiles), default=0.0) or 1.0
        for name, label, height in zip(rows, names, heights, strict=True):
            sheet.write(label, _NAME, (MARGIN, top - height / 2))
            for tile in tiles:
                if tile.row == name:
                    corner = (MARGIN + left + columns.index(tile.column) * wide, top - height)
                    _draw(sheet, tile, corner, (wide - _GAP, height), largest)
            top -= height + _GAP
    links = {tile.address: tile.tooltip for tile in tiles if tile.address}
    return Figure(canvas=sheet.canvas, title=title, unit=unit, source=source, alt=alt, links=links)


def _tile(record: dict, lang: str) -> _Tile:
    kind = record["kind"]
    if kind not in KINDS:
        raise EcoplanError(f"a tile of a grid is {kind!r}; known: {', '.join(KINDS)}")
    statement = record.get("statement")
    address = "" if absent(statement) else "#" + anchor(str(statement))
    tooltip = "" if not address else str(record["tooltip"])
    text, row, column = (quoted(str(record[name]), lang) for name in ("text", "row", "column"))
    return _Tile(row, column, text, float(record["weight"]), kind, address, tooltip)


def _draw(sheet: Sheet, tile: _Tile, corner: tuple[float, float], size: Sequence[float], largest: float) -> None:
    shade = 0.08 + (_DARKEST - 0.08) * (tile.weight / largest) ** 0.5
    fill = tuple(1 - shade * (1 - part) for part in _HUE) if tile.kind == "filled" else "white"
    hatch = "////" if tile.kind == "hatched" else None
    edge = {"filled": "none", "empty": RULE}.get(tile.kind, FAINT)
    box = Rectangle(corner, *size, facecolor=fill, edgecolor=edge, hatch=hatch, linewidth=0.8, zorder=2, clip_on=False)
    box.set_url(tile.address or None)
    sheet.ax.add_patch(box)
    colour = FAINT if tile.kind == "empty" else INK
    behind = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"} if hatch else None
    middle = (corner[0] + size[0] / 2, corner[1] + size[1] / 2)
    text = sheet.ax.text(*middle, tile.text, size=_TEXT, color=colour, ha="center", va="center", bbox=behind, zorder=6)
    text.set_url(tile.address or None)  # as its tile: all parts of one link are drawn together
