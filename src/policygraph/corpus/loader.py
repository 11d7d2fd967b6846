"""Bulk loads in a process of their own, where the engine merges tables when nothing else wants a processor.

Each load makes sorted tables, which the engine merges with those that are there. Done at once, the same facts are
merged again and again: with 3,000 notices that was two fifths of the time of loading, more the more there are. Put
off, few merges of many tables are left. Neither the order of these threads nor the memory that loads leave behind is
for the process of whoever builds a corpus.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

    def __init__(self, folder: Path, put_off: bool) -> None:
        few_heaps()
        self._folder, self._put_off = folder, put_off
        self._store: Store | None = None

    def open(self) -> None:
        self._store = open_store(self._folder)

    def load(self, parts: Sequence[Path]) -> None:
        assert self._store is not None
        if self._put_off:
            merge_last()
        try:
            take_parts(self._store, self._folder, parts)
        finally:
            give_back()

    def merge(self) -> None:
        assert self._store is not None
        self._store.optimize()

    def pid(self) -> int:
        return os.getpid()

    def close(self) -> None:
        assert self._store is not None
        self._store.flush()
        self._store = None


class _Manager(BaseManager):
    if TYPE_CHECKING:

        def loads(self, folder: Path, put_off: bool) -> _Loads: ...


_Manager.register("loads", _Loads, exposed=("open", "load", "merge", "pid", "close"))


class Loader:
    """``with Loader(folder) as loader: loader.load(parts)``, from several threads; at its end the store is closed.

    With ``put_off`` merging waits for idle processors, and a later ``merge`` does it. Raises ``StoreError`` for what
    goes wrong there, also where the process dies.
    """

    def __init__(self, folder: Path, put_off: bool = False) -> None:
        self._folder, self._put_off = folder, put_off
        self._manager = _Manager(ctx=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Self:
        self._manager.start(bound_to_parent)
        try:
            self._loads = self._manager.loads(self._folder, self._put_off)
            with self._told():
                self._loads.open()
        except BaseException:
            self._manager.shutdown()
            raise
        return self

    @property
    def pid(self) -> int:
        """The process that loads."""
        return self._loads.pid()

    def load(self, parts: Sequence[Path]) -> None:
        """Take in some parts at a time."""
        with self._told():
            self._loads.load(parts)

    def merge(self) -> None:
        """Merge all tables that overlap; takes a third as long as loading all there is."""
        with self._told():
            self._loads.merge()

    def give_up(self) -> None:
        """End the process with what it is at; whoever waits for a load is told that it died."""
        self._manager.shutdown()

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                with self._told():
                    self._loads.close()
        finally:
            self._manager.shutdown()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, ConnectionError) as error:
            raise StoreError("loading_died", path=self._folder) from error
