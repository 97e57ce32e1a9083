"""matplotlib's SVG made fit for a page: small, without ids that clash, one link per statement."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from matplotlib.figure import Figure as Canvas

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_A, _G, _DEFS = f"{{{_SVG}}}a", f"{{{_SVG}}}g", f"{{{_SVG}}}defs"


def inline_svg(canvas: Canvas, links: Mapping[str, str], alt: str) -> str:
    """The figure as one <svg> element to put into HTML.

    `links` maps each address that a mark carries (`set_url`) to its tooltip. All parts of one
    address end up in one <a>, after everything else, so that no line covers a mark and a keyboard
    stops once per statement. Ids name content (a glyph, a clip), so that two figures on a page
    may share them. Raises KeyError for an address without a tooltip.
    """
    buffer = io.StringIO()
    canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    root = ET.fromstring(buffer.getvalue())  # which drops prolog, doctype and comments
    _drop_furniture(root)
    _use_plain_href(root)
    _gather_definitions(root)
    _gather_links(root, links)
    _describe(root, alt)
    return _written(root)


def _drop_furniture(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            # matplotlib's <style> would apply to the whole page.
            if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"):
                parent.remove(child)
    for group in root.iter(_G):
        group.attrib.pop("id", None)  # figure_1, axes_1 …: the same in every figure
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.set("stroke-linejoin", "round")  # what that <style> said
    root.set("stroke-linecap", "butt")


def _use_plain_href(root: ET.Element) -> None:
    for element in root.iter():
        if f"{{{_XLINK}}}href" in element.attrib:
            element.set("href", element.attrib.pop(f"{{{_XLINK}}}href"))
        element.attrib.pop("target", None)
        element.text = element.tail = None


def _gather_definitions(root: ET.Element) -> None:
    shared = ET.Element(_DEFS)
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == _DEFS]:
            shared.extend(child)
            parent.remove(child)
    seen: set[str] = set()
    for definition in list(shared):
        if definition.get("id") in seen:
            shared.remove(definition)
        seen.add(definition.get("id", ""))
    root.insert(0, shared)


def _gather_links(root: ET.Element, links: Mapping[str, str]) -> None:
    anchors: dict[str, ET.Element] = {}
    for part in _taken_links(root):
        address = part.get("href", "")
        if address not in anchors:
            anchors[address] = ET.Element(_A, {"href": address})
            ET.SubElement(anchors[address], f"{{{_SVG}}}title").text = links[address]
        anchors[address].extend(part)
    _drop_empty_groups(root)
    root.extend(anchors.values())


def _taken_links(parent: ET.Element) -> list[ET.Element]:
    # In the order of drawing: a label's patch comes before its letters, or it would hide them.
    found = []
    for child in list(parent):
        if child.tag == _A:
            parent.remove(child)
            found.append(child)
        else:
            found += _taken_links(child)
    return found


def _drop_empty_groups(root: ET.Element) -> None:
    for child in list(root):
        if child.tag == _G:
            _drop_empty_groups(child)
            if not len(child):
                root.remove(child)


def _describe(root: ET.Element, alt: str) -> None:
    # Not role="img": that would hide the links inside. Not <title>: it would be a tooltip on all.
    root.set("role", "group")
    root.set("aria-label", alt)


def _written(root: ET.Element) -> str:
    ET.register_namespace("", _SVG)
    for element in root.iter("*"):
        if "d" in element.attrib:
            if element.get("transform") == _GLYPH:
                _coarsen(element)
            element.set("d", _compact(element.get("d", "")))
        elif element.tag == f"{{{_SVG}}}use":
            _place_by_x(element)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


# Half of a page of Chinese is glyphs. matplotlib draws them on a grid of 6400 to the em; on one of 800 the largest
# error is a hundredth of a point, and the numbers are shorter.
_GLYPH, _COARSE = "scale(0.015625)", 8
_SHIFT = re.compile(r"translate\((-?[\d.]+)(?: 0)?\)")


def _coarsen(glyph: ET.Element) -> None:
    rounded = re.sub(r"-?\d+(?:\.\d+)?", lambda m: str(round(float(m[0]) / _COARSE)), glyph.get("d", ""))
    glyph.set("d", rounded)
    glyph.set("transform", f"scale({_COARSE * 0.015625:g})")


def _compact(path: str) -> str:
    """The same path without the spaces that no reader needs."""
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", re.sub(r"\s+", " ", path)).strip()


def _place_by_x(use: ET.Element) -> None:
    shift = _SHIFT.fullmatch(use.get("transform", ""))
    if shift:
        del use.attrib["transform"]
        use.set("x", shift[1])
