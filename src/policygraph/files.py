"""Write files and folders atomically, and show file names as text.

A failure at any point leaves what stood at the target as it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["decode_name", "replace_folder", "swap_folders", "sync_folder", "write_atomically", "write_files"]


def write_atomically(path: Path, pieces: bytes | Iterable[bytes]) -> None:
    """Write a temporary file, flush it to the disk and rename it over the target.

    Args:
        path: The target.
        pieces: The content.

    Raises:
        OSError: The folder is missing, the disk is full or the like.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_atomically(Path(folder) / "a.txt", b"text")
        ...     (Path(folder) / "a.txt").read_bytes()
        b'text'
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([pieces] if isinstance(pieces, bytes) else pieces)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read; a new file gets what any new file gets.
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, so that a file just written survives a power cut.

    Args:
        folder: The folder. Systems that cannot wait for a folder are left as they are.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sync_folder(Path(folder))
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, each atomically; others in the folder stay.

    Args:
        folder: The folder, which is made where it is missing.
        files: The content of each file by its name, which may have folders in it.

    Returns:
        The paths, sorted by name.

    Raises:
        OSError: The folder or a file cannot be written.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     paths = write_files(Path(folder) / "new", {"b.txt": b"", "a/c.txt": b""})
        ...     [path.relative_to(folder).as_posix() for path in paths]
        ['new/a/c.txt', 'new/b.txt']
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, data)
    return [folder / name for name in sorted(files)]


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Replace a folder atomically: fill a new one next to it, then swap the two.

    Args:
        target: The folder to replace, or where there is none yet.

    Yields:
        The new folder, empty. It takes the target's place unless the caller's block raises.

    Raises:
        OSError: The folder cannot be made or moved.

    Example:
        >>> with tempfile.TemporaryDirectory() as place:
        ...     with replace_folder(Path(place) / "target") as new:
        ...         _ = (new / "a.txt").write_text("text")
        ...     (Path(place) / "target" / "a.txt").read_text()
        'text'
    """
    target = target.resolve()
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    new = temporary / "new"
    try:
        new.mkdir()
        yield new
        swap_folders(new, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def decode_name(path: Path | str) -> str:
    """Return the name of a file as text that can be printed and stored.

    Where its bytes are not UTF-8 they are read as GB18030, which archives made on Windows have in China, or else
    escaped.

    Args:
        path: A path whose name may hold bytes of another encoding.

    Returns:
        The name.

    Example:
        >>> decode_name("工作/报告.txt".encode("gb18030").decode("utf-8", "surrogateescape"))
        '工作/报告.txt'
    """
    return "/".join(_decode(part) for part in str(path).split("/"))


def _decode(part: str) -> str:
    try:
        data = part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair, in a name of Windows
        return part.encode("utf-8", "backslashreplace").decode()
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "backslashreplace")


def swap_folders(new: Path, target: Path) -> None:
    """Let a folder take the place of another, or of none; what stood at ``target`` is then at ``new``.

    On Linux the swap is atomic: whoever opens ``target`` finds one folder or the other. Elsewhere there is a moment
    between two renames.

    Args:
        new: A folder on the same file system.
        target: Where it goes.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     new, target = Path(folder) / "new", Path(folder) / "target"
        ...     new.mkdir(), target.mkdir(), (new / "x").touch()
        ...     swap_folders(new, target)
        ...     (target / "x").exists(), new.exists()
        (None, None, None)
        (True, True)
    """
    if not target.exists():
        new.rename(target)
    elif not _swap_atomically(new, target):
        aside = new.with_name(new.name + ".old")
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        aside.rename(new)


def _swap_atomically(new: Path, target: Path) -> bool:
    """Call renameat2 with RENAME_EXCHANGE, which Python does not offer."""
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
