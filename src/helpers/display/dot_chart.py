"""Rows of dots: what was promised, from where, across places or plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import pandas as pd

from helpers.display.figure import Figure
from helpers.display.frame import BadFrame, Drawn, read_frame
from helpers.display.key import key_entries
from helpers.display.marks import RADIUS, draw_mark
from helpers.display.placing import Box
from helpers.display.row_layout import LABEL, NAME, NOTE, RowLayout, lay_out_row
from helpers.display.scale import Scale, fitted, is_share, printed
from helpers.display.sheet import INNER, MARGIN, Heading, Sheet, write
from helpers.display.style import FAINT, INK, RULE, SOFT, house_style, mixed, place_colour
from helpers.display.typesetting import height_of, quoted, width_of, wrapped

_GROUP, _PANEL, _TICK = 8.5, 10.0, 8.0  # font sizes
_AXIS_ROOM, _PANEL_GAP, _NAME_GAP = 20.0, 12.0, 10.0
_NO_NUMBER = {"zh": "没有数值", "en": "no numbers"}
_NAME_LIMIT, _EDGE = 178.0, 26.0


def dots(
    frame: pd.DataFrame,
    *,
    lang: str,
    title: str,
    unit: str | Mapping[str, str],
    source: str,
    alt: str,
    limits: tuple[float, float] | Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """One row per `row` of `frame`, its statements as marks along x, labelled directly.

    `frame` has one row per statement, columns as in `helpers.display.frame`; `group` gives small
    headings, `panel` small multiples, one below the other, each with its own axis. `lang` is zh
    or en. `unit` and `limits` (of x, in that unit) may differ by panel. A target without a number
    is printed as words. Raises BadFrame, IncompleteFigure and MissingGlyph.
    """
    statements = [s.reworded(lambda text: quoted(text, lang)) for s in read_frame(frame, rows=True)]
    # One year for the whole chart stands in its title; several must stand at each number.
    dated = len({s.when(lang) for s in statements}) > 1
    with house_style():
        names = _name_width(statements)
        panels = [
            _Panel(some, lang, _of(unit, name), _of(limits, name), names, dated)
            for name, some in _by(statements, "panel")
        ]
        units = list(dict.fromkeys(panel.unit for panel in panels if panel.scale.ticks)) or [_NO_NUMBER[lang]]
        heading = Heading(quoted(title, lang), " · ".join(units), quoted(source, lang))
        joined = any(row.pairs for panel in panels for row in panel.rows)
        body = sum(panel.height for panel in panels) + _PANEL_GAP * (len(panels) - 1)
        rounded = any(panel.shows_rounding for panel in panels)
        sheet = Sheet(heading, key_entries(statements, lang, joined=joined, rounded=rounded), body)
        top = sheet.top
        for panel in panels:
            panel.draw(sheet, top, print_unit=len(units) > 1)
            top -= panel.height + _PANEL_GAP
    links = {s.address: s.quote for s in statements}
    return Figure(canvas=sheet.canvas, title=title, unit=heading.unit, source=source, alt=alt,
                  links=links)  # fmt: skip


class _Panel:
    # One panel: its rows laid out at once, drawn later, when the sheet exists.
    def __init__(self, statements: Sequence[Drawn], lang: str, unit: str, limits, names, dated):
        self.name, self.unit, self.names = statements[0].panel, unit, names
        self.length = INNER - names - _NAME_GAP
        self.scale = _scale(statements, self.length, unit, limits)
        self.groups: list[tuple[str, list[RowLayout]]] = [
            (group, [lay_out_row(row, self.scale, lang, names, dated=dated) for _, row in rows])
            for group, some in _by(statements, "group")
            for rows in [_by(some, "row")]
        ]
        self.rows = [row for _, rows in self.groups for row in rows]
        self.heading = wrapped(quoted(self.name, lang), _PANEL, INNER) if self.name else ""
        self.area = sum(row.top - row.bottom for row in self.rows) + sum(
            self._group_room(group) for group, _ in self.groups
        )

    @property
    def shows_rounding(self) -> bool:
        return any(
            shows_rounding(m.statement, self.scale) for row in self.rows for stack in row.stacks for m in stack.marks
        )

    @property
    def height(self) -> float:
        heading = height_of(self.heading, _PANEL) + 4 if self.heading else 0.0
        axis = _AXIS_ROOM if self.scale.ticks else 4.0
        return heading + self.area + axis

    def _group_room(self, group: str) -> float:
        return height_of(group, _GROUP) + 6 if group else 0.0

    def draw(self, sheet: Sheet, top: float, print_unit: bool) -> None:
        if self.heading:
            sheet.write(self.heading, _PANEL, (MARGIN, top), va="top")
            if print_unit and self.scale.ticks:
                x = MARGIN + width_of(self.heading, _PANEL) + 10
                drop = _PANEL * 0.65
                sheet.write(self.unit, _TICK, (x, top - drop), colour=SOFT)
            top -= height_of(self.heading, _PANEL) + 4
        left = MARGIN + self.names + _NAME_GAP
        ax = sheet.axes(Box(left, top - self.area, left + self.length, top))
        ax.set_xlim(self.scale.low, self.scale.high)
        _dress(ax, self.scale)
        y = self.area
        for group, rows in self.groups:
            if group:
                at = top - self.area + y
                sheet.write(group, _GROUP, (MARGIN, at - self._group_room(group) / 2 - 1),
                            colour=SOFT)  # fmt: skip
                y -= self._group_room(group)
            for row in rows:
                line = y - row.top
                _draw_row(ax, row, line, self.scale)
                _draw_name(sheet, row, MARGIN + self.names, top - self.area + line)
                y = line + row.bottom
                sheet.ax.plot([MARGIN, left + self.length], [top - self.area + y] * 2,
                              color=RULE, lw=0.6)  # fmt: skip


def _draw_row(ax, row: RowLayout, line: float, scale: Scale) -> None:
    for a, b in row.pairs:
        colour = mixed(place_colour(b.statement.place_id), "white", 0.45)
        ax.plot([a.statement.value, b.statement.value], [line + a.y, line + b.y],
                color=colour, lw=1.6, zorder=2, solid_capstyle="butt")  # fmt: skip
    for stack in row.stacks:
        for mark in stack.marks:
            s = mark.statement
            if shows_rounding(s, scale):
                colour = mixed(place_colour(s.place_id), "white", 0.7)
                ax.plot([s.low, s.high], [line + mark.y] * 2, color=colour, lw=6, zorder=1.5, solid_capstyle="butt")
            draw_mark(ax, (s.value, line), mark.look, address=s.address, shift=(0, mark.y))
        x, y = stack.box.middle
        first = stack.marks[0].statement
        write(ax, stack.text, LABEL, (scale.value(x), line + y), ha="center", address=first.address,
              colour=SOFT if first.near else INK)  # fmt: skip
    for words in row.words:
        write(ax, words.text, LABEL, (scale.value(6), line + words.y), colour=SOFT,
              address=words.statement.address)  # fmt: skip


def shows_rounding(statement: Drawn, scale: Scale) -> bool:
    """Whether the band of values that rounding allows would be seen beside the mark."""
    if statement.low is None or statement.high is None:
        return False
    return scale.points(statement.high) - scale.points(statement.low) > 2.6 * RADIUS


def _draw_name(sheet: Sheet, row: RowLayout, right: float, y: float) -> None:
    note = height_of(row.note, NOTE) if row.note else 0.0
    colour = SOFT if row.name.startswith("≈") else INK
    sheet.write(row.name, NAME, (right, y + note / 2), ha="right", colour=colour)
    if row.note:
        drop = height_of(row.name, NAME) / 2
        sheet.write(row.note, NOTE, (right, y - drop), ha="right", colour=FAINT)


def _dress(ax, scale: Scale) -> None:
    for side in ("left", "right", "top", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_yticks([])
    ax.set_xticks(scale.ticks, [printed(tick) for tick in scale.ticks])
    ax.tick_params(axis="x", length=0, pad=4, labelsize=_TICK, labelcolor=SOFT)
    for tick in scale.ticks:
        ax.axvline(tick, color=RULE, lw=0.8, zorder=0)


def _scale(statements: Sequence[Drawn], length: float, unit: str, limits) -> Scale:
    values = [v for s in statements for v in (s.value, s.value_max) if v is not None]
    if not values:  # nothing but words: an axis would pretend to a number
        return Scale(0.0, length, length)
    if limits and not all(limits[0] <= value <= limits[1] for value in values):
        raise BadFrame(f"limits {limits} leave out a value between {min(values)} and {max(values)}")
    return fitted(values, length, (_EDGE, _EDGE), share=is_share(unit), limits=limits)


def _name_width(statements: Sequence[Drawn]) -> float:
    names = [width_of(("≈ " if s.near else "") + s.row, NAME) for s in statements]
    notes = [width_of(s.near, NOTE) for s in statements]
    return min(max(names + notes) + 1, _NAME_LIMIT)


def _by(statements: Sequence[Drawn], column: str):
    # In order of appearance, also where a group's rows are not next to one another.
    order = list(dict.fromkeys(getattr(s, column) for s in statements))
    ordered = sorted(statements, key=lambda s: order.index(getattr(s, column)))
    return [(n, list(some)) for n, some in groupby(ordered, key=lambda s: getattr(s, column))]


def _of(choice, panel: str):
    return choice[panel] if isinstance(choice, Mapping) else choice
