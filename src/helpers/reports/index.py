"""The list of all reports: one page for both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.reports.frame import CONTENT_SECURITY_POLICY, TEMPLATES, finished, page_style
from helpers.reports.labels import HTML_LANG, LABELS
from helpers.reports.svg_page import thumbnail_svgs
from helpers.reports.takeaway import CITE, data_files

GROUPS: dict[str, dict[str, str]] = {
    "question": {"zh": "按问题", "en": "By question"},
    "plan": {"zh": "按规划", "en": "By plan"},
    "place": {"zh": "按地方", "en": "By place"},
    "indicator": {"zh": "按指标", "en": "By indicator"},
    "source": {"zh": "规划原文", "en": "Source texts"},
}
DATA = {"zh": "数据下载", "en": "Data to take away"}
INTRO = {
    "zh": "地方规划承诺了哪些生态环境目标，由谁提出，何时实现，与何时相比，写在原文何处。"
    "每一个数字都能追溯到规划原文中的句子，并在地区与时期之间比较。",
    "en": "What local plans promise for the environment: by whom, until when, compared with what, "
    "and where it is written. Every number leads back to the sentence that states it, and is "
    "compared across places and periods.",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One report on the index.

    group is a key of GROUPS; title, href and summary hold `zh` and `en` (a summary may be missing);
    thumbnail is an SVG document or a `data:image/…` address, or None.
    """

    report_id: str
    notebook: str
    group: str
    title: Mapping[str, str]
    href: Mapping[str, str]
    summary: Mapping[str, str]
    thumbnail: str | None = None

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"{self.report_id}: no group {self.group!r} on an index; known: {', '.join(GROUPS)}")


def write_index(
    cards: Sequence[Card],
    *,
    version: str,
    fingerprint: str,
    intro: Mapping[str, str] = INTRO,
) -> str:
    """The text of `site/index.html`: cards in the order given, below the headings of their groups.

    fingerprint: that of all data; it stands here alone, or one changed row would change every page.

    Raises: ValueError for a thumbnail that is neither SVG nor a `data:image/…` address.
    """
    glyphs, thumbnails = _thumbnails(cards)
    pairs = list(zip(cards, thumbnails, strict=True))
    sections = [
        {
            "group": group,
            "title": title,
            "cards": [pair for pair in pairs if pair[0].group == group],
        }
        for group, title in GROUPS.items()
    ]
    template = _environment().get_template("site_index.html.j2")
    html = template.render(
        sections=[section for section in sections if section["cards"]],
        glyphs=glyphs,
        intro=intro,
        data={"title": DATA, "files": data_files(), "cite": CITE},
        version=version,
        fingerprint=fingerprint,
        labels=LABELS,
        html_lang=HTML_LANG,
        policy=CONTENT_SECURITY_POLICY,
        style=page_style(),
    )
    return finished(html)


def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _thumbnails(cards: Sequence[Card]) -> tuple[Markup, list[Markup | None]]:
    """The glyphs that the pictures share, and each card's picture, in the order of the cards."""
    drawn = {i: card.thumbnail for i, card in enumerate(cards) if _is_svg(card)}
    glyphs, svgs = thumbnail_svgs(list(drawn.values()))
    inline = dict(zip(drawn, svgs, strict=True))
    pictures = [Markup(inline[i]) if i in inline else _image(card) for i, card in enumerate(cards)]
    return Markup(glyphs), pictures


def _is_svg(card: Card) -> bool:
    return bool(card.thumbnail) and card.thumbnail.lstrip().startswith("<")


def _image(card: Card) -> Markup | None:
    if not card.thumbnail:
        return None
    if not card.thumbnail.startswith("data:image/"):
        raise ValueError(
            f"{card.report_id}: a thumbnail is an SVG document or starts with data:image/ (got {card.thumbnail[:40]!r})"
        )
    return Markup(f'<img src="{escape(card.thumbnail)}" alt="">')
