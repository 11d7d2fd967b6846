"""The access to a server: its address in ASCII, and its proxy and credentials from the environment.

Credentials come from the environment or netrc, never from the command line, which others on the machine can read.
They are not part of any message.
"""

from __future__ import annotations

import ipaddress
import netrc
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import UsageError

if TYPE_CHECKING:
    import httpx

__all__ = ["find_credentials", "find_proxy", "normalise_address"]

_SAFE = "/%:@!$&'()*+,;=~?"


def normalise_address(url: str) -> str:
    """Write an address in ASCII: the host by IDNA, everything else percent-encoded.

    Args:
        url: The address that the user gave.

    Returns:
        The address.

    Raises:
        UsageError: The address is invalid or contains a password.

    Example:
        >>> normalise_address("http://me:secret@localhost/query")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        policygraph.errors.UsageError: an address must not carry a password; use POLICYGRAPH_USER and ...
        >>> normalise_address("http://例子.测试:3030/数据 库?a=%20")
        'http://xn--fsqu00a.xn--0zwm56d:3030/%E6%95%B0%E6%8D%AE%20%E5%BA%93?a=%20'
    """
    if not url.startswith(("http://", "https://")):
        raise UsageError("address_not_http", url=url)
    try:
        parts = urlsplit(url)
        if parts.username is not None:
            raise UsageError("password_in_address")
        host = parts.hostname or ""
        host = f"[{ipaddress.ip_address(host)}]" if ":" in host else host.encode("idna").decode("ascii")
        if not host or quote(host, safe="[]:.-_") != host:
            raise UsageError("address_no_host", url=url)
        port = f":{parts.port}" if parts.port else ""
        path, query = quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE)
    except UnicodeEncodeError:
        raise UsageError("address_character", url=url) from None
    except ValueError as error:
        raise UsageError("address_wrong", url=url, reason=error) from None
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def find_proxy(url: str, *, socks: bool = False) -> str | None:
    """Find the proxy that the environment names for an address.

    ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``ALL_PROXY`` name it. ``NO_PROXY`` has hosts, domains, and networks such as
    ``10.0.0.0/8`` and ``::1/128``, which httpx does not support. No proxy is used for this machine.

    Args:
        url: The address.
        socks: Whether the caller can use a SOCKS proxy.

    Returns:
        The proxy's address; ``None`` if there is no proxy for this host.

    Raises:
        UsageError: The proxy cannot be used.
    """
    parts, known = urlsplit(url), getproxies()
    host = parts.hostname or ""
    if _is_local(host) or proxy_bypass(parts.netloc) or any(_has(net, host) for net in known.get("no", "").split(",")):
        return None
    name = next((name for name in (parts.scheme, "all") if known.get(name)), None)
    if name is None:
        return None
    found = known[name] if "://" in known[name] else f"http://{known[name]}"
    scheme, variable = found.partition("://")[0].lower(), f"{name.upper()}_PROXY"
    if scheme.startswith("socks") and not socks:
        raise UsageError("proxy_socks", variable=variable, instead=f"{parts.scheme.upper()}_PROXY", host=host)
    if scheme not in ("http", "https", "socks5", "socks5h"):
        raise UsageError("proxy_kind", variable=variable, scheme=scheme)
    try:
        if not urlsplit(found).hostname or not (urlsplit(found).port or 1):
            raise UsageError("proxy_no_host", variable=variable)
    except ValueError as error:
        # Only a part of the message: the rest may contain a password.
        raise UsageError("proxy_wrong", variable=variable, reason=str(error).split(" as ")[0]) from None
    return found


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _has(network: str, host: str) -> bool:
    """Tell whether a host is in a network of ``NO_PROXY``; entries that are names do not count."""
    with suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(network.strip().strip("[]"), strict=False)
    return False


def find_credentials(url: str, *, digest: bool = False) -> httpx.Auth | Callable[[httpx.Request], httpx.Request] | None:
    """Find the credentials for an address.

    ``POLICYGRAPH_TOKEN`` is a bearer token; ``POLICYGRAPH_USER`` and ``POLICYGRAPH_PASSWORD`` are sent by
    ``POLICYGRAPH_AUTH``, basic or digest. Without these, the entry of the host in netrc is used: in the file that
    ``NETRC`` names, or in ``~/.netrc``.

    Args:
        url: The address.
        digest: Whether the server accepts only digest authentication.

    Returns:
        The authentication for httpx; ``None`` if there are no credentials.

    Raises:
        UsageError: The configuration is invalid.
    """
    import httpx

    token, user, password = (_secret(name) for name in ("TOKEN", "USER", "PASSWORD"))
    scheme = os.environ.get("POLICYGRAPH_AUTH", "basic").lower()
    if scheme not in ("basic", "digest"):
        raise UsageError("auth_scheme", scheme=scheme)
    if token:

        def bearer(request: httpx.Request) -> httpx.Request:
            request.headers["Authorization"] = f"Bearer {token}"
            return request

        return bearer
    if not user:
        try:
            found = netrc.netrc(os.environ.get("NETRC")).authenticators(urlsplit(url).hostname or "")
        except FileNotFoundError:
            return None
        except (netrc.NetrcParseError, OSError) as error:
            raise UsageError("netrc_unreadable", reason=error) from None
        if not found:
            return None
        user, password = found[0], found[2] or ""
    return (httpx.DigestAuth if digest or scheme == "digest" else httpx.BasicAuth)(user, password)


def _secret(name: str) -> str:
    """Read a variable whose value must be valid in a header; messages contain no part of the value."""
    name = f"POLICYGRAPH_{name}"
    value, token = os.environ.get(name, ""), name.endswith("TOKEN")
    if not value.isprintable() or (token and not (value.isascii() and value == value.strip())):
        raise UsageError("unsendable_token" if token else "unsendable", name=name)
    return value
