"""How wide a text is in the house font, and where it may be broken. All lengths in points."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from helpers.display.style import font_family

LEADING = 1.3  # line to line, in font sizes
_UNIT = 100.0
_FULL_WIDTH = 0.9  # from here on a character is as wide as a Chinese one
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
# A Chinese text may break after any character, a Latin one at spaces; neither may start a line
# with closing punctuation, nor end one with an opening bracket.
_PIECES = re.compile(
    r"(?:[(（“‘《【〔]*(?:[⺀-鿿豈-﫿]|[^\s⺀-鿿豈-﫿，。、；：！？）”’》】〕(（“‘《【〔]+|.)"
    r"[，。、；：！？）”’》】〕…%％]*)[ ]*"
)


@lru_cache(maxsize=8192)
def _unit_width(text: str) -> float:
    font = FontProperties(family=font_family(), size=_UNIT)
    return TextToPath().get_text_width_height_descent(text, font, False)[0] / _UNIT


def width_of(text: str, size: float) -> float:
    """The width of the longest line of `text` at font size `size`."""
    return max((_unit_width(line) for line in text.split("\n") if line), default=0.0) * size


def height_of(text: str, size: float) -> float:
    """The height that the lines of `text` take up."""
    return (text.count("\n") + 1) * LEADING * size


def quoted(text: str, lang: str) -> str:
    """`text` with the quotation marks of its language, as far as the font has them.

    In a Chinese font the curly ones are as wide as a Chinese character: between Latin letters they
    would stand apart like dashes, so that English gets straight ones.
    """
    if lang == "en" and _unit_width("“") > _FULL_WIDTH:
        return text.translate(_STRAIGHT)
    return text


def wrapped(text: str, size: float, width: float) -> str:
    """`text` with line breaks, so that no line is wider than `width`, unless one word is."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and width_of((line + piece).rstrip(), size) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return "\n".join(lines)
