"""The two things a corpus is built into: a store in a directory, or a folder of N-Quads in parts.

Both are made beside the target, from what stands there where only some documents changed, and then change places.
"""

from __future__ import annotations

import gzip
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bulk import open_store, take, take_parts
from .loader import Loader
from .state import NAME
from .work import part_path

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Output", "Parts", "StoreDirectory", "is_ours", "share_file"]

#: Documents that make more than one or two loads: these are done in a process of their own.
_MANY = 400


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

    @contextmanager
    def loading(self, documents: int, of: int, jobs: int) -> Iterator[None]:
        """Parts of so many documents are loaded within, of as many as there will be, beside so many jobs."""
        yield

    def give_up(self) -> None:
        """End the loads under way, where that can be done: the build has failed, or was interrupted."""
        return

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
        self._loader: Loader | None = None
        self._merge = False

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
        if self._store is None:
            self._store = open_store(self.folder)
        return self._store

    @contextmanager
    def loading(self, documents: int, of: int, jobs: int) -> Iterator[None]:
        """Parts of so many documents are loaded within, of as many as there will be, beside so many jobs."""
        if documents < _MANY:
            _ = self.store  # opened by one thread
            yield
            return
        self._close()
        # On one core tables are merged once and whole at the end; two or more merge beside, and would wait for the end.
        # Where most was there before, merging all would cost more than what is loaded.
        self._merge = jobs == 1 and 2 * documents >= of
        with Loader(self.folder, put_off=self._merge) as self._loader:
            yield
        self._loader = None

    def remove(self, graphs: Collection[str], parts: Collection[int]) -> None:
        """Take out graphs."""
        from pyoxigraph import NamedNode

        for graph in graphs:
            self.store.remove_graph(NamedNode(graph))

    def load(self, parts: Sequence[Path]) -> None:
        """Take in some parts at a time."""
        if self._loader is not None:
            self._loader.load(parts)
        else:
            take_parts(self.store, self.folder, parts)
        for part in parts:
            part.unlink(missing_ok=True)

    def give_up(self) -> None:
        """End the process that loads, if there is one."""
        if self._loader is not None:
            self._loader.give_up()

    def finish(self, gone: Iterable[str], new: Iterable[str], whole: Iterable[str]) -> None:
        """Change what several documents bear on."""
        from pyoxigraph import RdfFormat, parse

        gone = list(gone)
        for quad in parse("\n".join(gone).encode(), format=RdfFormat.N_QUADS) if gone else ():
            self.store.remove(quad)
        data = "\n".join(new).encode()
        if data:
            take(self.store, self.folder, data, len(data))
        self._close()
        if self._merge:
            with Loader(self.folder) as merger:
                merger.merge()

    def _close(self) -> None:
        if self._store is not None:
            self._store.flush()
            self._store = None


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
