"""What goes wrong in mid-run: a message, the others finished, the former site whole, and nothing left behind."""

import copy
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from helpers.project import Project
from tiny_collection import NORTH, TinyCollection

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tried on systems with signals")

LANG = 'lang = "zh"  # "zh" or "en"'
COUNT = "from helpers import query\n\nquery('SELECT count(*) AS plans FROM plans')"
WAIT = """\
import pathlib, time

begun = pathlib.Path({begun!r})
if not begun.exists():
    begun.touch()
    time.sleep(60)"""


@pytest.fixture(autouse=True)
def sockets(tmp_path_factory, monkeypatch):
    """The folder in which the runs of this test keep their sockets."""
    folder = tmp_path_factory.mktemp("s")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def rendered(tmp_path_factory) -> TinyCollection:
    """A tiny collection with a site: one report in two languages."""
    collection = TinyCollection(tmp_path_factory.mktemp("rendered") / "collection")
    collection.notebook("air", COUNT, parameters=LANG)
    for lang in ("zh", "en"):
        collection.ask(f"air/{lang}.yaml", f"lang: {lang}\n")
    with started(collection) as run:
        assert run.wait(60) == 0
    return collection


@pytest.fixture
def air(rendered, tmp_path) -> TinyCollection:
    """A copy of it, to be damaged."""
    collection = copy.deepcopy(rendered)
    collection.project = Project(tmp_path / "collection")
    shutil.copytree(rendered.project.root, collection.project.root)
    return collection


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
    begun = tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)), COUNT, parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
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
    begun = tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)), COUNT, parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
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
    before, begun = contents(air.project.site), tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)), COUNT, parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
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
    begun = tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)), COUNT, parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
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
    begun = tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)), parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
    with started(air, "--kernels", kernels) as run:
        until(begun.exists)
        processes = below(run)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)
        left = [process for process in processes if is_kernel(process)]
    assert left == []
    assert_nothing_is_left(air, processes, sockets)


def is_kernel(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "helpers.reports.ipc_kernel" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def test_a_disk_that_is_full_leaves_the_former_site_and_says_so(air, sockets, monkeypatch):
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # its own file would be too large as well
    before = contents(air.project.site)
    air.notebook("new", "print('x' * 200_000)", parameters=LANG)
    air.ask("new/zh.yaml", "lang: zh\n")

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    with started(air, preexec_fn=small_files) as run:
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (1, "")
    told, comfort = errors.splitlines()[-2:]
    assert told.startswith("ecoplan: File too large") and comfort.startswith("What was there before still stands")
    assert contents(air.project.site) == before
    with started(air) as run:
        assert run.wait(60) == 0
    assert_nothing_is_left(air, [], sockets)


def test_of_two_runs_at_once_the_second_says_who_is_at_work_and_waits(air, sockets, tmp_path):
    begun = tmp_path / "begun"
    air.notebook("slow", WAIT.format(begun=str(begun)).replace("60", "3"), parameters=LANG)
    air.ask("slow/zh.yaml", "lang: zh\n")
    with started(air) as first:
        until(begun.exists)
        with started(air) as second:
            out, errors = second.communicate(timeout=60)
            assert first.wait(60) == 0
    assert errors.startswith(f"another run holds the site (process {first.pid}, since ")
    assert (second.returncode, out) == (0, "nothing to render, 3 reports unchanged; open site/index.html\n")
    assert_nothing_is_left(air, [], sockets)


def test_a_site_that_cannot_be_written_is_an_error_and_stays_as_it_is(air, sockets):
    before = contents(air.project.site)
    (air.project.root / ".site.new").write_text("in the way", encoding="utf-8")
    with started(air, "--force") as run:
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 1 and "Traceback" not in errors
    assert contents(air.project.site) == before


def test_a_site_in_which_nobody_may_write_is_an_error_and_stays_as_it_is(air, sockets, tmp_path):
    before = contents(air.project.site)
    with read_only(air.project.site), started(air, "--force") as run:
        _, errors = run.communicate(timeout=60)
    told, comfort = errors.splitlines()[-2:]
    assert run.returncode == 1 and "Traceback" not in errors
    assert told.startswith("ecoplan: ") and comfort.startswith("What was there before still stands")
    assert contents(air.project.site) == before
    assert_nothing_is_left(air, [], sockets)
    with started(air, "--force") as run:
        assert run.wait(60) == 0


@contextmanager
def read_only(folder):
    """A folder in which nobody may write. The superuser may everywhere, but where the file system says no."""
    if os.getuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mounted = [
        subprocess.run(["mount", *words], check=False, capture_output=True).returncode
        for words in (("--bind", folder, folder), ("-o", "remount,bind,ro", folder))
    ]
    if any(mounted):
        pytest.skip("runs as superuser, who may not mount here")
    yield
    subprocess.run(["umount", folder], check=True)


def test_a_part_of_the_former_site_in_which_nobody_may_write_is_no_hindrance(air, sockets):
    if not os.getuid():
        pytest.skip("the superuser may write everywhere")
    (air.project.site / "zh").chmod(0o555)
    for _ in range(2):
        with started(air, "--force") as run:
            assert run.wait(60) == 0
        assert_nothing_is_left(air, [], sockets)


@pytest.mark.parametrize("room", [0, 400, 2000], ids=lambda room: f"{room} kB left")
@pytest.mark.parametrize("command", ["build", "render"])
def test_a_disk_without_room_leaves_what_was_there_and_says_so(air, sockets, tmp_path, command, room):
    disk = small_disk(tmp_path / "disk", air.project.root, room)
    with disk as root:
        air.project = Project(root)
        air.set(NORTH, "pm25-2020", note="another")
        before = contents(air.project.site), air.project.database.read_bytes()
        with started(air, command=command) as run:
            _, errors = run.communicate(timeout=60)
        if run.returncode:
            told, comfort = errors.splitlines()[-2:]
            assert told.startswith("ecoplan: ") and comfort.startswith("What was there before still stands")
            assert contents(air.project.site) == before[0]
            assert command == "render" or air.project.database.read_bytes() == before[1]
        assert_nothing_is_left(air, [], sockets)
        (root / "ballast").unlink()
        with started(air, command=command) as run:
            assert run.wait(60) == 0
        assert_nothing_is_left(air, [], sockets)


@contextmanager
def small_disk(place, content, room):
    """A disk that holds a copy of a folder, and so many kB more."""
    place.mkdir()
    size = ["-t", "tmpfs", "-o", "size=64m", "tmpfs", place]
    if sys.platform != "linux" or subprocess.run(["mount", *size], check=False, capture_output=True).returncode:
        pytest.skip("no disk may be made here")
    try:
        root = place / "collection"
        shutil.copytree(content, root)
        free = shutil.disk_usage(place).free
        (root / "ballast").write_bytes(b"x" * (free - room * 1024))
        yield root
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_clock_that_jumps_back_is_no_hindrance(air, sockets):
    ahead = time.time() + 100_000
    for path in air.project.root.rglob("*"):
        os.utime(path, (ahead, ahead))
    air.set(NORTH, "pm25-2020", value="36", quote="2020年,全市PM2.5平均浓度为36微克/立方米")
    air.write_raw(air.raw().read_text("utf-8").replace("为 35微克", "为 36微克"))
    with started(air) as run:
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (0, "nothing to render, 2 reports unchanged; open site/index.html\n"), errors
    assert "36" in contents(air.project.site)[f"zh/source-{NORTH}.html"].decode()
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
