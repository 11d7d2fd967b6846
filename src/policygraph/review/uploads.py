"""Files that are dropped onto the page: make their names safe, and store them in a folder."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import anyio

from ..corpus.discovery import is_document_name, is_hidden
from ..documents import SUFFIXES
from ..files import sync_folder
from ..web.refusals import RefusedError

__all__ = ["MOST_BYTES", "check_name", "is_kept", "keep_upload"]

#: The limit of a file in bytes: a scan of several hundred pages.
MOST_BYTES = 256 << 20
#: The limit of a file name without suffix in bytes: file systems allow 255, and a corrections file has a longer suffix.
_LONGEST = 180
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
#: Device names of Windows.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def check_name(name: str) -> str:
    r"""Make the name of a file safe: no folder, no control or invisible characters, not hidden, not too long.

    Args:
        name: The name as a browser sends it.

    Returns:
        The name.

    Raises:
        RefusedError: 415 if the suffix is not that of a document.

    Example:
        >>> check_name("..\\..\\etc/通知\u202e.docx"), check_name(".hidden/..a.txt"), check_name("con.txt")
        ('通知_.docx', 'a.txt', '_con.txt')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub("_", last).rstrip(" .")
    suffix = next((each for each in sorted(SUFFIXES, key=len, reverse=True) if plain.lower().endswith(each)), None)
    if suffix is None or ".corrections." in plain.lower():
        raise RefusedError(415, "review_not_a_document", name=plain[-60:] or "?")
    stem = plain[: -len(suffix)].strip(" .") or "notice"
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    made = stem + plain[-len(suffix) :]
    return f"_{made}" if _DEVICES.fullmatch(made) else made


def is_kept(name: str) -> bool:
    """Tell whether a file in the folder was dropped onto the page: a document, neither hidden nor a corrections file.

    Args:
        name: The name of the file.

    Returns:
        Whether it is.

    Example:
        >>> [is_kept(name) for name in ("通知.docx", "通知.corrections.yaml", ".upload.1.docx", "~$通知.docx")]
        [True, False, False, False]
    """
    return is_document_name(name) and not is_hidden(Path(name))


async def keep_upload(folder: Path, name: str, pieces: AsyncIterator[bytes]) -> Path:
    """Store a file in a folder. Another file of that name is kept; the same file is stored once.

    Args:
        folder: The folder; it is created if it is missing.
        name: A safe name.
        pieces: The content.

    Returns:
        Its path.

    Raises:
        RefusedError: 413 if it is too large, 400 if it is empty.
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".upload.", dir=folder)
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            async for piece in pieces:
                size += len(piece)
                if size > MOST_BYTES:
                    raise RefusedError(413, "review_too_large", n=MOST_BYTES >> 20)
                digest.update(piece)
                file.write(piece)
            file.flush()
            await anyio.to_thread.run_sync(os.fsync, file.fileno())
        if not size:
            raise RefusedError(400, "review_empty", name=name)
        Path(aside).chmod(0o644)
        return await anyio.to_thread.run_sync(_place, folder, name, Path(aside), digest.hexdigest())
    finally:
        Path(aside).unlink(missing_ok=True)


def _place(folder: Path, name: str, aside: Path, digest: str) -> Path:
    """Give a file the first free name; return the same file if it is there already."""
    wanted = Path(name)
    for number in range(1, 10_000):
        target = folder / (name if number == 1 else f"{wanted.stem}({number}){wanted.suffix}")
        try:
            os.link(aside, target)
        except FileExistsError:
            with target.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                    return target
        except OSError:  # a file system without links
            if not target.exists():
                aside.replace(target)
                break
        else:
            break
    sync_folder(folder)
    return target
