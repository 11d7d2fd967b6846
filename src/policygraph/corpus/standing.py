"""When two builds are alike, and that no two write one target at a time."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from ..errors import UsageError
from ..resources import ontology_dir
from .record import Options

__all__ = ["Lock", "rules_of"]

#: The rooms whose code says what is read from a document and how it is written.
_ROOMS = ("documents", "registry", "extraction", "graph", "corpus")


class Lock:
    """One build of a target at a time; the lock goes with the process that holds it."""

    def __init__(self, path: Path, target: Path) -> None:
        self.path, self.target = path, target

    def __enter__(self) -> None:
        self.file = self.path.open("ab")
        try:
            _lock(self.file)
        except OSError:
            self.file.close()
            raise UsageError("target_in_use", path=self.target) from None

    def __exit__(self, *_: object) -> None:
        self.file.close()
        if sys.platform == "win32":
            # A folder could not be removed there as long as this file in it was open.
            with suppress(OSError):
                self.path.unlink()
                self.path.parent.rmdir()


def _lock(file: IO[bytes]) -> None:
    """Lock a file for as long as it is open; raises ``OSError`` where another process has locked it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def rules_of(options: Options, parts: bool) -> str:
    """What the facts depend on besides the documents: the program, the vocabularies, the options."""
    given = (sorted((options.columns or {}).items()), options.base, options.lexicon, parts)
    found = hashlib.sha256(repr(given).encode())
    package = Path(__file__).parents[1]
    rooms = (path for name in _ROOMS for path in sorted((package / name).glob("*.py")))
    for path in [
        package / "__init__.py",
        *rooms,
        *sorted(ontology_dir().glob("*.ttl")),
        *sorted(ontology_dir().glob("*.yaml")),
    ]:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
