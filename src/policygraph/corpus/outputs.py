"""The two outputs of a build into a directory: a store, or N-Quads in parts.

Both are made beside the target, from the existing output if only some documents changed.
"""

from __future__ import annotations

import ctypes
import gzip
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..errors import StoreError
from .state import NAME

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Output", "Parts", "StoreDirectory", "share_file"]


class Output(ABC):
    """An output in ``folder``, opened by ``with``. All methods can be repeated after an interruption."""

    #: Whether parts are kept as they are written, and are therefore compressed.
    packed = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    @abstractmethod
    def start(self, before: Path | None) -> None:
        """Create the folder, empty or with the content of ``before``."""

    @abstractmethod
    def remove(self, graphs: Collection[str], parts: Iterable[Path]) -> None:
        """Remove graphs, which are in parts with these names."""

    @abstractmethod
    def load(self, part: Path) -> None:
        """Load a part; several threads may call this."""

    @abstractmethod
    def finish(self, gone: Collection[str], new: Collection[str], whole: Iterable[str]) -> None:
        """Replace the facts that several documents state: remove ``gone`` and add ``new``; ``whole`` are all facts."""


class StoreDirectory(Output):
    """An Oxigraph store; unchanged files are shared with the previous store."""

    def start(self, before: Path | None) -> None:
        """Create the folder, empty or with what is at ``before``."""
        self.folder.mkdir()
        # The previous store is not opened, so that its readers are not disturbed. Its tables never change: share them.
        for file in before.iterdir() if before else ():
            if file.suffix == ".sst":
                share_file(file, self.folder / file.name)
            elif file.name != NAME and not file.name.startswith("LO"):  # LOCK, and the engine's logs
                shutil.copyfile(file, self.folder / file.name)

    def __enter__(self) -> Self:
        from pyoxigraph import Store

        try:
            self._store: Store = Store(str(self.folder))
        except OSError as error:
            raise StoreError("store_not_made", path=self.folder, reason=error) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._store.flush()
        del self._store

    def remove(self, graphs: Collection[str], parts: Iterable[Path]) -> None:
        """Remove graphs."""
        from pyoxigraph import NamedNode

        for graph in graphs:
            self._store.remove_graph(NamedNode(graph))

    def load(self, part: Path) -> None:
        """Load a part and delete it."""
        if part.exists():  # else it was loaded before an interruption
            self._take(part)
            part.unlink()

    def _take(self, part: Path) -> None:
        from pyoxigraph import RdfFormat

        try:
            # The lines are written by this package: IRIs need no check.
            self._store.bulk_load(path=part, format=RdfFormat.N_QUADS, lenient=True)
        except SyntaxError as error:
            raise StoreError("part_damaged", path=self.folder, reason=error) from None
        except (OSError, RuntimeError) as error:
            raise StoreError("path_unwritable", path=self.folder, reason=error) from error
        _give_back_memory()

    def finish(self, gone: Collection[str], new: Collection[str], whole: Iterable[str]) -> None:
        """Replace the facts that several documents state."""
        from pyoxigraph import RdfFormat, parse

        for quad in parse("\n".join(gone).encode(), format=RdfFormat.N_QUADS):
            self._store.remove(quad)
        part = self.folder.with_name("shared.nq")
        part.write_text("".join(f"{line}\n" for line in new), encoding="utf-8", newline="")
        self.load(part)


def _give_back_memory() -> None:
    """Return freed memory to the system: glibc keeps a heap for each thread of a bulk load.

    1,000 notices on two cores take at most 850 MB, or 930 MB without this.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class Parts(Output):
    """Compressed N-Quads: ``part-000000.nq.gz`` and so on, and ``shared.nq.gz`` with facts of several documents."""

    packed = True

    def start(self, before: Path | None) -> None:
        """Create the folder, empty or with the parts at ``before``."""
        self.folder.mkdir()
        for part in before.glob("part-*.nq.gz") if before else ():
            share_file(part, self.folder / part.name)

    def remove(self, graphs: Collection[str], parts: Iterable[Path]) -> None:
        """Remove graphs from parts."""
        ends = {f"<{graph}> .\n".encode() for graph in graphs}
        for name in parts:
            path = self.folder / name.name
            if not path.exists():
                continue
            with gzip.open(path) as lines:
                kept = b"".join(line for line in lines if line[line.rindex(b" <") + 1 :] not in ends)
            path.unlink()  # not overwritten: the previous output may share it
            if kept:
                aside = path.with_name(f".{path.name}")
                aside.write_bytes(gzip.compress(kept, 1, mtime=0))
                aside.replace(path)

    def load(self, part: Path) -> None:
        """Move a part into the folder."""
        if part.exists():
            part.replace(self.folder / part.name)

    def finish(self, gone: Collection[str], new: Collection[str], whole: Iterable[str]) -> None:
        """Write the facts that several documents state."""
        data = "".join(f"{line}\n" for line in sorted(whole)).encode()
        (self.folder / "shared.nq.gz").write_bytes(gzip.compress(data, 1, mtime=0))


def share_file(file: Path, target: Path) -> None:
    """Link a file under another name, or copy it if the file system has no links.

    Args:
        file: The file.
        target: The other name.
    """
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
