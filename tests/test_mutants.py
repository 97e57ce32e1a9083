"""Any damage to a collection is refused in words, or what it says is in the database: nothing in between.

And any document is read, or refused in words.

Few mutants by themselves; ECOPLAN_MUTANTS=10000 makes as many, each time others.
"""

import csv
import faulthandler
import math
import os
import re
import shutil
import signal
import sys
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import mutants
from documents import CHROMIUM, as_docx, as_html, as_old_text, as_pdf
from helpers.cli import app
from helpers.curation.drafting.document import UnreadableDocument, text_of
from helpers.curation.tables import BY_NAME
from helpers.project import ENVIRONMENT_VARIABLE
from helpers.reports import matrix
from helpers.store.connect import Store
from tiny_collection import TinyCollection

NUMBER = int(os.environ.get("ECOPLAN_MUTANTS", 0))
SECONDS, MEGABYTES = 20, 1500  # a query may take a gigabyte
# data/curated/plans.csv:3 [sha256] has another …
PROBLEM = re.compile(r"(data|params|notebooks)(/[^:]*)?(:\d+)?(, row \d+)?:?( \[[^\]]*\])? \S")
CLOSING = re.compile(
    r"\d+ (problem\(s\) in the curated data; nothing was written|numeral\(s\) accounted for by nothing)"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> TinyCollection:
    """A valid collection with a database, a notebook and a report."""
    collection = TinyCollection(tmp_path_factory.mktemp("whole") / "collection")
    collection.excuse("优良天数比率为84.9%", "quantity_without_indicator")
    collection.notebook("air", "limit", parameters='lang = "zh"\nlimit = 3')
    collection.ask("air/zh.yaml", "lang: zh\n")
    assert collection.ecoplan("check").exit_code == 0
    assert collection.ecoplan("build").exit_code == 0
    return collection


class TookTooLong(BaseException):
    """Nothing catches it by accident."""


@contextmanager
def no_longer_than(seconds):
    """TookTooLong in whatever takes longer; where not even that is heard, the end of the process with its stack."""

    def ring(*_):
        raise TookTooLong(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    faulthandler.dump_traceback_later(3 * seconds, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(root: Path, *words: str):
    """A command on a collection, which ends soon, with little memory, and never with a traceback."""
    with no_longer_than(SECONDS):
        result = CliRunner().invoke(app, [*words, "--project", str(root)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1), result.output
    return result


def assert_in_words(result, root: Path) -> None:
    """Every line of a refusal says in which file the fault is."""
    *problems, last = result.stderr.splitlines()
    if CLOSING.match(last):
        assert problems
    else:
        problems, last = [*problems, last], ""
        problems[0] = problems[0].removeprefix("ecoplan: ")
    for line in problems:
        assert PROBLEM.match(line), line
        assert all(character.isprintable() for character in line), ascii(line)


class Memory:
    """How much more this process needs at most, in MB, than when this was made; 0 where the system does not tell."""

    def __init__(self) -> None:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # Linux forgets the highest so far
        self._before = self._most()

    @property
    def more(self) -> float:
        return self._most() - self._before

    def _most(self) -> float:
        with suppress(OSError):
            return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
        return 0


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, read without the code under test; none of one that may be missing."""
    if not path.exists() and path.name == "corrections.csv":
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    header = [name.strip() for name in rows[0]]
    return [{name: cell.strip() for name, cell in zip(header, row, strict=False) if name} for row in rows[1:]]


def assert_says_what_the_files_say(root: Path) -> None:
    """The database holds each row of each file, cell by cell, and each quote stands in its text once."""
    store = Store(root / "build" / "ecoplan.duckdb")
    held = {name: store.query(f'SELECT COLUMNS(*)::VARCHAR FROM "{name}" ORDER BY ALL') for name in BY_NAME}
    for name, model in BY_NAME.items():
        paths = (
            (root / "data/curated/statements").glob("*.csv")
            if name == "statements"
            else [root / f"data/curated/{name}.csv"]
        )
        rows = {tuple(same(row[c]) for c in model.columns()) for path in paths for row in cells(path)}
        assert {tuple(map(same, row)) for row in held[name][list(model.columns())].itertuples(index=False)} == rows
    plans = held["plans"].set_index("plan_id").raw_file
    for row in held["statements"].itertuples():
        text = (root / "data/raw" / plans[row.plan_id]).read_text("utf-8")
        assert plain(text).count(plain(row.quote)) == 1


def same(cell: object) -> object:
    """A cell as one can compare it: numbers and truth as numbers, nothing as nothing."""
    if pd.isna(cell) or cell == "":
        return None
    with suppress(ValueError):
        if math.isfinite(number := float(str(cell))):
            return number
    return {"true": 1.0, "false": 0.0}.get(str(cell).lower(), str(cell))


def plain(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(kept)


def state(folder: Path):
    """The files below a folder with what identifies them, but for the hashes that are only remembered."""
    found = {path: path.lstat() for path in folder.rglob("*") if path.name != "hashes.json"}
    return {
        path: (status.st_ino, status.st_size, status.st_mtime_ns) for path, status in found.items() if path.is_file()
    }


def copied(whole: TinyCollection, root: Path) -> None:
    shutil.copytree(whole.project.root, root, copy_function=shutil.copy)
    (root / "build" / "ecoplan.duckdb").unlink()
    os.link(whole.project.database, root / "build" / "ecoplan.duckdb")


def bounded(max_examples):
    return settings(
        max_examples=NUMBER or max_examples,
        deadline=None,
        derandomize=not NUMBER,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        phases=(Phase.generate, Phase.shrink),
    )


@bounded(40)
@given(data=st.data())
def test_a_mutant_is_refused_in_words_or_is_what_its_files_say(whole, tmp_path_factory, monkeypatch_module, data):
    memory = Memory()
    recipe = data.draw(mutants.mutants(whole.project.root))
    root = tmp_path_factory.mktemp("mutant") / "c"
    copied(whole, root)
    try:
        for mutation in recipe:
            with suppress(OSError, ValueError, IndexError, csv.Error):  # nothing is left to be damaged in this way
                mutation.do(root)
        before = state(root / "build")
        checked = run(root, "check")
        if checked.exit_code:
            event("refused by check")
            assert_in_words(checked, root)
        explained = run(root, "render", "--explain")
        if explained.exit_code:
            event("refused by render")
            assert_in_words(explained, root)
            if "in the curated data" in explained.stderr:
                kept = {path: stat for path, stat in state(root / "build").items() if path.name != "render.lock"}
                assert kept == before
        else:
            event("accepted")
        if "in the curated data" not in explained.stderr:
            assert_says_what_the_files_say(root)
        assert memory.more < MEGABYTES
    finally:
        Store(root / "build" / "ecoplan.duckdb").close()
        shutil.rmtree(root.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def documents_of_a_plan(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("documents")
    kinds = {"txt": as_old_text, "html": as_html, "docx": as_docx} | ({"pdf": as_pdf} if CHROMIUM else {})
    for suffix, write in kinds.items():
        write(folder / f"plan.{suffix}")
    return [folder / f"plan.{suffix}" for suffix in kinds]


@bounded(40)
@given(data=st.data())
def test_a_damaged_document_is_drafted_or_refused_in_words(documents_of_a_plan, tmp_path_factory, data):
    document = data.draw(st.sampled_from(documents_of_a_plan), "document")
    recipe = data.draw(mutants.damages(document.suffix == ".docx"), "damage")
    damaged = tmp_path_factory.mktemp("document") / document.name
    damaged.write_bytes(mutants.damaged(document.read_bytes(), recipe))
    memory = Memory()
    try:
        with no_longer_than(SECONDS):
            text_of(damaged)
        event("read")
    except UnreadableDocument as fault:
        event("refused")
        assert str(fault).startswith(f"{damaged}: ")
    finally:
        shutil.rmtree(damaged.parent)
    assert memory.more < MEGABYTES


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ENVIRONMENT_VARIABLE, raising=False)
        patch.setattr(matrix, "_SECONDS", 2)
        yield patch
