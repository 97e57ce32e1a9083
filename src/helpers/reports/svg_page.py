"""Several matplotlib SVGs made fit to stand inside one HTML page.

Inside a page, an SVG shares the page's names: two figures that both define `#DejaVuSans-13` or a
clip path of the same name make the page invalid, and a `<style>` of one figure applies to all.
Here glyphs that figures have in common move to one hidden `<svg>`, and every other id is prefixed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

# Room in which labels set at 9 to 10 points can still be read; narrower screens scroll the figure.
READABLE_WIDTH = 580
_PIXELS = {"pt": 96 / 72, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "": 1.0}
_LENGTH = re.compile(r"\s*([0-9.]+)\s*([a-z]*)\s*")
_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]+?)['\"]?\s*\)")
_EVERYTHING = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")
_NEVER = {"metadata", "script", "foreignObject"}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One SVG document as matplotlib writes it, and the words that stand in for it."""

    svg: str
    alt: str = ""


def share_glyphs(svgs: Sequence[str]) -> tuple[str, list[str]]:
    """Take the glyphs that several figures define out of them, and make all ids unique.

    Returns a hidden `<svg>` with the shared definitions, to be put before the first figure (empty
    when nothing is shared), and the figures, in order, without XML prolog. Same input, same output.

    Raises: xml.etree.ElementTree.ParseError for text that is not XML.
    """
    roots = [_parse(svg) for svg in svgs]
    return _share(roots), [_text(root) for root in roots]


def figure_svgs(drawings: Sequence[Drawing], *, link_word: str) -> tuple[str, list[str]]:
    """As `share_glyphs`, with the figures named for screen readers and sized for a page.

    link_word: what a mark that links to a sentence is called ("Quote"), before the sentence's id.
    """
    roots = [_parse(drawing.svg) for drawing in drawings]
    shared = _share(roots)
    for root, drawing in zip(roots, drawings, strict=True):
        _name(root, drawing.alt, link_word)
        _size(root)
    return shared, [_text(root) for root in roots]


def thumbnail_svgs(svgs: Sequence[str]) -> tuple[str, list[str]]:
    """As `share_glyphs`, for small pictures that say nothing new: silent and without links."""
    roots = [_parse(svg) for svg in svgs]
    for root in roots:
        for link in root.iter("a"):
            link.tag = "g"
            link.attrib = {}
    shared = _share(roots)
    for root in roots:
        _size(root)
        del root.attrib["style"]  # a thumbnail may become as narrow as its card
        root.set("preserveAspectRatio", "xMinYMin slice")  # of a long chart its top
        root.set("aria-hidden", "true")
        root.set("focusable", "false")
    return shared, [_text(root) for root in roots]


def _parse(svg: str) -> ET.Element:
    """The SVG without what an HTML page does not need, or must not have."""
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        parent.tag = _local(parent.tag)
        parent.attrib = {_local(name): value for name, value in parent.attrib.items()}
        parent.attrib.pop("version", None)
        # Layout between elements is half the size of a chart; text elements alone need their own.
        if parent.tag not in ("text", "tspan", "style"):
            parent.text = (parent.text or "").strip()
        parent.tail = "" if not (parent.tail or "").strip() else parent.tail
        for child in list(parent):
            if _local(child.tag) in _NEVER:
                parent.remove(child)
    _keep_style_inside(root)
    for link in root.iter("a"):
        link.attrib.pop("target", None)  # matplotlib opens every link, also `#…`, in a new window
    return root


def _local(name: str) -> str:
    """In HTML an SVG needs no namespaces, and `href` has replaced `xlink:href`."""
    return name.rpartition("}")[2]


