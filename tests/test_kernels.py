"""Kernels for batch runs: forked ones behave as spawned ones do, and nothing is left whatever ends them."""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import papermill
import psutil
import pytest
from nbclient.exceptions import DeadKernelError
from nbformat import v4

from helpers.reports.kernels import BadKernelKind, lease, manager, process, said, warm_kernels
from helpers.reports.kernels.folder import PrivateFolder
from helpers.reports.kernels.manager import kernel_manager

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks kernels")
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no IPC sockets")

PARENT = "import os\nos.getppid()"
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


@pytest.fixture(autouse=True)
def sockets(tmp_path_factory, monkeypatch):
    """The folder in which private folders of this test are made; no message from before."""
    folder = tmp_path_factory.mktemp("s")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    said()
    return folder


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """A source with a template, for tests that leave it as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("s")))
        with warm_kernels() as source:
            yield source


def outputs(source, *cells, cwd=None, **environment):
    """What the cells of a notebook give: for each a list of (kind, text)."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": KERNELSPEC})
    executed = papermill.execute_notebook(
        notebook,
        None,
        progress_bar=False,
        kernel_manager_class=kernel_manager(source, environment),
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(cwd or os.getcwd())}},
    )
    return [[(output.output_type, said_by(output)) for output in cell.outputs] for cell in executed.cells]


def said_by(output):
    return output.text if output.output_type == "stream" else output.data["text/plain"]


def value(source, cell, **settings):
    """What one cell evaluates to."""
    return eval(outputs(source, cell, **settings)[0][-1][1])


@asynccontextmanager
async def living(source):
    """The manager of a kernel that is ready, and a function that sends it a cell."""
    kernel = kernel_manager(source)()
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    try:
        yield kernel, client.execute
    finally:
        await kernel.shutdown_kernel(now=True)
        client.stop_channels()


def template_of(source):
    """The process that listens at the address of the source's template."""
    (found,) = (p for p in psutil.Process().children() if {*process.command(), source.folder} <= {*p.cmdline()})
    return found


