"""A plugin of pytest, for mutation.py: many runs of few tests at once, which must not remove each other's files.

pytest's own folders are kept for a while and removed by later runs; with a run for each change that fills the disk,
or, when nothing is to be kept, takes the files of those at work. The quickest tests come first: most changes fall soon.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest

_DURATIONS = Path("mutmut-stats.json")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    config.option.basetemp = tempfile.mkdtemp(prefix="mutation-")


def pytest_collection_modifyitems(items):
    if _DURATIONS.exists():
        seconds = json.loads(_DURATIONS.read_text("utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


def pytest_unconfigure(config):
    shutil.rmtree(config.option.basetemp, ignore_errors=True)
