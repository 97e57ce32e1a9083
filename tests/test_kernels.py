"""Kernels for batch runs: forked ones behave as spawned ones do, in a folder that is private."""

import asyncio
import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers.reports.kernels import BadKernelKind, lease, manager, process, said, warm_kernels
from helpers.reports.kernels.folder import PrivateFolder
from helpers.reports.kernels.manager import kernel_manager
from kernel_runs import PARENT, PLAIN, living, not_on_windows, on_linux, outputs, process_of, template_of, value

pytestmark = pytest.mark.usefixtures("sockets")


# What a forked kernel is


@on_linux
def test_a_kernel_is_a_child_of_the_template(warm):
    assert value(warm, PARENT) == template_of(warm).pid
    assert said() == ()


@on_linux
def test_a_kernel_has_the_folder_and_the_variables_that_were_asked_for(warm, tmp_path):
    before = dict(os.environ)
    look = "import os\nos.getcwd(), os.environ['ECOPLAN_COLOUR']"
    assert value(warm, look, cwd=tmp_path, ECOPLAN_COLOUR="green") == (str(tmp_path), "green")
    assert dict(os.environ) == before


SURROUNDINGS = """
import gc, locale, signal, sys
import duckdb, matplotlib, pandas
{
    "argv": [Path(sys.argv[0]).name, len(sys.argv)], "path": sys.path, "flags": tuple(sys.flags),
    "signals": sorted(map(str, (signal.getsignal(number) for number in signal.valid_signals()))),
    "blocked": signal.pthread_sigmask(signal.SIG_BLOCK, []), "group": os.getpgid(0) == os.getsid(0) == os.getpid(),
    "mask": os.umask(0o22), "gc": gc.isenabled(),
    "variables": {n: v for n, v in os.environ.items() if n not in ("JPY_PARENT_PID", "PYDEVD_USE_FRAME_EVAL")},
    "backend": matplotlib.get_backend(), "encoding": pandas.get_option("display.encoding"),
    "columns": pandas.get_option("display.max_columns"), "jupyter": duckdb.__jupyter__,
    "main": vars(sys.modules["__main__"]) is globals(), "locale": locale.getlocale(),
}
"""


@on_linux
def test_forked_and_spawned_kernels_find_themselves_in_the_same_surroundings(warm):
    cell = f"import os\nfrom pathlib import Path\n{SURROUNDINGS}"
    with warm_kernels(spawn=True) as source:
        spawned = value(source, cell)
    assert value(warm, cell) == spawned


@on_linux
def test_forked_and_spawned_kernels_give_the_same_outputs(warm):
    cells = (
        "print('out')\nimport sys\nprint('err', file=sys.stderr)\n1 + 1",
        "import pandas\npandas.DataFrame({f'column {n}': [n] for n in range(30)})",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])[0].get_xdata()",
        "from multiprocessing import get_context\n"
        "child = get_context('fork').Process(target=print, args=['from a child'], kwargs={'flush': True})\n"
        "child.start()\nchild.join()",
        "for number in range(300):\n    print('line', number)",
    )
    with warm_kernels(spawn=True) as source:
        spawned = outputs(source, *cells)
    assert outputs(warm, *cells) == spawned
    assert [kind for kind, _ in spawned[2]] == ["execute_result", "display_data"]
    assert "".join(text for _, text in spawned[3]) == "from a child\n"


@on_linux
def test_the_template_has_one_thread_and_no_file_open(warm):
    value(warm, PARENT)
    template = template_of(warm)
    assert template.num_threads() == 1
    assert {Path(file.path).parent for file in template.open_files()} == {Path(warm.folder)}  # its log
    assert template.net_connections("inet") == []


@on_linux
@pytest.mark.parametrize("spawn", [False, True], ids=["forked", "spawned"])
def test_a_kernel_listens_on_no_port(spawn, sockets):
    with warm_kernels(spawn) as source:
        assert value(source, "import psutil\nlen(psutil.Process().net_connections('inet'))") == 0


@on_linux
@pytest.mark.parametrize("spawn", [False, True], ids=["forked", "spawned"])
def test_what_the_children_of_a_kernel_print_is_heard(spawn, sockets):
    with warm_kernels(spawn) as source:
        said = outputs(
            source, "import os\nif os.fork() == 0:\n    print('a child', flush=True)\n    os._exit(0)\nos.wait();"
        )
    assert "".join(text for kind, text in said[0] if kind == "stream") == "a child\n"


@on_linux
def test_kernels_do_not_draw_the_same_random_numbers(warm):
    draw = "import random\nimport numpy\nrandom.random(), float(numpy.random.rand())"
    (a, b), (c, d) = value(warm, draw), value(warm, draw)
    assert a != c and b != d


@on_linux
def test_a_kernel_goes_before_others_when_memory_runs_out(warm):
    look = "open('/proc/self/oom_score_adj').read()"
    with warm_kernels(spawn=True) as source:
        assert int(value(warm, look)) == int(value(source, look)) == 500


