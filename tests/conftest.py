"""What the tests share."""

import copy
import re
import shutil
import signal
import tempfile
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.project import ENVIRONMENT_VARIABLE, Project
from helpers.reports.kernels import said, warm_kernels
from made_up_city import City
from mid_run import COUNT, LANG
from tiny_collection import TinyCollection

REAL = Path(__file__).resolve().parents[1]

# A shell lets what it runs in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Where tests run on several cores: one core for each module, and one for all that read the rendered collection.

    (xdist's own groups do nothing with pytest 9.2, which takes no other names of tests.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            module = nodeid.partition("::")[0]
            return "site" if _reads_the_site(module) else module

    return ByModule(config, log)


@cache
def _reads_the_site(module: str) -> bool:
    text = (REAL / module).read_text("utf-8")
    asks = re.search(r"(def test_\w+|fixture[^\n]*\ndef \w+)\([^)]*\b(rendered|project)\b", text)
    return bool(asks) and not re.search(r"def (rendered|project)\(", text)


@pytest.fixture
def tiny(tmp_path, monkeypatch) -> TinyCollection:
    """A tiny collection that passes the check and that a test may damage."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    return TinyCollection(tmp_path / "collection")


@pytest.fixture
def whole(tiny) -> TinyCollection:
    """A tiny collection of which every numeral is accounted for."""
    tiny.excuse("优良天数比率为84.9%", "history")
    return tiny


@pytest.fixture
def city(tmp_path) -> City:
    """A city whose plans a test writes, number by number."""
    return City(tmp_path / "city")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> TinyCollection:
    """A tiny collection with its database, for tests that only read."""
    collection = TinyCollection(tmp_path_factory.mktemp("built") / "collection")
    assert collection.ecoplan("build").exit_code == 0
    return collection


@pytest.fixture
def sockets(tmp_path_factory, monkeypatch):
    """The folder in which a test, and what it runs, keep their sockets; no message of kernels from before."""
    folder = tmp_path_factory.mktemp("s")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    said()
    return folder


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """A source with a template, for tests that leave it as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("s")))
        with warm_kernels() as source:
            yield source


@pytest.fixture(scope="session")
def aired(tmp_path_factory) -> TinyCollection:
    """A tiny collection with a site: one report in two languages."""
    collection = TinyCollection(tmp_path_factory.mktemp("aired") / "collection")
    collection.notebook("air", COUNT, parameters=LANG)
    for lang in ("zh", "en"):
        collection.ask(f"air/{lang}.yaml", f"lang: {lang}\n")
    assert collection.ecoplan("render").exit_code == 0
    return collection


@pytest.fixture
def air(aired, tmp_path) -> TinyCollection:
    """A copy of it, to be damaged."""
    collection = copy.deepcopy(aired)
    collection.project = Project(tmp_path / "collection")
    shutil.copytree(aired.project.root, collection.project.root)
    return collection


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """A copy of the real collection, rendered once through the command, and what the command said."""
    copy = Project(tmp_path_factory.mktemp("real") / "collection")
    for folder in ("data", "notebooks", "params"):
        shutil.copytree(REAL / folder, copy.root / folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ECOPLAN_PROJECT", raising=False)
        result = CliRunner().invoke(app, ["render", "--project", str(copy.root)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return copy, result.stdout


@pytest.fixture(scope="session")
def project(rendered):
    return rendered[0]
