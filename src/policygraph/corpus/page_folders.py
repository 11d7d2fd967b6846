"""Recognise the folders that browsers and Word save beside a page; files in them, except documents, are its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePath

from ..documents.reader import FORMATS

__all__ = ["LINES", "find_page_folders", "is_page_part"]

#: Line-delimited JSON.
LINES = (".jsonl", ".ndjson")
_PAGES = FORMATS["html.read"]
_ENDINGS = ("_files", ".files", "_file", ".file")
#: Frames, pictures and data of a page. Word files and the like are its attachments.
_PART_READERS = ("html.read", "text.read", "json_record.read", "markdown.read", "picture.read")
_PARTS = (*(suffix for reader in _PART_READERS for suffix in FORMATS[reader]), *LINES)


def find_page_folders(files: Iterable[PurePath]) -> set[PurePath]:
    """Find the folders that may lie beside pages.

    Args:
        files: The files of a corpus.

    Returns:
        The folders, which need not exist.

    Example:
        >>> sorted(map(str, find_page_folders([PurePath("通知.html"), PurePath("a.docx")])))[-1]
        '通知_files'
    """
    pages = [file for file in files if file.suffix.lower() in _PAGES]
    return {page.with_name(page.stem + ending) for page in pages for ending in _ENDINGS}


def is_page_part(file: PurePath, folders: Collection[PurePath]) -> bool:
    """Tell whether a file is a part of a saved page.

    Args:
        file: The file.
        folders: The result of ``find_page_folders``.

    Returns:
        Whether it is a part and not a document of its own.
    """
    return file.suffix.lower() in _PARTS and any(folder in folders for folder in file.parents)
