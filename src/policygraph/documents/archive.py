"""Check and repair the ZIP archives of XML that office files are, before a library opens them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from .source_file import SourceFile

__all__ = ["MAX_UNPACKED", "member_name", "open_archive"]

# A notice with its annexes unpacks to a few megabytes; a file far beyond this is meant to fill the memory.
MAX_UNPACKED = 400 * 1024 * 1024
# Strict Open XML is the same vocabulary under other names, which the libraries do not know.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
# An embedded Word file has the type of a document's main part but is not one.
_EMBEDDED = re.compile(rb"""((?:Extension="|PartName="[^"]+\.)docx"\s+ContentType="[^"]+)\.main\+xml\"""")
_UTF8_NAME = 0x800
_TYPES = "[Content_Types].xml"
_MAIN_PARTS = ("word/document.xml", "xl/workbook.xml")


def open_archive(source: SourceFile, kind: str) -> io.BytesIO:
    """Open an office file for a library to read.

    Args:
        source: The file.
        kind: The name of its format, for messages.

    Returns:
        The file, with the faults repaired that make the libraries fail.

    Raises:
        SourceError: The file is empty, encrypted, truncated, of another kind, or too large when unpacked.
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
    if _TYPES not in {member.filename for member in members}:
        raise source.error("office_other_kind", kind=kind, part=_TYPES)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise source.error("office_too_large", n=MAX_UNPACKED >> 20)
    return _repair(stream)


def _repair(stream: io.BytesIO) -> io.BytesIO:
    """Give Strict Open XML the common names, and drop relationships to missing parts (such as lost pictures)."""
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(stream) as archive:
        members = archive.namelist()
        if any(name in members and _STRICT.search(archive.read(name)) for name in _MAIN_PARTS):
            for name in members:
                if name.endswith((".xml", ".rels")):
                    changed[name] = _STRICT.sub(_TRANSITIONAL, archive.read(name))
        types = changed.get(_TYPES) or archive.read(_TYPES)
        if _EMBEDDED.search(types):
            changed[_TYPES] = _EMBEDDED.sub(rb'\1"', types)
        present = {name.lower() for name in members}
        for name in members:
            if name.endswith(".rels"):
                data = changed.get(name) or archive.read(name)
                kept = _without_dangling(data, posixpath.dirname(posixpath.dirname(name)), present)
                if kept is not None:
                    changed[name] = kept
        if changed:
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as repaired:
                for name in members:
                    repaired.writestr(name, changed[name] if name in changed else archive.read(name))
    stream.seek(0)
    return stream


def _without_dangling(data: bytes, folder: str, present: set[str]) -> bytes | None:
    """Return a part's relationships without those to missing parts; ``None`` if no part is missing."""
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


def member_name(member: zipfile.ZipInfo) -> str:
    """Decode the name of a member. Without the flag for UTF-8 it may be UTF-8 or GBK, as Chinese programs write it.

    Args:
        member: The member.

    Returns:
        Its name.
    """
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
