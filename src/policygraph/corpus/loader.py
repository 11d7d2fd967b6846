"""Bulk loads in a process of their own, where the engine merges tables when nothing else wants a processor.

Each load makes sorted tables, which the engine merges with those that are there. Done at once, the same facts are
merged again and again: with 3,000 notices that took two fifths as long as loading, and more the more there are. Put
off, few merges of many tables are left. Neither the order of these threads nor the memory that loads leave behind is
for the process of whoever builds a corpus.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.managers import BaseManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..errors import StoreError
from .bulk import merge_last, open_store, take_parts
from .memory import few_heaps, give_back
from .work import bound_to_parent

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Loader"]


class _Loads:
    """Lives in the other process; each thread that asks is answered by a thread there."""

    def __init__(self, folder: Path) -> None:
        few_heaps()
        self._folder = folder
        self._store: Store | None = open_store(folder)

    def load(self, parts: Sequence[Path]) -> None:
        assert self._store is not None
        merge_last()
        try:
            take_parts(self._store, self._folder, parts)
        finally:
            give_back()

    def close(self) -> None:
        assert self._store is not None
        self._store.flush()
        self._store = None


class _Manager(BaseManager):
    if TYPE_CHECKING:

        def loads(self, folder: Path) -> _Loads: ...


_Manager.register("loads", _Loads, exposed=("load", "close"))


class Loader:
    """``with Loader(folder) as loader: loader.load(parts)``, from several threads; at its end the store is closed.

    Raises ``StoreError`` for what goes wrong there, also where the process dies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manager = _Manager(ctx=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Self:
        self._manager.start(bound_to_parent)
        try:
            self._loads = self._manager.loads(self._folder)
        except BaseException:
            self._manager.shutdown()
            raise
        return self

    def load(self, parts: Sequence[Path]) -> None:
        """Take in some parts at a time."""
        try:
            self._loads.load(parts)
        except (EOFError, ConnectionError) as error:
            raise StoreError(f"{self._folder}: the process that loads died; is the memory too small?") from error

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._loads.close()
        except (EOFError, ConnectionError) as error:
            raise StoreError(f"{self._folder}: the process that loads died; is the memory too small?") from error
        finally:
            self._manager.shutdown()
