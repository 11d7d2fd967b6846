"""When two builds are alike, and that no two write one target at a time."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

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
        self.file = self.path.open("w")
        with suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UsageError(f"{self.target}: another build is writing there: wait for it, or stop it") from None

    def __exit__(self, *_: object) -> None:
        self.file.close()


def rules_of(options: Options, parts: bool) -> str:
    """What the facts depend on besides the documents: the program, the vocabularies, the options."""
    found = hashlib.sha256(repr((sorted((options.columns or {}).items()), options.base, parts)).encode())
    package = Path(__file__).parents[1]
    rooms = (path for name in _ROOMS for path in sorted((package / name).glob("*.py")))
    for path in [package / "__init__.py", *rooms, *sorted(ontology_dir().glob("*.ttl"))]:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
