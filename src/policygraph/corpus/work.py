"""The pool: batches of documents in, parts on disk and records out; one that kills its process is found and named."""

from __future__ import annotations

import gc
import gzip
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from typing import IO, cast

from ..errors import PolicyGraphError
from ..registry import using
from ..texts import filled
from .discovery import Item
from .record import Options, Record, describe

__all__ = ["Batch", "bound_to_parent", "part_path", "run", "write_part"]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents, and the number of the part that they become."""

    number: int
    items: tuple[Item, ...]


def write_part(batch: Batch, folder: Path, options: Options, packed: bool) -> list[Record]:
    """Describe a batch and write its part, whole or not at all. Returns the records without their lines."""
    target = part_path(folder, batch.number, packed)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    records = []
    gc.disable()  # Records hold no cycles to speak of; looking for them costs more than reading the documents.
    try:
        # What is remembered by these words is kept from one document to the next.
        with using(options.lexicon), _written(aside, packed) as file:
            for item in batch.items:
                record = _guarded(item, options)
                file.write(record.lines.encode())
                record.lines = ""
                records.append(record)
    finally:
        gc.enable()
        gc.collect(1)
    aside.replace(target)
    return records


@contextmanager
def _written(path: Path, packed: bool) -> Iterator[IO[bytes]]:
    """A file to write to; what is packed depends on what is written alone, not on the hour or the name."""
    with path.open("wb") as file:
        if packed:
            with gzip.GzipFile("", "wb", 1, file, mtime=0) as packer:
                yield cast(IO[bytes], packer)
        else:
            yield file


def part_path(folder: Path, number: int, packed: bool) -> Path:
    """Where a part lies."""
    return folder / f"part-{number:06}.nq{'.gz' if packed else ''}"


def _guarded(item: Item, options: Options) -> Record:
    """``describe`` with a limit of time, where the system has such a thing."""
    if not hasattr(signal, "setitimer") or multiprocessing.parent_process() is None:
        return describe(item, options)

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, options.seconds)
    try:
        return describe(item, options)
    except TimeoutError:
        reason = filled("reading_too_long", path=item.place or item.key, n=options.seconds)
        return Record(item.id, item.key, item.hash, failure=reason)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def bound_to_parent() -> None:
    """Called first in a process: Ctrl-C is the parent's to handle, and its end is the end of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A parent that is killed tells nobody; its workers would wait for ever.
        threading.Thread(target=lambda: (wait_for([parent.sentinel]), os._exit(1)), daemon=True).start()


def run(
    batches: Iterator[Batch],
    folder: Path,
    options: Options,
    packed: bool,
    jobs: int,
    done: Callable[[Batch, list[Record]], None],
) -> None:
    """Describe all batches with ``jobs`` processes, calling ``done`` in this one as each is finished.

    No more than two batches a process are in memory. With one job everything happens in this process.
    """
    if jobs == 1:
        for batch in batches:
            done(batch, write_part(batch, folder, options, packed))
        return
    pool = _pool(jobs)
    running: dict[Future[list[Record]], Batch] = {}
    try:
        for batch in batches:
            running[pool.submit(write_part, batch, folder, options, packed)] = batch
            if len(running) >= 2 * jobs:
                pool = _collect(pool, running, jobs, folder, options, packed, done)
        while running:
            pool = _collect(pool, running, jobs, folder, options, packed, done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), bound_to_parent)


def _collect(
    pool: ProcessPoolExecutor,
    running: dict[Future[list[Record]], Batch],
    jobs: int,
    folder: Path,
    options: Options,
    packed: bool,
    done: Callable[[Batch, list[Record]], None],
) -> ProcessPoolExecutor:
    """Take what is finished. Where a process died, its batches are done again, one document at a time."""
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in finished:
        batch = running[future]
        try:
            records = future.result()
        except BrokenProcessPool:
            break
        except OSError as error:
            raise PolicyGraphError("path_unwritable", path=folder, reason=error) from error
        del running[future]
        done(batch, records)
    else:
        return pool
    pool.shutdown(wait=True)
    for batch in list(running.values()):
        done(batch, _one_by_one(batch, folder, options, packed))
    running.clear()
    return _pool(jobs)


def _one_by_one(batch: Batch, folder: Path, options: Options, packed: bool) -> list[Record]:
    """Find the document that kills its process, name it, and do the rest."""
    good, failed = [], []
    pool = _pool(1)
    for item in batch.items:
        try:
            pool.submit(describe, item, options).result()
            good.append(item)
        except BrokenProcessPool:
            reason = filled("reading_died", path=item.place or item.key)
            failed.append(Record(item.id, item.key, item.hash, failure=reason))
            pool = _pool(1)
    with suppress(BrokenProcessPool):
        kept = pool.submit(write_part, Batch(batch.number, tuple(good)), folder, options, packed).result()
        pool.shutdown()
        return [*kept, *failed]
    raise PolicyGraphError("part_not_built", part=str(batch.number))
