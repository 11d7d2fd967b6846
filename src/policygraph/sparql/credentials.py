"""Who we are to an endpoint: from the environment or netrc, never from the command line, which others can read."""

from __future__ import annotations

import netrc
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import UsageError

__all__ = ["Credentials", "credentials_for"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """``scheme`` is basic, digest or bearer; what is secret is not shown by ``repr``."""

    scheme: str
    user: str
    secret: str

    def __repr__(self) -> str:
        return f"Credentials({self.scheme!r}, {self.user!r}, …)"


def credentials_for(url: str) -> Credentials | None:
    """The credentials for an address.

    ``POLICYGRAPH_TOKEN`` is a bearer token; ``POLICYGRAPH_USER`` and ``POLICYGRAPH_PASSWORD`` go by
    ``POLICYGRAPH_AUTH``, basic or digest; else the entry of the host in netrc, the file that ``NETRC`` names or
    ``~/.netrc``.

    Raises:
        UsageError: the address itself carries a password, or what is configured makes no sense.

    >>> credentials_for("http://me:secret@localhost/query")
    Traceback (most recent call last):
    policygraph.errors.UsageError: an address must not carry a password; put it into POLICYGRAPH_PASSWORD or netrc
    """
    parts = urlsplit(url)
    for name in ("POLICYGRAPH_TOKEN", "POLICYGRAPH_USER", "POLICYGRAPH_PASSWORD"):
        _check(name, os.environ.get(name, ""))
    if parts.password is not None or parts.username is not None:
        raise UsageError("password_in_address")
    scheme = os.environ.get("POLICYGRAPH_AUTH", "basic").lower()
    if scheme not in ("basic", "digest"):
        raise UsageError("auth_scheme", scheme=scheme)
    if token := os.environ.get("POLICYGRAPH_TOKEN"):
        return Credentials("bearer", "", token)
    if user := os.environ.get("POLICYGRAPH_USER"):
        return Credentials(scheme, user, os.environ.get("POLICYGRAPH_PASSWORD", ""))
    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(parts.hostname or "")
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError) as error:
        raise UsageError("netrc_unreadable", reason=error) from None
    return Credentials(scheme, found[0], found[2] or "") if found else None


def _check(name: str, value: str) -> None:
    """See that a header can carry a secret; no message has it, not in part."""
    token = name == "POLICYGRAPH_TOKEN"
    if not value.isprintable() or (token and not (value.isascii() and value == value.strip())):
        raise UsageError("unsendable_token" if token else "unsendable", name=name)