def _keep_style_inside(root: ET.Element) -> None:
    """A rule for `*` would reach the whole page: set it on the root, from where it is inherited."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == "style"]:
            if rule := _EVERYTHING.fullmatch(child.text or ""):
                for declaration in rule[1].split(";"):
                    name, _, value = declaration.partition(":")
                    if name.strip():
                        root.set(name.strip(), value.strip())
                parent.remove(child)
    _drop_empty_definitions(root)


def _share(roots: Sequence[ET.Element]) -> str:
    """Move common definitions out of `roots` and rename what is left, in place."""
    seen: Counter[tuple[str, str]] = Counter()
    for root in roots:
        seen.update({(path.get("id", ""), _text(path)) for _, path in _definitions(root)})
    # One name with two shapes (the same name from two fonts) is no common definition.
    shapes = Counter(name for name, _ in seen)
    common: dict[str, str] = {}
    moved: dict[str, ET.Element] = {}
    for number, root in enumerate(roots, start=1):
        for parent, path in list(_definitions(root)):
            name = path.get("id", "")
            if seen[name, _text(path)] > 1 and shapes[name] == 1:
                common.setdefault(name, f"g.{len(common) + 1}")
                moved.setdefault(name, path)
                parent.remove(path)
        _drop_empty_definitions(root)
        _rename(root, f"f{number}.", common)
    for name, path in moved.items():
        path.set("id", common[name])
    if not moved:
        return ""
    paths = "".join(_text(path) for path in moved.values())
    return (
        '<svg class="shared-glyphs" width="0" height="0" aria-hidden="true" focusable="false">'
        f"<defs>{paths}</defs></svg>"
    )


def _definitions(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Glyphs and markers: each `<path id>` right below a `<defs>`, with that `<defs>`."""
    for parent in root.iter("defs"):
        for child in list(parent):
            if child.tag == "path" and child.get("id"):
                yield parent, child


def _drop_empty_definitions(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == "defs" and not len(child)]:
            parent.remove(child)


def _rename(root: ET.Element, prefix: str, common: dict[str, str]) -> None:
    """Prefix the figure's own ids, and point every reference at its new name.

    The `href` of an `<a>` is left alone: it leads to an anchor of the page, not of the figure.
    """
    own = {element.get("id", "") for element in root.iter() if element.get("id")}
    names = {**common, **{name: prefix + name for name in own}}

    def renamed(match: re.Match[str]) -> str:
        return f"url(#{names.get(match[1], match[1])})"

    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute == "id":
                element.set("id", names[value])
            elif attribute == "href" and element.tag != "a" and value.startswith("#"):
                element.set("href", "#" + names.get(value[1:], value[1:]))
            elif "url(" in value:
                element.set(attribute, _URL.sub(renamed, value))


def _name(root: ET.Element, alt: str, link_word: str) -> None:
    """Give the figure and its links a spoken name.

    An image hides what is inside it, so a figure with links is a group. `aria-label`, because a
    `<title>` would follow the pointer as a tooltip across the whole chart.
    """
    links = list(root.iter("a"))
    root.set("role", "group" if links else "img")
    root.set("aria-label", alt or root.get("aria-label", ""))
    for link in links:
        if link.find("title") is None:
            href = link.get("href", "")
            place = href.removeprefix("#").removeprefix("s-")
            link.set("aria-label", f"{link_word} {place}" if href.startswith("#") else place)


def _size(root: ET.Element) -> None:
    """Width and height in pixels, and a least width below which the figure scrolls.

    Without a width, the view box gives it: matplotlib counts that in points.
    """
    box = [float(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    room = box[2:] if len(box) == 4 else [0, 0]
    for side, points in zip(("width", "height"), room, strict=True):
        size = _pixels(root.get(side) or f"{points}pt")
        root.set(side, str(size or "auto"))
    width = _pixels(root.get("width"))
    root.set("style", f"min-width:{min(READABLE_WIDTH, width or READABLE_WIDTH)}px")


def _pixels(length: str | None) -> int:
    """A length of SVG in whole pixels; 0 when there is none, or one in another unit."""
    match = _LENGTH.fullmatch(length or "")
    return math.ceil(float(match[1]) * _PIXELS.get(match[2], 0)) if match else 0


def _text(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")
