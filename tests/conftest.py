"""What the tests share."""

import signal

import pytest

from helpers.project import ENVIRONMENT_VARIABLE
from tiny_collection import TinyCollection

# A shell lets what it runs in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


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
