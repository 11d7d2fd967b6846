"""N-Quads of our own making into a store, and the engine's merging of what was loaded."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["merge_last", "open_store", "take", "take_parts"]

#: Bytes of N-Quads that are few: some ten thousand facts.
_SMALL = 4_000_000
#: RocksDB's name for the threads that merge tables.
_MERGING = "rocksdb:low"


def open_store(folder: Path) -> Store:
    """The store in a folder, or a new one; raises ``StoreError``."""
    from pyoxigraph import Store

    try:
        return Store(str(folder))
    except OSError as error:
        raise StoreError("store_not_made", path=folder, reason=error) from error


def take_parts(store: Store, folder: Path, parts: Sequence[Path]) -> None:
    """Take in some parts at a time, those that are there; raises ``StoreError``."""
    with ExitStack() as files:
        some = [files.enter_context(part.open("rb")) for part in parts if part.exists()]
        take(store, folder, _Joined(some), sum(os.fstat(file.fileno()).st_size for file in some))


def take(store: Store, folder: Path, lines: Any, size: int) -> None:
    """Take in lines of ``size`` bytes: a file or ``bytes``; raises ``StoreError``."""
    from pyoxigraph import RdfFormat

    # The lines are our own: IRIs need no checking. What is small goes through the engine's memory, because a bulk
    # load makes the engine merge its tables whatever their size.
    into = store.load if size < _SMALL else store.bulk_load
    try:
        into(lines, format=RdfFormat.N_QUADS, lenient=True)
    except SyntaxError as error:
        raise StoreError("part_damaged", path=folder, reason=error) from None
    except (OSError, RuntimeError) as error:
        raise StoreError("path_unwritable", path=folder, reason=error) from error


def merge_last() -> None:
    """Have the engine's threads that merge tables come after everything else, for as long as this process lives.

    Only Linux lets a process tell its threads apart; elsewhere nothing is done.

    >>> merge_last()
    """
    tasks = Path("/proc/self/task")
    for task in tasks.iterdir() if tasks.is_dir() else ():
        with suppress(OSError):  # a thread that has just ended
            if (task / "comm").read_text().startswith(_MERGING):
                os.setpriority(os.PRIO_PROCESS, int(task.name), 19)


class _Joined(io.RawIOBase):
    """Files read one after the other, as one."""

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = list(files)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._files:
            data = self._files[0].read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._files.pop(0)
        return 0
