"""A notebook as people wrote it: what of it is executed, and what only stands on the page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Source:
    """A notebook as people wrote it: its JSON without outputs, a hash of each code cell, one of all else."""

    text: str
    cells: tuple[str, ...]
    words: str


def source(path: Path) -> Source:
    """The notebook in that file. OSError or ValueError where there is none."""
    notebook = json.loads(path.read_text("utf-8"))
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
