"""A project with as many reports as one likes: one tiny notebook, over the real data."""

from __future__ import annotations

import json
from pathlib import Path

from common import Bench, copy_into

NOTEBOOK = "tiny"
_MATRIX = "SELECT number, 'en' AS lang FROM range(1, {}) AS numbers (number) ORDER BY number;\n"
_QUERY = """\
from helpers import query

query("SELECT plan_id, statements * $number AS product FROM plans ORDER BY plan_id", {"number": number})
"""


def tiny(folder: Path, reports: int, name: str = "tiny") -> Bench:
    """A project of so many reports below a folder of `scratch`: the rows of a query, as params/*.sql gives them."""
    bench = copy_into(folder, name, parts=("data",))
    for made in (bench.project.notebooks, bench.project.params):
        made.mkdir()
    (bench.project.notebooks / f"{NOTEBOOK}.ipynb").write_text(json.dumps(_notebook(), indent=1), encoding="utf-8")
    matrix(bench).write_text(_MATRIX.format(reports + 1), encoding="utf-8")
    return bench


def matrix(bench: Bench) -> Path:
    """The file that asks for the reports."""
    return bench.project.params / f"{NOTEBOOK}.sql"


def one_more(bench: Bench, number: int) -> Path:
    """Asks for one more report, by a file of parameters."""
    path = bench.project.params / NOTEBOOK / f"more-{number}.en.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"number: {1_000_000 + number}\nlang: en\n", encoding="utf-8")
    return path


def _notebook() -> dict:
    cells = [
        _cell("markdown", "# A tiny report", tags=["en"]),
        _cell("code", 'number = 1\nlang = "en"', tags=["parameters"]),
        _cell("code", _QUERY.strip()),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, **metadata: object) -> dict:
    cell = {"cell_type": kind, "metadata": metadata, "source": source.splitlines(keepends=True)}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
