"""The process that holds the graph and is forked for every worker.

It has one thread and no event loop, so that forking it is safe; the graph is in memory, so that a fork shares it. A
socket comes with every request for a worker; the worker talks to the server through it.
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

from ..errors import PolicyGraphError
from .frames import pack
from .limits import Limits

__all__ = ["main"]


def _die_with_parent() -> None:
    """No query outlives the server, even one that is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main(control: socket.socket, paths: list[Path], limits: Limits) -> None:
    """Open the graph, say so, then fork a worker for every socket that comes."""
    from ..sparql import catalogue, find, prepare
    from ..store import engine, open_graph
    from .worker import work

    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        store = engine(open_graph(*paths))
        if len(paths) == 1 and paths[0].is_dir():
            # What fits is copied into memory: on disk queries take three to six times as long, and the disk engine has
            # threads, which do not survive a fork.
            from pyoxigraph import Store

            copy = Store()
            copy.bulk_extend(store)
            store = copy
    except PolicyGraphError as error:
        control.sendall(pack({"problem": str(error)}))
        return
    # A worker can open no file: what it reads and imports must be there before.
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
            return
        if os.fork():
            os.close(handles[0])
            continue
        _die_with_parent()
        control.close()
        code = 1
        try:
            sock = socket.socket(fileno=handles[0])
            sock.sendall(pack({"pid": os.getpid()}))
            work(store, sock, limits)
            code = 0
        finally:
            os._exit(code)


if __name__ == "__main__":
    import json

    given = json.loads(sys.argv[2])
    given["services"] = tuple(given["services"])
    main(socket.socket(fileno=int(sys.argv[1])), [Path(name) for name in sys.argv[3:]], Limits(**given))
