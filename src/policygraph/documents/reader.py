"""Choose the reader of a file from one table of formats, by its first bytes and its suffix."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from ..files import decode_name
from ..formats import GRAPH_SUFFIXES
from ..model import Document, OcrMode
from ..texts import Bilingual
from .source_file import SourceFile, parsing

__all__ = ["FORMATS", "SUFFIXES", "is_document", "read", "read_bytes", "read_source"]

#: The suffixes of each format, by the function that reads it; its module is imported when first needed.
FORMATS: dict[str, tuple[str, ...]] = {
    "text.read": (".txt", ".text"),
    "html.read": (".html", ".htm", ".xhtml", ".shtml"),
    "mail.read_archive": (".mht", ".mhtml"),
    "mail.read": (".eml",),
    "webarchive.read": (".webarchive",),
    "json_record.read": (".json",),
    "csv_table.read": (".csv", ".tsv"),
    "markdown.read": (".md", ".markdown"),
    "docx.read": (".docx", ".docm"),
    "xlsx.read": (".xlsx", ".xlsm"),
    "pdf.read": (".pdf",),
    "ofd.read": (".ofd",),
    "xls.read": (".xls", ".et", ".ett"),
    "xlsb.read": (".xlsb",),
    "ods.read": (".ods",),
    "office.read_doc": (".doc", ".wps"),
    "office.read_rtf": (".rtf",),
    "office.read_odt": (".odt",),
    "picture.read": (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"),
}
_BY_SUFFIX = {suffix: reader for reader, suffixes in FORMATS.items() for suffix in suffixes}
SUFFIXES: tuple[str, ...] = tuple(_BY_SUFFIX)

# The first bytes of a file are more reliable than its suffix: pages saved as .doc and .xls are common on office sites.
_LOOKS_HTML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|div|meta|p)\b", re.IGNORECASE)
_LOOKS_ARCHIVE = re.compile(
    rb"(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location): [^\0]*?multipart/related", re.I
)
_LOOKS_LIST = re.compile(rb"<!DOCTYPE plist|<plist\b")
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "file_gif"),
    (b"\x1f\x8b", "file_compressed"),
    (b"Rar!", "file_archive"),
    (b"7z\xbc\xaf", "file_archive"),
)
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|II\+\0|MM\0\+|RIFF....WEBP", re.DOTALL)
#: Graphs are plain text too, and those that this package writes contain the statements: reading them would double
#: the statements.
_GRAPHS = (*GRAPH_SUFFIXES, ".owl")
#: The beginnings of the names of members in office files, which are archives.
_PACKED = {"word/": "docx.read", "xl/workbook.bin": "xlsb.read", "xl/": "xlsx.read", "ofd.xml": "ofd.read"}
#: The type that an OpenDocument archive states in its first member.
_OPEN_DOCUMENT = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)")
_OPEN_READERS = {b"text": "office.read_odt", b"spreadsheet": "ods.read"}
#: The streams at the root of the compound files of old office programs, with their readers or the refusing errors.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_STREAMS = {"worddocument": "office.read_doc", "workbook": "xls.read", "book": "xls.read"}
_REFUSED_STREAMS = {
    "encryptedpackage": "office_encrypted",
    "powerpoint document": "file_slides",
    "__properties_version1.0": "file_message",
}
#: Formats that only the bytes of a file show; a file with only the suffix is a page or a text, or is refused as such.
_BY_BYTES = (*_STREAMS.values(), "office.read_rtf", "webarchive.read")
_BY_ARCHIVE = ("ofd.read", "xlsb.read", "ods.read", "office.read_odt")
_FAULTS: dict[type[Exception], str] = {FileNotFoundError: "file_missing", IsADirectoryError: "file_is_folder"}


def read(path: Path | str, ocr: OcrMode = "auto", on_page: Callable[[int, int], None] | None = None) -> Document:
    r"""Read one file.

    Args:
        path: The file; its suffix gives the format if its bytes do not.
        ocr: Whether pictures of pages are recognised: if there is no usable text layer, always, or never.
        on_page: Receives the number of recognised pages, and their total.

    Returns:
        The document.

    Raises:
        SourceError: The file is missing, empty, damaged, not text, or of an unknown format.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = (Path(folder) / "plan.txt").write_bytes("省教育厅负责\r\n".encode("gb18030"))
        ...     document = read(Path(folder) / "plan.txt")
        >>> document.name, document.text
        ('plan', '省教育厅负责\n')
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        key = _FAULTS.get(type(error), "file_unopened")
        raise SourceFile(decode_name(path), b"").error(key, reason=error) from error
    return read_bytes(data, decode_name(path), ocr=ocr, on_page=on_page)