def is_gone(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def becomes(condition, seconds=20):
    """Whether it holds before the time is over."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(condition())


@contextmanager
def process_of(script, *words):
    """A Python process of its own that runs the script; its private folders are made where ours are."""
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    command = [sys.executable, "-c", script, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as run:
        try:
            yield run
        finally:
            run.kill()


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


PLAIN = r"warm kernels are not to be had \({}\); plain ones are used"


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


# Whatever ends them, nothing is left


@on_linux
@pytest.mark.parametrize("spawn", [False, True], ids=["forked", "spawned"])
def test_a_kernel_ends_with_all_that_it_started(spawn, sockets):
    with warm_kernels(spawn) as source:
        started = value(source, "import subprocess\nsubprocess.Popen(['sleep', '600']).pid")
        assert becomes(lambda: is_gone(started))
        assert [path for path in Path(source.folder).iterdir() if path.is_dir()] == []
    assert list(sockets.iterdir()) == []


@on_linux
def test_what_left_its_kernels_group_ends_with_the_kernel_too(warm):
    leave = "import subprocess\nsubprocess.Popen(['sleep', '600'], start_new_session=True).pid"
    started = value(warm, leave)
    assert becomes(lambda: is_gone(started))


@on_linux
def test_what_a_dead_kernel_started_ends_while_other_kernels_live(warm, tmp_path):
    named = tmp_path / "named"
    leave = f"import os, subprocess\nopen({str(named)!r}, 'w').write(str(subprocess.Popen(['sleep', '600']).pid))"

    async def run():
        async with living(warm) as (other, _):
            with pytest.raises(DeadKernelError):
                await asyncio.to_thread(outputs, warm, f"{leave}\nos._exit(1)")
            assert becomes(lambda: is_gone(int(named.read_text())))
            assert await other.is_alive()

    asyncio.run(run())


@on_linux
@pytest.mark.parametrize("spawn", [False, True], ids=["forked", "spawned"])
def test_at_the_end_of_a_run_kernels_that_nobody_shut_down_end(spawn, sockets):
    before = psutil.Process().children(recursive=True)
    with warm_kernels(spawn) as source:
        kernel = kernel_manager(source)()
        asyncio.run(kernel.start_kernel())
        assert len(psutil.Process().children(recursive=True)) == len(before) + 2 - spawn
    assert psutil.Process().children(recursive=True) == before
    assert list(sockets.iterdir()) == []


@on_linux
def test_the_status_with_which_a_kernel_ends_is_known(warm):
    async def run(cell):
        async with living(warm) as (kernel, execute):
            execute(cell)
            forked = kernel.provisioner.process
            await kernel.provisioner.wait()
            return forked.poll()

    assert asyncio.run(run("import os\nos._exit(3)")) == 3
    assert asyncio.run(run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")) == -9


@on_linux
def test_a_kernel_that_is_killed_fails_its_notebook_and_gives_up_its_lease(warm):
    with pytest.raises(DeadKernelError):
        outputs(warm, "import os\nos.kill(os.getpid(), 9)")
    template = template_of(warm)
    assert becomes(lambda: template.children() == [] and len(template.net_connections("unix")) == 3)  # itself, its bell
    assert value(warm, PARENT) == template.pid


WORKER = """
import asyncio, sys, time
from helpers.reports.kernels import KernelSource
from helpers.reports.kernels.manager import kernel_manager

kernel = kernel_manager(KernelSource(*sys.argv[1:]))()
asyncio.run(kernel.start_kernel())
print(kernel.provisioner.pid, flush=True)
time.sleep(600)
"""


@on_linux
def test_a_worker_that_is_killed_takes_its_kernels_along_and_the_template_stays(warm):
    with process_of(WORKER, warm.folder, warm.template) as worker:
        kernel = int(worker.stdout.readline())
        assert psutil.Process(kernel).parent() == template_of(warm)
        worker.kill()
    assert becomes(lambda: is_gone(kernel))
    assert value(warm, PARENT) == template_of(warm).pid


@on_linux
def test_a_template_that_is_killed_takes_its_kernels_along_and_plain_ones_follow(sockets, tmp_path):
    begun = tmp_path / "begun"
    with warm_kernels() as source, ThreadPoolExecutor() as pool:
        sleeps = pool.submit(outputs, source, f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)")
        assert becomes(begun.exists, 60)
        template = template_of(source)
        kernels = template.children()
        template.kill()
        with pytest.raises(DeadKernelError):
            sleeps.result(60)
        assert becomes(lambda: all(is_gone(kernel.pid) for kernel in kernels))
        assert value(source, PARENT) == os.getpid()
    assert re.fullmatch(PLAIN.format("the template has ended"), *said())
    assert list(sockets.iterdir()) == []


OWNER = """
import asyncio, json, os, sys, time
from helpers.reports.kernels import warm_kernels
from helpers.reports.kernels.manager import kernel_manager

async def run(source):
    kernel = kernel_manager(source)()
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    client.execute("import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)")
    time.sleep(0.5)

with warm_kernels() as source:
    fork = os.fork()
    if fork == 0:
        time.sleep(600)
    asyncio.run(run(source))
    print(json.dumps([source.folder, fork]), flush=True)
    time.sleep(600)
"""


@on_linux
@pytest.mark.parametrize("number", [9, 15, 2], ids=["killed", "terminated", "interrupted"])
def test_when_the_owner_dies_nothing_is_left(number, sockets):
    with process_of(OWNER) as owner:
        folder, fork = json.loads(owner.stdout.readline())
        below = [p for p in psutil.Process(owner.pid).children(recursive=True) if p.pid != fork]
        assert len(below) == 3  # template, kernel, and what the kernel started
        owner.send_signal(number)
        try:
            assert becomes(lambda: all(is_gone(p.pid) for p in below))
            assert becomes(lambda: not Path(folder).exists())
        finally:
            os.kill(fork, 9)  # a fork of the owner, which lives on, kept nothing alive
    assert list(sockets.iterdir()) == []


# For long-lived workers


SHARED = """
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
import psutil
from helpers.reports.kernels import said, shared_kernels

sys.path.insert(0, sys.argv[2])
from test_kernels import PARENT, becomes, outputs, value

with ThreadPoolExecutor(4) as pool:
    one, *others = pool.map(shared_kernels, "aaaa")
(old,) = psutil.Process().children()
with ThreadPoolExecutor(1) as pool:
    slow = pool.submit(outputs, one, f"{PARENT}, __import__('time').sleep(2)", PARENT)
    becomes(old.children, 60)
    two = shared_kernels("b")
    (new,) = set(psutil.Process().children()) - {old}
    forked = value(two, PARENT)
    slow = [cell[-1][1] for cell in slow.result()]
print(json.dumps({
    "one template": {one, *others, shared_kernels("b")} == {one, two} and one.folder == two.folder,
    "the new one forks": forked == new.pid,
    "kernels of the old one finish": slow == [f"({old.pid}, None)", f"{old.pid}"],
    "then it ends": becomes(lambda: not old.is_running() or old.status() == "zombie"),
    "nothing to say": said() == (),
}))
print(new.pid, flush=True)
if "killed" in sys.argv:
    os.kill(os.getpid(), 9)
"""


@on_linux
@pytest.mark.parametrize("ending", ["left", "killed"])
def test_a_worker_has_one_template_until_its_code_changes(ending, sockets):
    with process_of(SHARED, ending, str(Path(__file__).parent)) as worker:
        out, _ = worker.communicate(timeout=120)
    found, new = out.splitlines()
    assert [what for what, holds in json.loads(found).items() if not holds] == []
    assert becomes(lambda: is_gone(int(new)) and list(sockets.iterdir()) == [])


BACK_AND_FORTH = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
import psutil
from helpers.reports.kernels import said, shared_kernels

sys.path.insert(0, sys.argv[1])
from test_kernels import PARENT, becomes, outputs, value

with ThreadPoolExecutor(1) as pool:
    first = shared_kernels("a")
    (old,) = psutil.Process().children()
    slow = pool.submit(outputs, first, f"{PARENT}, __import__('time').sleep(3)", PARENT)
    becomes(old.children, 60)
    value(shared_kernels("b"), PARENT)
    value(shared_kernels("a"), PARENT)
    print(json.dumps([old.pid, slow.result()[1][-1][1]]))
"""


@on_linux
def test_a_template_that_is_retired_twice_lets_its_kernels_finish(sockets):
    with process_of(BACK_AND_FORTH, str(Path(__file__).parent)) as worker:
        out, _ = worker.communicate(timeout=120)
    template, parent = json.loads(out)
    assert int(parent) == template
    assert list(sockets.iterdir()) == []


def test_a_worker_may_be_told_to_use_plain_kernels(sockets, monkeypatch):
    monkeypatch.setenv("ECOPLAN_KERNELS", "spawn")
    script = "from helpers.reports.kernels import shared_kernels; print(shared_kernels('a').template, end='')"
    with process_of(script) as worker:
        assert worker.communicate(timeout=60) == ("None", None)
    assert list(sockets.iterdir()) == []
