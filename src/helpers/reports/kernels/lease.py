"""A kernel of the template as its client holds it: like a Popen, but by its connection instead of its number."""

from __future__ import annotations

import asyncio
import json
import select
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from helpers.errors import EcoplanError

PATIENCE = 60.0  # seconds for the template to load everything and for the kernel to listen
LOG = ".log"  # behind the address of a template: the file with what it said


class NoWarmKernel(EcoplanError):
    """The template does not answer, refuses, or its kernel ended before it listened."""


class Refused(NoWarmKernel):
    """The template does not fork this kernel; the next one it may."""


async def fork_kernel(address: str, **request: Any) -> ForkedKernel:
    """A kernel that listens, forked by the template at that address: `argv`, `cwd` and `environment` are its own."""
    connection = socket.socket(socket.AF_UNIX)
    kernel = ForkedKernel(connection)
    try:
        connection.connect(address)
        connection.setblocking(False)
        await asyncio.wait_for(kernel.begin(request), PATIENCE)
    except TimeoutError:
        kernel.close()
        raise NoWarmKernel(f"the template did not answer within {PATIENCE:g} s") from None
    except OSError:
        kernel.close()
        raise NoWarmKernel(_last_words(address)) from None
    except BaseException:
        kernel.close()
        raise
    return kernel


def _last_words(address: str) -> str:
    """Why a template is gone, as far as it said so."""
    with suppress(OSError):
        lines = Path(address + LOG).read_text("utf-8", errors="replace").split("\n")
        if said := [line for line in lines if line.strip()]:
            return f"the template has ended: {said[-1]}"
    return "the template has ended"


class ForkedKernel:
    """What a LocalProvisioner uses of a Popen. Closing it kills the kernel and all that it started."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.pid: int | None = None
        self.returncode: int | None = None
        self._connection = connection
        self._received = b""
        self._why: NoWarmKernel | None = None

    async def begin(self, request: dict[str, Any]) -> None:
        """Asks for the kernel and returns when it listens. NoWarmKernel, or OSError when the template is gone."""
        line = json.dumps(request).encode() + b"\n"
        await asyncio.get_running_loop().sock_sendall(self._connection, line)
        while self.poll() is None and self.pid is None:
            await self._news()
        if self.pid is None:
            raise self._why or ConnectionResetError()

    def poll(self) -> int | None:
        """The exit status (a signal's number below 0), None as long as the kernel lives."""
        while self.returncode is None:
            try:
                data = self._connection.recv(1 << 12)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            if not data:  # the template is gone, and the system has killed its kernels
                self._end(-signal.SIGKILL)
                break
            *lines, self._received = (self._received + data).split(b"\n")
            for line in lines:
                self._hear(json.loads(line))
        return self.returncode

    async def ended(self) -> int:
        """Waits for the end of the kernel."""
        while self.poll() is None:
            await self._news()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        poller = select.poll()
        while self.poll() is None:
            poller.register(self._connection, select.POLLIN)
            if not poller.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired("a forked kernel", timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """To the kernel and its process group."""
        if self.poll() is None:
            with suppress(OSError):  # the next poll finds out
                self._connection.send(json.dumps({"signal": number}).encode() + b"\n")

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        if self.returncode is None:
            self._end(-signal.SIGKILL)

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self.pid = message["ready"]
        elif "exit" in message:
            status = message["exit"]
            self._why = self._why or NoWarmKernel(f"a forked kernel ended with status {status} before it listened")
            self._end(status)
        elif "fault" in message:
            self._why = NoWarmKernel(f"a forked kernel failed: {message['fault']}")
        else:
            self._why = Refused(message["refused"])
            self._end(1)

    def _end(self, status: int) -> None:
        self.returncode = status
        self._connection.close()

    async def _news(self) -> None:
        """Waits until there is something to read."""
        loop = asyncio.get_running_loop()
        news = loop.create_future()
        loop.add_reader(self._connection, lambda: news.done() or news.set_result(None))
        try:
            await news
        finally:
            loop.remove_reader(self._connection)
