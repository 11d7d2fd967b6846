"""Write the atlas's folder atomically, and only over an atlas or an empty folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ..errors import StoreError
from ..files import replace_folder

__all__ = ["MARK", "check_folder", "write_folder"]

#: The file by which a folder is known to be an atlas, which may be replaced.
MARK = "atlas.json"


def check_folder(folder: Path) -> None:
    """Check that a folder can be replaced: it is absent, is empty, or holds an atlas and no more.

    Args:
        folder: The folder.

    Raises:
        StoreError: Something else is in the way.
    """
    target = folder.resolve()
    if not target.exists():
        return
    if not target.is_dir():
        raise StoreError("atlas_is_file", folder=folder)
    held = sorted(path.name for path in target.iterdir())
    if not held:
        return
    try:
        known = set(json.loads((target / MARK).read_text(encoding="utf-8"))["top"])
    except (OSError, ValueError, KeyError, TypeError):
        known = set()
    foreign = [name for name in held if name not in known]
    if foreign:
        raise StoreError("atlas_folder_held", folder=folder, name=foreign[0])


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Replace a folder atomically.

    Args:
        folder: The folder.
        files: Path and content of each file that is to be in it.

    Raises:
        StoreError: The folder holds other things, or a file cannot be written.
    """
    check_folder(folder)
    try:
        folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        with replace_folder(folder) as new:
            _fill(new, files)
    except OSError as error:
        raise StoreError("atlas_not_written", folder=folder, reason=error) from error


def _fill(new: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folders, top = {new}, {MARK}
    for path, content in files:
        file = new / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        file.write_bytes(content)
        top.add(path.split("/")[0])
    mark = {"generator": "policygraph", "top": sorted(top)}
    (new / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
