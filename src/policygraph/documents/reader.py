"""Chooses the reader for a file: one table of formats, by what the file begins with and by its suffix."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from policygraph.documents.source import Source
from policygraph.files import shown
from policygraph.formats import GRAPH_SUFFIXES
from policygraph.model import Document
from policygraph.texts import Names

__all__ = ["SUFFIXES", "read", "read_bytes"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its suffixes, and the module whose ``read(source)`` reads it, imported when it is first needed."""

    module: str
    suffixes: tuple[str, ...]


FORMATS = (
    Format("text", (".txt", ".text")),
    Format("html", (".html", ".htm", ".xhtml", ".shtml")),
    Format("mht", (".mht", ".mhtml")),
    Format("json_record", (".json",)),
    Format("csv_table", (".csv", ".tsv")),
    Format("markdown", (".md", ".markdown")),
    Format("docx", (".docx", ".docm")),
    Format("xlsx", (".xlsx", ".xlsm")),
    Format("pdf", (".pdf",)),
)
SUFFIXES: tuple[str, ...] = tuple(suffix for format in FORMATS for suffix in format.suffixes)

_BY_SUFFIX = {suffix: format.module for format in FORMATS for suffix in format.suffixes}
# What a file begins with says more than its suffix: pages saved as .doc and .xls are common on office sites.
_LOOKS_HTML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|div|meta|p)\b", re.IGNORECASE)
_LOOKS_MHT = re.compile(
    rb"(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location): [^\0]*?multipart/related", re.I
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "file_old_office"),
    (b"{\\rtf", "file_rtf"),
    (b"\x89PNG", "file_picture"),
    (b"\xff\xd8\xff", "file_picture"),
    (b"GIF8", "file_picture"),
    (b"\x1f\x8b", "file_compressed"),
    (b"Rar!", "file_archive"),
    (b"7z\xbc\xaf", "file_archive"),
)
#: Graphs are plain text too, and those that this package writes are full of statements: read again they would double.
_GRAPHS = (*GRAPH_SUFFIXES, ".owl")


def read(path: Path | str) -> Document:
    """Read one file into a ``Document``.

    Raises ``SourceError`` where the file is absent, empty, damaged, not text, or of an unknown format.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "plan.txt").write_bytes("省教育厅负责\\r\\n".encode("gb18030"))
    ...     document = read(Path(folder) / "plan.txt")
    >>> document.name, document.text
    ('plan', '省教育厅负责\\n')
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Source(shown(path), b"").error("file_missing") from error
    except IsADirectoryError as error:
        raise Source(shown(path), b"").error("file_is_folder") from error
    except (OSError, ValueError) as error:
        raise Source(shown(path), b"").error("file_unopened", reason=error) from error
    return read_bytes(data, shown(path))


def read_bytes(data: bytes, name: str, place: Names | None = None) -> Document:
    """Read the bytes of a file called ``name``; its suffix says the format where the bytes do not.

    ``place`` is what messages call the file, where it stands within one that holds several.

    >>> read_bytes("<p>一、总则</p>".encode(), "notice.html").text
    '一、总则\\n'
    """
    source = Source(name, data, place)
    module = _format(source)
    reader = cast("Callable[[Source], Document]", import_module(f"policygraph.documents.{module}").read)
    return reader(source)


def _format(source: Source) -> str:
    data = source.data
    for magic, key in _REFUSED:
        if data.startswith(magic):
            raise source.error(key)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        # The directory at the end of the archive names its members in plain bytes.
        parts = {"docx": b"word/", "xlsx": b"xl/"}
        found = next((module for module, part in parts.items() if data.rfind(part) >= 0), None)
        if found:
            return found
    if _LOOKS_MHT.match(data[:2048]):
        return "mht"
    if source.suffix in _GRAPHS:
        raise source.error("file_graph")
    known = _BY_SUFFIX.get(source.suffix)
    if known:
        return known
    if data.startswith(b"PK\x03\x04"):
        raise source.error("file_zip")
    return "html" if _LOOKS_HTML.match(data[:1024]) else "text"
