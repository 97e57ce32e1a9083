"""The memory of live kernels, each of which has run the cells of a report."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from common import Failed
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from helpers.reports.job import Job, Workplace
from helpers.reports.kernels.manager import kernel_manager

_PATIENCE = 60.0
_MB = 1024  # smaps counts in kB


@dataclass(frozen=True)
class Memory:
    """PSS in MB: of each kernel, and of the template that they were forked from, 0 where there is none."""

    kernels: list[float]
    template: float


def memory_of(jobs: Sequence[Job], place: Workplace) -> Memory:
    """Starts a kernel for each job, runs its cells, and measures while all of them live."""
    return asyncio.run(_memory_of(jobs, place))


async def _memory_of(jobs: Sequence[Job], place: Workplace) -> Memory:
    managers: list[AsyncKernelManager] = []
    try:
        for job in jobs:
            managers.append(kernel_manager(place.kernels, place.environment)())
            await _run(managers[-1], job, place)
        pids = [manager.provisioner.pid for manager in managers]
        template = _pss(_parent(pids[0])) if place.kernels.template else 0.0
        return Memory([_pss(pid) for pid in pids], template)
    finally:
        for manager in managers:
            await manager.shutdown_kernel(now=True)


async def _run(manager: AsyncKernelManager, job: Job, place: Workplace) -> None:
    """Runs the cells of a report, with its parameters behind the cell that declares them."""
    await manager.start_kernel(cwd=place.cwd)
    client: AsyncKernelClient = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=_PATIENCE)
        for code in _cells(job):
            reply = await client.execute_interactive(
                code, allow_stdin=False, timeout=job.timeout, output_hook=lambda message: None
            )
            if reply["content"]["status"] != "ok":
                raise Failed(f"{job.spec.report_id}: {reply['content'].get('evalue')} in the cell\n{code}")
    finally:
        client.stop_channels()


def _cells(job: Job) -> list[str]:
    parameters = "\n".join(f"{name} = {value!r}" for name, value in job.spec.parameters.items())
    cells = []
    for cell in json.loads(job.source)["cells"]:
        if cell["cell_type"] == "code":
            cells.append("".join(cell["source"]))
            cells += [parameters] if "parameters" in cell["metadata"].get("tags", ()) else []
    return cells


def _pss(pid: int) -> float:
    return _number(f"/proc/{pid}/smaps_rollup", "Pss") / _MB


def _parent(pid: int) -> int:
    return _number(f"/proc/{pid}/status", "PPid")


def _number(path: str, name: str) -> int:
    return int(re.search(rf"^{name}:\s+(\d+)", Path(path).read_text(), re.MULTILINE)[1])
