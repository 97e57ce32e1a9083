"""Kernels for batch runs and for long-lived workers: nothing is left, whatever ends them."""

import asyncio
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from nbclient.exceptions import DeadKernelError

from helpers.reports.kernels import said, warm_kernels
from helpers.reports.kernels.manager import kernel_manager
from kernel_runs import PARENT, PLAIN, becomes, is_gone, living, on_linux, outputs, process_of, template_of, value

pytestmark = pytest.mark.usefixtures("sockets")


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
from kernel_runs import PARENT, becomes, outputs, value

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
from kernel_runs import PARENT, becomes, outputs, value

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
