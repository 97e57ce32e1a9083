"""The template: a process with everything loaded, that forks a kernel for each connection to its socket.

It is one thread, without event loop, zmq context or database. One connection is one kernel and its lease: when it
closes, the kernel and all that it started are killed. So a kernel is named by its connection, never by a number that
the system gives to others later. Lines of JSON go both ways: the request {"argv", "cwd", "environment"}, then
{"signal": number}; back come {"ready": pid} or {"fault": why} from the kernel itself, {"refused": why} and
{"exit": status} from here. When the owner, who holds the other end of standard input, is gone, so is all of this.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from helpers.reports.kernels.environment import needs_its_own_start
from helpers.reports.kernels.folder import remove
from helpers.reports.kernels.kernel import live, tell
from helpers.reports.kernels.linux import adopt_orphans, children, ended_child, signal_group
from helpers.reports.kernels.preload import preload
from helpers.reports.kernels.process import RETIRE

_OWNER = 0
_LAST_WAIT = 2.0  # seconds for killed processes to be gone


class Lease:
    """One connection, and the kernel that was forked for it, as long as that lives."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.received = b""
        self.asked = False
        self.pid: int | None = None

    def tell(self, **words: Any) -> None:
        with suppress(OSError):  # a client that is gone is noticed where it is read
            tell(self.connection, **words)


class Template:
    """The loop. `environment` is that of the process before it loaded anything."""

    def __init__(self, listener: socket.socket, folder: Path, environment: dict[str, str]) -> None:
        self._listener, self._folder, self._environment = listener, folder, environment
        self._leases: set[Lease] = set()
        self._retired = False
        self._bell, self._ringer = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for source, action in ((listener, self._accept), (_OWNER, self._owner), (self._bell, self._rung)):
            self._selector.register(source, selectors.EVENT_READ, action)
        for made in (listener, self._bell, self._ringer):
            made.setblocking(False)
        signal.set_wakeup_fd(self._ringer.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, lambda *_: None)  # the bell rings for it
        adopt_orphans()

    def serve(self) -> NoReturn:
        while not (self._retired and not self._leases):
            for key, _ in self._selector.select():
                key.data()
        self._end_children()
        os._exit(0)

    def _owner(self) -> None:
        """The owner ends (or has died), or has another template now."""
        if os.read(_OWNER, 1) != RETIRE:
            self._stop()
        if self._retired:
            return
        self._accept()  # who connected in time is served
        self._selector.unregister(self._listener)
        self._listener.close()
        self._retired = True

    def _rung(self) -> None:
        if signal.SIGTERM in self._bell.recv(4096):
            self._stop()
        self._reap()

    def _stop(self) -> NoReturn:
        self._end_children()
        remove(self._folder)
        os._exit(0)

    def _accept(self) -> None:
        with suppress(OSError):  # no more of them, or too many open files: whoever waits does so for a while
            while True:
                connection, _ = self._listener.accept()
                connection.setblocking(False)
                lease = Lease(connection)
                self._leases.add(lease)
                self._selector.register(connection, selectors.EVENT_READ, partial(self._hear, lease))

    def _hear(self, lease: Lease) -> None:
        try:
            data = lease.connection.recv(1 << 16)
            *lines, lease.received = (lease.received + data).split(b"\n")
            messages = [json.loads(line) for line in lines]
        except BlockingIOError:
            return
        except (OSError, ValueError):
            data = b""
        if not data:
            self._drop(lease)
            return
        for message in messages:
            if not lease.asked:
                lease.asked = True
                self._fork(lease, message)
            elif lease.pid is not None:
                signal_group(lease.pid, message["signal"])

    def _drop(self, lease: Lease) -> None:
        """The lease has ended: so does its kernel."""
        self._selector.unregister(lease.connection)
        self._leases.discard(lease)
        lease.connection.close()
        if lease.pid is not None:
            signal_group(lease.pid, signal.SIGKILL)

    def _fork(self, lease: Lease, request: dict[str, Any]) -> None:
        if others := needs_its_own_start(request["environment"], self._environment):
            lease.tell(refused=f"the template was started with another {', '.join(others)}")
            return
        template, let_go = os.getpid(), partial(self._let_go, lease)
        signals = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            pid = os.fork()
            if pid == 0:
                live(request, lease.connection, template=template, signals=signals, let_go=let_go)
            lease.pid = pid
        except OSError as fault:
            lease.tell(refused=f"{type(fault).__name__}: {fault}")
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, signals)

    def _let_go(self, kept: Lease) -> None:
        """In the kernel. The selector is not told: it is one with that of the template."""
        self._selector.close()
        for made in (self._listener, self._bell, self._ringer):
            made.close()
        for lease in self._leases - {kept}:
            lease.connection.close()

    def _reap(self) -> None:
        """Takes note of what has ended, kernels and what they left behind."""
        while ended := ended_child():
            lease = next((lease for lease in self._leases if lease.pid == ended), None)
            if lease:
                signal_group(ended, signal.SIGKILL)  # what the kernel started and did not end
            _, status = os.waitpid(ended, 0)
            if lease:
                lease.pid = None
                lease.tell(exit=os.waitstatus_to_exitcode(status))
        if not any(lease.pid for lease in self._leases):
            for left in children():
                signal_group(left, signal.SIGKILL)

    def _end_children(self) -> None:
        """Kills everything below this process, also what only now becomes its child."""
        until = time.monotonic() + _LAST_WAIT
        for lease in self._leases:
            if lease.pid:
                signal_group(lease.pid, signal.SIGKILL)
        while (left := children()) and time.monotonic() < until:
            for pid in left:
                signal_group(pid, signal.SIGKILL)
            while ended_child():
                os.waitpid(-1, 0)
            time.sleep(0.002)


def main() -> NoReturn:
    """`python -m helpers.reports.kernels.template FOLDER SOCKET`, the second a descriptor that listens already."""
    folder, descriptor = sys.argv[1:]
    environment = dict(os.environ)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whether a Ctrl-C ends the run is for the owner to say
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]  # as ipykernel_launcher does; the kernel puts its own folder there
    preload()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or each kernel would say it again
    with suppress(OSError):
        os.ftruncate(1, 0)  # it has loaded: what it warned of on the way is not what it dies of
    Template(socket.socket(fileno=int(descriptor)), Path(folder), environment).serve()


if __name__ == "__main__":
    main()
