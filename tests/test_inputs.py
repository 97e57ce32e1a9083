"""What reports are made of: which file, package or parameter a changed report is to be blamed on."""

from __future__ import annotations

import hashlib
import sys

import pytest

from helpers.reports import inputs
from helpers.reports.inputs import Inputs, inputs_of, is_of_a_commit, is_part, packages


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("helpers/display/words.py", True),
        ("helpers/store/views/1_facts.sql", True),
        ("helpers/display/fonts/sans.otf", True),
        ("helpers/reports/templates/source.html.j2", True),
        ("helpers/reports/render.py", True),
        ("helpers/curation/drafting/rows.py", False),
        ("helpers/curation/tidy.py", False),
        ("helpers/beginning.py", False),
        ("helpers/reports/difference.py", False),
        ("helpers/reports/origin.py", False),
        ("helpers/reports/versions.py", False),
        ("helpers/display/words.pyc", False),
        ("helpers/notes.md", False),
    ],
)
def test_a_file_of_the_package_is_a_part_of_reports_or_not(name, part):
    assert (is_part(name), is_of_a_commit(name)) == (part, part)


@pytest.mark.parametrize(
    ("name", "part"), [("requirements.lock", True), ("package pandas", False), ("Python", False), ("src/x.py", False)]
)
def test_what_a_commit_determines(name, part):
    assert is_of_a_commit(name) is part


def test_the_fingerprint_of_code_leaves_out_what_no_commit_determines():
    one = Inputs(execution={"helpers/a.py": "1", "Python": "3.11.1"}, pages={"helpers/b.py": "2"}, rest={"c.csv": "3"})
    other = Inputs(
        execution={"helpers/a.py": "1", "Python": "3.12.0"}, pages={"helpers/b.py": "2"}, rest={"c.csv": "4"}
    )
    assert one.code == other.code and one.fingerprint != other.fingerprint
    assert (one.python, Inputs().python) == ("3.11.1", "")
    assert Inputs(pages={"helpers/b.py": "9"}, execution=one.execution).code != one.code


@pytest.fixture
def found(tiny):
    root = tiny.project.root
    (root / "requirements.lock").write_text("pandas==3.1.0 \\\n    --hash=sha256:00\n", "utf-8")
    (root / "notebooks").mkdir(exist_ok=True)
    tiny.notebook("air")
    (root / "notebooks" / "own.py").write_text("x = 1\n", "utf-8")
    tiny.ask("air/zh.yaml", "lang: zh\n")
    tiny.ask("plans.sql", "SELECT 1\n")
    (root / "CITATION.cff").write_text("cff", "utf-8")
    return inputs_of(tiny.project)


def test_cells_depend_on_code_packages_the_lock_and_modules_beside_the_notebooks(tiny, found):
    lock = (tiny.project.root / "requirements.lock").read_bytes()
    assert found.execution["requirements.lock"] == hashlib.sha256(lock).hexdigest()
    own = {name for name in found.execution if not name.startswith(("package ", "helpers/"))}
    assert own == {"Python", "requirements.lock", "notebooks/own.py"}
    for name in ("display/words.py", "store/build.py", "reports/execute.py", "reports/kernels/kernel.py", "files.py"):
        assert f"helpers/{name}" in found.execution
    assert "package pandas" in found.execution and "package duckdb" not in found.execution  # not in this lock


def test_pages_depend_on_what_makes_pages(found):
    for name in ("reports/page.py", "reports/templates/source.html.j2", "cli.py", "commands.py"):
        assert f"helpers/{name}" in found.pages
    assert all(name.startswith(("helpers/reports/", "helpers/cli.py", "helpers/commands.py")) for name in found.pages)
    assert not found.pages.keys() & found.execution.keys()


def test_data_texts_parameters_and_notebooks_are_known_by_their_bytes(tiny, found):
    names = {"data/curated/plans.csv", "data/raw/north-2021.txt", "params/air/zh.yaml", "params/plans.sql"}
    names |= {"notebooks/air.ipynb", "data/curated/statements/north-2021.csv"}
    for name in names:
        assert found.rest[name] == hashlib.sha256((tiny.project.root / name).read_bytes()).hexdigest()
    assert "notebooks/own.py" not in found.rest
    assert found.rest["CITATION.cff"] == hashlib.sha256(b"cff").hexdigest()
    assert "LICENSES.md" in found.rest  # which is not there: when it comes, that is a change


def test_hashes_are_remembered_between_runs(tiny, found):
    assert (tiny.project.build / "hashes.json").is_file()
    assert inputs_of(tiny.project) == found
    (tiny.project.root / "CITATION.cff").write_text("other", "utf-8")
    assert inputs_of(tiny.project).rest != found.rest


# Packages


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Two folders of packages, the first of which goes before the second."""
    for folder, names in (
        ("one/site-packages", ("pandas-3.1.0", "Py_YAML.ext-6.0", "extra-1.0")),
        ("two/dist-packages", ("pandas-2.0.0", "numpy-2.4.1")),
    ):
        for name in names:
            (tmp_path / folder / f"{name}.dist-info").mkdir(parents=True)
        (tmp_path / folder / "pandas").mkdir()
    places = ["one/site-packages", "two/dist-packages", "gone/site-packages", "elsewhere"]
    monkeypatch.setattr(sys, "path", [str(tmp_path / place) for place in places])
    python = ".".join(map(str, sys.version_info[:3]))
    return lambda lock=None: {name: version for name, version in packages(lock).items() if version != python}


def test_all_installed_packages_count_where_there_is_no_lock(installed, tmp_path):
    every = {"package extra": "1.0", "package numpy": "2.4.1", "package pandas": "3.1.0", "package py-yaml-ext": "6.0"}
    assert installed() == every
    assert list(installed()) == sorted(every)
    assert installed(tmp_path / "no.lock") == every


def test_with_a_lock_only_what_it_pins_counts_however_it_is_spelt(installed, tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("# extra==1\npy-yaml.EXT==6.0 \\\n    --hash=sha256:00\npandas==3.1.0\nabsent==1\n", "utf-8")
    assert installed(lock) == {"package pandas": "3.1.0", "package py-yaml-ext": "6.0"}


def test_pythons_own_version_is_among_them():
    assert packages()["Python"] == f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    assert inputs.packages(None)["package pandas"].startswith("3.")
