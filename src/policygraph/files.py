"""Writing files whole: beside the target, onto the disk, then renamed over it.

A failure at any point leaves what stood at the target as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

__all__ = ["exchange", "shown", "write_aside"]


def write_aside(path: Path, pieces: bytes | Iterable[bytes]) -> None:
    """Writes ``pieces`` to ``path``, which is either replaced as a whole or not touched.

    Raises ``OSError`` where the folder is missing, the disk is full or the like.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_aside(Path(folder) / "a.txt", b"text")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'text'
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([pieces] if isinstance(pieces, bytes) else pieces)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read; a new file gets what any new file gets.
        aside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def shown(path: Path | str) -> str:
    """A name of a file as text that can be printed and stored.

    Where its bytes are not UTF-8 they are read as GB18030, which archives made on Windows have in China, or else
    escaped.

    >>> shown("工作/报告.txt".encode("gb18030").decode("utf-8", "surrogateescape"))
    '工作/报告.txt'
    """
    return "/".join(_shown(part) for part in str(path).split("/"))


def _shown(part: str) -> str:
    try:
        data = part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair, in a name of Windows
        return part.encode("utf-8", "backslashreplace").decode()
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "backslashreplace")


def exchange(new: Path, target: Path) -> None:
    """Puts the folder ``new`` in the place of ``target``; what stood there is then at ``new``, if anything stood there.

    On Linux the two change places at one instant, so that whoever opens ``target`` finds the one or the other.
    Elsewhere there is a moment between two renames.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new, target = Path(folder) / "new", Path(folder) / "target"
    ...     new.mkdir(), target.mkdir(), (new / "x").touch()
    ...     exchange(new, target)
    ...     (target / "x").exists(), new.exists()
    (None, None, None)
    (True, True)
    """
    if not target.exists():
        new.rename(target)
    elif not _exchanged_at_once(new, target):
        aside = new.with_name(new.name + ".old")
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        aside.rename(new)


def _exchanged_at_once(new: Path, target: Path) -> bool:
    """renameat2 with RENAME_EXCHANGE, which Python has no name for."""
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    here = -100  # AT_FDCWD
    return bool(rename(here, os.fsencode(new), here, os.fsencode(target), 2) == 0)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
