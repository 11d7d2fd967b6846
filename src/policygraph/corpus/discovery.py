"""Finding documents: files, folders, patterns, archives (zip, tar) and line-delimited JSON.

The bytes of one document at a time are in memory; archives are read from front to back, once for each pass.
"""

from __future__ import annotations

import glob
import hashlib
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..documents import SUFFIXES
from ..errors import SourceError
from ..files import shown
from ..texts import Names, filled
from .corrections import corrections_path

__all__ = ["LINES", "RESERVED", "Item", "discover", "record_item", "slug"]

LINES = (".jsonl", ".ndjson")
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_MARKS = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Item:
    """One document: the name people know it by, its identifier in IRIs, its bytes, and a file of corrections.

    ``place`` is where it is within a file that holds several, for messages; ``failure`` says why there are no bytes.
    """

    key: str
    id: str
    data: bytes
    corrections: Path | None = None
    place: Names | None = None
    failure: Names | None = None

    @property
    def hash(self) -> str:
        """Of the bytes, of the corrections and of the name: what it is built from."""
        found = hashlib.sha256(self.data)
        if self.corrections is not None:
            found.update(b"\0" + self.corrections.read_bytes())
        return found.hexdigest()[:32]


#: Names of graphs beside those of notices (``namespaces``): no notice can have them.
RESERVED = ("links", "vocabulary")


def slug(name: str) -> str:
    """A name as an identifier in ASCII; one with few ASCII letters, or that a graph has, is named by its hash.

    >>> slug("Fujian relocation (2020)"), slug("通知"), slug("links")
    ('fujian-relocation-2020', 'n-4b6ded8a7f', 'n-eef8b9fd5d')
    """
    name = unicodedata.normalize("NFC", shown(name))
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if len(plain) >= 3 and len(plain) * 2 >= len(name) and len(plain) <= 80 and plain not in RESERVED:
        return plain
    return "n-" + hashlib.sha256(name.encode()).hexdigest()[:10]


def discover(sources: Iterable[Path | str]) -> Iterator[Item]:
    """Every document in the sources, in one order that depends on nothing but them.

    A source is a file, a folder (all files of known formats below it), a pattern (``notices/**/*.docx``), a zip or tar
    archive, or a file of line-delimited JSON with ``id``, ``title``, ``date``, ``url`` and ``text`` or ``html``.
    Documents below a folder or in an archive are named by their path in it, lines by their ``id``.
    Raises ``SourceError`` where a source is missing or an archive is damaged; unreadable documents are the caller's.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "all.jsonl").write_text('{"id": "fj-1", "text": "…"}\\n{"text": "…"}\\n')
    ...     [item.id for item in discover([folder])]
    ['fj-1', 'all-603f659d1e']
    """
    for source in sources:
        path = Path(source)
        if path.exists():
            yield from _source(path)
        elif _MARKS.search(str(source)):
            found = sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
            if not found:
                raise SourceError("pattern_fits_nothing", path=source)
            for name in found:
                if not Path(name).is_dir():
                    yield from _source(Path(name))
        else:
            raise SourceError("file_missing", path=source)


def _source(path: Path) -> Iterator[Item]:
    if path.is_dir():
        yield from _folder(path)
    else:
        yield from _file(path, path.stem)


def _folder(path: Path) -> Iterator[Item]:
    """Known formats below a folder; hidden files and what other programs leave behind are passed over."""
    # Paths compare without regard to case on some systems; their parts are in one order everywhere.
    for found in sorted(path.rglob("*"), key=lambda each: each.parts):
        within = found.relative_to(path)
        hidden = any(part.startswith((".", "~$")) for part in within.parts)
        if hidden or not found.is_file() or not _is_document(found.name):
            continue
        try:
            yield from _file(found, _name(within))
        except SourceError as error:
            # One file of many stops nothing.
            yield Item(shown(found), slug(_name(within)), b"", failure=error.names)


def _name(within: PurePath) -> str:
    """The name of a document below a folder, the same whatever separates folders on this system.

    >>> from pathlib import PureWindowsPath
    >>> _name(PureWindowsPath("福建\\\\通知.txt"))
    '福建/通知'
    """
    return within.with_suffix("").as_posix()


def _is_document(name: str) -> bool:
    name = name.lower()
    return name.endswith((*SUFFIXES, *LINES, *_TARS, ".zip")) and ".corrections." not in name


def _file(path: Path, name: str) -> Iterator[Item]:
    lowered = path.name.lower()
    try:
        if lowered.endswith(LINES):
            with path.open("rb") as file:
                yield from _records(shown(path), name, file)
        elif lowered.endswith(_TARS):
            yield from _tar(path)
        elif lowered.endswith(".zip"):
            yield from _zip(path)
        else:
            yield Item(shown(path), slug(name), path.read_bytes(), corrections_path(path))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError, NotImplementedError) as error:
        raise SourceError("archive_unreadable", path=shown(path), reason=error) from error
    except OSError as error:
        raise SourceError("path_unreadable", path=shown(path), reason=error) from error


def _zip(path: Path) -> Iterator[Item]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield from _member(path, _zip_name(member), archive.read(member))


def _zip_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the mark of UTF-8 it is in the code page of the machine that packed it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return member.filename


def _tar(path: Path) -> Iterator[Item]:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                yield from _member(path, member.name, file.read())


def _member(path: Path, name: str, data: bytes) -> Iterator[Item]:
    parts = Path(name).parts
    if not _is_document(name) or any(part.startswith((".", "__MACOSX")) for part in parts):
        return
    stem, name, archive = name.rsplit(".", 1)[0], shown(name), shown(path)
    if name.lower().endswith(LINES):
        yield from _records(f"{archive}/{name}", stem, data.splitlines(keepends=True))
    elif name.lower().endswith((*_TARS, ".zip")):
        yield Item(f"{archive}/{name}", slug(stem), data)  # the reader says that an archive is no document
    else:
        yield Item(f"{archive}/{name}", slug(stem), data)


def _records(path: str, name: str, lines: Iterable[bytes]) -> Iterator[Item]:
    stem = slug(name)
    yield from (record_item(path, stem, line, number) for number, line in enumerate(lines, 1) if line.strip())


def record_item(path: str, stem: str, line: bytes, number: int | None = None) -> Item:
    """One line of JSON: named by its ``id``, or else by its own hash, so that lines can change places.

    ``number`` is its line's, where that is known.
    """
    import json

    line = line.rstrip(b"\r\n")
    try:
        record = json.loads(line)
        given = record.get("id") if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        given = None  # the reader says what is wrong with the line
    named = isinstance(given, str | int) and str(given).strip()
    identifier = slug(str(given)) if named else f"{stem}-{hashlib.sha256(line).hexdigest()[:10]}"
    place = None if number is None else filled("at_line", path=path, line=str(number))
    return Item(f"{path}#{identifier}.json", identifier, line, place=place)