@on_linux
def test_several_kernels_at_once_from_threads(warm):
    cell = "import os\nos.environ['ECOPLAN_NUMBER'], os.getppid()"
    with ThreadPoolExecutor(4) as pool:
        numbers = [str(number) for number in range(8)]
        results = list(pool.map(lambda number: value(warm, cell, ECOPLAN_NUMBER=number), numbers))
    assert results == [(number, template_of(warm).pid) for number in numbers]


@on_linux
def test_a_polite_shutdown_lets_the_kernel_clean_up(warm, tmp_path):
    async def run():
        async with living(warm) as (kernel, execute):
            await execute(f"import atexit\natexit.register(open({str(tmp_path / 'ended')!r}, 'w').close)", reply=True)
            forked = kernel.provisioner.process
            await kernel.shutdown_kernel()
            return forked.poll()

    assert asyncio.run(run()) == 0
    assert (tmp_path / "ended").exists()


# Spawned kernels, when that is wanted or all that there is


def test_plain_kernels_by_argument():
    with warm_kernels(spawn=True) as source:
        assert source.template is None
        assert value(source, PARENT) == os.getpid()
    assert said() == ()


def test_plain_kernels_by_variable(monkeypatch):
    monkeypatch.setenv("ECOPLAN_KERNELS", "spawn")
    with warm_kernels() as source:
        assert source.template is None


def test_an_unknown_kind_of_kernels_is_refused_with_the_known_ones(monkeypatch, sockets):
    monkeypatch.setenv("ECOPLAN_KERNELS", "warm")
    with pytest.raises(BadKernelKind, match="ECOPLAN_KERNELS=warm: no such kind of kernels; known: fork, spawn"):
        warm_kernels().__enter__()
    assert list(sockets.iterdir()) == []


@on_linux
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ([sys.executable, "-c", "import no_such_module"], "the template has ended: .*No module named 'no_such_module'"),
        ([sys.executable, "-c", "pass"], "the template has ended"),
        (["/no/such/python"], "the template does not start: .*No such file.*"),
    ],
)
def test_without_a_template_plain_kernels_are_used_and_the_reason_is_said_once(monkeypatch, command, reason):
    monkeypatch.setattr(process, "command", lambda: command)
    with warm_kernels() as source:
        assert value(source, PARENT) == value(source, PARENT) == os.getpid()
    (message,) = said()
    assert re.fullmatch(PLAIN.format(reason), message)
    assert said() == ()


@on_linux
def test_a_template_that_does_not_answer_is_waited_for_once(monkeypatch):
    monkeypatch.setattr(lease, "PATIENCE", 0.2)
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    with warm_kernels() as source:
        assert value(source, PARENT) == os.getpid()
        monkeypatch.setattr(lease, "PATIENCE", 20)
        assert value(source, PARENT) == os.getpid()
    assert re.fullmatch(PLAIN.format("the template did not answer within 0.2 s"), *said())


@on_linux
def test_a_kernel_that_needs_its_own_start_is_a_plain_one_and_others_are_not(warm):
    assert value(warm, PARENT, MPLBACKEND="agg") == os.getpid()
    assert re.fullmatch(PLAIN.format("the template was started with another MPLBACKEND"), *said())
    assert value(warm, PARENT) == template_of(warm).pid


@on_linux
def test_an_installation_that_does_not_name_the_provisioner_uses_plain_kernels(warm, monkeypatch):
    monkeypatch.setattr(manager, "entry_points", lambda **_: ())
    manager._is_registered.cache_clear()
    try:
        assert value(warm, PARENT) == os.getpid()
    finally:
        manager._is_registered.cache_clear()
    (message,) = said()
    assert "ecoplan-forked" in message


# The private folder


@not_on_windows
def test_the_folder_is_private():
    with warm_kernels(spawn=True) as source:
        kernel = kernel_manager(source)()
        assert Path(source.folder).stat().st_mode & 0o077 == 0
        assert kernel.transport == "ipc"
        assert {Path(source.folder)} == {Path(kernel.ip).parent.parent, Path(kernel.connection_file).parent.parent}


@not_on_windows
def test_a_long_path_of_temporary_files_is_no_hindrance(monkeypatch, tmp_path):
    long = tmp_path / ("long " * 20)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with warm_kernels() as source:
        assert value(source, "1 + 1") == 2
        assert not source.folder.startswith(str(long))
    assert list(long.iterdir()) == []
    assert said() == ()


@not_on_windows
def test_folders_of_the_dead_are_swept_and_no_others(sockets):
    (sockets / "ecoplan-notebooks").mkdir()
    make = "from helpers.reports.kernels.folder import PrivateFolder\nPrivateFolder()"
    with process_of(f"import os\n{make}\nos.kill(os.getpid(), 9)") as dead:
        dead.communicate(timeout=60)
    assert len(list(sockets.glob("ecoplan-*"))) == 2
    held = PrivateFolder()
    other = PrivateFolder()
    assert set(sockets.iterdir()) == {held.path, other.path, sockets / "ecoplan-notebooks"}
    held.remove()
    other.remove()
    assert [path.name for path in sockets.iterdir()] == ["ecoplan-notebooks"]
