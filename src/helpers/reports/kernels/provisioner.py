"""The kernel provisioner that jupyter_client finds by the name ecoplan-forked: kernels of a template."""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

from helpers.reports.kernels.lease import ForkedKernel, NoWarmKernel, Refused, fork_kernel
from helpers.reports.kernels.messages import note

NAME = "ecoplan-forked"

# Templates that failed once are not asked again: that would cost each report the same wait.
_given_up: set[str] = set()


class ForkedProvisioner(LocalProvisioner):
    """Forks the kernel from the template; whatever goes wrong with that, a plain kernel is spawned instead."""

    template = Unicode(help="The address of the template's socket.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        if self.template not in _given_up:
            try:
                return await self._fork(cmd, **settings)
            except NoWarmKernel as reason:
                if not isinstance(reason, Refused):
                    _given_up.add(self.template)
                note(str(reason))
        return await super().launch_kernel(cmd, **settings)

    async def _fork(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        _, _, _, *argv = cmd  # python -m launcher …
        self.cwd = str(settings.get("cwd") or os.getcwd())
        self.process = await fork_kernel(self.template, argv=argv, cwd=self.cwd, environment=settings["env"])
        self.pid, self.pgid = self.process.pid, None  # signals go by the lease, not by a number
        return self.connection_info

    async def wait(self) -> int | None:
        if isinstance(self.process, ForkedKernel):
            await self.process.ended()
        return await super().wait()

    async def cleanup(self, restart: bool = False) -> None:
        if isinstance(self.process, ForkedKernel):
            self.process.close()
            self.process = None
        await super().cleanup(restart)
