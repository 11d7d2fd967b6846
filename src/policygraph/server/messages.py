"""Messages between the server's processes: frozen dataclasses, sent over sockets with their length before them.

All processes run the same code and trust each other, so the messages are pickled. Input of clients is only ever a
string or bytes in a message. A process that refuses a request sends a ``RefusedError``, one that cannot continue a
``PolicyGraphError``.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .limits import Limits

__all__ = ["Answer", "GraphOpened", "GraphRequest", "GraphStream", "OpenGraph", "Query", "Question"]
__all__ += ["Job", "WorkerStarted", "pack", "read", "receive"]


@dataclass(frozen=True, slots=True)
class Query:
    """SPARQL for a worker.

    Attributes:
        text: The query.
        accept: The wanted media type.
        base: The IRI against which relative IRIs are resolved.
        default_graphs: The default graphs of the request's dataset, which overrides that of the query.
        named_graphs: The named graphs of the request's dataset.
        union: Whether the default graph is the union of all graphs.
        sorted: Whether Turtle is for people: sorted, with prefixes.
        first: At most N different rows, the first in the order of their text, as JSON; 0 for all in the order of the
            engine.
        limit: At most N rows or triples in the order of the engine; ``None`` for all.
        whole: For queries of the server itself: rows and bytes have no limit, and the time limit is longer.
    """

    text: str
    accept: str | None
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True
    sorted: bool = False
    first: int = 0
    limit: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A catalogue query with the values of its parameters; with a ``limit``, one page of its rows."""

    name: str
    values: Mapping[str, str | Sequence[str]]
    lang: str
    accept: str | None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """One graph; without a name the default graph itself, not the union of all graphs."""

    name: str | None
    accept: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """A request for a worker, and the seconds it has left."""

    request: Query | Question | GraphRequest
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a worker; ``more`` tells whether more rows follow the page."""

    media_type: str
    content: bytes
    more: bool = False


@dataclass(frozen=True, slots=True)
class OpenGraph:
    """Tells a process what to open: paths, or a stream of quads if there are no paths."""

    paths: tuple[Path, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class GraphOpened:
    """The graph is open, or up to date after a change; the number of its quads."""

    quads: int


@dataclass(frozen=True, slots=True)
class GraphStream:
    """The head of a stream of quads: the graphs to replace (``None`` for all), and the names of those that exist."""

    graphs: tuple[str | None, ...] | None
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkerStarted:
    """A worker was forked."""

    pid: int


_SIZE = struct.Struct("!Q")


def pack(message: object) -> bytes:
    """Serialise a message.

    Args:
        message: One of the dataclasses.

    Returns:
        Its bytes, with their length before them.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _SIZE.pack(len(data)) + data


def receive(sock: socket.socket) -> Any:
    """Receive the next message from a socket.

    Args:
        sock: A blocking socket.

    Returns:
        The message.

    Raises:
        EOFError: The other side has closed the socket.
    """
    (size,) = _SIZE.unpack(_receive_exactly(sock, _SIZE.size))
    return pickle.loads(_receive_exactly(sock, size))


def _receive_exactly(sock: socket.socket, size: int) -> bytearray:
    found = bytearray()
    while len(found) < size:
        piece = sock.recv(min(size - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return found


async def read(reader: asyncio.StreamReader) -> Any:
    """Read the next message from a stream.

    Args:
        reader: The stream.

    Returns:
        The message.

    Raises:
        asyncio.IncompleteReadError: The other side has closed the stream.
    """
    (size,) = _SIZE.unpack(await reader.readexactly(_SIZE.size))
    return pickle.loads(await reader.readexactly(size))
