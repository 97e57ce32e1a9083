"""Values over years: promises of several places against dated limits."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.display.figure import Figure
from helpers.display.frame import Drawn, read_frame
from helpers.display.key import key_entries, role_word
from helpers.display.marks import draw_mark
from helpers.display.placing import Box, spread
from helpers.display.row_layout import LABEL
from helpers.display.scale import Scale, fitted, is_share, printed
from helpers.display.sheet import INNER, MARGIN, Heading, Sheet, write
from helpers.display.steps import Step, last_year_shown, read_steps, successions
from helpers.display.style import FAINT, RULE, SOFT, house_style, mixed, place_colour
from helpers.display.typesetting import height_of, quoted, width_of, wrapped
from helpers.display.year_layout import HALF, STANDARD, YearLayout, is_mean, lay_out_years, standard_text

_WIDEST_MARGIN = 0.4  # of the width, however long the name of a limit value is
_TICK, _AXIS_ROOM = 8.0, 22.0
_HEIGHTS = (290.0, 350.0, 420.0)  # the first at which all labels find room
_LIMIT_INK = "#3c4046"


def by_year(
    frame: pd.DataFrame,
    *,
    lang: str,
    title: str,
    unit: str,
    source: str,
    alt: str,
    standards: pd.DataFrame | None = None,
) -> Figure:
    """The statements of `frame` at their year (x) and value (y, in `unit`), labelled directly.

    `frame` has one row per statement, columns as in `helpers.display.frame`; `standards` is as in
    `helpers.display.steps`. Below the axis stand, in words, the statements without a number or a
    year, and those whose label found no room in a crowded chart.

    Raises BadFrame, IncompleteFigure and MissingGlyph.
    """
    statements = [s.reworded(lambda text: quoted(text, lang)) for s in read_frame(frame, rows=False)]
    steps = read_steps(standards)
    with house_style():
        chart = _Chart(statements, steps, lang, unit)
        joined, spans = bool(chart.layout.joins), any(map(is_mean, chart.placed))
        entries = key_entries(statements, lang, joined=joined, spans=spans)
        sheet = Sheet(Heading(quoted(title, lang), unit, quoted(source, lang)), entries, chart.height)
        chart.draw(sheet)
    links = {s.address: s.quote for s in statements}
    return Figure(canvas=sheet.canvas, title=title, unit=unit, source=source, alt=alt, links=links)


class _Chart:
    # The plotting area: laid out at once, drawn later, when the sheet exists.
    def __init__(self, statements: Sequence[Drawn], steps: Sequence[Step], lang: str, unit: str):
        self.placed = [s for s in statements if s.value is not None and s.year is not None]
        self.steps = _visible(steps, self.placed)
        self.margin = [step for step in self.steps if step.kind == "who"]
        self.right = max((width_of(standard_text(s), STANDARD) for s in self.margin), default=0.0)
        self.right = min(self.right + (8 if self.margin else 0), INNER * _WIDEST_MARGIN)
        self.words = _words([s for s in statements if s not in self.placed], lang)
        for self.plot in _HEIGHTS:
            self.y = _value_scale(self.placed, self.steps, self.plot, unit)
            self.left = max(width_of(printed(tick), _TICK) for tick in self.y.ticks) + 8
            self.x = _year_scale(self.placed, self.steps, INNER - self.left - self.right)
            self.layout: YearLayout = lay_out_years(self.placed, self.steps, self.x, self.y, lang)
            if not self.layout.homeless:
                break
        self.words = _words([mark.statement for mark in self.layout.homeless], lang) + self.words

    @property
    def height(self) -> float:
        return self.plot + _AXIS_ROOM + sum(height_of(text, LABEL) + 2 for _, text in self.words)

    def draw(self, sheet: Sheet) -> None:
        left = MARGIN + self.left
        ax = sheet.axes(Box(left, sheet.top - self.plot, left + self.x.length, sheet.top))
        ax.set_xlim(self.x.low, self.x.high)
        ax.set_ylim(self.y.low, self.y.high)
        _dress(ax, self.x, self.y)
        self._draw_standards(ax)
        for join in self.layout.joins:
            colour = mixed(place_colour(join.goal.statement.place_id), "white", 0.35)
            xs, ys = zip(join.start, join.end, strict=True)
            ax.plot([self.x.value(v) for v in xs], [self.y.value(v) for v in ys], color=colour, lw=1.1, zorder=2)
        for mark in self.layout.marks:
            self._draw_mark(ax, mark)
            if mark not in self.layout.homeless:
                self._draw_label(ax, mark)
        self._draw_words(sheet)

    def _draw_mark(self, ax, mark) -> None:
        s = mark.statement
        year = (s.period_start + s.year) / 2 if is_mean(s) else s.year
        if is_mean(s):
            ends = [s.period_start - HALF, s.year + HALF]
            ax.plot(
                ends,
                [s.value] * 2,
                color=mixed(mark.look.colour, "white", 0.5),
                lw=4,
                solid_capstyle="butt",
                zorder=2.2,
            )
        shift = (mark.x - self.x.points(year), 0.0)
        draw_mark(ax, (year, s.value), mark.look, address=s.address, shift=shift, vertical=True)

    def _draw_label(self, ax, mark) -> None:
        s = mark.statement
        if mark.leader:
            x = self.x.value(mark.leader.middle[0])
            ends = [self.y.value(mark.leader.bottom), self.y.value(mark.leader.top)]
            ax.plot([x, x], ends, color=FAINT, lw=0.6, zorder=2.5)
        x, y = mark.box.middle
        write(ax, mark.text, LABEL, (self.x.value(x), self.y.value(y)), ha="center", address=s.address, colour=_ink(s))

    def _draw_standards(self, ax) -> None:
        for step in (s for s in self.steps if s.kind == "national"):
            ends = _ends(step, self.x)
            ax.plot(ends, [step.value] * 2, color=_LIMIT_INK, lw=1.8, zorder=1.8, solid_capstyle="butt")
        for before, after in successions(self.steps):
            ax.plot([after.first - 0.5] * 2, [before.value, after.value], color=_LIMIT_INK, lw=0.8, zorder=1.8)
        for step, box in self.layout.standards:
            x, y = box.middle
            write(ax, standard_text(step), STANDARD, (self.x.value(x), self.y.value(y)), ha="center", colour=_LIMIT_INK)
        for step in self.margin:
            ax.plot(_ends(step, self.x), [step.value] * 2, color=FAINT, lw=1.1, ls=(0, (1, 2)), zorder=1.6)
        heights = spread([self.y.points(s.value) for s in self.margin], STANDARD * 1.3)
        for step, height in zip(self.margin, heights, strict=True):
            at = self.x.value(self.x.length + 6), self.y.value(height)
            write(ax, standard_text(step), STANDARD, at, colour=SOFT)

    def _draw_words(self, sheet: Sheet) -> None:
        y = sheet.top - self.plot - _AXIS_ROOM
        for statement, text in self.words:
            at = (MARGIN + self.left, y)
            colour = SOFT if statement.value is None else _ink(statement)  # grey: no number
            sheet.write(text, LABEL, at, va="top", colour=colour, address=statement.address)
            y -= height_of(text, LABEL) + 2


def _ink(statement: Drawn) -> str:
    # The place's colour, dark enough to read.
    return mixed(place_colour(statement.place_id), "black", 0.4)


def _dress(ax, x: Scale, y: Scale) -> None:
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)
    ax.set_xticks(x.ticks, [f"{tick:.0f}" for tick in x.ticks])
    ax.set_yticks(y.ticks, [printed(tick) for tick in y.ticks])
    ax.tick_params(axis="both", length=0, pad=4, labelsize=_TICK, labelcolor=SOFT)
    for tick in y.ticks:
        ax.axhline(tick, color=RULE, lw=0.8, zorder=0)


def _visible(steps: Sequence[Step], placed: Sequence[Drawn]) -> list[Step]:
    if not placed:
        return []
    first = min(s.period_start or s.year for s in placed)
    last = last_year_shown(list(steps), max(s.year for s in placed))
    return [s for s in steps if s.first <= last and (s.last is None or s.last >= first)]


def _year_scale(placed: Sequence[Drawn], steps: Sequence[Step], length: float) -> Scale:
    if not placed:
        return Scale(0.0, 1.0, length)
    first = min(s.period_start or s.year for s in placed)
    last = last_year_shown(list(steps), max(s.year for s in placed))
    low, high = first - 0.8, last + 0.8
    if high - low < 4:  # a single year would be stretched over the whole width
        low, high = low - 2, high + 2
    every = next(n for n in (1, 2, 5, 10, 20) if (high - low) / n <= length / 34)
    years = [year for year in range(int(low) + 1, int(high) + 1) if year % every == 0]
    return Scale(low, high, length, tuple(map(float, years)))


def _value_scale(placed, steps: Sequence[Step], length: float, unit: str) -> Scale:
    values = [v for s in placed for v in (s.value, s.value_max) if v is not None]
    values += [step.value for step in steps]
    return fitted(values or [0.0, 1.0], length, (26, 26), share=is_share(unit), count=8)


def _ends(step: Step, x: Scale) -> list[float]:
    last = x.high if step.last is None else min(step.last + 0.5, x.high)
    return [max(step.first - 0.5, x.low), last]


def _words(statements: Sequence[Drawn], lang: str) -> list[tuple[Drawn, str]]:
    texts = []
    for s in statements:
        when = f"{s.place}, {s.when(lang)}"
        said = f"{when}: {s.words}" if s.value is None else (f"{when}, {role_word(s.role, lang)}: {s.label}")
        texts.append((s, wrapped(said, LABEL, INNER - 60)))
    return texts
