"""The client of a batch kernel: ready as soon as the kernel is, and not before its outputs can be heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient

_LOOK = 0.1  # seconds between two looks at whether the kernel lives
_RECONNECT = 10  # milliseconds, for the sockets of a spawned kernel, which are not there at first


class LocalKernelClient(AsyncKernelClient):
    """jupyter_client's, with its own check of readiness and without the heartbeat's thread.

    Whether the kernel lives is asked of its process.
    """

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, _RECONNECT)
        return context

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True
    ) -> None:
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Returns when the kernel answers and this client hears it. DeadKernelError; RuntimeError after `timeout` s.

        IOPub is in order: behind the end of the last request nothing old can come, so there is nothing to flush.
        """
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        await self._next(self.get_iopub_msg, until)  # it greets a new subscriber: from now on nothing is lost
        request = self.kernel_info()
        reply = await self._next(self.get_shell_msg, until, lambda message: _answers(message, request))
        await self._next(self.get_iopub_msg, until, lambda message: _answers(message, request) and _is_end(message))
        self._handle_kernel_info_reply(reply)

    async def _next(
        self, channel: Callable[..., Any], until: float, wanted: Callable[[dict], bool] = bool
    ) -> dict[str, Any]:
        """The next message that is wanted; the others are dropped."""
        while True:
            try:
                message = await channel(timeout=_LOOK)
            except Empty:
                if not await self.is_alive():
                    raise _dead() from None
                if time.monotonic() > until:
                    raise RuntimeError("Kernel was not ready in time") from None
            else:
                if wanted(message):
                    return message


def _dead() -> RuntimeError:
    from nbclient.exceptions import DeadKernelError  # imported late: a template does without nbclient, which is slow

    return DeadKernelError("Kernel died before it was ready")


def _answers(message: dict[str, Any], request: str) -> bool:
    return message["parent_header"].get("msg_id") == request


def _is_end(message: dict[str, Any]) -> bool:
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
