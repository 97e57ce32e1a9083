"""A kernel all of whose sockets lie in a folder: `python -m ipykernel_launcher` without the TCP port that it opens."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    del sys.path[0]  # before anything is loaded, as ipykernel_launcher does: a notebook's folder may hold a random.py

import os

import zmq
from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from zmq.eventloop.zmqstream import ZMQStream


class FolderIOPubThread(IOPubThread):
    """ipykernel's, but what the kernel's own children print comes in by a socket of the folder, not by a TCP port."""

    def _setup_pipe_in(self) -> None:
        self._pipe_uuid = os.urandom(16)  # who sends it along was forked from this kernel
        endpoint = self.socket.getsockopt_string(zmq.LAST_ENDPOINT)
        self._pipe_address = f"{endpoint.rstrip(chr(0))}-out"
        pipe = self.socket.context.socket(zmq.PULL)
        pipe.linger = 0
        pipe.bind(self._pipe_address)
        self._pipe_in = ZMQStream(pipe, self.io_loop)
        self._pipe_in.on_recv(self._handle_pipe_msg)

    def _setup_pipe_out(self) -> tuple[zmq.Context, zmq.Socket]:
        context = zmq.Context()  # a fork must not use that of its parent
        pipe = context.socket(zmq.PUSH)
        pipe.linger = 3000
        pipe.connect(self._pipe_address)
        return context, pipe


if __name__ == "__main__":
    kernelapp.IOPubThread = FolderIOPubThread
    kernelapp.launch_new_instance()
