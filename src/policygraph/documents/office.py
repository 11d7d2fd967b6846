"""Read the formats of older and other office programs with LibreOffice: Word 97, RTF and OpenDocument texts.

The document has the name and the hash of the original file and records the conversion as a step.
"""

from __future__ import annotations

from ..model import Document
from .builder import TextBuilder
from .docx import write_file
from .libreoffice import convert
from .source_file import SourceFile, parsing

__all__ = ["read_doc", "read_odt", "read_rtf"]


def read_doc(source: SourceFile) -> Document:
    """Read a Word 97 file (.doc, .wps).

    Args:
        source: The file.

    Returns:
        The document.
    """
    return _read(source, ".doc", "application/msword")


def read_rtf(source: SourceFile) -> Document:
    """Read a file of rich text (.rtf).

    Args:
        source: The file.

    Returns:
        The document.
    """
    return _read(source, ".rtf", "application/rtf")


def read_odt(source: SourceFile) -> Document:
    """Read an OpenDocument text (.odt).

    Args:
        source: The file.

    Returns:
        The document.
    """
    return _read(source, ".odt", "application/vnd.oasis.opendocument.text")


def _read(source: SourceFile, suffix: str, media_type: str) -> Document:
    converted = convert(source, suffix, "docx")
    builder = TextBuilder()
    builder.add_step("conversion", "LibreOffice", converted.version, source)
    with parsing(source, suffix, "python-docx"):
        write_file(converted.source, builder)
    return builder.make_document(source, media_type)
