"""The data to take away, in site/data: CSV with its dictionary, Parquet, the database, and how to cite them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from helpers import __version__
from helpers.curation.dictionary import datapackage, dictionary
from helpers.curation.tables import TABLES
from helpers.errors import EcoplanError
from helpers.files import write_beside
from helpers.project import Project
from helpers.store.writing import writing

FOLDER, VERSION, SUMS, DATABASE = "data", "VERSION.txt", "SHA256SUMS", "ecoplan.duckdb"
# What researchers ask first: every statement with the names that it refers to and its number in the indicator's unit.
FLAT = "facts"
VIEWS = (FLAT, "changes", "latest_targets", "higher_goals", "outside_results", "standards_by_year")
FILES: dict[str, dict[str, str]] = {
    f"{FLAT}.csv": {
        "zh": "全部表述，一行一条，含名称和换算后的数值（CSV，UTF-8）",
        "en": "every statement in one table, with names and converted numbers (CSV, UTF-8)",
    },
    "ecoplan-csv.zip": {
        "zh": "整理数据的原表（CSV），附 datapackage.json 和数据字典",
        "en": "the curated tables as they are kept (CSV), with datapackage.json and the data dictionary",
    },
    "ecoplan-parquet.zip": {
        "zh": "同样的表和主要视图（Parquet）",
        "en": "the same tables and the main views (Parquet)",
    },
    DATABASE: {
        "zh": "完整的数据库（DuckDB {duckdb} 或更新版本）",
        "en": "the whole database (DuckDB {duckdb} or newer)",
    },
    "data-dictionary.md": {"zh": "每一列的含义（英文）", "en": "what each column means"},
}
ABOUT = ("CITATION.cff", "LICENSES.md")
_FIRST = 315532800  # the beginning of 1980, before which zip knows no time: the same archive whenever it is made
_EPOCH = "SOURCE_DATE_EPOCH"  # see reproducible-builds.org


class BadTime(EcoplanError):
    """A time that is none."""


def take_away(project: Project, data: Project, stage: Path, version: str) -> None:
    """Fills the folder of a site that is being made; from the former site where that has the same `version`.

    `data`: the data to take. `version`: what they and the code are that make the files, in words.
    """
    about = {path.name: path.read_bytes() for name in ABOUT if (path := project.root / name).is_file()}
    version += f"{_EPOCH} {_epoch()}\n" if _EPOCH in os.environ else ""
    version += "".join(f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in about.items())
    folder, former = stage / FOLDER, project.site / FOLDER
    folder.mkdir()
    note = project.build / "take_away.sums"
    if _stands(former, version, note):
        _carry_over(former, folder)
        return
    made = _files(data, about) | {VERSION: version.encode()}
    # Those of the database are never the same: a build has the same sums as another of the same data without it.
    made[SUMS] = _sums({name: content for name, content in made.items() if name != DATABASE}).encode()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    write_beside(note, _sums(made))


def _files(data: Project, about: Mapping[str, bytes]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(dir=data.build) as scratch:
        made = _exported(data.database, Path(scratch))
    names = sorted(data.curated.rglob("*.csv"))
    curated = {path.relative_to(data.curated).as_posix(): path.read_bytes() for path in names}
    package = json.dumps(datapackage(data), ensure_ascii=False, indent=2) + "\n"
    words = {"datapackage.json": package.encode(), "data-dictionary.md": dictionary().encode()}
    return {
        f"{FLAT}.csv": made.pop(f"{FLAT}.csv"),
        "ecoplan-csv.zip": _archive(curated | words | about),
        "ecoplan-parquet.zip": _archive(made | about),
        DATABASE: data.database.read_bytes(),
        "data-dictionary.md": words["data-dictionary.md"],
        **about,
    }


def _exported(database: Path, scratch: Path) -> dict[str, bytes]:
    """Every table and the main views as Parquet, and the flat one as CSV; in a fixed order of rows."""
    wanted = [(name, "parquet") for name in [*(model.table for model in TABLES), *VIEWS]] + [(FLAT, "csv")]
    with writing(), duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"ATTACH {_quoted(database)} AS held (READ_ONLY)")
        connection.execute("USE held")
        for name, kind in wanted:
            path = _quoted(scratch / f"{name}.{kind}")
            connection.execute(f'COPY (FROM "{name}" ORDER BY ALL) TO {path} (FORMAT {kind})')
    return {path.name: path.read_bytes() for path in sorted(scratch.iterdir())}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, stored: how well they pack depends on the machine's library, and so would the bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, time.gmtime(_epoch())[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _epoch() -> int:
    """The time that the archives give for their files, in seconds since 1970."""
    named = os.environ.get(_EPOCH, "")
    if named and not named.isdecimal():
        raise BadTime(f"{_EPOCH} is {named!r}; it is a number of seconds since 1970")
    return max(int(named or 0), _FIRST)


def _sums(files: Mapping[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def _stands(folder: Path, version: str, note: Path) -> bool:
    """Whether a folder holds what was made of this version, all of it and unchanged."""
    try:
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        return files[VERSION] == version.encode() and note.read_text("utf-8") == _sums(files)
    except (OSError, KeyError):
        return False


def _carry_over(former: Path, folder: Path) -> None:
    for path in former.iterdir():
        try:
            os.link(path, folder / path.name)
        except OSError:  # a file system without hard links
            shutil.copy2(path, folder / path.name)


def data_files() -> list[dict[str, Any]]:
    """What the index says of each file: its address and what it is, in both languages."""
    version = ".".join(duckdb.__version__.split(".")[:2])
    said = {name: {lang: text.format(duckdb=version) for lang, text in what.items()} for name, what in FILES.items()}
    return [{"href": f"{FOLDER}/{name}", "name": name, "what": what} for name, what in said.items()]


CITE = {
    "zh": f"引用全部数据：ecoplan notebooks，版本{__version__}，数据指纹见页末。引用一条表述：写出它的编号"
    "（规划编号/表述编号）、版本和原文页地址。",
    "en": f"To cite the data: ecoplan notebooks, version {__version__}, with the data fingerprint at the end of this "
    "page. To cite a statement: its key (plan_id/statement_id), the version, and its address on the "
    "page of its text.",
}
