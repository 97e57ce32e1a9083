"""Mutants of a valid collection: what editors, spreadsheets, transfers and strangers can do to its files.

A mutant is a list of `Mutation`s, each a name and what it was told, so that a failure reads like a recipe.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from oddities import BYTES, CELLS, ENCODINGS, MARKUP, NAMES, PARAMETERS, QUERIES

LONGEST = 3_000_000


@dataclass(frozen=True)
class Mutation:
    """One thing done to the files below a folder. `what(root, *told)` does it."""

    what: Callable[..., None]
    told: tuple[Any, ...]

    def __repr__(self) -> str:
        told = ", ".join(repr(one) if len(repr(one)) < 200 else f"{repr(one)[:200]}…" for one in self.told)
        return f"{self.what.__name__}({told})"

    def do(self, root: Path) -> None:
        """Does it. OSError, ValueError, IndexError or csv.Error where an earlier one has left nothing to do it to."""
        for one in self.told:
            if isinstance(one, str) and one.startswith(("data/", "params/", "notebooks/")):
                _still_a_file(root / one)
        self.what(root, *self.told)


def _still_a_file(path: Path) -> None:
    """OSError where it has become something else: to read or write a pipe is to wait for somebody else."""
    if stat.S_IFMT(path.lstat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
        raise OSError(f"{path} is no file any more")


# Bytes


def splice(root: Path, name: str, at: float, length: int, new: bytes) -> None:
    content = (root / name).read_bytes()
    start = int(at * len(content))
    (root / name).write_bytes(content[:start] + new + content[start + length :])


def cut_short(root: Path, name: str, at: float) -> None:
    content = (root / name).read_bytes()
    (root / name).write_bytes(content[: int(at * len(content))])


def flip(root: Path, name: str, at: float, bit: int) -> None:
    content = bytearray((root / name).read_bytes())
    if content:
        content[int(at * (len(content) - 1))] ^= 1 << bit
    (root / name).write_bytes(content)


def encode(root: Path, name: str, encoding: str) -> None:
    (root / name).write_bytes(_text(root, name).encode(encoding, "replace"))


def end_lines(root: Path, name: str, end: str) -> None:
    (root / name).write_bytes(_text(root, name).replace("\n", end).encode())


# Rows


def put_cell(root: Path, name: str, row: int, column: int, cell: str) -> None:
    with _rows(root, name) as rows:
        body = rows[1 + row % max(1, len(rows) - 1) :] or rows
        body[0][column % len(body[0])] = cell


def enlarge_cell(root: Path, name: str, row: int, column: int, times: int) -> None:
    with _rows(root, name) as rows:
        line = rows[row % len(rows)]
        at = column % len(line)
        cell = line[at] or "x"
        line[at] = cell * min(times, LONGEST // len(cell) + 1)


def take_cell(root: Path, name: str, column: int, source: int, target: int) -> None:
    """Copies a cell from one row to another: keys twice, names that lead nowhere."""
    with _rows(root, name) as rows:
        body = rows[1:] or rows
        at = column % len(rows[0])
        body[target % len(body)][at] = body[source % len(body)][at]


def move_row(root: Path, name: str, source: int, target: int, keep: bool) -> None:
    with _rows(root, name) as rows:
        row = rows[source % len(rows)] if keep else rows.pop(source % len(rows))
        rows.insert(target % (len(rows) + 1), list(row))


def drop_row(root: Path, name: str, row: int) -> None:
    with _rows(root, name) as rows:
        rows.pop(row % len(rows))


def change_columns(root: Path, name: str, column: int, how: str) -> None:
    with _rows(root, name) as rows:
        for number, row in enumerate(rows):
            at = column % len(row)
            match how:
                case "drop" if len(row) > 1:
                    row.pop(at)
                case "twice":
                    row.append(row[at])
                case "first":
                    row.insert(0, row.pop(at))
                case "rename" if number == 0:
                    row[at] = row[at].upper()
                case "unknown":
                    row.append("colour" if number == 0 else "red")
                case "empty":
                    row.append("")


def write_as(root: Path, name: str, delimiter: str, quoting: int, double: bool) -> None:
    rows = list(csv.reader(io.StringIO(_text(root, name))))
    out = io.StringIO()
    settings = {"quoting": quoting, "doublequote": double, "escapechar": None if double else "\\"}
    csv.writer(out, delimiter=delimiter, lineterminator="\n", **settings).writerows(rows)
    (root / name).write_bytes(out.getvalue().encode())


# Texts and their quotes


def say_otherwise(root: Path, name: str, at: float, length: int, new: str) -> None:
    """Changes a raw text and its checksum, so that what its rows quote is put to the test."""
    text = _text(root, name)
    start = int(at * len(text))
    (root / name).write_bytes((text[:start] + new + text[start + length :]).encode("utf-8", "replace"))
    digest = hashlib.sha256((root / name).read_bytes()).hexdigest()
    with _rows(root, "data/curated/plans.csv") as rows:
        at_file, at_sum = rows[0].index("raw_file"), rows[0].index("sha256")
        for row in rows[1:]:
            if row[at_file] == Path(name).name:
                row[at_sum] = digest


def quote_otherwise(root: Path, name: str, row: int, start: int, end: int, raw: str) -> None:
    """Moves the ends of a quote, or takes another stretch of the text."""
    text = "".join(_text(root, raw).split())
    with _rows(root, name) as rows:
        if len(rows) > 1 and "quote" in rows[0]:
            at, line = rows[0].index("quote"), rows[1 + row % (len(rows) - 1)]
            found = text.find(line[at])
            line[at] = text[max(0, found + start) : found + len(line[at]) + end] if found >= 0 else text[start:end]


# Files


def put_file(root: Path, folder: str, name: str, text: str) -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / name).unlink(missing_ok=True)
    (root / folder / name).write_text(text, encoding="utf-8")


def put_folder(root: Path, name: str) -> None:
    (root / name).unlink(missing_ok=True)
    (root / name).mkdir()


def rename(root: Path, name: str, new: str) -> None:
    (root / name).rename((root / name).with_name(new))


def remove(root: Path, name: str) -> None:
    (root / name).unlink()


def link(root: Path, name: str, target: str) -> None:
    (root / name).unlink()
    (root / name).symlink_to(target)


def pipe(root: Path, name: str) -> None:
    """A named pipe, which to read is to wait for somebody who writes."""
    (root / name).unlink()
    os.mkfifo(root / name)


def go_deep(root: Path, folder: str, depth: int, name: str) -> None:
    deep = root / folder
    for _ in range(depth):
        deep = deep / "dddd"
        if len(os.fsencode(deep)) > 3500:
            break
    deep.mkdir(parents=True, exist_ok=True)
    (deep / name).write_text("plan_id\n", encoding="utf-8")


def _text(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode("utf-8", "replace")


class _rows:
    """The rows of a CSV file, written back at the end."""

    def __init__(self, root: Path, name: str) -> None:
        self._path = root / name
        _still_a_file(self._path)  # also of a table that belongs to what is changed
        text = self._path.read_bytes().decode("utf-8", "replace").replace("\0", "")
        limit = csv.field_size_limit(10 * LONGEST)  # which is the whole process's, also that of the code under test
        try:
            self._rows = [row for row in csv.reader(io.StringIO(text)) if row] or [[""]]
        finally:
            csv.field_size_limit(limit)

    def __enter__(self) -> list[list[str]]:
        return self._rows

    def __exit__(self, *_: object) -> None:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self._rows)
        self._path.write_bytes(out.getvalue().encode("utf-8", "replace"))


def mutants(root: Path) -> st.SearchStrategy[list[Mutation]]:
    """One to four mutations of the collection in `root`, which is only looked at."""
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    files = [name for name in files if not name.startswith("build/")]
    tables = [name for name in files if name.endswith(".csv")]
    statements = [name for name in tables if "/statements/" in name]
    texts = [name for name in files if name.startswith("data/raw/") and name.endswith(".txt")]
    any_file, table = st.sampled_from(files), st.sampled_from([*tables, *statements * 6, "data/curated/plans.csv"])
    text, place, number = st.sampled_from(texts), st.floats(0, 1), st.integers(0, 40)
    words = st.sampled_from(CELLS) | st.text(max_size=12)
    folders = st.sampled_from(
        ("data/curated", "data/curated/statements", "data/raw", "params", "params/air", "notebooks")
    )
    targets = st.sampled_from(
        ("/etc/hostname", "/dev/zero", "/dev/null", "/dev/stdin", "nowhere", ".", "..", *tables[:1])
    )

    def of(what: Callable[..., None], *told: st.SearchStrategy) -> st.SearchStrategy[Mutation]:
        return st.builds(Mutation, st.just(what), st.tuples(*told))

    return st.lists(
        st.one_of(
            of(splice, any_file, place, st.integers(0, 9), st.sampled_from(BYTES) | st.binary(max_size=4)),
            of(cut_short, any_file, place),
            of(flip, any_file, place, st.integers(0, 7)),
            of(encode, any_file, st.sampled_from(ENCODINGS)),
            of(end_lines, any_file, st.sampled_from(("\r\n", "\r", "\n\n", "\u2028", ""))),
            of(put_cell, table, number, number, words),
            of(put_cell, st.sampled_from(statements), number, number, words),
            of(enlarge_cell, table, number, number, st.sampled_from((2, 100, 20_001, 200_000, LONGEST))),
            of(take_cell, table, number, number, number),
            of(move_row, table, number, number, st.booleans()),
            of(drop_row, table, number),
            of(
                change_columns, table, number, st.sampled_from(("drop", "twice", "first", "rename", "unknown", "empty"))
            ),
            of(write_as, table, st.sampled_from(",;\t|"), st.sampled_from((0, 1, 2)), st.booleans()),
            of(say_otherwise, text, place, st.integers(0, 6), words),
            of(quote_otherwise, st.sampled_from(statements), number, st.integers(-9, 9), st.integers(-9, 9), text),
            of(put_file, folders, st.sampled_from(NAMES), st.sampled_from((*PARAMETERS, *QUERIES))),
            of(put_file, st.just("params/air"), st.sampled_from(("zh.yaml", "b.en.yaml")), st.sampled_from(PARAMETERS)),
            of(put_file, st.just("params"), st.just("air.sql"), st.sampled_from(QUERIES)),
            of(put_folder, any_file),
            of(rename, any_file, st.sampled_from(NAMES)),
            of(remove, any_file),
            of(link, any_file, targets),
            of(pipe, any_file),
            of(go_deep, folders, st.sampled_from((3, 60, 2000)), st.sampled_from(NAMES)),
        ),
        min_size=1,
        max_size=4,
    )


# Documents


@dataclass(frozen=True)
class Damage:
    """Bytes taken out, put in, or repeated from elsewhere; in a zip archive those of one of its parts."""

    at: float
    length: int
    new: bytes
    again: float
    part: int | None

    def done_to(self, content: bytes) -> bytes:
        start, source = int(self.at * len(content)), int(self.again * len(content))
        return content[:start] + self.new + content[source : source + self.length] + content[start + self.length :]


def damages(zipped: bool) -> st.SearchStrategy[list[Damage]]:
    part = st.none() | st.integers(0, 20) if zipped else st.none()
    new = st.sampled_from((*MARKUP, *BYTES)) | st.binary(max_size=4)
    return st.lists(
        st.builds(Damage, st.floats(0, 1), st.integers(0, 60), new, st.floats(0, 1), part), min_size=1, max_size=6
    )


def damaged(content: bytes, damages: list[Damage]) -> bytes:
    for damage in sorted(damages, key=lambda damage: damage.part is None):  # while it is an archive, those of its parts
        if damage.part is None:
            content = damage.done_to(content)
            continue
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            names = sorted(old.namelist(), key=lambda name: name != "word/document.xml")  # the one that counts most
            chosen = names[max(0, damage.part - 10) % len(names)]
            for name in names:
                new.writestr(name, damage.done_to(old.read(name)) if name == chosen else old.read(name))
        content = made.getvalue()
    return content
