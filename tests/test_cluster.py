"""Reports rendered by the workers of a Dask cluster: a real scheduler, real worker processes, on the loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import psutil
import pytest

from helpers.reports import cluster
from tiny_collection import TinyCollection

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tried on systems with signals")

LANG = 'lang = "zh"  # "zh" or "en"'
COUNT = "from helpers import query\n\nquery('SELECT count(*) AS plans FROM plans')"


@contextmanager
def program(folder, *words):
    """A program of the cluster that runs in a folder of its own, until the block ends."""
    folder.mkdir(exist_ok=True)
    settings = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | settings, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler."""
    folder = tmp_path_factory.mktemp("scheduler")
    note = folder / "scheduler.json"
    words = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--no-jupyter", "--scheduler-file", str(note))
    with program(folder, "dask_scheduler", *words):
        until = time.monotonic() + 60
        while not note.exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.2)
        yield json.loads(note.read_text())["address"]


@contextmanager
def two_workers(scheduler, folder):
    """Two workers of one thread each, which are not started again when they are killed."""
    words = (scheduler, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as stack:
        yield [stack.enter_context(program(folder / name, "dask_worker", *words)) for name in ("w1", "w2")]


@pytest.fixture(scope="module")
def workers(scheduler, tmp_path_factory):
    """Workers that no test kills."""
    with two_workers(scheduler, tmp_path_factory.mktemp("workers")) as started:
        yield started


@pytest.fixture
def many(tiny) -> TinyCollection:
    """A tiny collection with a report for each of several years, none of which is done in a moment."""
    slow = f"import time\n\ntime.sleep(0.5)\n{COUNT}"
    tiny.notebook("years", slow, parameters=f"year = 2020\n{LANG}")
    tiny.ask("years.sql", "SELECT year, 'zh' AS lang FROM range(2020, 2028) AS y (year) ORDER BY year")
    return tiny


def site(collection):
    root = collection.project.site
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*.html")}


def test_a_cluster_without_workers_is_an_error(many, scheduler, monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    result = many.ecoplan("render", "--dask", scheduler)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"ecoplan: the Dask scheduler at {scheduler} has no workers\n"
    assert not many.project.site.exists()


def test_when_a_worker_is_killed_all_reports_are_there_and_no_process_is_left(many, scheduler, tmp_path):
    command = [sys.executable, "-m", "helpers.cli", "render", "--dask", scheduler, "--project", str(many.project.root)]
    with (
        two_workers(scheduler, tmp_path) as workers,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
    ):
        for line in process.stderr:
            if line.startswith("[2/8]"):
                break
        below = [child for worker in workers for child in psutil.Process(worker.pid).children(recursive=True)]
        os.kill(workers[0].pid, signal.SIGKILL)
        out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (0, "8 of 8 reports rendered; open site/index.html\n"), errors
    assert len([page for page in site(many) if "source-" not in page.name]) == 9
    assert below and psutil.wait_procs(below, timeout=10)[1] == []
    assert [path for name in ("w1", "w2") for path in (tmp_path / name).glob("ecoplan-*")] == []


def test_a_cluster_makes_the_same_site_as_this_machine(many, scheduler, workers):
    result = many.ecoplan("render", "--dask", scheduler)
    assert (result.exit_code, result.stdout) == (0, "8 of 8 reports rendered; open site/index.html\n"), result.stderr
    there = site(many)
    assert many.ecoplan("render", "--force").exit_code == 0
    assert site(many) == there


def test_a_report_that_fails_there_is_named_here(many, scheduler, workers):
    many.notebook("years", "1 / (year - 2022)", parameters=f"year = 2020\n{LANG}")
    result = many.ecoplan("render", "--dask", scheduler)
    assert (result.exit_code, result.stdout) == (1, "7 of 8 reports rendered; open site/index.html\n"), result.stderr
    assert "  ZeroDivisionError: division by zero" in result.stderr.splitlines()
    assert (many.project.build / "failed" / "years-2022.zh.ipynb").is_file()


def test_workers_with_other_software_are_refused(many, scheduler, workers, monkeypatch):
    packages = cluster.packages
    monkeypatch.setattr(cluster, "packages", lambda lock: packages(lock) | {"package duckdb": "9.9.9"})
    result = many.ecoplan("render", "--dask", scheduler)
    assert result.exit_code == 1
    assert "has other software: package duckdb (" in result.stderr and " instead of 9.9.9)" in result.stderr
    assert {page.name.partition("-")[0] for page in site(many)} == {"index.html", "source"}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_an_address_without_a_scheduler_is_an_error(many, address, monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    result = many.ecoplan("render", "--dask", address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith(f"ecoplan: no Dask scheduler answers at {address}: ")
