"""The card of a report on the index: its title, its first finding, its first figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from helpers.reports.index import Card
from helpers.reports.matrix import ReportSpec

SVG = "image/svg+xml"
Made = tuple[ReportSpec, str, NotebookNode | None]


def card(family: Sequence[Made]) -> Card | None:
    """One card for the reports of a family (the same report in each language)."""
    if not family:
        return None
    first = family[0][0]
    return Card(
        report_id=first.family,
        notebook=first.notebook,
        group=_group(first),
        title={spec.lang: title for spec, title, _ in family},
        href={spec.lang: spec.page for spec, _, _ in family},
        summary={spec.lang: text for spec, _, notebook in family if (text := _first_finding(notebook))},
        # the last language in order is zh: most readers of the index
        thumbnail=next((svg for _, _, notebook in reversed(family) if (svg := _first_figure(notebook))), None),
    )


def _group(spec: ReportSpec) -> str:
    for parameter, group in (("plan_id", "plan"), ("place_id", "place"), ("indicator_id", "indicator")):
        if parameter in spec.parameters:
            return group
    return "question"


def _outputs(notebook: NotebookNode | None) -> Iterator[NotebookNode]:
    for cell in notebook.cells if notebook else ():
        yield from cell.get("outputs", ())


def _first_finding(notebook: NotebookNode | None) -> str | None:
    for output in _outputs(notebook):
        for record in output.get("metadata", {}).get("ecoplan", {}).get("findings", ()):
            return record["sentence"]
    return None


def _first_figure(notebook: NotebookNode | None) -> str | None:
    return next(("".join(o.data[SVG]) for o in _outputs(notebook) if SVG in o.get("data", {})), None)
