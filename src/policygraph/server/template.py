"""The process that holds the graph and is forked for every worker.

It has one thread and no event loop, so that forking it is safe; the graph is in memory, so that a fork shares it. A
socket comes with every request for a worker; the worker talks to the server through it. Where the server takes updates,
a socket comes with every change too; it is made between two forks, so that a worker sees all of it or nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PolicyGraphError
from ..texts import texts
from .frames import pack
from .limits import Limits
from .transfer import fill

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["CHANGE", "WORKER", "die_with_parent", "main"]

#: What is wanted of the socket that comes.
WORKER, CHANGE = b"w", b"c"


def die_with_parent() -> None:
    """No query outlives the server, even one that is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main(control: socket.socket, paths: list[Path], limits: Limits, stream: socket.socket | None) -> None:
    """Open the graph, say so, then fork a worker for every socket that comes.

    The graph comes from paths or, where the server takes updates, from the writer by a stream.
    """
    from ..sparql import catalogue, find, prepare
    from .worker import work

    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        store = _streamed(stream) if stream is not None else _opened(paths)
    except PolicyGraphError as error:
        control.sendall(pack({"problem": error.names}))
        return
    except EOFError:
        control.sendall(pack({"problem": texts()["quads_broke_off"]}))
        return
    # A worker can open no file: what it reads and imports must be there before.
    texts()
    for question in catalogue():
        find(question)
    with contextlib.suppress(PolicyGraphError):
        prepare(store, "measures-of-body", {"body": "-"})
    control.sendall(pack({"quads": len(store)}))
    gc.collect()
    gc.freeze()
    while True:
        sent, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not sent:
            # Another process holds a newer graph. Queries at work end with their parent, so it waits for them.
            with contextlib.suppress(ChildProcessError):
                os.wait()
            return
        if sent == CHANGE:
            # Where the one who sends dies half-way, nothing is changed and nobody waits for an answer.
            with socket.socket(fileno=handles[0]) as sock, contextlib.suppress(EOFError, ConnectionError):
                fill(sock, store)
                sock.sendall(pack({"quads": len(store)}))
            continue
        if os.fork():
            os.close(handles[0])
            continue
        die_with_parent()
        control.close()
        code = 1
        try:
            sock = socket.socket(fileno=handles[0])
            sock.sendall(pack({"pid": os.getpid()}))
            work(store, sock, limits)
            code = 0
        finally:
            os._exit(code)


def _opened(paths: list[Path]) -> Store:
    from ..store import engine, open_graph

    store = engine(open_graph(*paths))
    if len(paths) != 1 or not paths[0].is_dir():
        return store
    # A store directory is copied into memory: on disk queries take three to six times as long, and the disk engine has
    # threads, which do not survive a fork.
    from pyoxigraph import Store

    copy = Store()
    copy.bulk_extend(store)
    for name in store.named_graphs():
        copy.add_graph(name)
    return copy


def _streamed(stream: socket.socket) -> Store:
    from pyoxigraph import Store

    store = Store()
    with stream:
        fill(stream, store)
        stream.sendall(pack({"quads": len(store)}))
    return store


if __name__ == "__main__":
    # SOCKET LIMITS STREAM PATH...: sockets by their numbers, STREAM - where the graph comes from paths.
    number, written, from_stream, *names = sys.argv[1:]
    main(
        socket.socket(fileno=int(number)),
        [Path(name) for name in names],
        Limits.read(written),
        None if from_stream == "-" else socket.socket(fileno=int(from_stream)),
    )
