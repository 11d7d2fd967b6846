"""The state of graphs, from the process that writes to the process that readers are forked from.

First a frame that names the graphs, then their quads as N-Quads to the end of the stream. The last line is a mark, so
that a stream that broke off is never taken for the whole.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from .frames import pack, receive

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Store

__all__ = ["fill", "send"]

_END = b"# end\n"


def send(sock: socket.socket, store: Store, graphs: Sequence[str | None] | None) -> None:
    """Write graphs (a name that is ``None`` is the default graph), or all of a store, to a socket and close its end."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    if graphs is None:
        named = [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    else:
        named = [name for name in graphs if name is not None and store.contains_named_graph(NamedNode(name))]
    sock.sendall(pack({"graphs": None if graphs is None else list(graphs), "named": named}))
    with sock.makefile("wb") as out:
        if graphs is None:
            store.dump(out, RdfFormat.N_QUADS)
        else:
            for name in graphs:
                serialize(store.quads_for_pattern(None, None, None, _graph(name)), out, RdfFormat.N_QUADS)
        out.write(_END)
    sock.shutdown(socket.SHUT_WR)


def fill(sock: socket.socket, store: Store) -> None:
    """Give a store in memory the graphs that come from a socket, each in the place of what it was.

    Raises:
        EOFError: the stream broke off; nothing was changed.
    """
    from pyoxigraph import NamedNode, RdfFormat, parse

    head, _ = receive(sock)
    with sock.makefile("rb") as source:
        whole = _Watched(source)
        # Held until the mark has come: half of a change must not be seen.
        quads = list(parse(whole, RdfFormat.N_QUADS))  # type: ignore[arg-type]
    if not whole.tail.endswith(_END):
        raise EOFError("the stream of quads broke off")
    if head["graphs"] is None:
        store.clear()
    for name in head["graphs"] or ():
        store.remove_graph(_graph(name))
    store.bulk_extend(quads)
    for name in head["named"]:
        store.add_graph(NamedNode(name))


def _graph(name: str | None) -> NamedNode | DefaultGraph:
    from pyoxigraph import DefaultGraph, NamedNode

    return DefaultGraph() if name is None else NamedNode(name)


class _Watched:
    """A file that remembers its last bytes."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner, self.tail = inner, b""

    def read(self, size: int = -1) -> bytes:
        data = self.inner.read(size)
        self.tail = (self.tail + data)[-len(_END) :]
        return data