def read_bytes(
    data: bytes,
    name: str,
    place: Bilingual | None = None,
    ocr: OcrMode = "auto",
    on_page: Callable[[int, int], None] | None = None,
) -> Document:
    r"""Read a file that is in memory.

    Args:
        data: The bytes of the file.
        name: Its name; the suffix gives the format if the bytes do not.
        place: The name of the file in messages, if it is in a file with several.
        ocr: Whether pictures of pages are recognised: if there is no usable text layer, always, or never.
        on_page: Receives the number of recognised pages, and their total.

    Returns:
        The document.

    Raises:
        SourceError: The file is empty, damaged, not text, or of an unknown format.

    Example:
        >>> read_bytes("<p>一、总则</p>".encode(), "notice.html").text
        '一、总则\n'
    """
    return read_source(SourceFile(name, data, place, ocr=ocr, on_page=on_page or (lambda done, pages: None)))


def read_source(source: SourceFile) -> Document:
    """Read a source file.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is empty, damaged, not text, or of an unknown format.
    """
    module, _, function = _detect(source).partition(".")
    reader = getattr(import_module(f".{module}", __package__), function)
    return cast("Document", reader(source))


def is_document(source: SourceFile) -> bool:
    """Tell by its suffix whether a file within another is a document that policygraph reads; a picture may be a logo.

    Args:
        source: The file.

    Returns:
        Whether it is.

    Example:
        >>> is_document(SourceFile("任务表.XLSX", b"")), is_document(SourceFile("logo.png", b""))
        (True, False)
    """
    return _BY_SUFFIX.get(source.suffix, "picture.read") != "picture.read"


def _detect(source: SourceFile) -> str:
    """Return the reader of a file, a key of ``FORMATS``."""
    data = source.data
    for magic, key in _REFUSED:
        if data.startswith(magic):
            raise source.error(key)
    if data.startswith(_COMPOUND):
        return _detect_compound(source)
    if data.startswith(b"{\\rtf"):
        return "office.read_rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf.read"
    if _PICTURE.match(data):
        return "picture.read"
    zipped = data.startswith(b"PK\x03\x04")
    if zipped and (found := _OPEN_DOCUMENT.match(data[30:120])):
        if found.group(1) not in _OPEN_READERS:
            raise source.error("file_slides")
        return _OPEN_READERS[found.group(1)]
    if zipped and (reader := _detect_packed(data)):
        return reader
    if data.startswith(b"bplist") or (_LOOKS_LIST.search(data[:1024]) and b"WebMainResource" in data):
        return "webarchive.read"
    if _LOOKS_ARCHIVE.match(data[:2048]) and source.suffix != ".eml":
        return "mail.read_archive"
    if source.suffix in _GRAPHS:
        raise source.error("file_graph")
    by_suffix = _BY_SUFFIX.get(source.suffix)
    if by_suffix and by_suffix not in _BY_BYTES and (zipped or by_suffix not in _BY_ARCHIVE):
        return by_suffix
    if zipped:
        raise source.error("file_zip")
    return "html.read" if _LOOKS_HTML.match(data[:1024]) else "text.read"


def _detect_packed(data: bytes) -> str | None:
    """Return the reader of an archive by the names of its members; ``None`` if it is not an office file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, OverflowError):
        # A truncated archive may have lost its directory; the name of every member also stands before the member.
        names = [beginning for beginning in _PACKED if data.lower().rfind(beginning.encode()) >= 0]
    found = (reader for beginning, reader in _PACKED.items() if any(name.startswith(beginning) for name in names))
    return next(found, None)


def _detect_compound(source: SourceFile) -> str:
    """Return the reader of a compound file by its streams, regardless of its suffix."""
    with parsing(source, "Office 97", "olefile"):
        import olefile

        with olefile.OleFileIO(io.BytesIO(source.data)) as compound:
            names = {path[0].lower() for path in compound.listdir(streams=True, storages=False) if len(path) == 1}
    for name, key in _REFUSED_STREAMS.items():
        if name in names:
            raise source.error(key)
    reader = next((reader for name, reader in _STREAMS.items() if name in names), None)
    if reader is None:
        raise source.error("file_old_office")
    return reader
