"""A notebook as people wrote it: what of it is executed, and what only stands on the page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.files import bytes_of


class NotANotebook(ValueError):
    """A file that Jupyter would not open either; the text says why."""


def read_notebook(path: Path) -> dict[str, Any]:
    """The JSON of a notebook, with all that is read of it in its place. OSError or NotANotebook."""
    try:
        notebook = json.loads(bytes_of(path).decode("utf-8"))
        for cell in notebook["cells"]:
            "".join(cell["source"]) + cell["cell_type"]
            cell["metadata"].get("tags")
        notebook["metadata"].get("kernelspec")
    except KeyError as fault:
        raise NotANotebook(f"a cell or the notebook lacks {fault}") from None
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise NotANotebook(str(fault)) from None
    return notebook


@dataclass(frozen=True)
class Source:
    """A notebook as people wrote it: its JSON without outputs, a hash of each code cell, one of all else."""

    text: str
    cells: tuple[str, ...]
    words: str


def source(path: Path) -> Source:
    """The notebook in that file. OSError or NotANotebook where there is none."""
    notebook = read_notebook(path)
    cells, words = [], [notebook.get("metadata", {})]
    for cell in notebook["cells"]:
        known = [cell["cell_type"], cell.get("metadata", {}), "".join(cell["source"])]
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
            cells.append(_hash(known))
            known = ["code"]
        words.append([cell.get("id"), *known])
    return Source(json.dumps(notebook, ensure_ascii=False), tuple(cells), _hash(words))


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
