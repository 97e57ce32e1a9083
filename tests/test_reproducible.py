"""The same data and the same lock give the same site, to the byte: where, when, by whom and by how many it is made.

A few reports by themselves; ECOPLAN_REPRODUCE=all takes all of them. (Bit by bit or cold: see test_skipping.py.)
"""

import os
import shutil
import subprocess
import sys

import duckdb
import pytest

from helpers.curation.tables import TABLES
from helpers.project import Project

REAL = Project.find()
ALL = os.environ.get("ECOPLAN_REPRODUCE") == "all"
FEW = ("air_quality/zh.yaml", "alignment/en.yaml", "coverage/zh.yaml", "baseline_vs_goal.sql")
# Python's clock, a year and some hours on.
LATER = """\
import time
for name in ("time", "time_ns"):
    later = 32_000_000 * (10**9 if name == "time_ns" else 1)
    setattr(time, name, lambda now=getattr(time, name), later=later: now() + later)
for name in ("localtime", "gmtime", "ctime"):
    setattr(time, name, lambda at=None, made=getattr(time, name): made(time.time() if at is None else at))
"""


def copied(root):
    """The collection in another folder."""
    for folder in ("data", "notebooks", "params"):
        shutil.copytree(REAL.root / folder, root / folder)
    for name in ("requirements.lock", "CITATION.cff", "LICENSES.md"):
        shutil.copy(REAL.root / name, root)
    if not ALL:
        for path in root.glob("params/*/*.yaml"):
            if path.relative_to(root / "params").as_posix() not in FEW:
                path.unlink()
        for path in root.glob("params/*.sql"):
            if path.name not in FEW:
                path.unlink()
            else:
                path.write_text(path.read_text("utf-8").replace(";", "") + "LIMIT 3", encoding="utf-8")
    return Project(root)


def made(project, jobs, **environment):
    """The site, and the contents of its database."""
    command = [sys.executable, "-m", "helpers.cli", "render", "--project", str(project.root), "--jobs", str(jobs)]
    before = {name: value for name, value in os.environ.items() if not name.startswith("ECOPLAN_")}
    ran = subprocess.run(command, capture_output=True, text=True, env=before | environment)
    assert ran.returncode == 0, ran.stderr
    files = {path.relative_to(project.site).as_posix(): path for path in project.site.rglob("*") if path.is_file()}
    with duckdb.connect(files.pop("data/ecoplan.duckdb"), read_only=True) as connection:
        names = [
            name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        ]
        tables = {name: connection.execute(f'FROM "{name}" ORDER BY ALL').fetchall() for name in names}
    return {name: path.read_bytes() for name, path in files.items()}, tables


def other_locale():
    """One of this machine that is not English, if it has any. (With ASCII Python does not start in every folder.)"""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    return next((name for name in known if name.startswith(("zh_", "de_", "fr_")) and "utf" in name.lower()), "C.utf8")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    project = copied(tmp_path_factory.mktemp("first") / "collection")
    return made(project, 1, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")


def test_another_folder_time_zone_language_and_number_of_workers_make_the_same_site(first, tmp_path):
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(LATER, encoding="utf-8")
    project = copied(tmp_path / "另 一个" / "deeper" / "collection")
    for path in project.raw.iterdir():
        os.utime(path, (10**9, 10**9))
    elsewhere = {"TZ": "America/New_York", "LC_ALL": other_locale(), "PYTHONHASHSEED": "77"}
    elsewhere |= {"HOME": str(tmp_path), "USER": "somebody", "PYTHONPATH": str(tmp_path / "later"), "COLUMNS": "40"}
    pages, tables = made(project, 2, **elsewhere)
    assert sorted(pages) == sorted(first[0])
    assert [name for name in pages if pages[name] != first[0][name]] == []
    assert set(tables) == set(first[1]) >= {model.table for model in TABLES}
    assert [name for name in tables if tables[name] != first[1][name]] == []


def test_no_page_says_where_or_when_it_was_made(first):
    marks = [str(REAL.root).encode(), b"pytest-of-", os.environ.get("HOSTNAME", "no-host").encode()]
    assert [(name, mark) for name, page in first[0].items() for mark in marks if mark in page] == []
