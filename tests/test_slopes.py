"""Slopes from plan to plan, and the band of values that the rounding of a number allows."""

import itertools
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.display.charts import dots, slopes
from helpers.display.placing import spread
from test_charts import WORDS, body, drawn_texts, statement

EARLIER, LATER = "“811”（2011–2015）", "“十四五”"


def goals(*values):
    """A frame with a goal for each pair of values, in an earlier and a later plan."""
    rows = []
    for number, (before, after) in enumerate(values):
        for plan, year, value in ((EARLIER, 2015, before), (LATER, 2025, after)):
            cells = {
                "row": f"第{number}项指标达到标准的比例",
                "group": plan,
                "value": value,
                "label": f"{value:g}",
                "year": year,
            }
            rows.append(statement(f"{number}-{year}", **cells))
    return pd.DataFrame(rows)


def lines(figure):
    """How many coloured lines join two plans."""
    return sum(len(line.get_xdata()) == 2 and line.get_linewidth() == 1.3 for line in figure.canvas.axes[-1].lines)


def test_each_goal_is_one_line_named_with_number_and_year_at_both_ends():
    figure = slopes(goals((70, 95), (71, 70)), **WORDS | {"unit": "%"})
    texts = [text.replace("\n", "") for text, _ in drawn_texts(figure)]
    assert lines(figure) == 2
    assert [text for text in texts if text in (EARLIER, LATER)] == [EARLIER, LATER]
    for said in ("70（2015）", "95（2025）", "71（2015）", "70（2025）"):
        assert sum(said in text for text in texts) == 1
    assert sum("第0项指标" in text for text in texts) == 2


def test_every_goal_links_to_its_quote():
    svg = slopes(goals((70, 95), (80, 80)), **WORDS | {"unit": "%"}).svg()
    assert len(set(re.findall(r'<a href="(#s-[^"]+)"', body(svg)))) == 4


@pytest.mark.parametrize(
    "values",
    [((100, 100), (80, 98), (80, 95), (71, 70), (70, 95)), tuple((95 + i / 10, 100) for i in range(9))],
    ids=["as in Quzhou", "nine at the top"],
)
def test_no_label_overlaps_another_or_leaves_the_figure(values):
    figure = slopes(goals(*values), **WORDS | {"unit": "%"})
    texts = drawn_texts(figure)
    width, height = figure.canvas.canvas.get_width_height()
    for index, (one, box) in enumerate(texts):
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, one
        for other, second in texts[index + 1 :]:
            assert not box.overlaps(second), (one, other)


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(1, 20))
def test_labels_that_are_pushed_apart_keep_their_order_and_their_distance(heights, least):
    top = 300.0
    placed = spread(heights, least, top)
    ordered = sorted(range(len(heights)), key=heights.__getitem__)
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(ordered)]
    assert all(gap >= least - 1e-6 for gap in gaps)
    assert all(height <= top + 1e-6 for height in placed)


# The rounding of a number


def bands(figure):
    """The pale bands of a chart, as (low, high)."""
    found = [line for ax in figure.canvas.axes for line in ax.lines if line.get_linewidth() == 6]
    return [tuple(line.get_xdata()) for line in found]


def test_what_the_rounding_of_a_number_allows_is_a_band_where_it_can_be_seen():
    rows = [
        statement(1, role="baseline", value=26.0, label="26", year=2020, low=25.5, high=26.5),
        statement(2, value=25.0, label="25"),
    ]
    figure = dots(pd.DataFrame(rows), **WORDS)
    assert bands(figure) == [(25.5, 26.5)]
    assert any("四舍五入" in text for text, _ in drawn_texts(figure))


def test_a_band_that_its_mark_would_hide_is_not_drawn_and_not_explained():
    rows = [
        statement(1, role="baseline", value=26.0, label="26", year=2020, low=25.5, high=26.5),
        statement(2, value=500.0, label="500"),
    ]
    figure = dots(pd.DataFrame(rows), **WORDS)
    assert bands(figure) == []
    assert not any("四舍五入" in text for text, _ in drawn_texts(figure))
