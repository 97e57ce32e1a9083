"""The kernel manager that papermill and nbclient are given: sockets and connection file in the private folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets import Type

from helpers.reports.kernels.client import LocalKernelClient
from helpers.reports.kernels.environment import kernel_environment
from helpers.reports.kernels.messages import note
from helpers.reports.kernels.provisioner import NAME
from helpers.reports.kernels.spawned import adopt
from helpers.reports.kernels.warm import KernelSource

_LOOK = 0.005  # seconds between two looks at whether a kernel has ended


def kernel_manager(source: KernelSource, environment: Mapping[str, str] | None = None) -> type[AsyncKernelManager]:
    """The class that makes kernels of this source, with these environment variables besides those of this process."""
    return type("SourcedKernelManager", (LocalKernelManager,), {"source": source, "environment": environment or {}})


class LocalKernelManager(AsyncKernelManager):
    """A kernel of this machine and of this interpreter; on Windows, which has no IPC sockets, on TCP."""

    source: KernelSource
    environment: Mapping[str, str]
    client_factory = Type(LocalKernelClient, klass=AsyncKernelClient)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._place = Path(tempfile.mkdtemp(prefix="", dir=self.source.folder))
        self.connection_file = str(self._place / "kernel.json")
        if sys.platform != "win32":
            self.transport, self.ip = "ipc", str(self._place / "s")

    @property
    def kernel_spec(self) -> KernelSpec:
        """The running interpreter, whatever kernels the user has installed under the same name."""
        if self._kernel_spec is None:
            launcher = "helpers.reports.ipc_kernel" if self.transport == "ipc" else "ipykernel_launcher"
            argv = [sys.executable, "-m", launcher, "-f", "{connection_file}"]
            metadata = {}
            if self.source.template and _is_registered():
                config = {"template": self.source.template}
                metadata["kernel_provisioner"] = {"provisioner_name": NAME, "config": config}
            self._kernel_spec = KernelSpec(argv=argv, display_name="Python 3", language="python", metadata=metadata)
        return self._kernel_spec

    async def _async_pre_start_kernel(self, **settings: Any) -> tuple[list[str], dict[str, Any]]:
        return await super()._async_pre_start_kernel(**{"env": kernel_environment(self.environment)} | settings)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
        """Starts the kernel without its own chatter: what a notebook has to say comes over its sockets."""
        await super()._async_launch_kernel(kernel_cmd, **{"stdout": DEVNULL, "stderr": DEVNULL} | settings)
        process = getattr(self.provisioner, "process", None)
        if isinstance(process, Popen):
            adopt(self.source.folder, process)

    async def _async_wait(self, pollinterval: float = _LOOK) -> None:
        await super()._async_wait(min(pollinterval, _LOOK))

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if not restart:
            shutil.rmtree(self._place, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources  # jupyter_client calls it by either name


@cache
def _is_registered() -> bool:
    """Whether jupyter_client can find the provisioner: an installation from before it was written names none."""
    found = entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=NAME)
    if not found:
        note(f"this installation does not name {NAME}; install the package again")
    return bool(found)
