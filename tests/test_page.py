"""Report pages and the index: self-contained, in one language, safe, the same bytes every time."""

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import matplotlib
import nbformat
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from nbformat import v4

from helpers.errors import ReportFailed
from helpers.reports.index import Card, write_index
from helpers.reports.markdown_page import headings, render_markdown
from helpers.reports.page import Page, PageExporter
from helpers.reports.svg_page import share_glyphs, thumbnail_svgs

HOSTILE = "<script>alert(1)</script>\"'><img src=https://evil.example/x onerror=alert(2)>"
SVG = "image/svg+xml"
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "col", "wbr"}


class Probe(HTMLParser):
    """What a page names: elements, ids, addresses that load by themselves, styles, text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.ids, self.loaded, self.styles, self.text = [], [], [], [], []
        self.links, self.open = [], []
        self.feed(html)
        self.close()
        assert not self.open, f"elements never closed: {self.open}"

    def handle_startendtag(self, tag, attrs):
        self._note(tag, dict(attrs))

    def handle_starttag(self, tag, attrs):
        self._note(tag, dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def _note(self, tag, values):
        self.elements.append((tag, values))
        self.ids += [values["id"]] if "id" in values else []
        self.styles += [values[name] or "" for name in values if name in ("style", "clip-path")]
        for name in ("src", "srcset", "data", "poster", "action", "href", "xlink:href"):
            if name in values:
                (self.links if name == "href" and tag == "a" else self.loaded).append(values[name])

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        (self.styles if self.open and self.open[-1] == "style" else self.text).append(data)

    def all(self, tag):
        return [values for name, values in self.elements if name == tag]


def chart(word, links=()):
    """A small matplotlib chart as SVG; each of `links` is the address of one mark."""
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "test"}):
        figure = Figure(figsize=(7, 3))
        axes = figure.subplots()
        marks = axes.scatter(range(1, 4), range(1, 4))
        marks.set_urls(list(links))
        axes.set_title(word)
        buffer = io.StringIO()
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
    return buffer.getvalue()


def markdown(source, *tags):
    return v4.new_markdown_cell(source, metadata={"tags": list(tags)})


def code(source, *outputs, tags=()):
    return v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shown(data, metadata=None):
    return v4.new_output("display_data", data, metadata=metadata or {})


def figure(svg, alt):
    data = {SVG: svg, "image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}
    return shown(data, {SVG: {"alt": alt}})


@pytest.fixture(scope="module")
def exporter():
    return PageExporter()


@pytest.fixture
def notebook():
    table = "<table><tr><td>27.90</td></tr></table><ul><li id='s-q-1'>引文</li></ul>"
    linked = chart("AB", ["#s-q-1", "#s-q-1", ""])
    record = shown({"application/vnd.test.record+json": {"x": 1}}, {"record": "SECRET-RECORD"})
    return v4.new_notebook(
        cells=[
            markdown("# 空气\n\n第一句。\n第二句。", "zh"),
            markdown("# Air\n\nFirst sentence.\nSecond sentence.", "en"),
            markdown("untagged stays"),
            code('lang = "zh"', tags=["parameters"]),
            code('lang = "en"', tags=["injected-parameters"]),
            markdown("## 发现", "zh"),
            markdown("## Findings", "en"),
            code("one()", figure(linked, f"图 <1> {HOSTILE}"), record),
            markdown("## 发现", "zh"),
            markdown("## Findings", "en"),
            code("two()", figure(chart("BC"), "second alt")),
            code("secret_source()", shown({"text/html": table}), tags=["hide-input"]),
        ]
    )


def page(lang="zh", **changes):
    values = {
        "report_id": "air_quality",
        "notebook": "notebooks/air_quality.ipynb",
        "lang": lang,
        "title": f"标题 {HOSTILE}",
        "other_lang_href": "../en/air_quality.html",
        "index_href": "../index.html",
        "parameters": {"lang": lang, "places": ["衢州"], HOSTILE: HOSTILE},
        "fingerprint": "9f86d081",
        "version": "0.1.0",
    }
    return Page(**{**values, **changes})


def is_inside(address):
    return address.startswith(("#", "data:"))


def assert_self_contained(html):
    probe = Probe(html)
    assert not probe.all("script") and "<script" not in html.lower()
    assert not probe.all("iframe") and not probe.all("link")
    policies = [m["content"] for m in probe.all("meta") if "http-equiv" in m]
    assert len(policies) == 1 and policies[0].startswith("default-src 'none'; ")
    assert "script-src" not in policies[0]
    assert [address for address in probe.loaded if not is_inside(address)] == []
    styles = " ".join(probe.styles)
    assert "@import" not in styles
    urls = re.findall(r"url\(([^)]*)\)", styles)
    assert [url for url in urls if not is_inside(url.strip('"'))] == []
    assert not [name for _, values in probe.elements for name in values if name.startswith("on")]
    for word in ("require.js", "mathjax", "mermaid", "cdnjs"):
        assert word not in html.lower()
    assert len(probe.ids) == len(set(probe.ids))
    names = set(probe.ids)
    assert {address[1:] for address in probe.loaded + urls if address[0] == "#"} <= names
    return probe


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_one_file_without_scripts(exporter, notebook, lang):
    probe = assert_self_contained(exporter.export(notebook, page(lang)))
    assert probe.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    assert "SECRET-RECORD" not in "".join(probe.text)
    assert HOSTILE in "".join(probe.text)  # shown as text, not obeyed


def test_the_page_keeps_the_markdown_of_its_language(exporter, notebook):
    zh, en = (exporter.export(notebook, page(lang)) for lang in ("zh", "en"))
    assert "第一句。第二句。" in zh and "First sentence" not in zh and "untagged stays" in zh
    assert "First sentence.\nSecond" in en and "第一句" not in en and "untagged stays" in en
    assert "代码" in zh and "Code" not in zh
    assert "Code" in en and "代码" not in en


def test_code_is_folded_and_hidden_where_asked(exporter, notebook):
    html = exporter.export(notebook, page("en"))
    details = [d for d in Probe(html).all("details") if d.get("class") == "code"]
    assert len(details) == 4 and all("open" not in d for d in details)
    assert "<summary>Parameters (defaults)</summary>" in html
    assert "<summary>Parameters (this report)</summary>" in html
    assert "secret_source" not in html and "27.90" in html


def test_figures_are_inline_with_alt_text_and_links(exporter, notebook):
    probe = Probe(exporter.export(notebook, page("zh")))
    first, second = [svg for svg in probe.all("svg") if "role" in svg]
    assert (first["role"], first["aria-label"]) == ("group", f"图 <1> {HOSTILE}")
    assert (second["role"], second["aria-label"]) == ("img", "second alt")
    marks = [a for a in probe.all("a") if a.get("href") == "#s-q-1"]
    assert [a["aria-label"] for a in marks] == ["引文 q-1"] * 2
    assert all("target" not in a for a in marks) and "s-q-1" in probe.ids
    assert not probe.all("img")  # the PNG beside an SVG is for JupyterLab


def test_contents_lead_to_headings_with_unique_anchors(exporter, notebook):
    probe = Probe(exporter.export(notebook, page("zh")))
    assert {"发现", "发现-2"} <= set(probe.ids)
    assert probe.links.count("#发现-2") == 3  # wide contents, narrow contents, the pilcrow
    assert [a for a in probe.links if a[0] == "#" and a[1:] not in probe.ids] == []


def test_a_page_without_its_own_h1_gets_the_title(exporter):
    bare = v4.new_notebook(cells=[markdown("text")])
    assert "<h1>Plain</h1>" in exporter.export(bare, page("en", title="Plain"))


def test_same_notebook_same_bytes_whatever_ran_it(exporter, notebook):
    before = nbformat.writes(notebook)
    first = exporter.export(notebook, page())
    assert nbformat.writes(notebook) == before
    for number, cell in enumerate(notebook.cells):
        cell.id = f"other-{number}"
        cell.metadata["papermill"] = {"start_time": "2026-01-01T00:00:00", "duration": 3.2}
        if cell.cell_type == "code":
            cell.execution_count = 40 + number
    notebook.metadata["papermill"] = {"output_path": "out.ipynb"}
    assert exporter.export(notebook, page()) == first
    assert PageExporter().export(notebook, page()) == first


def test_warnings_and_errors_are_seen(exporter):
    warning = v4.new_output("stream", name="stderr", text="\x1b[31mx.py:1: <b>Warning\x1b[0m")
    error = v4.new_output("error", ename="ValueError", evalue="bad", traceback=["ValueError: bad"])
    html = exporter.export(v4.new_notebook(cells=[code("x", warning, error)]), page("en"))
    probe = assert_self_contained(html)
    assert {"stderr", "error"} <= {d.get("class") for d in probe.all("div")}
    assert "x.py:1: <b>Warning" in "".join(probe.text) and "\x1b" not in html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<SCRIPT>1</SCRIPT>",
        "<img src=x onerror=a()>",
        '<img alt=">" onerror=a()>',
        "<svg/onload=a()>",
        '<a href=" javascript:a()">x</a>',
    ],
)
def test_what_a_browser_would_run_is_refused_in_an_output(exporter, html):
    book = v4.new_notebook(cells=[code("x", shown({"text/html": html}))])
    with pytest.raises(ReportFailed, match=r"air_quality .en.: the page would hold what a browser runs"):
        exporter.export(book, page("en"))


@pytest.mark.parametrize("html", ['<a title="x onerror=a() y">x</a>', "<p>on x = 3, javascript: a word</p>"])
def test_words_that_only_look_like_it_stay(exporter, html):
    assert html in exporter.export(v4.new_notebook(cells=[code("x", shown({"text/html": html}))]), page("en"))


def test_markdown_that_an_output_shows_holds_words_only(exporter):
    html = exporter.export(
        v4.new_notebook(cells=[code("x", shown({"text/markdown": "**a** <b>c</b> [d](javascript:e)"}))]), page("en")
    )
    assert '<strong>a</strong> &lt;b&gt;c&lt;/b&gt; <a href="#harmful-link">d</a>' in html


def test_a_broken_figure_is_named(exporter):
    book = v4.new_notebook(cells=[code("x", figure("<svg><g></svg>", "alt"))])
    with pytest.raises(ReportFailed, match="air_quality: a figure is not well-formed SVG"):
        exporter.export(book, page("en"))


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match=r"lang is 'fr'; known: .'en', 'zh'."):
        page("fr")


def test_glyphs_of_several_figures_are_defined_once():
    svgs = [chart("AB"), chart("BC"), chart("BC")]
    shared, figures = share_glyphs(svgs)
    assert share_glyphs(svgs) == (shared, figures)
    roots = [ET.fromstring(text) for text in (shared, *figures)]
    ids = [element.get("id") for root in roots for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    used = {use.get("href")[1:] for root in roots for use in root.iter("use")}
    assert used <= set(ids)
    # A is in one figure only and stays there; whatever is in two is no longer in any.
    assert [len(list(root.iter("path"))) > 0 for root in roots] == [True] * 4
    shapes = [p.get("d") for root in roots[1:] for d in root.iter("defs") for p in d.iter("path")]
    assert len(shapes) == 1
    assert sum(map(len, (shared, *figures))) < 0.75 * sum(map(len, svgs))


def test_one_name_for_two_shapes_is_not_shared():
    def svg(shape):
        return f'<svg><defs><path id="g" d="{shape}"/></defs><use href="#g"/></svg>'

    shared, figures = share_glyphs([svg("M 0 0"), svg("M 0 0"), svg("M 9 9")])
    assert shared == ""
    assert [re.findall(r'id="([^"]+)"', text) for text in figures] == [["f1.g"], ["f2.g"], ["f3.g"]]


def test_a_figures_style_does_not_reach_the_page():
    root = ET.fromstring(share_glyphs([chart("A")])[1][0])
    assert root.get("stroke-linejoin") == "round" and not list(root.iter("style"))
    assert not list(root.iter("metadata"))


def test_thumbnails_are_silent():
    root = ET.fromstring(thumbnail_svgs([chart("A", ["#s-1"])])[1][0])
    assert root.get("aria-hidden") == "true" and not list(root.iter("a"))


def test_headings_leave_out_the_pilcrow_and_other_levels():
    html = render_markdown("# T\n\n## A `b`\n\n### C & D\n\n#### E", taken={}, anchor_label="x")
    assert [(h.level, h.anchor, h.text) for h in headings(html)] == [
        (2, "A-b", "A b"),
        (3, "C-&-D", "C & D"),
    ]


def card(number, group="question", **changes):
    values = {
        "report_id": f"report-{number}",
        "notebook": "n",
        "group": group,
        "title": {"zh": f"标题 {HOSTILE}", "en": f"Title {number}"},
        "href": {"zh": f"zh/{number}.html", "en": f"en/{number}.html"},
        "summary": {"zh": "第一条发现。", "en": HOSTILE},
    }
    return Card(**{**values, **changes})


def test_the_index_serves_both_languages_and_no_script():
    cards = [
        card(1, "plan", thumbnail=chart("AB", ["#s-1"])),
        card(2, thumbnail=chart("BC")),
        card(3, thumbnail="data:image/png;base64,iVBORw0KGgo="),
        card(4),
    ]
    html = write_index(cards, version="0.1.0", fingerprint="abc123")
    assert html == write_index(cards, version="0.1.0", fingerprint="abc123")
    probe = assert_self_contained(html)
    text = "".join(probe.text)
    assert "abc123" in text and "0.1.0" in text
    order = [text.rindex(words) for words in ("按问题", "Title 2", "按规划", "Title 1")]
    assert order == sorted(order)
    assert "按地方" not in text  # no report, no heading
    assert {f"{lang}/{n}.html" for lang in ("zh", "en") for n in range(1, 5)} <= set(probe.links)


def test_the_index_refuses_what_it_cannot_place():
    with pytest.raises(ValueError, match="report-1: no group 'colour' on an index; known: quest"):
        card(1, "colour")
    with pytest.raises(ValueError, match="report-1: a thumbnail is an SVG document or starts with"):
        write_index([card(1, thumbnail="https://a.example/x.png")], version="0", fingerprint="0")


def notice(text):
    return shown({"text/html": f'<p class="notice">{text}</p>', "text/plain": text})


def test_a_section_that_has_nothing_to_show_keeps_its_heading_and_says_so(exporter):
    table = shown({"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "1"})
    cells = [
        markdown("# 标题", "zh"),
        code("opening()", notice("开头没有内容")),
        markdown("## 空的\n\n圆圈是基期值。", "zh"),
        code("chart()", notice("没有可以显示的内容")),
        markdown("横轴是数值。", "zh"),
        markdown("## 不空\n\n表如下。", "zh"),
        code("table()", table),
        code("more()", notice("这一项没有内容")),
    ]
    text = "".join(Probe(exporter.export(v4.new_notebook(cells=cells), page())).text)
    assert "空的" in text and "没有可以显示的内容" in text
    assert "圆圈是基期值" not in text and "横轴是数值" not in text
    for kept in ("标题", "开头没有内容", "不空", "表如下", "这一项没有内容"):
        assert kept in text


def test_the_subject_of_a_title_stays_together_and_brings_no_markup(exporter):
    notebook = v4.new_notebook(cells=[markdown("# 一个地方", "zh")])
    html = exporter.export(notebook, page(title=f"一个地方 — {HOSTILE}"))
    assert '<span class="subject">— &lt;script&gt;' in html
    assert_self_contained(html)
