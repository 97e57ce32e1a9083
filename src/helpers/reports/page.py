"""One executed notebook as one HTML file in one language: no script, nothing loaded."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode

from helpers.errors import ReportFailed
from helpers.reports.frame import CONTENT_SECURITY_POLICY, TEMPLATES, Heading, Page, finished, page_style
from helpers.reports.labels import HTML_LANG, LABELS
from helpers.reports.markdown_page import headings, in_markdown, render_markdown
from helpers.reports.svg_page import Drawing, figure_svgs
from helpers.reports.titles import SEPARATOR

SVG = "image/svg+xml"
# SVG first: a figure's links live in it, its PNG is for JupyterLab.
SHOWN_KINDS = (SVG, "text/html", "text/markdown", "image/png", "image/jpeg", "text/plain")
_NOTICE = re.compile(r'<p class="notice">')
# What a browser would run, did the page's policy not forbid it: in a tag, but not in the quoted value of an attribute.
_ACTIVE = re.compile(
    r"""<script\b|<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*?(?<=[\s/"'])
    (?:on[a-z]+\s*=|(?:xlink:)?href\s*=\s*["']?\s*(?:javascript|vbscript):)""",
    re.IGNORECASE | re.VERBOSE,
)
_SUSPECT = re.compile(r"<script|[\s/\"']on[a-z]+\s*=|(?:java|vb)script:", re.IGNORECASE)


@dataclass
class _Frame:
    """What the template reads beside the cells, and what it gathers while it renders them."""

    page: Page
    glyphs: str
    has_title: bool
    contents: list[Heading] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        return LABELS[self.page.lang]

    def __deepcopy__(self, memo: dict[int, Any]) -> _Frame:
        return self  # nbconvert copies its resources, and the gathered headings would be lost


class PageExporter:
    """Renders reports. Build one and keep it: compiling the templates takes longer than a page."""

    def __init__(self) -> None:
        self._exporter = _Exporter()

    def export(self, notebook: NotebookNode, page: Page) -> str:
        """The whole page. Same notebook and page, same text; `notebook` is left as it is.

        Raises: ReportFailed when an output or a Markdown cell carries a script, or an SVG that is
        not XML.
        """
        notebook = _without_empty_sections(_in_language(notebook, page.lang))
        _name_subject(notebook, page.title)
        try:
            glyphs = _inline_figures(notebook, page.lang)
        except SyntaxError as error:  # ElementTree.ParseError is one
            raise ReportFailed(f"{page.report_id}: a figure is not well-formed SVG: {error}") from error
        frame = _Frame(page=page, glyphs=glyphs, has_title=_has_title(notebook))
        html, _ = self._exporter.from_notebook_node(notebook, {"frame": frame})
        if found := _SUSPECT.search(html) and _ACTIVE.search(html):
            near = html[max(0, found.start() - 80) : found.end() + 80]
            raise ReportFailed(
                f"{page.report_id} ({page.lang}): the page would hold what a browser runs; an output or a "
                f"Markdown cell brings it, near {near!r}"
            )
        return finished(html)


class _Exporter(TemplateExporter):
    """nbconvert with our template, everything escaped unless it says otherwise.

    Not nbconvert's HTMLExporter: that one parses the finished page again, writes `viewBox` as
    `viewbox`, and brings the addresses of scripts along.
    """

    output_mimetype = "text/html"

    def __init__(self) -> None:
        super().__init__(
            file_extension=".html",
            template_name="ecoplan",
            extra_template_basedirs=[str(TEMPLATES)],
            default_preprocessors=[],  # none is of use here, and each validates the notebook
        )

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.filters |= {
            "filter_data_type": _shown_kind,
            "highlight": _highlighter(),
            "markdown": _markdown,
            "markdown_output": _markdown_output,
            "own_html": _own_html,
            "parameter": shown_parameter,
        }
        environment.globals |= {
            "policy": CONTENT_SECURITY_POLICY,
            "style": page_style(),
            "html_lang": HTML_LANG,
        }
        return environment


def shown_parameter(value: Any) -> str:
    """A parameter as people write it: text as it is, everything else as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _in_language(notebook: NotebookNode, lang: str) -> NotebookNode:
    """A copy without the Markdown cells of other languages."""
    others = set(LABELS) - {lang}

    def stays(cell: NotebookNode) -> bool:
        tags = set(cell.metadata.get("tags", ()))
        return cell.cell_type != "markdown" or lang in tags or not tags & others

    kept = copy.deepcopy(notebook)
    kept.cells = [cell for cell in kept.cells if stays(cell)]
    return kept


def _without_empty_sections(notebook: NotebookNode) -> NotebookNode:
    """Of a section that has nothing to show only the heading and the line that says so: no introduction to nothing."""
    sections: list[list[NotebookNode]] = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    opening, *sections = sections
    notebook.cells = [*opening, *(cell for section in sections for cell in _shortened(section))]
    return notebook


def _shortened(section: list[NotebookNode]) -> list[NotebookNode]:
    shown = [output for cell in section for output in cell.get("outputs", ())]
    if not shown or not all(_NOTICE.match("".join(one.get("data", {}).get("text/html", ""))) for one in shown):
        return section
    heading = copy.copy(section[0])
    heading.source = heading.source.splitlines()[0]
    return [heading, next(cell for cell in section if cell.get("outputs"))]


def _name_subject(notebook: NotebookNode, title: str) -> None:
    """The first heading says which plan or place the report is about, where its title goes on to say so."""
    for cell in notebook.cells:
        found = re.search(r"^ {0,3}# (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            heading, dash, subject = title.partition(SEPARATOR)
            if dash and heading == found[1].strip():
                # the subject stays together where the line breaks
                whole = f'# {heading} <span class="subject">— {in_markdown(subject)}</span>'
                cell.source = cell.source[: found.start()] + whole + cell.source[found.end() :]
            return


def _inline_figures(notebook: NotebookNode, lang: str) -> str:
    """Rewrite every SVG output for use inside the page; returns the definitions that they share."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ()) if SVG in output.get("data", {})]
    labels = LABELS[lang]
    drawings = []
    for number, output in enumerate(outputs, start=1):
        alt = output.get("metadata", {}).get(SVG, {}).get("alt")
        text = "".join(output.data[SVG])
        drawings.append(Drawing(svg=text, alt=alt or f"{labels['figure']} {number}"))
    glyphs, svgs = figure_svgs(drawings, link_word=labels["quote"])
    for output, svg in zip(outputs, svgs, strict=True):
        output.data[SVG] = svg
    return glyphs


def _has_title(notebook: NotebookNode) -> bool:
    """Whether a Markdown cell brings the page's h1."""
    return any(
        re.search(r"^ {0,3}# ", cell.source, re.MULTILINE) for cell in notebook.cells if cell.cell_type == "markdown"
    )


def _shown_kind(data: Mapping[str, Any]) -> list[str]:
    """The one representation to show, as nbconvert wants it; typed records have none."""
    return [kind for kind in SHOWN_KINDS if kind in data][:1]


def _highlighter() -> Callable[[str], Markup]:
    highlight = Highlight2HTML(pygments_lexer="ipython3")
    return lambda source: Markup(highlight(source))


@pass_context
def _markdown_output(context: Context, source: str) -> Markup:
    return _markdown(context, source, is_output=True)


@pass_context
def _markdown(context: Context, source: str, is_output: bool = False) -> Markup:
    frame: _Frame = context["resources"]["frame"]
    html = render_markdown(source, taken=frame.taken, anchor_label=frame.labels["anchor"], is_output=is_output)
    frame.contents += headings(html)
    return Markup(html)


@pass_context
def _own_html(context: Context, html: str) -> Markup:
    """HTML made by our own tables and findings: as it is, its headings listed."""
    context["resources"]["frame"].contents += headings(html)
    return Markup(html)
