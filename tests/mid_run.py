"""What tests of runs that go wrong share: a run as a process of its own, and how to wait for it and look after it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil

from tiny_collection import TinyCollection

LANG = 'lang = "zh"  # "zh" or "en"'
COUNT = "from helpers import query\n\nquery('SELECT count(*) AS plans FROM plans')"
_WAIT = """\
import pathlib, time

begun = pathlib.Path({begun!r})
if not begun.exists():
    begun.touch()
    time.sleep({seconds})"""


def slow(collection: TinyCollection, folder: Path, seconds: int = 60) -> Path:
    """Asks for one more report, whose first cell waits the first time that it runs; returns the file it then makes."""
    begun = folder / "begun"
    collection.notebook("slow", _WAIT.format(begun=str(begun), seconds=seconds), COUNT, parameters=LANG)
    collection.ask("slow/zh.yaml", "lang: zh\n")
    return begun


def started(collection, *words, command="render", **settings):
    """`ecoplan render`, or another command, as a process of its own."""
    command = [sys.executable, "-m", "helpers.cli", command, "--project", str(collection.project.root), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)


def until(condition, seconds=30):
    """Waits for something to be so."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
    return found


def below(process):
    return psutil.Process(process.pid).children(recursive=True)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_nothing_is_left(collection, processes, sockets):
    """No process, no socket or folder of one, no half-made file."""
    assert psutil.wait_procs(processes, timeout=10)[1] == []
    assert until(lambda: list(sockets.glob("ecoplan-*")) == [])
    assert [path.name for path in collection.project.root.glob(".*")] == []
    assert [path.name for path in collection.project.build.rglob(".*")] == []


def is_kernel(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "helpers.reports.ipc_kernel" in process.cmdline()
    except psutil.NoSuchProcess:
        return False
