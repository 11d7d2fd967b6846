"""One message between processes: a head in JSON and a body in bytes, each with its length before it.

What a head says to people is ``Names``, and arrives as a pair: ``Names(*head["problem"])``.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

from ..errors import PolicyGraphError
from ..texts import Names

__all__ = ["Frame", "pack", "read", "receive", "refused"]

_SIZES = struct.Struct("!IQ")
Frame = tuple[dict[str, Any], bytes]


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """The bytes of a message.

    >>> len(pack({}, b"abc"))
    17
    """
    text = json.dumps(head, default=_pair).encode()
    return _SIZES.pack(len(text), len(body)) + text + body


def _pair(names: Names) -> list[str]:
    return [names.zh, names.en]


def refused(status: int, key: str, /, **values: Any) -> dict[str, Any]:
    """The head of an answer that says no, and why: the values are those of a ``PolicyGraphError``.

    >>> refused(422, "query_memory")["problem"].en
    'the query needs more memory than it may have'
    """
    return {"status": status, "problem": PolicyGraphError(key, **values).names}


def receive(sock: socket.socket) -> Frame:
    """The next message of a socket; ``EOFError`` where the other side is gone."""
    head, body = _SIZES.unpack(_exactly(sock, _SIZES.size))
    return json.loads(_exactly(sock, head)), _exactly(sock, body)


def _exactly(sock: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = sock.recv(min(size - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


async def read(reader: asyncio.StreamReader) -> Frame:
    """The next message of a stream; ``asyncio.IncompleteReadError`` where the other side is gone."""
    head, body = _SIZES.unpack(await reader.readexactly(_SIZES.size))
    return json.loads(await reader.readexactly(head)), await reader.readexactly(body)
