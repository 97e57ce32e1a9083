"""The files that set the project up agree with one another."""

import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
CONFIG_FILES = ["pyproject.toml", "requirements.lock", "environment.yml", "Makefile", ".ci/run"]
PYPI_NAMES = {"python-duckdb": "duckdb"}  # what conda-forge calls otherwise
ONLY_IN_CONDA = {"python", "pip"}

ADDRESS = re.compile(r"\w+://\S+|\b[\w-]+(?:\.[\w-]+)+/simple\b")
REGISTRY_OPTION = re.compile(r"(?<!no-emit-)\b(?:(?:extra-)?index-url|find-links|trusted-host)\b")
ABSOLUTE_PATH = re.compile(r"(?<![\w.~])/\w[^\s'\"]*|\b[A-Za-z]:\\\S*")
MAKE_COMMAND = re.compile(r"(?:^\s*|`|&& )make ([a-z]+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def by_name(requirements: list[str]) -> dict[str, SpecifierSet]:
    parsed = map(Requirement, requirements)
    return {canonicalize_name(one.name): one.specifier for one in parsed}


def project_requirements() -> dict[str, SpecifierSet]:
    """What pyproject.toml asks for to run, to draft and to test, by name."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    return by_name(project["dependencies"] + extras["draft"] + extras["test"])


def conda_requirements() -> dict[str, SpecifierSet]:
    """What environment.yml asks for, by the name that PyPI uses."""
    entries = yaml.safe_load(read("environment.yml"))["dependencies"]
    wanted = by_name([entry for entry in entries if isinstance(entry, str)])
    return {PYPI_NAMES.get(name, name): ranges for name, ranges in wanted.items()}


def locked() -> dict[str, tuple[Version, list[str]]]:
    """The version and the hashes that requirements.lock holds, by name."""
    entries = re.split(r"^(?=[A-Za-z0-9])", read("requirements.lock"), flags=re.MULTILINE)[1:]
    result = {}
    for entry in entries:
        name, version = re.match(r"([\w.-]+)==([^\s;\\]+)", entry).groups()
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)
        result[canonicalize_name(name)] = (Version(version), hashes)
    return result


def test_conda_and_pip_ask_for_the_same_packages_and_ranges():
    conda = conda_requirements()
    shared = {name: ranges for name, ranges in conda.items() if name not in ONLY_IN_CONDA}
    assert shared == project_requirements()


def test_conda_takes_no_python_that_the_project_refuses():
    requires = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert set(SpecifierSet(requires)) <= set(conda_requirements()["python"])


def test_conda_installs_the_project_itself():
    entries = yaml.safe_load(read("environment.yml"))["dependencies"]
    assert {"pip": ["-e ."]} in entries


def test_lock_satisfies_every_range():
    build = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
    versions = {name: version for name, (version, _) in locked().items()}
    wanted = project_requirements() | by_name(build)
    misfits = [
        f"{name}: {versions.get(name, 'missing')} is not {ranges}"
        for name, ranges in wanted.items()
        if name not in versions or versions[name] not in ranges
    ]
    assert not misfits, "requirements.lock is out of date, run `make lock`: " + "; ".join(misfits)


def test_lock_holds_a_hash_for_every_package():
    assert [name for name, (_, hashes) in locked().items() if not hashes] == []


def test_lock_names_no_path_of_a_machine():
    assert ABSOLUTE_PATH.findall(read("requirements.lock")) == []


@pytest.mark.parametrize("name", CONFIG_FILES)
def test_no_registry_is_named(name):
    text = read(name)
    assert ADDRESS.findall(text) + REGISTRY_OPTION.findall(text) == []


def test_makefile_has_the_targets_that_the_readmes_name():
    targets = set(re.findall(r"^([a-z]+):(?!=)", read("Makefile"), re.MULTILINE))
    readmes = sorted(path.name for path in ROOT.glob("README*.md"))
    assert "README.md" in readmes
    for name in readmes:
        assert set(MAKE_COMMAND.findall(read(name))) <= targets, name


def test_every_target_says_what_it_does():
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    assert set(re.findall(r"^([a-z]+):.*  ## \S", makefile, re.MULTILINE)) == set(phony)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_a_readme_counts_what_is_there_and_shows_pictures_that_exist(name):
    text = read(name)
    with (ROOT / "data" / "curated" / "plans.csv").open(encoding="utf-8", newline="") as file:
        counts = [int(row["statements"]) for row in csv.DictReader(file)]
    stated = [int(cell) for cell in re.findall(r"\| (\d+) \|$", text, re.MULTILINE)]
    assert sorted(stated[:-1]) == sorted(counts) and stated[-1] == sum(counts)
    pictures = re.findall(r'<img src="([^"]+)"', text)
    assert len(pictures) >= 2 and all((ROOT / picture).is_file() for picture in pictures)
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [path for path in linked if not (ROOT / path).exists()] == []
    assert {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")} <= set(linked)


def test_each_promise_names_tests_that_exist():
    """docs/guarantees.md: `test_store.py`, `test_store.py::test_a_query_cannot_write`."""
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", read("docs/guarantees.md"))
    assert len(named) > 20
    files = {name: read(f"tests/{name}") for name, _ in named}
    assert [(name, test) for name, test in named if test and f"def {test}(" not in files[name]] == []


@pytest.mark.parametrize("asked", [("check",), ("format", "--check")])
def test_the_code_has_the_layout_that_ruff_gives(asked):
    command = [sys.executable, "-m", "ruff", *asked, "--no-cache", "src", "tests", "tools", "benchmarks", "setup.py"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout
