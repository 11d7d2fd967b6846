"""Rewrite the ZIP archive that an Excel or Word file is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

__all__ = ["repack"]


def repack(data: bytes, change: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """Rewrite the parts of a file, each with the same fixed time: the clock would make each copy differ.

    Args:
        data: The file.
        change: Called with the name and the content of each part; returns its new content.

    Returns:
        The new file; the same parts give the same bytes.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = zipfile.ZipInfo(entry.filename)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, change(entry.filename, before.read(entry)))
    return packed.getvalue()
