"""Slopes: the same goal in successive plans, one line from plan to plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from helpers.display.figure import Figure
from helpers.display.frame import Drawn, read_frame
from helpers.display.key import key_entries
from helpers.display.marks import Look, draw_mark
from helpers.display.placing import Box, spread
from helpers.display.scale import fitted, is_share
from helpers.display.sheet import INNER, MARGIN, Heading, Sheet, write
from helpers.display.style import FAINT, RULE, SOFT, house_style, mixed, place_colour
from helpers.display.typesetting import height_of, quoted, width_of, wrapped

_LABEL, _HEAD = 8.5, 9.5  # font sizes
_HEAD_ROOM, _GAP = 28.0, 13.0
_NAMES = 176.0  # the widest label
_LEAST = 190.0


def slopes(frame: pd.DataFrame, *, lang: str, title: str, unit: str, source: str, alt: str) -> Figure:
    """One line per `row` of `frame` from plan to plan, each goal labelled with its number.

    `frame` has one row per statement, columns as in `helpers.display.frame`; `group` is the plan, in the order in which
    the plans first appear. A row has one goal for each plan at most. Raises BadFrame and IncompleteFigure.
    """
    # bounds stand in the labels: arrows along the uprights would run into one another
    plain = [replace(s, comparator="=") for s in read_frame(frame, rows=True)]
    statements = [s.reworded(lambda text: quoted(text, lang)) for s in plain]
    with house_style():
        chart = _Chart(statements, lang, unit)
        sheet = Sheet(Heading(quoted(title, lang), unit, quoted(source, lang)),
                      key_entries(statements, lang, joined=False), chart.height)  # fmt: skip
        chart.draw(sheet)
    links = {s.address: s.quote for s in statements}
    return Figure(canvas=sheet.canvas, title=title, unit=unit, source=source, alt=alt, links=links)


class _Chart:
    # The plotting area: laid out at once, drawn later, when the sheet exists.
    def __init__(self, statements: Sequence[Drawn], lang: str, unit: str):
        self.plans = list(dict.fromkeys(s.group for s in statements))
        rows: dict[str, list[Drawn]] = {}
        for s in statements:
            rows.setdefault(s.row, []).append(s)
        self.rows = [sorted(row, key=lambda s: self.plans.index(s.group)) for row in rows.values()]
        self.lang = lang
        # named at both ends: where lines cross, an eye does not find its way back
        self.firsts = [(row[0], wrapped(f"{row[0].row}  {_said(row[0], lang)}", _LABEL, _NAMES)) for row in self.rows]
        self.lasts = [(row[-1], wrapped(f"{_said(row[-1], lang)}  {row[-1].row}", _LABEL, _NAMES)) for row in self.rows]
        self.left = max(width_of(text, _LABEL) for _, text in self.firsts) + 26
        self.right = max(width_of(text, _LABEL) for _, text in self.lasts) + 26
        lines = [height_of(text, _LABEL) for _, text in (*self.firsts, *self.lasts)]
        self.plot = max(_LEAST, (max(lines) + 6) * len(self.rows))
        values = [s.value for s in statements]
        self.scale = fitted(values, self.plot, (22.0, 22.0), share=is_share(unit))

    @property
    def height(self) -> float:
        return self.plot + _HEAD_ROOM

    def _x(self, s: Drawn) -> float:
        """Where the line of a statement's plan stands."""
        room = INNER - self.left - self.right
        return self.left + room * self.plans.index(s.group) / max(1, len(self.plans) - 1)

    def draw(self, sheet: Sheet) -> None:
        ax = sheet.axes(Box(MARGIN, sheet.top - self.height, MARGIN + INNER, sheet.top))
        ax.set_axis_off()
        ax.set_ylim(0, self.height)
        for s in {s.group: s for row in self.rows for s in row}.values():
            ax.plot([self._x(s)] * 2, [0, self.plot], color=RULE, lw=1.0, zorder=0)
            write(ax, s.group, _HEAD, (self._x(s), self.plot + 17), ha="center")
        for row in self.rows:
            xs, ys = [self._x(s) for s in row], [self.scale.points(s.value) for s in row]
            ax.plot(xs, ys, color=mixed(place_colour(row[0].place_id), "white", 0.35), lw=1.3, zorder=2)
            for s, x, y in zip(row, xs, ys, strict=True):
                draw_mark(ax, (x, y), Look.of(s), address=s.address, vertical=True)
        self._label(ax, self.firsts, -1)
        self._label(ax, self.lasts, 1)
        for plan in self.plans:
            self._label(ax, [(s, s.label) for row in self.rows for s in row[1:-1] if s.group == plan], 1)

    def _label(self, ax, labels: Sequence[tuple[Drawn, str]], side: int) -> None:
        """Names and numbers beside the first marks, numbers beside the last; where they are crowded, with a leader."""
        ordered = sorted(labels, key=lambda pair: self.scale.points(pair[0].value))
        at = [self.scale.points(s.value) for s, _ in ordered]
        tall = max((height_of(text, _LABEL) for _, text in ordered), default=0.0)
        for (s, text), mark, y in zip(ordered, at, spread(at, max(_GAP, tall + 2), self.plot - tall / 2), strict=True):
            x = self._x(s) + 22 * side
            if abs(y - mark) > 2:
                ax.plot([self._x(s) + 9 * side, x - 2 * side], [mark, y], color=FAINT, lw=0.6, zorder=1)
            write(ax, text, _LABEL, (x, y), ha="right" if side < 0 else "left", address=s.address, colour=SOFT)


def _said(s: Drawn, lang: str) -> str:
    return f"{s.label} ({s.when(lang)})" if lang == "en" else f"{s.label}（{s.when(lang)}）"
