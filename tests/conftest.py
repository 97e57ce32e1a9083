"""What the tests share."""

import shutil
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.project import ENVIRONMENT_VARIABLE, Project
from tiny_collection import TinyCollection

REAL = Path(__file__).resolve().parents[1]

# A shell lets what it runs in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    """Where tests run on several cores: one core for each module, and one for all that read the rendered collection."""
    for item in items:
        group = "site" if "rendered" in item.fixturenames else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def tiny(tmp_path, monkeypatch) -> TinyCollection:
    """A tiny collection that passes the check and that a test may damage."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    return TinyCollection(tmp_path / "collection")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> TinyCollection:
    """A tiny collection with its database, for tests that only read."""
    collection = TinyCollection(tmp_path_factory.mktemp("built") / "collection")
    assert collection.ecoplan("build").exit_code == 0
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
