"""Markdown cells as HTML: anchors that are unique in the page, and the table of contents."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from html import escape
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.reports.frame import Heading

_HAN = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STOPS = r"、。，；：？！）》」』】〉\]"
# "One sentence a line" must not put a space between two Chinese sentences.
_CHINESE_BREAK = re.compile(rf"(?<=[{_STOPS}])\n|(?<=[{_HAN}])\n(?=[{_HAN}（《「『【〈])")


def render_markdown(source: str, *, taken: MutableMapping[str, int], anchor_label: str, is_output: bool = False) -> str:
    """HTML of a Markdown cell; of an output, which may hold data, with tags as words.

    taken: how often each anchor was given out on this page; kept up to date here, so that the same
    heading twice gets two anchors.
    """
    renderer = _Renderer(taken, anchor_label, escape=is_output)
    return MarkdownWithMath(renderer=renderer).render(source)


def in_markdown(words: str) -> str:
    """Words of the data for a Markdown cell, where they are to mean nothing: no link, no code, no formula."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda mark: f"&#{ord(mark[0])};", words)


def headings(html: str) -> list[Heading]:
    """The h2 and h3 in `html` that have an id, in order."""
    if not re.search("<h[23]", html, re.IGNORECASE):
        return []  # most outputs have none, and a chart is long to parse
    parser = _HeadingParser()
    parser.feed(html)
    return parser.found


class _Renderer(IPythonRenderer):
    """nbconvert's renderer with unique anchors, scrolling tables and Chinese line breaks."""

    def __init__(self, taken: MutableMapping[str, int], anchor_label: str, escape: bool):
        super().__init__(escape=escape, allow_harmful_protocols=False)
        self._taken = taken
        self._anchor_label = anchor_label

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        slug = re.sub(r"\s+", "-", Markup(text).striptags()) or "section"
        self._taken[slug] = times = self._taken.get(slug, 0) + 1
        anchor = escape(slug if times == 1 else f"{slug}-{times}")
        label = escape(self._anchor_label)
        link = f'<a class="anchor-link" href="#{anchor}" aria-label="{label}">¶</a>'
        if level == 1:
            link = ""  # that is where the page begins
        return f'<h{level} id="{anchor}">{text}{link}</h{level}>\n'

    def paragraph(self, text: str) -> str:
        return super().paragraph(_CHINESE_BREAK.sub("", text))

    def block_text(self, text: str) -> str:
        return super().block_text(_CHINESE_BREAK.sub("", text))

    def table(self, text: str) -> str:
        return f'<div class="scroll"><table>\n{text}</table></div>\n'


class _HeadingParser(HTMLParser):
    """Collects the text of headings, without the pilcrow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Heading] = []
        self._open: tuple[int, str] | None = None
        self._words: list[str] = []
        self._in_anchor = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("h2", "h3") and values.get("id"):
            self._open, self._words = (int(tag[1]), values["id"] or ""), []
        self._in_anchor = tag == "a" and values.get("class") == "anchor-link"

    def handle_data(self, data: str) -> None:
        if self._open and not self._in_anchor:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_anchor = False
        if self._open and tag == f"h{self._open[0]}":
            level, anchor = self._open
            text = " ".join("".join(self._words).split())
            self.found.append(Heading(level=level, anchor=anchor, text=text))
            self._open = None
