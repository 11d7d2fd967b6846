"""The state of a build in one SQLite file, which makes a build resumable and the next one incremental; and its lock.

The file is in the output, so that the two are moved and replaced together.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from ..errors import UsageError
from ..texts import Bilingual
from .record import Account, Record

__all__ = ["NAME", "BuildState", "Lock"]

#: The file's name in a store or in a folder of N-Quads; the engine ignores it.
NAME = "corpus.sqlite"

_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document(id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, part INTEGER NOT NULL,
    number TEXT NOT NULL, failure TEXT NOT NULL, measures INTEGER NOT NULL, responsibilities INTEGER NOT NULL,
    unread INTEGER NOT NULL, account BLOB NOT NULL);
CREATE TABLE title(document TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (document, title)) WITHOUT ROWID;
CREATE TABLE citation(document TEXT NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
    implements INTEGER NOT NULL, PRIMARY KEY (document, position)) WITHOUT ROWID;
CREATE TABLE measure_hash(document TEXT NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY (document, hash)) WITHOUT ROWID;
CREATE INDEX measure_by_hash ON measure_hash(hash);
CREATE TABLE concept(document TEXT NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (document, iri)) WITHOUT ROWID;
CREATE TABLE description(hash BLOB PRIMARY KEY, thing TEXT NOT NULL, lines TEXT NOT NULL);
CREATE TABLE described(document TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (document, hash)) WITHOUT ROWID;
CREATE TABLE shared(line TEXT PRIMARY KEY, graph TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE part(number INTEGER PRIMARY KEY, stage TEXT NOT NULL);
"""
_LISTED = "(SELECT value FROM json_each(?))"
_BY_DOCUMENT = ("title", "citation", "measure_hash", "concept", "described")


