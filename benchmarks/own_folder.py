"""A plugin of pytest, for mutation.py: many runs of few tests at once, which must not remove each other's files.

pytest's own folders are kept for a while and removed by later runs; with a run for each change that fills the disk,
or, when nothing is to be kept, takes the files of those at work.

Tests that have noticed another change of the same function come first, then the quickest: most changes fall soon.

While mutmut looks which test runs which function, what tests start as processes must not report to it: they could not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_DURATIONS, _NOTICED = Path("mutmut-stats.json").absolute(), Path("noticed.txt").absolute()
_VARIABLE = "MUTANT_UNDER_TEST"


class _Popen(subprocess.Popen):
    def __init__(self, *args, **settings):
        if os.environ.get(_VARIABLE) == "stats":
            settings["env"] = {**(settings.get("env") or os.environ), _VARIABLE: ""}
        super().__init__(*args, **settings)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    subprocess.Popen = _Popen
    config.option.basetemp = tempfile.mkdtemp(prefix="mutation-")


def pytest_collection_modifyitems(items):
    seconds = json.loads(_DURATIONS.read_text("utf-8"))["duration_by_test"] if _DURATIONS.exists() else {}
    lines = _NOTICED.read_text("utf-8").splitlines() if _NOTICED.exists() else []
    before = {test for function, _, test in (line.partition(" ") for line in lines) if function == _function()}
    items.sort(key=lambda item: (item.nodeid not in before, seconds.get(item.nodeid, 0.0)))


def pytest_runtest_logreport(report):
    if report.failed and (function := _function()):
        with _NOTICED.open("a", encoding="utf-8") as file:
            file.write(f"{function} {report.nodeid}\n")


def pytest_unconfigure(config):
    shutil.rmtree(config.option.basetemp, ignore_errors=True)


def _function() -> str:
    """The function that is changed in this run; empty where none is."""
    return os.environ.get(_VARIABLE, "").rpartition("__mutmut_")[0]
