"""Which small faults in the code would no test notice? Mutation testing of what decides: reading, comparing, skipping.

    python -m pip install -r benchmarks/requirements.txt
    python benchmarks/mutation.py                        all parts (hours)
    python benchmarks/mutation.py analysis skipping      some of them

mutmut changes one thing at a time (a comparison, a number, an argument, a word) and runs the tests that come by. A
change that no test notices survives: it is a test that is missing, or it makes no difference that anybody could see.
survivors.csv says of the latter why; a change that it does not name is printed, and the status is then 1. Its rows name
a function (or any), words of the line before, and the words that stand for them now (or any).
tried.csv remembers how the changes of each function ended, as long as its source is the same: the next run tries the
others, and again what survived unexplained. It does not see that tests were weakened since; --anew does.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from common import OWN, Failed, measure, parser, tell, without_ecoplan
from table import cores, table
from tried import Change, changes, recall, remember

SURVIVORS = Path(__file__).with_name("survivors.csv")
_COPIED = ("src", "tests", "data", "notebooks", "params", "docs", "tools", "benchmarks")
# Without pytest's own search for what was not closed, which takes longer than most tests.
_PLUGINS = ("cacheprovider", "xdist", "nbval", "unraisableexception", "threadexception")


@dataclass(frozen=True)
class Part:
    """What is changed (below src/helpers), the modules of tests that are to notice, what is left to another part."""

    code: tuple[str, ...]
    tests: tuple[str, ...]
    but: tuple[str, ...] = ()

    def holds(self, change: Change) -> bool:
        """Whether the change is one of this part's: mutmut makes, but does not try, those that it was told to leave."""
        matches = [[fnmatch(change.file, pattern) for pattern in patterns] for patterns in (self.code, self.but)]
        return any(matches[0]) and not any(matches[1])


# what reads and writes the curated files, whatever they say
_TABLES = tuple(f"curation/{name}.py" for name in ("csvfile", "dictionary", "fields", "spreadsheet", "tidy"))
PARTS = {
    "analysis": Part(
        ("analysis/*",),
        (
            "attained",
            "comparability",
            "intervals",
            "required",
            "alignment",
            "audit",
            "audit_attainment",
            "audit_twice",
            "audit_words",
            "audit_goals",
            "audit_numbers",
            "audit_wholes",
        ),
    ),
    "curation": Part(
        ("curation/*.py",),
        (
            "account",
            "aligned_readings",
            "check",
            "check_words",
            "evidence",
            "hints",
            "ledger",
            "numerals",
            "outline",
            "outside",
            "raw_texts",
            "reading",
            "recognise",
            "recognise_quantities",
            "rows",
            "units",
            "wording",
            "corrections",
        ),
        but=(*_TABLES, "curation/drafting/*"),
    ),
    "tables": Part(_TABLES, ("bad_data", "check", "check_words", "csv_files", "curated_data", "rows", "spreadsheets")),
    "drafting": Part(
        ("curation/drafting/*",),
        (
            "drafted_forms",
            "drafted_plans",
            "drafted_tables",
            "drafting",
            "drafting_parts",
            "drafting_times",
            "drafting_wording",
            "documents_as_text",
            "draft_command",
            "draft_in_place",
            "beginning",
        ),
    ),
    "skipping": Part(("reports/decide.py", "reports/inputs.py"), ("decide", "inputs")),
    "planning": Part(("reports/planned.py", "reports/records.py"), ("skipping",)),
}


@dataclass(frozen=True)
class Survivor:
    """A change that no test has noticed: in which function, and its lines before and after."""

    function: str
    before: str
    after: str


def main() -> None:
    asked = parser(__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; without: all")
    asked.add_argument("--jobs", type=int, default=os.cpu_count(), help="changes at once (default: one for each core)")
    asked.add_argument("--anew", action="store_true", help="also what tried.csv remembers")
    asked.add_argument("--told", action="store_true", help="try nothing, tell of the last run, or of one under way")
    arguments = asked.parse_args()
    if unknown := set(arguments.parts) - PARTS.keys():
        asked.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}")
    if find_spec("mutmut") is None:
        raise Failed("mutmut is not installed: python -m pip install -r benchmarks/requirements.txt")
    rows, left, untried = [], [], 0
    for part in arguments.parts or PARTS:
        folder = OWN.root / "build" / "mutation" / part
        if not arguments.told:
            _prepare(folder, PARTS[part])
            if not arguments.anew:
                recall(part, folder)
            _try(folder, arguments.jobs, part)
        ended, unexplained = _judged(folder, PARTS[part])
        counts = Counter(change.ended for change in ended)
        left += unexplained
        untried += counts["."]
        rows.append((part, len(ended), *(counts[letter] for letter in "1te0.")))
    for survivor in left:
        print(f"{survivor.function}\n  − {survivor.before}\n  + {survivor.after}\n")
    print(table(("part", "changes", "noticed", "ran into a limit", "explained", "survived", "not tried"), rows))
    print(f"{cores()} cores; mutmut {version('mutmut')}")
    if left or untried:
        raise Failed(f"{len(left)} changes survive that {SURVIVORS.name} does not explain, {untried} are not tried")


