"""The shipped font can draw what the collection says."""

import csv
from pathlib import Path

from fontTools.ttLib import TTFont

from helpers.reports.webfont import FONT

CURATED = Path(__file__).parents[1] / "data" / "curated"


def test_the_font_has_every_character_of_the_curated_data():
    known = set(map(chr, TTFont(FONT).getBestCmap()))
    lacking: dict[str, str] = {}
    for path in sorted(CURATED.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.reader(file), start=1):
                for character in set("".join(row)) - known:
                    lacking.setdefault(character, f"{path.name}:{line}")
    assert lacking == {}, "make the font anew with tools/make_font_subset.py"
