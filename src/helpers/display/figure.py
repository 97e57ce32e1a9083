"""The figure contract: what every figure of a report must carry, and how it is shown."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from matplotlib.figure import Figure as Canvas

from helpers.display.style import house_style
from helpers.display.svg import inline_svg
from helpers.environment import in_report
from helpers.errors import EcoplanError

PNG_DPI = 110


class IncompleteFigure(EcoplanError):
    """A figure lacks its title, unit, source or alt text, or a link lacks its tooltip."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Figure:
    """A drawn figure with everything that the reader needs to trust it.

    `canvas` is the matplotlib figure; title, unit, source and alt are printed text, none of them
    empty; `links` maps each address that a mark links to (`#s-…`) to its tooltip.

    Shown as PNG in JupyterLab and in committed notebooks, as inline SVG in a report, which sets
    ECOPLAN_FIGURES=svg. Raises IncompleteFigure.
    """

    canvas: Canvas
    title: str
    unit: str
    source: str
    alt: str
    links: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts = {f.name: getattr(self, f.name) for f in fields(self)[1:5]}
        missing = [name for name, text in texts.items() if not str(text or "").strip()]
        if missing:
            raise IncompleteFigure(f"figure {self.title!r}: no {', no '.join(missing)}")
        silent = sorted(address for address, tooltip in self.links.items() if not tooltip.strip())
        silent += sorted(_addresses(self.canvas) - set(self.links))
        if silent:
            raise IncompleteFigure(f"figure {self.title!r}: no tooltip for {', '.join(silent)}")

    def svg(self) -> str:
        """The figure as one <svg> element: the same bytes in every process. Raises MissingGlyph."""
        with house_style():
            return inline_svg(self.canvas, self.links, self.alt)

    def png(self) -> bytes:
        """The figure as PNG at 110 dots per inch. Raises MissingGlyph."""
        buffer = io.BytesIO()
        with house_style():
            self.canvas.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return buffer.getvalue()

    def __repr__(self) -> str:
        return f"Figure: {self.title} ({self.unit})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        if in_report():
            kind, content = "image/svg+xml", self.svg()
        else:
            kind, content = "image/png", base64.b64encode(self.png()).decode("ascii")
        return {kind: content}, {kind: {"alt": self.alt}}


def _addresses(canvas: Canvas) -> set[str]:
    found = set()
    for artist in canvas.findobj():
        found.add(artist.get_url())
        found.update(getattr(artist, "get_urls", lambda: [])() or [])
    return found - {None, ""}
