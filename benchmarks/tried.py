"""What mutation.py has tried, in tried.csv: how the changes of each function ended, as long as its source is the same.

A row is a function: the part, the file below src/helpers, its name as mutmut writes it, the digest that mutmut makes of
its source, and a letter for each change in mutmut's order: 1 noticed, e not noticed but explained in survivors.csv,
0 not noticed, t ran into a limit, . not tried. The first two need not be tried again; what survivors.csv no longer
explains is tried in the run after.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

TRIED = Path(__file__).with_name("tried.csv")
_FIELDS = ("part", "file", "function", "source", "changes")
# of mutmut's codes; any other is a limit that the tests ran into
_LETTERS = {0: "0", 5: "0", 33: "0", 1: "1", 3: "1", None: "."}
_CODES = {"1": 1, "e": 0}


@dataclass(frozen=True)
class Change:
    """One of mutmut's changes: where it is (below src/helpers), its key, and how it ended (a letter of tried.csv)."""

    file: str
    key: str
    source: str
    ended: str

    @property
    def function(self) -> str:
        """As mutmut writes it: x_name, or xǁClassǁname."""
        return re.sub(r"__mutmut_\d+$", "", self.key.rpartition(".")[2])


def changes(folder: Path) -> Iterator[Change]:
    """All changes that mutmut has made in its folder of a part, with what it knows of them."""
    below = folder / "mutants" / "src" / "helpers"
    for path in sorted(below.rglob("*.meta")):
        kept = json.loads(path.read_text("utf-8"))
        file = path.relative_to(below).with_suffix("").as_posix()
        for key, code in kept["exit_code_by_key"].items():
            change = Change(file, key, "", _LETTERS.get(code, "t"))
            yield replace(change, source=kept["hash_by_function_name"].get(change.function, ""))


def recall(part: str, folder: Path) -> None:
    """Writes what is known of a part's changes where mutmut looks for it; it forgets functions that are other now."""
    from mutmut.utils.format_utils import get_mutant_name

    below = folder / "mutants" / "src" / "helpers"
    files: dict[str, dict[str, dict]] = {}
    for row in _rows():
        if row["part"] == part:
            kept = files.setdefault(row["file"], {"exit_code_by_key": {}, "hash_by_function_name": {}})
            kept["hash_by_function_name"][row["function"]] = row["source"]
            name = get_mutant_name(Path("src/helpers", row["file"]), row["function"])
            codes = {f"{name}__mutmut_{number}": _CODES.get(letter) for number, letter in enumerate(row["changes"], 1)}
            kept["exit_code_by_key"] |= codes
    others = {"type_check_error_by_key": {}, "durations_by_key": {}, "estimated_durations_by_key": {}}
    for file, kept in files.items():
        path = below / f"{file}.meta"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept | others), encoding="utf-8")


def remember(part: str, ended: Iterable[Change]) -> None:
    """Writes how a part's changes have ended in place of what was known of it."""
    letters: dict[tuple[str, ...], str] = {}
    for change in ended:
        function = (part, change.file, change.function, change.source)
        letters[function] = letters.get(function, "") + change.ended
    rows = [tuple(row.values()) for row in _rows() if row["part"] != part]
    rows += [(*function, text) for function, text in letters.items()]
    with TRIED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_FIELDS)
        writer.writerows(sorted(rows))


def _rows() -> list[dict[str, str]]:
    if not TRIED.exists():
        return []
    with TRIED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
