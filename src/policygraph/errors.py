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

A message is one line that says what is wrong, where, and how to mend it, in Chinese and English; its text stands in
the sections ``errors…`` of ``texts.json``.
"""

from __future__ import annotations

import errno
from typing import Any, Self

from .texts import Names, filled

__all__ = [
    "EndpointError",
    "NoMeasureError",
    "PolicyGraphError",
    "PublishError",
    "QueryError",
    "SourceError",
    "StoreError",
    "UsageError",
    "reason_of",
]

#: Faults of the system that have a text in both languages; any other is told as the system tells it.
_FAULTS = {
    errno.EACCES: "fault_permission",
    errno.EBUSY: "fault_busy",
    errno.EDQUOT: "fault_full",
    errno.EEXIST: "fault_exists",
    errno.EISDIR: "fault_folder",
    errno.ELOOP: "fault_loop",
    errno.EMFILE: "fault_open_files",
    errno.ENAMETOOLONG: "fault_long_name",
    errno.ENOENT: "fault_missing",
    errno.ENOMEM: "fault_memory",
    errno.ENOSPC: "fault_full",
    errno.ENOTDIR: "fault_no_folder",
    errno.EPERM: "fault_permission",
    errno.EROFS: "fault_read_only",
    errno.ECONNREFUSED: "fault_refused",
    errno.ECONNRESET: "fault_reset",
    errno.EPIPE: "fault_reset",
}


def reason_of(error: BaseException) -> Names:
    """What an exception says, in one line: ours and common faults of the system in both languages.

    >>> reason_of(FileNotFoundError(2, "No such file or directory")).zh
    '没有这个文件或文件夹'
    >>> reason_of(ValueError("odd")).zh
    'odd'
    """
    if isinstance(error, PolicyGraphError):
        return error.names
    if isinstance(error, OSError) and error.errno in _FAULTS:
        return filled(_FAULTS[error.errno])
    told = _line(str(getattr(error, "strerror", None) or error)) or type(error).__name__
    return Names(told, told)


def _line(text: str) -> str:
    """Whatever a message quotes, it stays one line and can be printed."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())


class PolicyGraphError(Exception):
    """Base of all errors of this package; ``str(error)`` is one line of English, ``error.names`` has both languages.

    >>> from policygraph import PolicyGraphError, read
    >>> try:
    ...     read("no-such-notice.txt")
    ... except PolicyGraphError as error:
    ...     print(error)
    ...     print(error.names.zh)
    no-such-notice.txt does not exist: check the name
    no-such-notice.txt 不存在：请检查文件名
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        """An error by its text.

        Args:
            key: of a text in ``texts.json``.
            **values: what the text has places for. An exception is told by its own words, see ``reason_of``.
        """
        told = {name: reason_of(each) if isinstance(each, BaseException) else each for name, each in values.items()}
        names = filled(key, **told)
        self.names = Names(_line(names.zh), _line(names.en))
        super().__init__(self.names.en)

    @classmethod
    def of(cls, names: Names) -> Self:
        """An error that has its message already, from another process for instance."""
        return cls("verbatim", message=names)

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross from one process to another with both languages."""
        return (type(self).of, (self.names,))


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
