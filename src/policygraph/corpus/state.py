"""What a build has done, in one SQLite file: it makes a build resumable, and the next one incremental.

The file lies in the output, so that the two are moved and replaced together.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from ..texts import Names
from .record import Record

__all__ = ["NAME", "State"]

#: The file's name in a store or in a folder of N-Quads; the engine takes no notice of it.
NAME = "corpus.sqlite"

_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document(id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, part INTEGER NOT NULL,
    number TEXT NOT NULL, failure TEXT NOT NULL, measures INTEGER NOT NULL, duties INTEGER NOT NULL,
    unread TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE title(document TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (document, title)) WITHOUT ROWID;
CREATE TABLE basis(document TEXT NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
    implements INTEGER NOT NULL, PRIMARY KEY (document, position)) WITHOUT ROWID;
CREATE TABLE mark(document TEXT NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (document, mark)) WITHOUT ROWID;
CREATE INDEX mark_by_mark ON mark(mark);
CREATE TABLE concept(document TEXT NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (document, iri)) WITHOUT ROWID;
CREATE TABLE description(hash BLOB PRIMARY KEY, thing TEXT NOT NULL, lines TEXT NOT NULL);
CREATE TABLE described(document TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (document, hash)) WITHOUT ROWID;
CREATE TABLE placed(line TEXT PRIMARY KEY, graph TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE part(number INTEGER PRIMARY KEY, stage TEXT NOT NULL);
"""
_BY_DOCUMENT = ("title", "basis", "mark", "concept", "described")


class State:
    """The file, opened; in memory where it has no path. ``with State(path) as state: …``; a method is a transaction."""

    def __init__(self, path: Path | None) -> None:
        fresh = path is None or not path.exists()
        self._one = threading.Lock()
        self.db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA synchronous = NORMAL")
        if fresh:
            self.db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def get(self, name: str) -> str:
        """A note; empty where there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Make a note."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def documents(self) -> dict[str, tuple[str, str, str]]:
        """Name, hash and failure of each document, by identifier."""
        return {row[0]: row[1:] for row in self.db.execute("SELECT id, name, hash, failure FROM document")}

    def add(self, part: int, records: Iterable[Record], stage: str) -> None:
        """Note the documents of one part, and how far the part is."""
        with self._transaction() as db:
            for record in records:
                db.execute(
                    "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        record.id,
                        record.key,
                        record.hash,
                        part,
                        record.number,
                        _stored(record.failure),
                        record.measures,
                        len(record.duties),
                        json.dumps(record.unread, ensure_ascii=False),
                    ),
                )
                name = record.id
                db.executemany("INSERT OR IGNORE INTO title VALUES (?, ?)", [(name, t) for t in record.titles])
                db.executemany("INSERT INTO basis VALUES (?, ?, ?, ?, ?)", [(name, *row) for row in record.basis])
                db.executemany("INSERT INTO mark VALUES (?, ?)", [(name, mark) for mark in record.marks])
                db.executemany("INSERT INTO concept VALUES (?, ?)", [(name, iri) for iri in record.concepts])
                hashed = [(description_hash(lines), thing, lines) for thing, lines in record.described]
                db.executemany("INSERT OR IGNORE INTO description VALUES (?, ?, ?)", hashed)
                db.executemany("INSERT INTO described VALUES (?, ?)", [(name, row[0]) for row in hashed])
            db.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (part, stage))

    def remove(self, documents: Iterable[str], graphs: Iterable[str]) -> None:
        """Forget documents, and the facts placed in their graphs."""
        names = [(name,) for name in documents]
        with self._transaction() as db:
            db.executemany("DELETE FROM document WHERE id = ?", names)
            for table in _BY_DOCUMENT:
                db.executemany(f"DELETE FROM {table} WHERE document = ?", names)
            db.execute("CREATE TEMP TABLE IF NOT EXISTS dropped(graph TEXT PRIMARY KEY)")
            db.executemany("INSERT OR IGNORE INTO dropped VALUES (?)", [(graph,) for graph in graphs])
            db.execute("DELETE FROM placed WHERE graph IN (SELECT graph FROM dropped)")
            db.execute("DELETE FROM description WHERE hash NOT IN (SELECT hash FROM described)")

    def stage(self, parts: Iterable[int], stage: str) -> None:
        """Note how far some parts are: ``written`` or ``loaded``."""
        with self._transaction() as db:
            db.executemany("UPDATE part SET stage = ? WHERE number = ?", [(stage, part) for part in parts])

    def parts(self, stage: str) -> list[int]:
        """The parts that are so far."""
        return [row[0] for row in self.db.execute("SELECT number FROM part WHERE stage = ? ORDER BY 1", (stage,))]

    def described(self) -> Iterator[tuple[str, str, int, str]]:
        """Each description there is: the thing, its facts, in how many documents, and the first of these."""
        yield from self.db.execute(
            "SELECT thing, lines, COUNT(*), MIN(document) FROM description JOIN described USING (hash)"
            " GROUP BY hash ORDER BY thing, lines"
        )

    def concepts(self) -> list[str]:
        """The concepts that documents use."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT iri FROM concept ORDER BY 1")]

    def failures(self) -> dict[str, Names]:
        """What could not be read, and why, by the document's name."""
        found = self.db.execute("SELECT name, failure FROM document WHERE failure <> '' ORDER BY name")
        return {name: Names(*json.loads(failure)) for name, failure in found}

    def totals(self) -> tuple[int, int, int, int]:
        """Documents read, measures, responsibilities, unread passages."""
        row = self.db.execute(
            "SELECT COUNT(*), COALESCE(SUM(measures), 0), COALESCE(SUM(duties), 0),"
            " COALESCE(SUM(json_array_length(unread)), 0) FROM document WHERE failure = ''"
        ).fetchone()
        return row[0], row[1], row[2], row[3]

    def compare_placed(self, facts: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """Set facts (line, graph) against those placed before; returns the lines that are gone and that are new."""
        self.db.execute("DROP TABLE IF EXISTS temp.wanted")
        self.db.execute("CREATE TEMP TABLE wanted(line TEXT PRIMARY KEY, graph TEXT NOT NULL) WITHOUT ROWID")
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", facts)
        gone = [row[0] for row in self.db.execute("SELECT line FROM placed EXCEPT SELECT line FROM wanted")]
        new = [row[0] for row in self.db.execute("SELECT line FROM wanted EXCEPT SELECT line FROM placed")]
        return gone, new

    def note_placed(self) -> None:
        """The facts that ``compare_placed`` was given are placed."""
        with self._transaction() as db:
            db.execute("DELETE FROM placed WHERE line NOT IN (SELECT line FROM wanted)")
            db.execute("INSERT OR IGNORE INTO placed SELECT line, graph FROM wanted")

    def _transaction(self) -> _Transaction:
        return _Transaction(self.db, self._one)


class _Transaction:
    """``BEGIN IMMEDIATE`` to ``COMMIT``, or ``ROLLBACK``; the threads of one build take turns."""

    def __init__(self, db: sqlite3.Connection, one: threading.Lock) -> None:
        self.db, self.one = db, one

    def __enter__(self) -> sqlite3.Connection:
        self.one.acquire()
        self.db.execute("BEGIN IMMEDIATE")
        return self.db

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self.db.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self.one.release()


def _stored(failure: Names | None) -> str:
    return json.dumps([failure.zh, failure.en], ensure_ascii=False) if failure else ""


def description_hash(lines: str) -> bytes:
    """What one description is known by."""
    return hashlib.blake2b(lines.encode(), digest_size=16).digest()
