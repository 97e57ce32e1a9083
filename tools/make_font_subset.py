"""Cut the font that charts are drawn with out of the full Noto Sans CJK SC.

    python tools/make_font_subset.py SOURCE.otf OUTPUT.otf [--texts data]

Kept: the GB 2312 set, the signs that reports use, and every character of the source texts and the curated data.
The source font lacks most superscripts and all subscripts; they are drawn from its own figures.
The same source, texts and fontTools version give the same bytes.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

SIGNS = "“”‘’…‥–—―‐‑−·•●○■□▲△▼▽◆◇★☆✓✔✗✘⌀⌈⌉µμΩ℃℉‰‱№℡§¶†‡※≤≥≦≧≈≠≡±×÷√∞∑∆∂∝∈∩∪∥∠⊥∴∵<>"

FIGURES = "0123456789+-"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋"
SUBSCRIPT_DROP = 200  # below the baseline, in thousandths of the type size
SPARE_GLYPHS = 0xAC00  # Hangul syllables: no report writes them, their places in the font are free


def between(first: int, last: int) -> set[str]:
    """The characters from code point `first` to `last`, both included."""
    return {chr(point) for point in range(first, last + 1)}


def gb2312() -> set[str]:
    """The characters of GB 2312: signs, and the hanzi of levels 1 and 2."""
    characters = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                characters.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # an unassigned place of the table
    return characters


def wanted(texts: Path) -> set[str]:
    """Every character that the subset should hold, whether or not the source font has it."""
    characters = gb2312() | set(SIGNS)
    characters |= between(0x20, 0x7E) | between(0xA0, 0xFF)  # ASCII, Latin-1
    characters |= between(0x370, 0x3FF)  # Greek
    characters |= between(0x2070, 0x209C)  # superscripts and subscripts
    characters |= between(0x2150, 0x217F)  # fractions, Roman numerals
    characters |= between(0x2190, 0x21FF)  # arrows
    characters |= between(0x2460, 0x24FF)  # circled and bracketed numbers and letters
    characters |= between(0x3000, 0x303F)  # CJK punctuation
    characters |= between(0xFF01, 0xFFEF)  # full-width and half-width forms
    for text in sorted([*texts.rglob("*.txt"), *texts.rglob("*.csv")]):
        characters |= set(text.read_text(encoding="utf-8"))
    return characters


def add_small_figures(font: TTFont) -> None:
    """Draw the superscripts and subscripts that `font` lacks, at the size of its own ²."""
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    outlines = font["CFF "].cff.topDictIndex[0].CharStrings

    def box(character: str) -> tuple[float, float, float, float]:
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(character)]].draw(pen)
        return pen.bounds

    _, bottom, _, top = box("2")
    _, small_bottom, _, small_top = box("²")
    size = (small_top - small_bottom) / (top - bottom)
    rise = small_bottom - size * bottom
    pairs = [(small, figure, rise) for small, figure in zip(SUPERSCRIPTS, FIGURES, strict=True)]
    pairs += [(s, f, -SUBSCRIPT_DROP) for s, f in zip(SUBSCRIPTS, FIGURES, strict=True)]
    lacking = [(ord(small), figure, dy) for small, figure, dy in pairs if ord(small) not in cmap]
    for spare, (point, figure, dy) in enumerate(lacking, start=SPARE_GLYPHS):
        name, drawn = cmap[spare], glyphs[cmap[ord("−" if figure == "-" else figure)]]
        width, private = round(size * drawn.width), outlines[name].private
        pen = T2CharStringPen(width - private.nominalWidthX, glyphs)
        drawn.draw(TransformPen(pen, (size, 0, 0, size, 0, dy)))
        outlines[name] = pen.getCharString(private, outlines[name].globalSubrs)
        font["hmtx"][name] = (width, round(size * font["hmtx"][cmap[ord(figure)]][1]))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap.pop(spare, None)
                table.cmap[point] = name


def make_subset(source: Path, output: Path, characters: set[str]) -> None:
    """Write to `output` the outlines of `characters` from `source`, without hinting or layout."""
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    font = TTFont(source, recalcTimestamp=False)
    add_small_figures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    font.save(output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="NotoSansCJKsc-Regular.otf, the full font")
    parser.add_argument("output", type=Path, help="where the subset goes")
    parser.add_argument("--texts", type=Path, default=Path("data"), help="the source texts and the curated data")
    arguments = parser.parse_args()
    characters = wanted(arguments.texts)
    make_subset(arguments.source, arguments.output, characters)
    kept = set(map(chr, TTFont(arguments.output).getBestCmap()))
    lacking = "".join(sorted(c for c in characters - kept if c.isprintable()))
    print(f"{arguments.output}: {len(kept)} characters, {arguments.output.stat().st_size} bytes")
    print(f"Not in the source font: {lacking or 'none'}")


if __name__ == "__main__":
    main()
