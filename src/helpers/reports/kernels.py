"""Kernels for batch runs: reached over sockets in a private folder, not over TCP ports that anybody could find.

This is the place where warmed kernels will come in; papermill and nbclient only see the manager class.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from subprocess import DEVNULL

from jupyter_client.manager import AsyncKernelManager


class LocalKernelManager(AsyncKernelManager):
    """A plain kernel of this machine on IPC sockets; on Windows, which has none, on TCP."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self._folder: Path | None = None
        if sys.platform != "win32":
            # The path stays short whatever the project's own path is: a socket's path has about 100 bytes.
            self._folder = Path(tempfile.mkdtemp(prefix="ecoplan-"))
            self.transport, self.ip = "ipc", str(self._folder / "k")

    async def _async_launch_kernel(self, kernel_cmd: list[str], **settings) -> None:
        """Starts the kernel without its own chatter: what a notebook has to say comes over its sockets."""
        await super()._async_launch_kernel(kernel_cmd, **{"stdout": DEVNULL, "stderr": DEVNULL} | settings)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        """Removes the sockets with their folder once the kernel is gone."""
        await super()._async_cleanup_resources(restart)
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources  # jupyter_client calls it by either name
