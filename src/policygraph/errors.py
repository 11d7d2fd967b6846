"""Every error this package raises on purpose.

::

    PolicyGraphError              all of them; the command line prints its one line and exits 2
    ├── UsageError                the call makes no sense: an unknown option value, a missing file name
    ├── SourceError               a document cannot be read: absent, empty, binary, of an unknown format
    │   └── NoMeasureError        the document can be read, but no measure is in it
    ├── StoreError                a graph cannot be opened, loaded or written
    │   └── PublishError          another triple store does not take a graph, or cannot be reached
    └── QueryError                a query is unknown, malformed or given a wrong parameter
        └── EndpointError         a remote SPARQL endpoint does not answer as it should

A message is one line that says what is wrong, where, and how to mend it.
"""

from __future__ import annotations

__all__ = [
    "EndpointError",
    "NoMeasureError",
    "PolicyGraphError",
    "PublishError",
    "QueryError",
    "SourceError",
    "StoreError",
    "UsageError",
]


class PolicyGraphError(Exception):
    """Base of all errors of this package; ``str(error)`` is one line for people.

    >>> from policygraph import PolicyGraphError, read
    >>> try:
    ...     read("no-such-notice.txt")
    ... except PolicyGraphError as error:
    ...     print("no-such-notice.txt" in str(error), len(str(error).splitlines()))
    True 1
    """

    def __init__(self, message: str = "") -> None:
        """Whatever a message quotes, it stays one line and can be printed."""
        super().__init__(" ".join(message.encode("utf-8", "backslashreplace").decode().split()))


class UsageError(PolicyGraphError):
    """The call itself is wrong."""


class SourceError(PolicyGraphError):
    """A source document cannot be read."""


class NoMeasureError(SourceError):
    """A source was read, and no measure with a responsible body was found in it."""


class StoreError(PolicyGraphError):
    """A graph cannot be opened, loaded or written."""


class PublishError(StoreError):
    """Another triple store does not take a graph, or cannot be reached."""


class QueryError(PolicyGraphError):
    """A query is unknown, malformed or given a wrong parameter."""


class EndpointError(QueryError):
    """A remote SPARQL endpoint is out of reach or answers something else than results."""
