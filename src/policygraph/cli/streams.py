"""Guard the standard streams: a full disk, a closed stream and a reader that has left end a command in one way.

A fault of standard output raises ``OutputError``, whoever writes; faults of standard error are ignored. After the first
fault all output is discarded, so that nothing can fail when the interpreter ends.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from ..errors import reason_of
from ..texts import filled

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["OutputError", "guard"]


class OutputError(Exception):
    """Standard output cannot be written; no ``OSError``, because click and rich handle those themselves."""

    def __init__(self, fault: OSError) -> None:
        closed = fault.errno == errno.EBADF
        self.names = filled("output_closed") if closed else filled("output_fails", reason=reason_of(fault))
        super().__init__(self.names.en)
        #: Whether the reader has closed the pipe (``policygraph query … | head``).
        self.left = isinstance(fault, BrokenPipeError)


class _Guarded(io.RawIOBase):
    """A raw stream that reports its first fault and then discards all data."""

    def __init__(self, stream: io.TextIOWrapper, tell: Callable[[OSError], None]) -> None:
        # Without this reference the stream would be closed.
        self._stream, self._tell = stream, tell
        buffer: Any = stream.buffer
        self._raw: io.RawIOBase = getattr(buffer, "raw", buffer)
        self._broken = False

    def write(self, data: Buffer) -> int | None:
        if not self._broken:
            try:
                return self._raw.write(data)
            except OSError as fault:
                self._broken = True
                self._tell(fault)
        return memoryview(data).nbytes

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()


def guard() -> None:
    """Replace the streams in ``sys`` by guarded ones: UTF-8 in every locale, with bytes of file names unchanged."""
    _reopen_closed()

    def fail(fault: OSError) -> None:
        raise OutputError(fault)

    sys.stdout = _guarded(sys.stdout, fail, "surrogateescape")
    sys.stderr = _guarded(sys.stderr, lambda _: None, "backslashreplace")


def _guarded(stream: TextIO, tell: Callable[[OSError], None], errors: str) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # replaced by a test or by an environment without files
    buffer = io.BufferedWriter(_Guarded(stream, tell))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=stream.line_buffering)


def _reopen_closed() -> None:
    """Reopen closed streams, or the next file that is opened gets their number and messages are written into it.

    Standard output is opened for reading, so that writing fails as for a closed stream.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is not None:
            continue
        opened = os.open(os.devnull, flags)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        raw = io.FileIO(number, "r" if name == "stdin" else "w", closefd=False)
        buffer = io.BufferedReader(raw) if name == "stdin" else io.BufferedWriter(raw)
        setattr(sys, name, io.TextIOWrapper(buffer, encoding="utf-8"))
