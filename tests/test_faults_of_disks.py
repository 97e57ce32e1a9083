"""A disk without room, a folder in which nobody may write, a clock that jumps: what was there before stands."""

import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from helpers.project import Project
from mid_run import LANG, assert_nothing_is_left, contents, started
from tiny_collection import NORTH

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="tried on systems with signals"),
    pytest.mark.usefixtures("sockets"),
]


def test_a_disk_that_is_full_leaves_the_former_site_and_says_so(air, sockets):
    before = contents(air.project.site)
    air.notebook("new", "print('x' * 200_000)", parameters=LANG)
    air.ask("new/zh.yaml", "lang: zh\n")

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # where coverage is measured: its own file would be too large as well
    environment = {name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_CONFIG"}
    with started(air, preexec_fn=small_files, env=environment) as run:
        out, errors = run.communicate(timeout=60)
    assert (run.returncode, out) == (1, "")
    told, comfort = errors.splitlines()[-2:]
    assert told.startswith("ecoplan: File too large") and comfort.startswith("What was there before still stands")
    assert contents(air.project.site) == before
    with started(air) as run:
        assert run.wait(60) == 0
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
