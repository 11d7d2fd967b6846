"""The sockets on which servers listen."""

from __future__ import annotations

import errno
import socket

from ..errors import UsageError
from ..texts import texts

__all__ = ["bind"]

#: Problems with an address that a person can solve.
_PROBLEMS = {
    errno.EADDRINUSE: "port_in_use",
    errno.EACCES: "port_not_allowed",
    errno.EADDRNOTAVAIL: "host_elsewhere",
}


def bind(host: str, port: int) -> list[socket.socket]:
    """Bind sockets, before anything else is done: opening a large graph takes minutes.

    Args:
        host: A name or an address.
        port: The port.

    Returns:
        Sockets for all addresses of the host, not listening yet.

    Raises:
        UsageError: The port is in use, or there is no such address.

    Example:
        >>> with bind("127.0.0.1", 0)[0] as found:
        ...     found.getsockname()[0]
        '127.0.0.1'
    """
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    found: list[socket.socket] = []
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in dict.fromkeys(places):
            sock = socket.socket(family, kind, protocol)
            found.append(sock)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                sock.bind(address)
            except OSError as error:
                # A name that stands for addresses of both families, on a machine that has one of them.
                if error.errno != errno.EADDRNOTAVAIL or len(places) == 1:
                    raise
                found.pop().close()
        if not found:
            raise OSError(errno.EADDRNOTAVAIL, "")
    except (OSError, UnicodeError) as error:
        for sock in found:
            sock.close()
        number = error.errno if isinstance(error, OSError) else None
        unknown = isinstance(error, (socket.gaierror, UnicodeError))
        reason = texts()["name_unknown"] if unknown else error
        raise UsageError(_PROBLEMS.get(number or 0, "host_unusable"), place=shown, reason=reason) from None
    return found
