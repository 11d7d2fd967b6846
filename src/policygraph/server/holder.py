"""The server's side of the process that holds the graph (``template``)."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import PolicyGraphError
from ..texts import Names
from .frames import receive
from .limits import Limits

__all__ = ["Holder"]


class Holder:
    """A process that opens a graph, by paths or from a stream, and forks itself for every worker."""

    def __init__(self, limits: Limits, paths: Sequence[Path], stream: socket.socket | None = None) -> None:
        """Begin it. Only from the thread that lives as long as the server: the process ends with it."""
        self.control, theirs = socket.socketpair()
        handles = [theirs.fileno()] + ([stream.fileno()] if stream is not None else [])
        with theirs:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "policygraph.server.template", str(theirs.fileno()), limits.written()),
                    *("-" if stream is None else str(stream.fileno()), *map(str, paths)),
                ],
                pass_fds=handles,
                stdin=subprocess.DEVNULL,
            )

    def ready(self) -> int:
        """Wait until the graph is there; how many quads it has.

        Raises:
            PolicyGraphError: it cannot be opened; the message is the one that ``open_graph`` gives.
        """
        try:
            head, _ = receive(self.control)
        except (EOFError, OSError):
            self.stop()
            raise PolicyGraphError("holder_ended") from None
        if "problem" in head:
            self.stop()
            raise PolicyGraphError.of(Names(*head["problem"]))
        return int(head["quads"])

    @property
    def alive(self) -> bool:
        """Is the process there?"""
        return self.process.poll() is None

    def pass_on(self, kind: bytes, handle: socket.socket) -> None:
        """Give it a socket, for a worker or for a change."""
        socket.send_fds(self.control, [kind], [handle.fileno()])

    def leave(self) -> None:
        """Let it end once the queries of its workers have."""
        self.control.close()

    def stop(self) -> None:
        """End it, and its workers with it."""
        self.process.kill()
        self.process.wait()
        self.control.close()
