"""The one process that writes: it has the store on disk open, and nobody else has.

A change is whole: it is one transaction of the store. It is answered once it is on disk. Graphs that a request brings
are first read into a graph aside, so that one that is not well-formed changes nothing, and moved in one transaction.
The server ends this process where a change takes too long; the store then is as it was before or as it is after.
"""

from __future__ import annotations

import resource
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PolicyGraphError
from ..sparql.syntax import misread
from ..texts import filled, texts
from .changes import changed, using
from .frames import pack, receive, refused
from .limits import Limits
from .template import die_with_parent
from .transfer import send

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["main"]

#: Where graphs of requests are read before they take their place; no reader ever sees it.
ASIDE = "urn:x-policygraph:aside"
#: Room for the store's own caches and threads, beside what an update may allocate.
_STORE = 2 << 30


def main(control: socket.socket, path: Path, limits: Limits) -> None:
    """Open the store, say so, then do what comes until the server is gone."""
    from pyoxigraph import NamedNode, Store

    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if not (path / "CURRENT").exists():
        # The engine would make an empty one.
        control.sendall(pack({"problem": filled("no_store_to_write", path=path)}))
        return
    try:
        place = _identity(path)
        store = Store(str(path))
        store.remove_graph(NamedNode(ASIDE))
    except (OSError, RuntimeError, ValueError) as error:
        # The engine locks its store; it says so in words alone.
        reason = texts()["store_locked"] if "while lock file" in str(error).lower() else error
        control.sendall(pack({"problem": PolicyGraphError("store_not_writable", path=path, reason=reason).names}))
        return
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    room = used + limits.memory + _STORE
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    control.sendall(pack({"place": place}))
    while True:
        try:
            head, body = receive(control)
        except (EOFError, OSError):
            return
        if head["do"] == "send":
            _, handles, _, _ = socket.recv_fds(control, 1, 1)
            with socket.socket(fileno=handles[0]) as sock:
                control.sendall(pack(_sent(sock, store, head["graphs"])))
            continue
        try:
            answer = _done(store, head, body)
            store.flush()
            if _identity(path) != place:
                # Another store was put in its place: what was written here, nobody will find.
                answer = refused(503, "store_replaced")
        except SyntaxError as error:
            if head["do"] == "update":
                answer = refused(400, "verbatim", message=misread(error.msg))
            else:
                answer = refused(400, "change_invalid", reason=error.msg)
        except (PolicyGraphError, ValueError, RuntimeError) as error:
            answer = refused(400, "change_not_made", reason=error)
        except OSError as error:
            # Whether it is on disk is not known. The server opens the store anew and tells readers what is there.
            control.sendall(pack({"fault": PolicyGraphError("about", what=path, reason=error).names}))
            return
        control.sendall(pack(answer))


def _identity(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_dev, found.st_ino]


def _sent(sock: socket.socket, store: Store, graphs: list[str | None] | None) -> dict[str, Any]:
    """What the other side says once it has the graphs."""
    try:
        send(sock, store, graphs)
        return receive(sock)[0]
    except (EOFError, OSError):
        return {}


def _done(store: Store, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Make one change; the status, and the graphs that may be other than before."""
    from ..namespaces import PREFIXES

    if head["do"] == "update":
        text = body.decode()
        if head["using"] or head["named"]:
            text = using(text, head["using"], head["named"])
        store.update(text, base_iri=head["base"], prefixes=PREFIXES)
        return {"status": 204, "graphs": changed(text)}
    return _graph_changed(store, head, body)


def _graph_changed(store: Store, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    from pyoxigraph import DefaultGraph, NamedNode

    name = head["graph"]
    # The default graph is always there; it counts as made where it was empty.
    graph = DefaultGraph() if name is None else NamedNode(name)
    existed = any(True for _ in store.quads_for_pattern(None, None, None, graph)) or (
        name is not None and store.contains_named_graph(graph)
    )
    target = "DEFAULT" if name is None else f"GRAPH <{name}>"
    create = "" if name is None else f"; CREATE SILENT {target}"
    aside = f"GRAPH <{ASIDE}>"
    if head["do"] == "delete":
        if not existed and name is not None:
            return {**refused(404, "no_such_graph", graph=name), "graphs": []}
        store.update(f"DROP SILENT {target}")
        return {"status": 200, "graphs": [name]}
    store.add_graph(NamedNode(ASIDE))
    try:
        _read_aside(store, head, body)
        if head["do"] == "put":
            store.update(f"MOVE {aside} TO {target}{create}")
        else:
            store.update(f"ADD {aside} TO {target}{create}")
    finally:
        store.remove_graph(NamedNode(ASIDE))
    return {"status": (204 if head["do"] == "put" else 200) if existed else 201, "graphs": [name]}


def _read_aside(store: Store, head: dict[str, Any], body: bytes) -> None:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    aside, at = NamedNode(ASIDE), 0
    for format, size in head["parts"]:
        quads = parse(
            body[at : at + size],
            RdfFormat.from_media_type(format),
            base_iri=head["base"],
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, aside) for quad in quads)
        at += size


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[3]), Limits.read(sys.argv[2]))
