"""The HTTP client that talks to a database: redirects, proxies and certificates as the environment has them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..sparql.reach import proxy

if TYPE_CHECKING:
    import httpx

__all__ = ["http_client"]


def http_client(url: str, timeout: float, transport: httpx.BaseTransport | None, **more: Any) -> httpx.Client:
    """A client for the database at an address; ``more`` are arguments of ``httpx.Client``.

    ``timeout`` is in seconds. ``transport`` carries the requests where it is not the network.
    """
    import httpx

    # What netrc says is in the credentials already, and of proxies httpx does not understand all that is said.
    return httpx.Client(
        timeout=timeout,
        follow_redirects=True,
        transport=transport,
        trust_env=False,
        verify=httpx.create_ssl_context(),
        proxy=None if transport else proxy(url, socks=find_spec("socksio") is not None),
        **more,
    )
