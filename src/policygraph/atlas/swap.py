"""A folder of files, written aside and put in place as a whole: a failure leaves what was there as it was."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ..errors import StoreError

__all__ = ["MARK", "check_folder", "write_folder"]

#: The file by which a folder is known to be an atlas, which may be replaced.
MARK = "atlas.json"


def check_folder(folder: Path) -> None:
    """See that a folder can be replaced: it is not there, is empty, or holds an atlas and no more.

    Raises:
        StoreError: something else is in the way.
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
    """Write files, given by their paths below the folder, and then exchange the folder for the one that was there.

    Raises:
        StoreError: the folder holds other things, or a file cannot be written.
    """
    check_folder(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise StoreError("atlas_not_written", folder=folder, reason=error) from error
    new, old = made / "new", made / "old"
    try:
        _fill(new, files)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise StoreError("atlas_not_written", folder=folder, reason=error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _fill(new: Path, files: Iterable[tuple[str, bytes]]) -> None:
    new.mkdir()
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
    mask = os.umask(0)
    os.umask(mask)
    new.chmod(0o777 & ~mask)
