"""The one house style: the shipped font, the theme, and how a place is told from another."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb

from helpers.errors import EcoplanError

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Regular-subset.otf"
INK, SOFT, FAINT, RULE = "#1d1d1f", "#5b5f66", "#8b9098", "#e6e8eb"
_HASHSALT = "ecoplan"

# After Okabe and Ito, with the lightness pulled apart so that a grey print still tells them apart.
PLACE_COLOURS = {
    "china": "#1b1b1b",
    "zhejiang": "#0a4c8c",
    "quzhou": "#c84a00",
    "jiaxing": "#1f9d78",
    "xx-zone": "#d68fc0",
}
# No circle (baselines), no diamond (earlier targets), no cross (results), and no triangle, which
# beside an arrow would seem to say "rises" or "falls".
PLACE_MARKERS = {"china": "*", "zhejiang": "s", "quzhou": "p", "jiaxing": "P", "xx-zone": "h"}
_OTHER_COLOURS = ("#7a5195", "#8a6d1c", "#5aa9d6", "#a8324e", "#4f6d3a", "#e09f1f", "#6b7a8f")
_OTHER_MARKERS = ("s", "p", "P", "h", "*")
_MISSING = re.compile(r"Glyph (\d+) .*missing from")


class MissingGlyph(EcoplanError):
    """The shipped font cannot draw some characters of a figure; `characters` holds them, sorted."""

    def __init__(self, characters: str):
        self.characters = characters
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters)
        super().__init__(f"{FONT_FILE.name} has no glyph for {named}; add them to the font subset or reword")


@cache
def font_family() -> str:
    """Register the shipped font with matplotlib and return its family name, as the file states it.

    Raises FileNotFoundError where the package lacks the file. A font of the same family that the
    system has is forgotten for this process, or the same report would differ between machines.
    """
    if not FONT_FILE.is_file():
        raise FileNotFoundError(f"{FONT_FILE}: the font that figures are drawn with is missing")
    manager = font_manager.fontManager
    family = font_manager.get_font(str(FONT_FILE)).family_name
    manager.ttflist = [entry for entry in manager.ttflist if entry.name != family]
    manager.addfont(FONT_FILE)
    return family


def use_house_style() -> None:
    """Set seaborn's theme, then the font and the SVG settings, for all figures from now on."""
    sns.set_theme(style="white", context="notebook", palette="colorblind")
    mpl.rcParams.update(  # after set_theme, which overwrites the fonts
        {
            "font.family": [font_family()],  # alone: a fallback font would hide missing glyphs
            "font.size": 9,
            "text.color": INK,
            "text.parse_math": False,  # a $ in a quote is a dollar
            "text.hinting": "none",
            "text.antialiased": True,
            "axes.unicode_minus": True,
            "axes.linewidth": 0.8,
            "path.simplify": False,
            "figure.dpi": 110,
            "savefig.bbox": None,  # the inline backend's "tight" would crop to the ink
            "svg.fonttype": "path",  # the reader needs no font
            "svg.hashsalt": _HASHSALT,  # the same bytes in every process
            "svg.id": None,
        }
    )


@contextmanager
def house_style() -> Iterator[None]:
    """The house style within the block; a missing glyph in it raises MissingGlyph at its end.

    Settings outside the block, such as a researcher's own, are left as they were.
    """
    with mpl.rc_context(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        use_house_style()
        yield
    missing = set()
    for warning in caught:
        glyph = _MISSING.match(str(warning.message))
        if glyph:
            missing.add(chr(int(glyph[1])))
        else:
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if missing:
        raise MissingGlyph("".join(sorted(missing)))


def place_colour(place_id: str) -> str:
    """The colour (#rrggbb) of a place: the same everywhere, for unknown places chosen by hash."""
    return PLACE_COLOURS.get(place_id) or _OTHER_COLOURS[_draw(place_id, 0, len(_OTHER_COLOURS))]


def place_marker(place_id: str) -> str:
    """The matplotlib marker of a place, which tells it apart where colours cannot."""
    return PLACE_MARKERS.get(place_id) or _OTHER_MARKERS[_draw(place_id, 8, len(_OTHER_MARKERS))]


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it, as #rrggbb."""
    pairs = zip(to_rgb(colour), to_rgb(other), strict=True)
    return to_hex([a * (1 - share) + b * share for a, b in pairs])


def _draw(place_id: str, start: int, choices: int) -> int:
    # Python's own hash of a string differs between processes.
    digest = hashlib.sha256(place_id.encode()).digest()
    return int.from_bytes(digest[start : start + 8], "big") % choices
