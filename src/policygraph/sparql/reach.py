"""How another server is reached: its address in ASCII, the proxy before it, redirects, and the time that it has."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, getproxies, proxy_bypass

from ..errors import UsageError, reason_of
from ..texts import Names, filled

__all__ = ["Redirects", "address", "proxy", "what_fails", "within"]

T = TypeVar("T")
_SAFE = "/%:@!$&'()*+,;=~?"


def address(url: str) -> str:
    """An address in ASCII: hosts as IDNA has them, all else percent-encoded.

    Raises:
        UsageError: it is no address.

    >>> address("http://例子.测试:3030/数据 库?a=%20")
    'http://xn--fsqu00a.xn--0zwm56d:3030/%E6%95%B0%E6%8D%AE%20%E5%BA%93?a=%20'
    """
    if not url.startswith(("http://", "https://")):
        raise UsageError("address_not_http", url=url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        host = f"[{ipaddress.ip_address(host)}]" if ":" in host else host.encode("idna").decode("ascii")
        if not host or quote(host, safe="[]:.-_") != host:
            raise UsageError("address_no_host", url=url)
        before, port = parts.netloc.rpartition("@")[0], f":{parts.port}" if parts.port else ""
        path, query = quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE)
    except UnicodeEncodeError:
        raise UsageError("address_character", url=url) from None
    except ValueError as error:
        raise UsageError("address_wrong", url=url, reason=error) from None
    netloc = f"{quote(before, safe=_SAFE)}@{host}{port}" if before else host + port
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def proxy(url: str, *, socks: bool = False) -> str | None:
    """The proxy that the environment names for an address; ``None``: there is none, or it is not for this host.

    ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``ALL_PROXY`` name it. ``NO_PROXY`` has hosts, domains, and networks as
    ``10.0.0.0/8`` and ``::1/128``. This machine is never asked by way of a proxy.

    Args:
        url: the address.
        socks: can the caller use a SOCKS proxy?

    Raises:
        UsageError: what the environment says cannot be used.
    """
    parts, told = urlsplit(url), getproxies()
    host = parts.hostname or ""
    if _is_here(host) or proxy_bypass(parts.netloc) or any(_has(net, host) for net in told.get("no", "").split(",")):
        return None
    name = next((name for name in (parts.scheme, "all") if told.get(name)), None)
    if name is None:
        return None
    found = told[name] if "://" in told[name] else f"http://{told[name]}"
    scheme, variable = found.partition("://")[0].lower(), f"{name.upper()}_PROXY"
    if scheme.startswith("socks") and not socks:
        raise UsageError("proxy_socks", variable=variable, instead=f"{parts.scheme.upper()}_PROXY", host=host)
    if scheme not in ("http", "https", "socks5", "socks5h"):
        raise UsageError("proxy_kind", variable=variable, scheme=scheme)
    try:
        if not urlsplit(found).hostname or not (urlsplit(found).port or 1):
            raise UsageError("proxy_no_host", variable=variable)
    except ValueError as error:
        # Not the whole of it: it may have a password.
        raise UsageError("proxy_wrong", variable=variable, reason=str(error).split(" as ")[0]) from None
    return found


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _has(network: str, host: str) -> bool:
    """Is a host in a network of ``NO_PROXY``? Names are none."""
    with suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(network.strip().strip("[]"), strict=False)
    return False


class Redirects(HTTPRedirectHandler):
    """Sends the same request to the new address where the status says so; elsewhere it would become a GET."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """The request to send next; ``None``: the status is an error."""
        if code not in (307, 308) or not newurl.startswith(("http://", "https://")):
            return None
        kept = dict(req.headers)
        if _origin(newurl) not in (_origin(req.full_url), _origin(req.full_url.replace("http:", "https:", 1))):
            kept.pop("Authorization", None)
        return Request(newurl, req.data, kept, req.origin_req_host, True, req.get_method())


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def what_fails(error: BaseException) -> Names:
    """Why a server is out of reach, in both languages where the fault is a common one, whichever library tells it.

    >>> what_fails(ConnectionRefusedError(111, "Connection refused")).zh
    '对方拒绝连接'
    """
    found: BaseException | None = error
    while found is not None and not isinstance(found, OSError):
        found = found.__cause__ or found.__context__
    if isinstance(found, socket.gaierror):
        return filled("host_unknown")
    if isinstance(found, ssl.SSLCertVerificationError):
        return filled("certificate_refused", reason=found.verify_message)
    return reason_of(found or error)


def within(seconds: float, work: Callable[[], T]) -> T:
    """What ``work`` returns or raises, or ``TimeoutError`` after so many seconds, whatever it is doing then.

    A server that sends a byte now and then keeps every single step of reading within its time. What is not done then
    is left to itself: it holds a connection until the other side ends it, and does not keep the program from ending.

    >>> within(5, lambda: 1)
    1
    """
    found: Future[T] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=run, daemon=True).start()
    return found.result(seconds)
