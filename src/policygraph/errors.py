"""The exceptions of the package.

::

    PolicyGraphError              the base of all; the command line prints its one line and exits 2
    ├── UsageError                the call is wrong: an unknown option value, a missing file name
    ├── SourceError               a document cannot be read: absent, empty, binary, of an unknown format
    │   └── NoMeasureError        the document can be read, but it has no measure
    ├── StoreError                a graph cannot be opened, loaded or written
    │   └── PublishError          another triple store refuses a graph, or cannot be reached
    └── QueryError                a query is unknown, malformed or has a wrong parameter
        └── EndpointError         a remote SPARQL endpoint cannot be reached, or does not answer with results

    Exception                     internal to one package, never raised to callers
    ├── OutputError               standard output cannot be written (cli)
    └── RefusedError              an HTTP request is refused with a status of 400 or above (web)

A message is one line in Chinese and English that says what is wrong, where, and how to mend it; its text is in the
sections ``errors…`` of ``texts.json``. Where the error is about a place in a file, ``path``, ``line`` and ``column``
give that place.
"""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import Any, Self

from .texts import Bilingual, Message, filled

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

#: Faults of the system that have a text in both languages; for any other the text of the system is used.
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


def reason_of(error: BaseException) -> Bilingual:
    """Return the message of an exception in one line.

    Args:
        error: Any exception. Those of this package and common faults of the system have a text in both languages.

    Returns:
        The message.

    Example:
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
    return Bilingual(told, told)


def _line(text: str) -> str:
    """Make a text one line that can be printed, whatever it quotes."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())


class PolicyGraphError(Exception):
    """The base of all exceptions of this package.

    Attributes:
        names: The message in both languages; ``str(error)`` is the English one.
        path: The file that the error is about, or ``None``.
        line: The line in it, from 1, or ``None``.
        column: The column in that line, from 1, or ``None``.

    Example:
        >>> from policygraph import PolicyGraphError, read
        >>> try:
        ...     read("no-such-notice.txt")
        ... except PolicyGraphError as error:
        ...     print(error)
        ...     print(error.names.zh)
        ...     print(error.path, error.line)
        no-such-notice.txt does not exist: check the name
        no-such-notice.txt 不存在：请检查文件名
        no-such-notice.txt None
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        """Make an error from a text.

        Args:
            key: The key of a text in ``texts.json``.
            **values: The values for the places of the text, and ``path``, ``line`` and ``column``. An exception
                stands for its own message, see ``reason_of``.
        """
        told = {name: reason_of(each) if isinstance(each, BaseException) else each for name, each in values.items()}
        message = filled(key, **told)
        self.names: Message = replace(message, zh=_line(message.zh), en=_line(message.en))
        self.path, self.line, self.column = message.path, message.line, message.column
        super().__init__(self.names.en)

    @classmethod
    def of(cls, names: Bilingual) -> Self:
        """Make an error from a finished message, for example one from another process.

        Args:
            names: The message.

        Returns:
            The error.
        """
        return cls("verbatim", message=names)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the error with its message in both languages and its place."""
        return (type(self).of, (self.names,))


class UsageError(PolicyGraphError):
    """The call is wrong."""


class SourceError(PolicyGraphError):
    """A source document cannot be read."""


class NoMeasureError(SourceError):
    """A source document can be read, but no measure with a responsible body was found in it."""


class StoreError(PolicyGraphError):
    """A graph cannot be opened, loaded or written."""


class PublishError(StoreError):
    """Another triple store refuses a graph, or cannot be reached."""


class QueryError(PolicyGraphError):
    """A query is unknown, malformed or has a wrong parameter."""


class EndpointError(QueryError):
    """A remote SPARQL endpoint cannot be reached, or does not answer with results."""
