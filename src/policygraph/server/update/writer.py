"""The writer: the only process that has the store on disk open.

A change is one transaction of the store, and is answered once it is on disk. Graphs that a request brings are first
read into a graph aside, so that one that is not well-formed changes nothing, and moved in one transaction. The server
kills this process where a change takes too long; the store then is as it was before or as it is after.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import PolicyGraphError
from ...namespaces import PREFIXES
from ...sparql.syntax import explain_syntax_error
from ...texts import texts
from ...web.refusals import RefusedError
from ..graph_process import END, make_graph_name, tie_to_parent
from ..messages import GraphOpened, GraphStream, OpenGraph, pack, receive
from ..worker import limit_memory
from .changes import Changed, GraphChange, SendGraphs, Update, add_dataset, find_changed_graphs

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["main"]

#: Where graphs of requests are read before they take their place; no reader ever sees it.
_ASIDE = "urn:x-policygraph:aside"
#: Room for the store's own caches and threads, beside what an update may allocate.
_STORE_MEMORY = 2 << 30


def main(control: socket.socket) -> None:
    """Open the store, report it, then make changes until the server is gone.

    Args:
        control: The socket to the server.
    """
    tie_to_parent()
    order: OpenGraph = receive(control)
    path = order.paths[0]
    try:
        store, place = _open(path)
    except PolicyGraphError as error:
        control.sendall(pack(error))
        return
    limit_memory(order.limits.max_memory + _STORE_MEMORY)
    control.sendall(pack(None))
    while True:
        try:
            message: SendGraphs | Update | GraphChange = receive(control)
        except (EOFError, OSError):
            return
        if isinstance(message, SendGraphs):
            _, handles, _, _ = socket.recv_fds(control, 1, 1)
            with socket.socket(fileno=handles[0]) as sock:
                control.sendall(pack(_send(sock, store, message.graphs)))
            continue
        try:
            answer: Changed | RefusedError = _change(store, message)
            store.flush()
            if _identity(path) != place:
                # Another store has taken its place: the change is lost with the old one.
                raise RefusedError(503, "store_replaced")
        except RefusedError as error:
            answer = error
        except SyntaxError as error:
            if isinstance(message, Update):
                answer = RefusedError(400, "verbatim", message=explain_syntax_error(error.msg))
            else:
                answer = RefusedError(400, "change_invalid", reason=error.msg)
        except (PolicyGraphError, ValueError, RuntimeError) as error:
            answer = RefusedError(400, "change_not_made", reason=error)
        except OSError as error:
            # The state on disk is unknown. The server opens the store again and passes its state to readers.
            control.sendall(pack(PolicyGraphError("about", what=path, reason=error)))
            return
        control.sendall(pack(answer))


def _open(path: Path) -> tuple[Store, tuple[int, int]]:
    """Open the store; return it and the identity of its directory."""
    from pyoxigraph import NamedNode, Store

    if not (path / "CURRENT").exists():
        # The engine would make an empty one.
        raise PolicyGraphError("no_store_to_write", path=path)
    try:
        place = _identity(path)
        store = Store(str(path))
        store.remove_graph(NamedNode(_ASIDE))
    except (OSError, RuntimeError, ValueError) as error:
        # The engine reports a locked store only by the text of its error.
        reason = texts()["store_locked"] if "while lock file" in str(error).lower() else error
        raise PolicyGraphError("store_not_writable", path=path, reason=reason) from None
    return store, place


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _send(sock: socket.socket, store: Store, graphs: tuple[str | None, ...] | None) -> GraphOpened | None:
    """Send some or all graphs of a store; return the reply of the other side, or ``None`` if it has ended."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    named = [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    if graphs is not None:
        named = [name for name in named if name in graphs]
    try:
        sock.sendall(pack(GraphStream(graphs, tuple(named))))
        with sock.makefile("wb") as out:
            if graphs is None:
                store.dump(out, RdfFormat.N_QUADS)
            for name in graphs or ():
                serialize(store.quads_for_pattern(None, None, None, make_graph_name(name)), out, RdfFormat.N_QUADS)
            out.write(END)
        sock.shutdown(socket.SHUT_WR)
        found: GraphOpened = receive(sock)
    except (EOFError, OSError):
        return None
    return found


def _change(store: Store, change: Update | GraphChange) -> Changed:
    if isinstance(change, GraphChange):
        return _change_graph(store, change)
    text = change.text
    if change.using or change.using_named:
        text = add_dataset(text, change.using, change.using_named)
    store.update(text, base_iri=change.base, prefixes=PREFIXES)
    return Changed(204, find_changed_graphs(text))


def _change_graph(store: Store, change: GraphChange) -> Changed:
    from pyoxigraph import NamedNode

    name = change.graph
    # The default graph always exists; it counts as created if it was empty.
    graph = make_graph_name(name)
    existed = any(True for _ in store.quads_for_pattern(None, None, None, graph)) or (
        isinstance(graph, NamedNode) and store.contains_named_graph(graph)
    )
    target = "DEFAULT" if name is None else f"GRAPH {graph}"
    create = "" if name is None else f"; CREATE SILENT {target}"
    if change.method == "DELETE":
        if not existed and name is not None:
            raise RefusedError(404, "no_such_graph", graph=name)
        store.update(f"DROP SILENT {target}")
        return Changed(200, (name,))
    store.add_graph(NamedNode(_ASIDE))
    try:
        _read_aside(store, change)
        store.update(f"{'MOVE' if change.method == 'PUT' else 'ADD'} GRAPH <{_ASIDE}> TO {target}{create}")
    finally:
        store.remove_graph(NamedNode(_ASIDE))
    return Changed((204 if change.method == "PUT" else 200) if existed else 201, (name,))


def _read_aside(store: Store, change: GraphChange) -> None:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    aside = NamedNode(_ASIDE)
    for media_type, content in change.documents:
        format = RdfFormat.from_media_type(media_type)
        quads = parse(content, format, base_iri=change.base, without_named_graphs=True, rename_blank_nodes=True)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, aside) for quad in quads)


if __name__ == "__main__":
    # If the server has ended, nobody waits for an answer.
    with contextlib.suppress(ConnectionError):
        main(socket.socket(fileno=int(sys.argv[1])))
