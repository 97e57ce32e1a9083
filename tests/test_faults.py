"""What goes wrong in mid-run: a message, the others finished, the former site whole, and nothing left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from mid_run import COUNT, LANG, assert_nothing_is_left, below, contents, is_kernel, slow, started, until
from tiny_collection import NORTH

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="tried on systems with signals"),
    pytest.mark.usefixtures("sockets"),
]


# A report goes wrong


@pytest.mark.parametrize(
    ("cell", "words", "reason"),
    [
        ("raise ValueError('no water')", (), "ValueError: no water"),
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            (),
            "the kernel died, twice (killed, or out of memory)",
        ),
        ("import time\ntime.sleep(60)", ("--timeout", "1"), "the cell ran longer than 1 s; --timeout gives cells more"),
        ("bytearray(1 << 60)", (), "MemoryError"),
    ],
    ids=["raises", "is killed", "hangs", "wants too much memory"],
)
def test_a_report_that_goes_wrong_is_named_and_the_others_are_finished(air, sockets, cell, words, reason):
    before = contents(air.project.site)
    air.notebook("bad", cell, parameters=LANG)
    air.ask("bad/zh.yaml", "lang: zh\n")
    air.notebook("good", COUNT, parameters=LANG)
    air.ask("good/zh.yaml", "lang: zh\n")
    with started(air, *words) as run:
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (1, "1 of 2 reports rendered, 2 unchanged; open site/index.html\n")
    name, where, why, how = errors.splitlines()[-4:]
    assert name == "bad/zh: notebooks/bad.ipynb failed with lang='zh'"
    assert where == f"  in cell 5, under “Numbers”: {cell.splitlines()[0]}"
    assert why.startswith(f"  {reason}")
    assert how.endswith("-m jupyterlab build/failed/bad.zh.ipynb")
    assert (air.project.build / "failed" / "bad.zh.ipynb").is_file()
    after = contents(air.project.site)
    assert "zh/good.html" in after and "zh/bad.html" not in after
    assert {name: after[name] for name in before if name != "index.html"} == {
        name: before[name] for name in before if name != "index.html"
    }
    assert_nothing_is_left(air, [], sockets)


def test_a_worker_that_is_killed_is_made_good(air, sockets, tmp_path):
    begun = slow(air, tmp_path)
    with started(air) as run:
        until(begun.exists)
        processes = below(run)
        server = next(child for child in processes if "forkserver" in " ".join(child.cmdline()))
        for worker in server.children():
            worker.kill()
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (0, "1 of 1 reports rendered, 2 unchanged; open site/index.html\n"), errors
    assert_nothing_is_left(air, processes, sockets)


def test_a_kernel_that_is_killed_is_made_good(air, sockets, tmp_path):
    begun = slow(air, tmp_path)
    with started(air, "--kernels", "spawn") as run:
        until(begun.exists)
        processes = below(run)
        (kernel,) = [process for process in processes if is_kernel(process)]
        kernel.kill()
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (0, "1 of 1 reports rendered, 2 unchanged; open site/index.html\n"), errors
    assert_nothing_is_left(air, processes, sockets)


# The run goes wrong


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda blow: blow.name)
def test_a_run_that_is_ended_leaves_the_former_site_and_the_next_one_completes_it(air, sockets, tmp_path, blow):
    before, begun = contents(air.project.site), slow(air, tmp_path)
    with started(air) as run:
        until(begun.exists)
        processes = below(run)
        run.send_signal(blow)
        run.communicate(timeout=30)
    assert run.returncode == (130 if blow == signal.SIGINT else -blow)
    assert contents(air.project.site) == before
    assert psutil.wait_procs(processes, timeout=10)[1] == []
    assert until(lambda: list(sockets.glob("ecoplan-*")) == [])
    with started(air) as run:
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (0, "1 of 1 reports rendered, 2 unchanged; open site/index.html\n"), errors
    assert "zh/slow.html" in contents(air.project.site)
    assert_nothing_is_left(air, [], sockets)


@pytest.mark.skipif(sys.platform != "linux", reason="where semaphores are files")
def test_what_a_run_leaves_when_all_its_processes_are_killed_at_once_is_removed_by_the_next(air, sockets, tmp_path):
    begun = slow(air, tmp_path)
    with started(air) as run:
        until(begun.exists)
        processes = [psutil.Process(run.pid), *below(run)]
        for process in processes:
            process.suspend()  # or those that are left would tidy up
        left = list(Path("/dev/shm").glob(f"sem.ecoplan-{run.pid}-*"))
        for process in processes:
            process.kill()
        run.communicate(timeout=30)
    assert left and all(path.exists() for path in left) and list(sockets.glob("ecoplan-*"))
    with started(air) as run:
        assert run.wait(60) == 0
    assert [path for path in left if path.exists()] == []
    assert_nothing_is_left(air, processes, sockets)


@pytest.mark.parametrize("kernels", ["fork", "spawn"])
def test_when_a_run_is_interrupted_no_kernel_outlives_it(air, sockets, tmp_path, kernels):
    begun = slow(air, tmp_path)
    with started(air, "--kernels", kernels) as run:
        until(begun.exists)
        processes = below(run)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)
        left = [process for process in processes if is_kernel(process)]
    assert left == []
    assert_nothing_is_left(air, processes, sockets)


def test_of_two_runs_at_once_the_second_says_who_is_at_work_and_waits(air, sockets, tmp_path):
    begun = slow(air, tmp_path, seconds=3)
    with started(air) as first:
        until(begun.exists)
        with started(air) as second:
            out, errors = second.communicate(timeout=60)
            assert first.wait(60) == 0
    assert errors.startswith(f"another run holds the site (process {first.pid}, since ")
    assert (second.returncode, out) == (0, "nothing to render, 3 reports unchanged; open site/index.html\n")
    assert_nothing_is_left(air, [], sockets)


@pytest.mark.parametrize("command", ["render", "build"])
def test_what_processes_that_were_killed_left_half_made_is_swept(air, command):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = [air.project.build / ".building-abc.{}", air.project.build / "states" / ".1.json.{}"]
    dead = [path.with_name(path.name.format(gone.pid)) for path in left]
    alive = [path.with_name(path.name.format(os.getpid())) for path in left]
    for folder, file in (dead, alive):
        folder.mkdir()
        (folder / "ecoplan.duckdb").touch()
        file.touch()
    air.set(NORTH, "pm25-2020", note="another")
    assert air.ecoplan(command).exit_code == 0
    assert [path.exists() for path in (*dead, *alive)] == [False, False, True, True]


# Many


def test_many_reports_at_once_leave_nothing(tiny, sockets):
    tiny.notebook("years", COUNT, parameters=f"year = 2000\n{LANG}")
    tiny.ask("years.sql", "SELECT year, 'zh' AS lang FROM range(2000, 2024) AS y (year) ORDER BY year")
    with started(tiny, "--jobs", "8") as run:
        until(lambda: below(run))
        processes = until(lambda: len(below(run)) > 8 and below(run))
        out, errors = run.communicate(timeout=120)
    assert (run.returncode, out) == (0, "24 of 24 reports rendered; open site/index.html\n"), errors
    assert len(list((tiny.project.site / "zh").glob("years-*.html"))) == 24
    assert_nothing_is_left(tiny, processes, sockets)
