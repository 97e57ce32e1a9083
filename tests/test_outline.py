"""The parts of a raw text: nothing is lost, headings are found, tables with one cell a line are put together again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.curation.check import load
from helpers.curation.outline import outline
from helpers.curation.rawtext import RawText, Span
from helpers.display.highlight import Mark, highlighted
from helpers.project import Project
from kept_texts import KEPT, assert_is_kept

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
TABLE = """\
(三)规划目标

目标如下。

表2 指标体系

领域

序号

指标

2020年

2025年目标

属性

环境质量

1

城市PM2.5浓度

34(均值)

≤26

约束性

2

优良天数比例(%)

92.9

≥96

约束性

风险

防控

3

受污染耕地安全利用率(%)

97.03

98

约束性

注:2020年数据采用均值。
"""


def said(text, spans):
    return [text[span.start : span.end] for span in spans]


def rows_of(text, *quotes):
    raw = RawText(text)
    return [span for quote in quotes for span in raw.find(quote)]


def told(text, rows=()):
    """Each part as its kind and what it says."""
    return [(part.kind, " ".join(text[part.span.start : part.span.end].split())) for part in outline(text, rows)]


def test_a_table_with_one_cell_a_line_is_put_together_from_the_quotes_of_its_rows():
    rows = rows_of(TABLE, "城市PM2.5浓度 34(均值) ≤26", "优良天数比例(%) 92.9 ≥96", "受污染耕地安全利用率(%) 97.03 98")
    *above, table, below = outline(TABLE, rows)
    assert [part.kind for part in above] == ["heading", "text"] and below.kind == "text"
    assert said(TABLE, table.head) == [
        "表2 指标体系",
        "领域",
        "序号",
        "指标",
        "2020年",
        "2025年目标",
        "属性",
        "环境质量",
    ]
    assert [[said(TABLE, cells) for cells in (row.before, row.cells, row.after)] for row in table.rows] == [
        [["1"], ["城市PM2.5浓度", "34(均值)", "≤26"], ["约束性"]],
        [["2"], ["优良天数比例(%)", "92.9", "≥96"], ["约束性"]],
        [["风险", "防控", "3"], ["受污染耕地安全利用率(%)", "97.03", "98"], ["约束性"]],
    ]


def test_what_stands_behind_a_last_row_that_is_longer_than_the_others_is_not_lost():
    text = "指标\n1\n甲\n10\n约束性\n2\n乙\n20\n约束性\n3\n丙\n30\n40\n预期性\n以上目标都要完成。\n"
    (table, below) = outline(text, rows_of(text, "甲 10", "乙 20", "丙 30 40"))
    assert said(text, table.rows[-1].cells) == ["丙", "30", "40"]
    assert shown(text, [table, below]) == "".join(text.split())


def shown(text, parts):
    """All that a reader of the parts sees, in order, without white space."""
    words = []
    for part in parts:
        spans = [part.span]
        if part.kind == "table":
            spans = [*part.head, *(s for row in part.rows for s in (*row.before, *row.cells, *row.after))]
        words += said(text, spans)
    return "".join("".join(words).split())


def test_a_table_may_end_with_the_text():
    text = "指标\n1\n甲\n10\n约束性\n2\n乙\n20\n约束性\n3\n丙\n30"
    (table,) = outline(text, rows_of(text, "甲 10", "乙 20", "丙 30"))
    assert [said(text, row.after) for row in table.rows] == [["约束性"], ["约束性"], []]


def test_behind_a_single_row_nothing_is_looked_for():
    text = "指标\n2025年\n优良天数\n95\n附件\n名单"
    assert told(text, rows_of(text, "优良天数95"))[1:] == [("text", "附件"), ("text", "名单")]


def test_rows_within_rows_are_left_out_and_those_behind_them_are_not():
    text = "优良天数\n95\n约束性\n森林覆盖率\n70\n预期性"
    rows = rows_of(text, "优良天数95约束性", "95约束性", "森林覆盖率70预期性")
    (table,) = outline(text, rows)
    assert [said(text, row.cells) for row in table.rows] == [
        ["优良天数", "95", "约束性"],
        ["森林覆盖率", "70", "预期性"],
    ]


def test_without_quotes_of_rows_there_is_no_table_and_all_lines_stay():
    assert [kind for kind, _ in told(TABLE)] == ["heading", *["text"] * (len(TABLE.split("\n\n")) - 1)]


def test_headings_have_levels():
    text = "第一章 总则\n一、背景\n(一)现状\n1. 水。\n二、目标。任务很多\n"
    assert [(part.kind, part.level) for part in outline(text)] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("text", 0), ("text", 0),
    ]  # fmt: skip


def test_a_text_on_one_line_is_broken_behind_full_stops_and_where_numbered_parts_begin():
    sentence = "坚持绿色发展,推动产业结构调整,加强环境治理,改善环境质量。"
    text = f"{sentence * 20}一、总体要求{sentence}(一)水{sentence}2.大气{sentence}达到2.5微克。"
    parts = [words for _, words in told(text)]
    assert max(map(len, parts)) < 400
    assert [words[:6] for words in parts[-3:]] == ["一、总体要求", "(一)水坚持", "2.大气坚持"]
    assert parts[-1].endswith("达到2.5微克。")


def test_a_heading_that_the_scan_has_twice_is_a_heading():
    text = "序言。" * 100 + "一、总体要求一、总体要求(一)指导思想(一)指导思想以绿色发展为指导。" + "水。" * 100
    assert ("heading", "一、总体要求一、总体要求") in told(text)
    assert ("heading", "(一)指导思想(一)指导思想") in told(text)


@pytest.mark.parametrize("path", sorted(RAW.glob("*.txt")), ids=lambda path: path.stem)
def test_of_the_real_texts_nothing_is_lost_and_nothing_said_twice(path):
    text = path.read_bytes().decode("utf-8")
    assert "".join(words for _, words in told(text)).replace(" ", "") == "".join(text.split())


def outlined(plan_id: str) -> str:
    """A line for each part and each row: its kind, its level or the cells, and how its words begin."""
    collection = load(Project.find())
    raw = collection.raw[plan_id]
    quotes = [row.quote for row in collection.rows("statements") if row.plan_id == plan_id and row.part == "table"]

    def begun(span: Span) -> str:
        words = " ".join(raw.text[span.start : span.end].split())
        return words if len(words) <= 10 else f"{words[:8]}… {len(words)}"

    lines = []
    for part in outline(raw.text, [span for quote in quotes for span in raw.find(quote)]):
        head = " | ".join(map(begun, part.head)) if part.kind == "table" else begun(part.span)
        lines.append(f"{part.kind} {part.level or ''} {part.span.start}–{part.span.end}: {head}")
        for row in part.rows:
            lines.append(
                "  " + " || ".join(" | ".join(map(begun, cells)) for cells in (row.before, row.cells, row.after))
            )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("plan_id", sorted(path.stem for path in (KEPT / "outlines").glob("*.txt")))
def test_the_real_texts_have_the_parts_that_they_have(plan_id):
    assert_is_kept(outlined(plan_id), f"outlines/{plan_id}.txt")


@given(st.text(alphabet="一、(二)。1. \n水"), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_whatever_the_text_and_its_rows_nothing_is_lost(text, quoted):
    rows = [Span(start, min(start + size, len(text))) for start, size in quoted if start < len(text)]
    rows = [row for row in rows if text[row.start : row.end].strip()]
    assert shown(text, outline(text, rows)) == "".join(text.split())


def parts_of(text):
    return [text[part.span.start : part.span.end] for part in outline(text)]


def test_a_line_is_broken_only_when_it_is_long():
    short, long = "总则(一)甲。(二)" + "乙" * 390, "总则(一)甲。(二)" + "乙" * 391
    assert (len(short), len(long)) == (400, 401)
    assert parts_of(short) == [short] and parts_of("序言。\n" * 200 + short)[-1] == short
    assert parts_of(long) == ["总则(一)甲。", "(二)" + "乙" * 391]


def test_a_long_stretch_is_broken_behind_the_first_full_stop_of_its_second_half_and_else_not_at_all():
    stretch = "水" * 299 + "。" + "土" * 101
    assert parts_of(stretch) == ["水" * 299 + "。", "土" * 101]
    assert parts_of("水" * 299 + "。" + "土" * 100) == ["水" * 299 + "。" + "土" * 100]
    assert parts_of("水" * 500) == ["水" * 500]
    exactly = "(一)" + "水" * 296 + "。" + "土" * 100
    assert parts_of("甲。" + exactly) == ["甲。", exactly] and len(exactly) == 400
    assert parts_of(stretch + "木" * 400) == ["水" * 299 + "。", "土" * 101 + "木" * 400]
    assert parts_of("水" * 450 + "。\n土。") == ["水" * 450 + "。", "土。"]
    assert parts_of("水" * 450 + "\n土" + "木" * 9 + "。") == ["水" * 450, "土" + "木" * 9 + "。"]
    assert parts_of("水" * 449 + "。土") == ["水" * 449 + "。", "土"]


@given(st.lists(st.sampled_from(["水" * 130, "土" * 7, "。", "(一)", "1.", "\n", " "]), max_size=24))
def test_of_long_lines_too_nothing_is_lost(blocks):
    text = "".join(blocks)
    assert shown(text, outline(text)) == "".join(text.split())


# Marks


def test_marks_lie_within_each_other_and_those_that_overlap_are_cut():
    marks = [Mark(0, 6, anchor="a"), Mark(2, 4, tag="b"), Mark(4, 8, anchor="c")]
    assert highlighted("0123456789", 0, 10, marks) == (
        '<mark id="a">01<b>23</b><mark id="c">45</mark></mark><mark>67</mark>89'
    )


def test_two_marks_of_the_same_words_are_two_anchors():
    marks = [Mark(1, 3, anchor="x"), Mark(1, 3, anchor="y")]
    assert highlighted("abcd", 0, 4, marks) == 'a<mark id="x"><mark id="y">bc</mark></mark>d'


def test_a_mark_that_begins_in_another_stretch_has_its_anchor_there():
    marks = [Mark(1, 6, anchor="a")]
    pieces = [highlighted("01 34 67", start, end, marks) for start, end in ((0, 2), (3, 5), (6, 8))]
    assert pieces == ['0<mark id="a">1</mark>', "<mark>34</mark>", "67"]


def test_what_the_text_holds_is_no_markup():
    assert highlighted("<b>&", 0, 4, [Mark(0, 3, anchor='"')]) == '<mark id="&quot;">&lt;b&gt;</mark>&amp;'


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_however_marks_lie_the_words_stay_and_tags_nest(text, spans):
    from html.parser import HTMLParser

    marks = [Mark(min(a, b), max(a, b), anchor=f"m{i}") for i, (a, b) in enumerate(spans) if a != b]
    html = highlighted(text, 0, len(text), [m for m in marks if m.start < len(text)])

    class Reader(HTMLParser):
        words, open = "", 0

        def handle_data(self, data):
            self.words += data

        def handle_starttag(self, tag, attrs):
            self.open += 1

        def handle_endtag(self, tag):
            self.open -= 1
            assert self.open >= 0

    reader = Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    assert (reader.words, reader.open) == (text, 0)
