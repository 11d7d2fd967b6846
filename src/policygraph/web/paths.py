"""The addresses of pages: those of the navigation, and for each thing the path of its IRI below the base of the data.

For an IRI ``BASE/body/350000/finance`` the page is ``body/350000/finance.html``, beside ``.ttl`` and ``.jsonld``. An
IRI outside the base, or one whose path no file system would take, gets a path made of its hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ..namespaces import ID

__all__ = ["SECTIONS", "Paths", "find_base"]

#: The pages in the navigation of the atlas and of the server, in order. An atlas has those for which its graph holds
#: something to show.
SECTIONS = ("index", "networks", "matrices", "tables", "timeline", "progress", "comparison")

_SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._~-]{0,180}")
#: Names that the site itself uses at its top.
_OWN = {"assets", "data", "index", "other"}


def find_base(policies: Iterable[str]) -> str:
    """Find the base of the data: the part before ``policy/`` in the IRI of a policy.

    Args:
        policies: IRIs of policies.

    Returns:
        The base that the first fitting IRI has, else the project's own.

    Example:
        >>> find_base(["http://example.org/data/policy/a"])
        'http://example.org/data/'
    """
    for iri in policies:
        head, found, _ = iri.rpartition("policy/")
        if found and "/" in head:
            return head
    return ID


class Paths:
    """The path of each thing's page, without ``.html``; no two things share one.

    Example:
        >>> paths = Paths("https://w3id.org/policygraph/id/")
        >>> paths.of("https://w3id.org/policygraph/id/body/350000/finance")
        'body/350000/finance'
        >>> paths.of("https://w3id.org/policygraph/id/../../etc")[:6]
        'other/'
    """

    def __init__(self, base: str) -> None:
        """Start with no paths given.

        Args:
            base: The base of the data, which ends with a slash.
        """
        self.base = base
        self._found: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, iri: str) -> str:
        """Return the path of an IRI, always the same one.

        Args:
            iri: The IRI of a thing.

        Returns:
            The path; two IRIs that differ only in case do not share a file.
        """
        path = self._found.get(iri)
        if path is None:
            path = iri.removeprefix(self.base)
            segments = path.split("/")
            if (
                path == iri
                or segments[0].lower() in _OWN
                or len(segments) < 2
                or len(path) > 400
                or not all(_SEGMENT.fullmatch(segment) for segment in segments)
                or path.lower() in self._taken
            ):
                path = f"other/{hashlib.sha256(iri.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
            self._found[iri] = path
            self._taken.add(path.lower())
        return path