class BuildState:
    """The open file, or a database in memory; each method that writes is one transaction."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file.

        Args:
            path: The file, created if it does not exist; ``None`` for a database in memory.
        """
        fresh = path is None or not path.exists()
        self.db = sqlite3.connect(path or ":memory:")
        self.db.execute("PRAGMA synchronous = NORMAL")
        if fresh:
            self.db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def get(self, name: str) -> str:
        """Return a setting, or an empty text if it is not set."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, **values: str) -> None:
        """Store settings by their names."""
        with self.db:
            self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def documents(self) -> dict[str, tuple[str, str, str]]:
        """Return name, hash and failure of each document, by identifier."""
        return {row[0]: row[1:] for row in self.db.execute("SELECT id, name, hash, failure FROM document")}

    def add(self, part: int, records: Iterable[Record], stage: str) -> None:
        """Add documents.

        Args:
            part: The number of the part they are in.
            records: Their records.
            stage: The stage of the part: ``written`` or ``loaded``.
        """
        with self.db as db:
            for record in records:
                name, keys, failure = record.id, record.keys, ""
                if record.failure:
                    failure = json.dumps([record.failure.names.zh, record.failure.names.en], ensure_ascii=False)
                row = (name, record.name, record.hash, part, keys.number, failure)
                counts = (record.measures, record.responsibilities, record.unread, record.account)
                db.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *counts))
                db.executemany("INSERT OR IGNORE INTO title VALUES (?, ?)", [(name, title) for title in keys.titles])
                db.executemany("INSERT INTO citation VALUES (?, ?, ?, ?, ?)", [(name, *c) for c in keys.citations])
                db.executemany("INSERT INTO measure_hash VALUES (?, ?)", [(name, h) for h in keys.measure_hashes])
                db.executemany("INSERT INTO concept VALUES (?, ?)", [(name, iri) for iri in record.concepts])
                hashed = [(_description_hash(each.lines), *each) for each in record.described]
                db.executemany("INSERT OR IGNORE INTO description VALUES (?, ?, ?)", hashed)
                db.executemany("INSERT INTO described VALUES (?, ?)", [(name, row[0]) for row in hashed])
            db.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (part, stage))

    def parts_of(self, documents: Collection[str]) -> list[int]:
        """Return the parts that contain documents."""
        found = self.db.execute(
            f"SELECT DISTINCT part FROM document WHERE id IN {_LISTED} ORDER BY part", (json.dumps([*documents]),)
        )
        return [row[0] for row in found]

    def prepare(self, documents: Collection[str], graphs: Collection[str]) -> None:
        """Remove documents and the shared facts in their graphs, and record that this is done."""
        names = (json.dumps([*documents]),)
        with self.db as db:
            db.execute(f"DELETE FROM document WHERE id IN {_LISTED}", names)
            for table in _BY_DOCUMENT:
                db.execute(f"DELETE FROM {table} WHERE document IN {_LISTED}", names)
            db.execute(f"DELETE FROM shared WHERE graph IN {_LISTED}", (json.dumps([*graphs]),))
            db.execute("DELETE FROM description WHERE hash NOT IN (SELECT hash FROM described)")
            db.execute("INSERT OR REPLACE INTO meta VALUES ('prepared', 'yes')")

    def note_loaded(self, part: int) -> None:
        """Record that a part is loaded."""
        with self.db:
            self.db.execute("UPDATE part SET stage = 'loaded' WHERE number = ?", (part,))

    def waiting_parts(self) -> list[int]:
        """Return the parts that are written but not loaded."""
        return [row[0] for row in self.db.execute("SELECT number FROM part WHERE stage = 'written' ORDER BY number")]

    def next_part(self) -> int:
        """Return the number of the next part."""
        return int(self.db.execute("SELECT COALESCE(MAX(number), -1) + 1 FROM part").fetchone()[0])

    def descriptions(self) -> Iterator[tuple[str, str, int, str]]:
        """Yield each description: the thing, its facts, the number of documents with it, and the first of these."""
        yield from self.db.execute(
            "SELECT thing, lines, COUNT(*), MIN(document) FROM description JOIN described USING (hash)"
            " GROUP BY hash ORDER BY thing, lines"
        )

    def concepts(self) -> list[str]:
        """Return the concepts that documents use."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT iri FROM concept ORDER BY 1")]

    def failures(self) -> dict[str, Bilingual]:
        """Return why documents could not be read, by name."""
        found = self.db.execute("SELECT name, failure FROM document WHERE failure <> '' ORDER BY name")
        return {name: Bilingual(*json.loads(failure)) for name, failure in found}

    def totals(self) -> tuple[int, int, int, int]:
        """Return the numbers of documents read, measures, responsibilities and unread passages."""
        row: tuple[int, int, int, int] = self.db.execute(
            "SELECT COUNT(*), COALESCE(SUM(measures), 0), COALESCE(SUM(responsibilities), 0),"
            " COALESCE(SUM(unread), 0) FROM document WHERE failure = ''"
        ).fetchone()
        return row

    def accounts(self) -> Iterator[Account]:
        """Yield the account of each document, by name."""
        found = self.db.execute("SELECT account FROM document WHERE failure = '' ORDER BY name, id")
        yield from (Account.unpack(row[0]) for row in found)

    def compare_shared(self, facts: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """Compare shared facts with those of the last build.

        Args:
            facts: Lines and their graphs.

        Returns:
            The lines to remove and the lines to add.
        """
        with self.db as db:
            db.execute("CREATE TEMP TABLE wanted(line TEXT PRIMARY KEY, graph TEXT NOT NULL) WITHOUT ROWID")
            db.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", facts)
        gone = [row[0] for row in self.db.execute("SELECT line FROM shared EXCEPT SELECT line FROM wanted")]
        new = [row[0] for row in self.db.execute("SELECT line FROM wanted EXCEPT SELECT line FROM shared")]
        return gone, new

    def note_shared(self) -> None:
        """Record that the facts given to ``compare_shared`` are in the output."""
        with self.db as db:
            db.execute("DELETE FROM shared WHERE line NOT IN (SELECT line FROM wanted)")
            db.execute("INSERT OR IGNORE INTO shared SELECT line, graph FROM wanted")


def _description_hash(lines: str) -> bytes:
    return hashlib.blake2b(lines.encode(), digest_size=16).digest()


class Lock:
    """A lock on a target, so that only one build writes it at a time; it is released when the process ends."""

    def __init__(self, path: Path, target: Path) -> None:
        """Prepare a lock.

        Args:
            path: The file to lock; the only file in its folder when the build is done.
            target: The name of the target in messages.
        """
        self.path, self.target = path, target

    def __enter__(self) -> None:
        self.file = self.path.open("ab")
        try:
            _lock(self.file)
        except OSError:
            self.file.close()
            raise UsageError("target_in_use", path=self.target) from None

    def __exit__(self, *_: object) -> None:
        self.file.close()
        if sys.platform == "win32":
            # On Windows a folder cannot be removed while a file in it is open.
            with suppress(OSError):
                self.path.unlink()
                self.path.parent.rmdir()


def _lock(file: IO[bytes]) -> None:
    """Lock a file until it is closed; raise ``OSError`` if another process has locked it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
