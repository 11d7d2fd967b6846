"""Office files are ZIP archives of XML: what is checked before a library opens one."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from policygraph.documents.source import Source
from policygraph.errors import SourceError

__all__ = ["open_archive", "refusing"]

# A notice with its annexes unpacks to a few megabytes; far beyond this lies only a trap that fills the memory.
MAX_UNPACKED = 400 * 1024 * 1024
# Strict Open XML is the same vocabulary under other names, which the libraries do not know.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
# A Word file that a document takes in whole has the type of a document's main part, and is none.
_TAKEN_IN = re.compile(rb"""((?:Extension="|PartName="[^"]+\.)docx"\s+ContentType="[^"]+)\.main\+xml\"""")
_TYPES = "[Content_Types].xml"
_MAIN_PARTS = ("word/document.xml", "xl/workbook.xml")


def open_archive(source: Source, kind: str, part: str) -> io.BytesIO:
    """Return the file for a library to open, when it is a sound archive that holds ``part``.

    Raises ``SourceError`` where it is empty, encrypted, cut short, of another kind, or unpacks to too much.
    """
    if not source.data.strip():
        raise source.error("file_empty")
    if source.data.startswith(b"\xd0\xcf\x11\xe0"):
        raise source.error("office_locked", kind=kind)
    stream = io.BytesIO(source.data)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, OverflowError) as error:
        raise source.error("office_cut_short", kind=kind) from error
    if part not in {member.filename for member in members}:
        raise source.error("office_other_kind", kind=kind, part=part)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise source.error("office_too_large", n=MAX_UNPACKED >> 20)
    with refusing(source, kind):
        return _mended(stream)


def _mended(stream: io.BytesIO) -> io.BytesIO:
    """Return the archive as the libraries can open it.

    Strict Open XML gets the common names; relationships to parts that are not there, as some programs leave them
    behind for pictures, are taken out.
    """
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(stream) as archive:
        members = archive.namelist()
        if any(name in members and _STRICT.search(archive.read(name)) for name in _MAIN_PARTS):
            for name in members:
                if name.endswith((".xml", ".rels")):
                    changed[name] = _STRICT.sub(_TRANSITIONAL, archive.read(name))
        types = changed.get(_TYPES) or archive.read(_TYPES)
        if _TAKEN_IN.search(types):
            changed[_TYPES] = _TAKEN_IN.sub(rb'\1"', types)
        present = {name.lower() for name in members}
        for name in members:
            if name.endswith(".rels"):
                data = changed.get(name) or archive.read(name)
                kept = _without_dangling(data, posixpath.dirname(posixpath.dirname(name)), present)
                if kept is not None:
                    changed[name] = kept
        if changed:
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as mended:
                for name in members:
                    mended.writestr(name, changed[name] if name in changed else archive.read(name))
    stream.seek(0)
    return stream


def _without_dangling(data: bytes, folder: str, present: set[str]) -> bytes | None:
    """Return a part's relationships without those to parts that are not there; nothing where all are there."""
    root = ElementTree.fromstring(data)
    dangling = [
        relation
        for relation in root
        if relation.get("TargetMode") != "External"
        and posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/").lower()
        not in present
    ]
    for relation in dangling:
        root.remove(relation)
    return ElementTree.tostring(root) if dangling else None


@contextmanager
def refusing(source: Source, kind: str) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file into one ``SourceError``.

    The libraries name no common error for that: their parsers raise whatever the damage happens to break.

    >>> with refusing(Source("a.docx", b""), "Word"):
    ...     {}["word/document.xml"]
    Traceback (most recent call last):
    policygraph.errors.SourceError: a.docx is damaged or is no Word file (KeyError: 'word/document.xml'): save it again
    """
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise source.error("file_damaged", kind=kind, reason=detail) from error
