"""The two things a corpus is built into: a store in a directory, or a folder of N-Quads in parts.

Both are made beside the target, from what stands there where only some documents changed, and then change places.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..errors import StoreError
from .state import NAME
from .work import part_path

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Output", "Parts", "StoreDirectory", "is_ours", "share_file"]

#: Bytes of N-Quads that are few: some ten thousand facts.
_SMALL = 4_000_000


class Output(ABC):
    """What is being made in ``folder``. All methods can be called again after an interruption."""

    #: Are parts kept as they are written, compressed?
    packed = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def start(self, before: Path | None) -> None:
        """An empty output, or one with what stands at ``before``."""

    @abstractmethod
    def remove(self, graphs: Collection[str], parts: Collection[int]) -> None:
        """Take out graphs, which lie in these parts."""

    @abstractmethod
    def load(self, parts: Sequence[Path]) -> None:
        """Take in parts that workers wrote, some together."""

    @abstractmethod
    def finish(self, gone: Iterable[str], new: Iterable[str], whole: Iterable[str]) -> None:
        """Facts that several documents bear on: those to take out, to put in, and all of them."""


class StoreDirectory(Output):
    """A store of Oxigraph; unchanged files are shared with the store before it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._store: Store | None = None
        self._opening = threading.Lock()

    def start(self, before: Path | None) -> None:
        """An empty output, or one with what stands at ``before``."""
        # Whoever reads the store before is left alone: it is not opened. Its tables never change, so they are shared.
        for file in before.iterdir() if before else ():
            self.folder.mkdir(exist_ok=True)
            if file.suffix == ".sst":
                share_file(file, self.folder / file.name)
            elif file.name != NAME and not file.name.startswith("LO"):  # LOCK, and the engine's diaries
                shutil.copyfile(file, self.folder / file.name)

    @property
    def store(self) -> Store:
        """Opened when it is first needed."""
        from pyoxigraph import Store

        with self._opening:
            if self._store is None:
                try:
                    self._store = Store(str(self.folder))
                except OSError as error:
                    raise StoreError(f"{self.folder}: the store cannot be made: {error}") from error
            return self._store

    def remove(self, graphs: Collection[str], parts: Collection[int]) -> None:
        """Take out graphs."""
        from pyoxigraph import NamedNode

        for graph in graphs:
            self.store.remove_graph(NamedNode(graph))

    def load(self, parts: Sequence[Path]) -> None:
        """Take in some parts at a time: each bulk load makes tables that the engine has to merge afterwards."""
        parts = [part for part in parts if part.exists()]
        with ExitStack() as files:
            self._take(_Joined([files.enter_context(part.open("rb")) for part in parts]), sum(map(_size, parts)))
        for part in parts:
            part.unlink()

    def _take(self, lines: Any, size: int) -> None:
        from pyoxigraph import RdfFormat

        # The lines are our own: IRIs need no checking. What is small goes through the engine's memory, because a bulk
        # load makes the engine merge its tables whatever their size.
        take = self.store.load if size < _SMALL else self.store.bulk_load
        try:
            take(lines, format=RdfFormat.N_QUADS, lenient=True)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.folder}: cannot be written: {error}") from error

    def finish(self, gone: Iterable[str], new: Iterable[str], whole: Iterable[str]) -> None:
        """Change what several documents bear on."""
        from pyoxigraph import RdfFormat, parse

        gone = list(gone)
        for quad in parse("\n".join(gone).encode(), format=RdfFormat.N_QUADS) if gone else ():
            self.store.remove(quad)
        data = "\n".join(new).encode()
        if data:
            self._take(io.BytesIO(data), len(data))
        self.store.flush()
        self._store = None


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


def _size(file: Path) -> int:
    return file.stat().st_size


class Parts(Output):
    """Compressed N-Quads, ``part-000000.nq.gz`` and on, and ``shared.nq.gz`` with what several documents bear on."""

    packed = True

    def start(self, before: Path | None) -> None:
        """An empty output, or one with what stands at ``before``."""
        self.folder.mkdir(exist_ok=True)
        for part in before.glob("part-*.nq.gz") if before else ():
            share_file(part, self.folder / part.name)

    def remove(self, graphs: Collection[str], parts: Collection[int]) -> None:
        """Take out graphs."""
        ends = {f"<{graph}> .\n".encode() for graph in graphs}
        for number in parts:
            path = part_path(self.folder, number, True)
            if not path.exists():
                continue
            with gzip.open(path) as lines:
                kept = b"".join(line for line in lines if line[line.rindex(b" <") + 1 :] not in ends)
            path.unlink()  # not written over: the output before may share it
            if kept:
                aside = path.with_name(f".{path.name}")
                aside.write_bytes(gzip.compress(kept, 1, mtime=0))
                aside.replace(path)

    def load(self, parts: Sequence[Path]) -> None:
        """Take in parts."""
        for part in parts:
            if part.exists():
                part.replace(self.folder / part.name)

    def finish(self, gone: Iterable[str], new: Iterable[str], whole: Iterable[str]) -> None:
        """Change what several documents bear on."""
        data = "".join(f"{line}\n" for line in sorted(whole)).encode()
        (self.folder / "shared.nq.gz").write_bytes(gzip.compress(data, 1, mtime=0))


def share_file(file: Path, target: Path) -> None:
    """The same file under another name, or a copy where the file system has no links."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def is_ours(path: Path) -> bool:
    """Does an earlier build of this kind stand there?"""
    return (path / NAME).is_file()
