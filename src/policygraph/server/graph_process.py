"""The process that holds the graph and is forked for every worker.

It has one thread and no event loop, so that it can be forked safely, and holds the graph in memory, so that a fork
shares it. The server passes it a socket for every worker; the worker talks to the server through it. Where the server
takes updates, it also passes a socket for every change; changes are made between two forks, so that a worker sees all
of one or nothing.

``GraphProcess`` is the server's side, ``main`` the process itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PolicyGraphError
from ..texts import texts
from .limits import Limits
from .messages import GraphOpened, GraphStream, OpenGraph, WorkerStarted, pack, receive

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Store

__all__ = ["CHANGE", "END", "WORKER", "GraphProcess", "main", "make_graph_name", "start_process", "tie_to_parent"]

#: What is wanted of a socket that is passed on.
WORKER, CHANGE = b"w", b"c"
#: The last line of a stream of quads, so that one that broke off is never taken for the whole.
END = b"# end\n"


def start_process(module: str, *inherited: socket.socket) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a module of this package as a process.

    Only from a thread that lives as long as the server: the process ends with it.

    Args:
        module: Its name; its arguments are the numbers of its sockets.
        *inherited: Sockets that the process gets beside the one to talk to the server.

    Returns:
        The process and our end of that socket.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        handles = [sock.fileno() for sock in (theirs, *inherited)]
        command = [sys.executable, "-m", module, *map(str, handles)]
        # Standard output belongs to the server: to its log, or to a protocol that nothing else may write into.
        nothing = subprocess.DEVNULL
        return subprocess.Popen(command, pass_fds=handles, stdin=nothing, stdout=nothing), ours


def tie_to_parent() -> None:
    """End this process with its parent, even one that is killed, and not by a signal from the console."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


class GraphProcess:
    """A process that opens a graph and forks itself for every worker."""

    def __init__(self, limits: Limits, paths: Sequence[Path], stream: socket.socket | None = None) -> None:
        """Start it.

        Args:
            limits: What one request may cost.
            paths: Files or a store directory to open.
            stream: The source of the graph, instead of paths.
        """
        self.quads = 0
        self.process, self._control = start_process(__name__, *([stream] if stream is not None else []))
        self._control.sendall(pack(OpenGraph(tuple(paths), limits)))

    def wait_until_open(self) -> None:
        """Wait until the graph is open.

        Raises:
            PolicyGraphError: It cannot be opened; the message is the one that ``open_graph`` gives.
        """
        try:
            reply: GraphOpened | PolicyGraphError = receive(self._control)
        except (EOFError, OSError):
            self.stop()
            raise PolicyGraphError("holder_ended") from None
        if isinstance(reply, PolicyGraphError):
            self.stop()
            raise reply
        self.quads = reply.quads

    @property
    def alive(self) -> bool:
        """Whether the process is running."""
        return self.process.poll() is None

    def pass_socket(self, purpose: bytes, sock: socket.socket) -> None:
        """Pass it a socket.

        Args:
            purpose: ``WORKER`` or ``CHANGE``.
            sock: The socket.
        """
        socket.send_fds(self._control, [purpose], [sock.fileno()])

    def release(self) -> None:
        """Let it end once the queries of its workers have."""
        self._control.close()

    def stop(self) -> None:
        """End it, and its workers with it."""
        self.process.kill()
        self.process.wait()
        self._control.close()


def main(control: socket.socket, stream: socket.socket | None) -> None:
    """Open the graph, report it, then fork a worker for every socket that is passed.

    Args:
        control: The socket to the server.
        stream: The source of the graph; ``None`` if it is read from paths.
    """
    from ..sparql import catalogue, find, prepare
    from .worker import work

    tie_to_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    order: OpenGraph = receive(control)
    try:
        store = _open(order.paths) if stream is None else _open_stream(stream)
    except PolicyGraphError as error:
        control.sendall(pack(error))
        return
    except EOFError:
        control.sendall(pack(PolicyGraphError("quads_broke_off")))
        return
    # A worker cannot open files: load what it needs before forking.
    texts()
    for question in catalogue():
        find(question)
    with contextlib.suppress(PolicyGraphError):
        prepare(store, "measures-of-body", {"body": "-"})
    control.sendall(pack(GraphOpened(len(store))))
    gc.collect()
    gc.freeze()
    while True:
        purpose, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not purpose:
            # Another process has a newer graph. Running queries would end with this process, so it waits for them.
            with contextlib.suppress(ChildProcessError):
                os.wait()
            return
        if purpose == CHANGE:
            # If the sender dies half-way, nothing is changed and no answer is expected.
            with socket.socket(fileno=handles[0]) as sock, contextlib.suppress(EOFError, ConnectionError):
                _replace_graphs(sock, store)
            continue
        if os.fork():
            os.close(handles[0])
            continue
        tie_to_parent()
        control.close()
        code = 1
        try:
            sock = socket.socket(fileno=handles[0])
            sock.sendall(pack(WorkerStarted(os.getpid())))
            work(store, sock, order.limits)
            code = 0
        finally:
            os._exit(code)


def _open(paths: Sequence[Path]) -> Store:
    from pyoxigraph import Store

    from ..store import engine, open_graph

    store = engine(open_graph(*paths))
    if len(paths) != 1 or not paths[0].is_dir():
        return store
    # A store directory is copied into memory: on disk queries take three to six times as long, and the disk engine has
    # threads, which do not survive a fork.
    copy = Store()
    copy.bulk_extend(store)
    for name in store.named_graphs():
        copy.add_graph(name)
    return copy


def _open_stream(stream: socket.socket) -> Store:
    from pyoxigraph import Store

    store = Store()
    with stream:
        _replace_graphs(stream, store)
    return store


def _replace_graphs(sock: socket.socket, store: Store) -> None:
    """Replace graphs by those that come through a socket, and report how many quads there are.

    First comes a ``GraphStream``, then its quads as N-Quads. Raises ``EOFError`` where the stream broke off;
    then nothing was changed.
    """
    from pyoxigraph import NamedNode, RdfFormat, parse

    head: GraphStream = receive(sock)
    # Read to the end first: half of a change must not become visible.
    with sock.makefile("rb") as source:
        quads = source.read()
    if not quads.endswith(END):
        raise EOFError("the stream of quads broke off")
    if head.graphs is None:
        store.clear()
    for name in head.graphs or ():
        store.remove_graph(make_graph_name(name))
    store.bulk_extend(parse(quads, RdfFormat.N_QUADS))
    for name in head.named:
        store.add_graph(NamedNode(name))
    sock.sendall(pack(GraphOpened(len(store))))


def make_graph_name(name: str | None) -> NamedNode | DefaultGraph:
    """Return the name of a graph as a term of the engine.

    Args:
        name: Its IRI; ``None`` is the default graph.

    Returns:
        The name.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    return DefaultGraph() if name is None else NamedNode(name)


if __name__ == "__main__":
    sockets = [socket.socket(fileno=int(number)) for number in sys.argv[1:]]
    # If the server has ended, nobody waits for an answer.
    with contextlib.suppress(ConnectionError):
        main(sockets[0], sockets[1] if len(sockets) > 1 else None)