def _prepare(folder: Path, part: Part) -> None:
    """A fresh copy of what the tests need, with mutmut's settings."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in _COPIED:
        shutil.copytree(OWN.root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _files():
        shutil.copy2(OWN.root / name, folder)
    tests = [f"tests/test_{name}.py" for name in part.tests]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(_settings(part, tests))


def _try(folder: Path, jobs: int, part: str) -> None:
    """Lets mutmut try what has not been tried; what it found is remembered also when it is interrupted."""
    tell(f"{part}: mutmut changes and tests")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # in the background there is no Ctrl-C
    # also for what the tests start: the changed code (a folder that Python must find at its start), and own_folder
    (folder / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    paths = os.pathsep.join([str(folder / "mutants" / "src"), str(folder / "benchmarks")])
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs)]
    environment = without_ecoplan() | {"PYTHONPATH": paths}
    try:
        status = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, check=False).returncode
    finally:
        with contextlib.suppress(FileNotFoundError):  # interrupted before the changes were made: nothing is new
            remember(part, _judged(folder, PARTS[part])[0])
    if status:
        raise Failed(f"mutmut ended with status {status}")


def _files() -> list[str]:
    return sorted(path.name for path in OWN.root.iterdir() if path.is_file() and not path.name.startswith("."))


def _settings(part: Part, tests: list[str]) -> str:
    changed, not_changed = ([f"src/helpers/{pattern}" for pattern in some] for some in (part.code, part.but))
    options = [word for plugin in _PLUGINS for word in ("-p", f"no:{plugin}")]
    return (
        "\n[tool.mutmut]\n"
        'source_paths = ["src"]\n'
        f"only_mutate = {json.dumps(changed)}\n"
        f"do_not_mutate = {json.dumps(not_changed)}\n"
        f"also_copy = {json.dumps([*_COPIED[2:], *_files()])}\n"
        'process_isolation = "forkserver"\n'
        "timeout_multiplier = 3.0\n"
        "timeout_constant = 5.0\n"
        f"pytest_add_cli_args = {json.dumps([*options, '-p', 'own_folder', '-o', 'addopts='])}\n"
        f"pytest_add_cli_args_test_selection = {json.dumps(tests)}\n"
    )


def _judged(folder: Path, part: Part) -> tuple[list[Change], list[Survivor]]:
    """How the changes ended (those that survivors.csv explains, as explained), and the survivors that it does not."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        reasons = list(csv.DictReader(file))
    ended, survivors = [], []
    with contextlib.chdir(folder):  # where mutmut looks
        for change in filter(part.holds, changes(folder)):
            if change.ended == "0":
                survivor = _survivor(change, get_diff_for_mutant(change.key, path=Path("src/helpers", change.file)))
                if _is_explained(survivor, reasons):
                    change = replace(change, ended="e")
                else:
                    survivors.append(survivor)
            ended.append(change)
    return ended, survivors


def _survivor(change: Change, diff: str) -> Survivor:
    lines = diff.splitlines()[3:]
    before, after = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    name = change.function
    name = ".".join(name.split("ǁ")[1:]) if "ǁ" in name else name.removeprefix("x_")
    return Survivor(f"{change.file}:{name}", before, after)


def _is_explained(survivor: Survivor, rows: list[dict[str, str]]) -> bool:
    """Whether a row names the change: its function (or any), words of the line before, and what stands for them now."""
    return any(
        row["function"] in ("", survivor.function)
        and row["before"] in survivor.before
        and (not row["after"] or survivor.after in _replaced(survivor.before, row["before"], row["after"]))
        for row in rows
    )


def _replaced(line: str, words: str, others: str) -> Iterator[str]:
    """The line with one occurrence of the words replaced."""
    for match in re.finditer(re.escape(words), line):
        yield line[: match.start()] + others + line[match.end() :]


if __name__ == "__main__":
    measure(main)
