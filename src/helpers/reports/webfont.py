"""The Chinese characters of a page as a font inside the page, so that no reader's machine shows empty boxes.

It stands first in the page's font list and is bound to the Chinese ranges. Standing last, Chromium keeps the boxes of
the words that it set before the font was decoded.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "ecoplan-cjk"
FONT = Path(__file__).parents[1] / "display" / "fonts" / "NotoSansCJKsc-Regular-subset.otf"
_RANGES = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))


def font_face(text: str) -> str:
    """A CSS @font-face rule with just the characters of `text` that need it; empty where none does."""
    used = {ord(character) for character in text}
    wanted = sorted({code for code in used & _covered() if any(first <= code <= last for first, last in _RANGES)})
    return _rule(tuple(wanted)) if wanted else ""


def with_font(html: str) -> str:
    """The page with the font that it needs at the end of its style sheet."""
    return html.replace("</style>", font_face(html) + "</style>", 1)


@lru_cache(maxsize=4)
def _rule(wanted: tuple[int, ...]) -> str:
    # Twice as fast: the outlines are those of the shipped font, whose boxes hold for fewer, and it has no hints.
    font = TTFont(io.BytesIO(_bytes()), recalcTimestamp=False, recalcBBoxes=False)
    options = Options(layout_features=[], hinting=True, desubroutinize=False, notdef_outline=True, name_IDs=[1, 2])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff"
    made = io.BytesIO()
    font.save(made, reorderTables=False)
    data = base64.b64encode(made.getvalue()).decode("ascii")
    ranges = ",".join(f"U+{first:X}-{last:X}" for first, last in _RANGES)
    source = f'src:url("data:font/woff;base64,{data}") format("woff")'
    return f'@font-face{{font-family:"{FAMILY}";{source};unicode-range:{ranges};font-display:block}}'


@lru_cache(maxsize=1)
def _bytes() -> bytes:
    return FONT.read_bytes()


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    with TTFont(io.BytesIO(_bytes()), lazy=True) as font:
        return frozenset(font.getBestCmap())
