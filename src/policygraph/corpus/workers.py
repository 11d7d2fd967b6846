"""The processes that write documents as parts, and the threads that load parts at the same time.

If a document kills its process, it is found and named.
"""

from __future__ import annotations

import gc
import gzip
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from typing import Self

from ..cores import count_cores
from ..errors import PolicyGraphError, SourceError
from ..registry import using
from .discovery import InputDocument
from .reading import Options
from .record import Record, make_record

__all__ = ["Batch", "Loading", "PartWriter", "make_records", "run"]

#: The number of loads at a time: one keeps a core busy; for 3,000 notices two take at most 1.0 GB, one 0.7 GB.
_LOADS = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents, and the number of their part."""

    number: int
    documents: tuple[InputDocument, ...]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Switch off the search for reference cycles: records have no cycles (1.3 s instead of 1.4 s for 150 notices)."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(1)


def make_records(
    documents: Iterable[InputDocument], options: Options, on_page: Callable[[int, int], None] | None = None
) -> Iterator[Record]:
    """Read documents into records, in this process.

    Args:
        documents: The documents.
        options: How to read them.
        on_page: Receives the number of recognised pages of a document, and their total.

    Yields:
        Their records.
    """
    # The caches for these words are kept from one document to the next.
    with using(options.lexicon), _no_collection():
        for document in documents:
            yield _make_record_in_time(document, options, on_page)


def _make_record_in_time(
    document: InputDocument, options: Options, on_page: Callable[[int, int], None] | None
) -> Record:
    """Call ``make_record``, with a time limit in a process of a pool if the system has timers.

    Each recognised page restarts the timer: a scan of hundreds of pages may take long.
    """
    if not hasattr(signal, "setitimer") or multiprocessing.parent_process() is None:
        return make_record(document, options, on_page)

    def wind_up(*_: int) -> None:
        signal.setitimer(signal.ITIMER_REAL, options.seconds)

    wind_up()
    try:
        return make_record(document, options, wind_up)
    except TimeoutError:
        failure = SourceError("reading_too_long", path=document.where, n=options.seconds)
        return Record(document.id, document.name, document.hash, failure)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@dataclass(frozen=True, slots=True)
class PartWriter:
    """Writes batches as parts into a folder, compressed or not."""

    folder: Path
    options: Options
    packed: bool

    def path(self, number: int) -> Path:
        """Return the path of a part."""
        return self.folder / f"part-{number:06}.nq{'.gz' if self.packed else ''}"

    def write(self, batch: Batch, on_page: Callable[[int, int], None] | None = None) -> list[Record]:
        """Write a part atomically.

        Args:
            batch: Its documents.
            on_page: Receives the number of recognised pages of a document, and their total.

        Returns:
            Their records, without lines and policies.
        """
        target = self.path(batch.number)
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        records = []
        # The bytes of a compressed part depend only on its content, not on the time or the name of the file.
        with aside.open("wb") as plain, gzip.GzipFile("", "wb", 1, plain, mtime=0) if self.packed else plain as file:
            for record in make_records(batch.documents, self.options, on_page):
                file.write(record.lines.encode())
                record.lines, record.policy = "", None
                records.append(record)
        aside.replace(target)
        return records

    def check(self, document: InputDocument) -> None:
        """Read a document and discard the record."""
        make_record(document, self.options)


def run(
    batches: Iterator[Batch], writer: PartWriter, jobs: int, on_page: Callable[[int, int], None] | None = None
) -> Generator[tuple[Batch, list[Record]]]:
    """Write all batches. At most two batches per process are in memory.

    Args:
        batches: The documents.
        writer: Writes the batches in each process.
        jobs: The number of processes; with 1 everything happens in this process.
        on_page: Receives the number of recognised pages of a document, and their total; from this process only.

    Yields:
        Each batch with its records, as it is finished.

    Raises:
        PolicyGraphError: A part cannot be written.
    """
    if jobs == 1:
        yield from ((batch, writer.write(batch, on_page)) for batch in batches)
        return
    pool = _pool(jobs)
    running: dict[Future[list[Record]], Batch] = {}
    try:
        while True:
            waiting = deque(islice(batches, 2 * jobs - len(running)))
            if not waiting and not running:
                return
            try:
                while waiting:
                    running[pool.submit(writer.write, waiting[0])] = waiting[0]
                    waiting.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    records = future.result()
                    yield running.pop(future), records
            except BrokenProcessPool:
                pool.shutdown()
                for batch in (*running.values(), *waiting):
                    yield batch, _one_by_one(batch, writer)
                running.clear()
                pool = _pool(jobs)
            except OSError as error:
                raise PolicyGraphError("path_unwritable", path=writer.folder, reason=error) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _start_process)


def _start_process() -> None:
    """Leave Ctrl-C to the parent process, end when the parent ends, and make time limits raise ``TimeoutError``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _raise_timeout)
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A killed parent does not notify its workers, which would wait forever.
        threading.Thread(target=lambda: (wait_for([parent.sentinel]), os._exit(1)), daemon=True).start()


def _raise_timeout(*_: object) -> None:
    raise TimeoutError


def _one_by_one(batch: Batch, writer: PartWriter) -> list[Record]:
    """Find the document that kills its process, name it, and write the rest."""
    good, failed = [], []
    pool = _pool(1)
    for document in batch.documents:
        try:
            pool.submit(writer.check, document).result()
            good.append(document)
        except BrokenProcessPool:
            failed.append(
                Record(document.id, document.name, document.hash, SourceError("reading_died", path=document.where))
            )
            pool = _pool(1)
    with suppress(BrokenProcessPool):
        kept = pool.submit(writer.write, Batch(batch.number, tuple(good))).result()
        pool.shutdown()
        return [*kept, *failed]
    raise PolicyGraphError("part_not_built", part=str(batch.number))


class Loading:
    """Loads parts in threads, or in turn on a single core.

    At the end of a ``with`` block all parts are loaded, and errors are raised.
    """

    def __init__(self, load: Callable[[int], None], loaded: Callable[[int], None], jobs: int) -> None:
        """Start the threads.

        Args:
            load: Loads a part; called in a thread, or on a single core in the current one.
            loaded: Records that a part is loaded; called in the current thread.
            jobs: The number of processes of the build.
        """
        self._load, self._loaded = load, loaded
        self._in_turn = count_cores() == 1
        self._threads = ThreadPoolExecutor(min(jobs, _LOADS))
        self._running: deque[tuple[int, Future[None]]] = deque()

    def add(self, part: int) -> None:
        """Load a part; wait if too many parts are already waiting.

        On a single core, loading during reading takes 8 % more processor time than loading in turn.
        """
        if self._in_turn:
            self._load(part)
            self._loaded(part)
            return
        self._running.append((part, self._threads.submit(self._load, part)))
        self._settle(2 * _LOADS)

    def _settle(self, most: int) -> None:
        while self._running and (len(self._running) > most or self._running[0][1].done()):
            part, future = self._running.popleft()
            future.result()
            self._loaded(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._settle(0)
        finally:
            self._threads.shutdown(wait=True, cancel_futures=True)
