"""The identifiers of notices in IRIs: making them from names, and checking them."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ..errors import UsageError
from ..files import decode_name

__all__ = ["check_identifier", "is_digest", "make_slug"]

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
#: The identifier that ``make_slug`` makes of a name without a slug.
_DIGEST = re.compile(r"n-[0-9a-f]{10}")
#: Names of other graphs (``namespaces``), which no notice can have.
_RESERVED = ("links", "vocabulary")


def check_identifier(id: str | None) -> None:
    """Check an identifier that a user gave.

    Args:
        id: The identifier, if any.

    Raises:
        UsageError: It is not valid in an IRI, or it names a graph of another kind.
    """
    if id is not None and (id in _RESERVED or not _IDENTIFIER.fullmatch(id)):
        raise UsageError("identifier_invalid", id=id)


def make_slug(name: str) -> str:
    """Turn a name into an ASCII identifier; a name with few ASCII letters, or of another graph, becomes its hash.

    Args:
        name: Any name.

    Returns:
        The identifier.

    Example:
        >>> make_slug("Fujian relocation (2020)"), make_slug("通知"), make_slug("links")
        ('fujian-relocation-2020', 'n-4b6ded8a7f', 'n-eef8b9fd5d')
    """
    name = unicodedata.normalize("NFC", decode_name(name))
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if len(plain) >= 3 and len(plain) * 2 >= len(name) and len(plain) <= 80 and plain not in _RESERVED:
        return plain
    return "n-" + hashlib.sha256(name.encode()).hexdigest()[:10]


def is_digest(identifier: str) -> bool:
    """Tell whether an identifier is the hash of a name, which is meaningless to people.

    Args:
        identifier: The identifier.

    Returns:
        Whether it is.

    Example:
        >>> is_digest(make_slug("通知")), is_digest(make_slug("Fujian relocation (2020)"))
        (True, False)
    """
    return bool(_DIGEST.fullmatch(identifier))
