"""What stands around the cells of a page: what it says about itself, its style, what it may load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers.curation.rawtext import CONTROLS
from helpers.reports.labels import LABELS
from helpers.reports.webfont import with_font

TEMPLATES = Path(__file__).with_name("templates")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the frame of a report says about it.

    lang is `zh` or `en`; hrefs are relative to the page; other_lang_href is None where the report
    exists in one language only. fingerprint covers the data that this report has read, no others; code the program
    and the lock; python is the version of Python.
    """

    report_id: str
    notebook: str
    lang: str
    title: str
    other_lang_href: str | None
    index_href: str
    parameters: Mapping[str, Any]
    fingerprint: str
    version: str
    code: str = ""
    python: str = ""

    def __post_init__(self) -> None:
        if self.lang not in LABELS:
            raise ValueError(f"{self.report_id}: lang is {self.lang!r}; known: {sorted(LABELS)}")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """An entry of the table of contents."""

    level: int
    anchor: str
    text: str


def finished(html: str) -> str:
    """A page as it is written: what would turn the direction of its words spelt out, its Chinese characters in it."""
    return with_font(CONTROLS.sub(lambda found: f"[U+{ord(found[0]):04X}]", html))


def page_style() -> Markup:
    """The style sheet of every page of the site, to be put inside it."""
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
