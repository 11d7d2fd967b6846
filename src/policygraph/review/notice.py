"""One document under review: its source, its corrections file, and its readings.

An action is confirmed after the corrections file is on disk; the document is read again only when it is requested. The
file may be edited by hand or by another server in the meantime: it is compared before each change, and changes from
outside are a state like any other, which can be undone.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus import Options
from ..corpus.corrections_file import corrections_path, find_corrections, parse_corrections, write_corrections
from ..correction import AnyCorrection
from ..errors import SourceError, UsageError
from ..files import decode_name, sync_folder
from ..model import Corrections
from ..texts import Bilingual
from ..web.refusals import RefusedError
from .actions import Action, Draft, Signature
from .history import History
from .places import Locator, Place
from .readings import Reading, Readings, Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Set

__all__ = ["Notice"]

_NONE = Corrections("", "")


class Notice:
    """A document under review; all methods may be called from several threads."""

    def __init__(self, id: str, path: Path, options: Options, reviewer: str, shown: str = "") -> None:
        """Take a document, without reading it.

        Args:
            id: Its identifier.
            path: Its file.
            options: How to read it.
            reviewer: The name of the person who corrects it.
            shown: Its name for people; by default that of the file.
        """
        self.id, self.path, self.name = id, path, shown or decode_name(path.name)
        self._options, self._reviewer = options, reviewer
        self._state, self._parsing = threading.RLock(), threading.Lock()
        self._readings = Readings(id, options)
        self._parsed: tuple[Source, Locator] | None = None
        self._history: History | None = None
        self._digest: str | None = None
        self._fault: Bilingual | None = None

    # --- what there is ------------------------------------------------------------------------------------

    def source(self) -> Source:
        """Return the source; it is parsed again if its file was changed."""
        return self._parse()[0]

    def _parse(self) -> tuple[Source, Locator]:
        """Parse the source if its file has changed; return it and its locator."""
        with self._parsing:
            try:
                found = self.path.stat()
                stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            except OSError:
                stamp = (0, 0, 0)
            if self._parsed is None or self._parsed[0].stamp != stamp:
                source = parse_source(self.path, stamp, self._options)
                self._parsed = source, Locator(source.text, self._numbered)
            return self._parsed

    def reading(self) -> Reading:
        """Return the current reading."""
        source, locator = self._parse()
        with self._state:
            history = self._sync(source, locator)
            current, fault = history.current, self._fault
            revision = self._revision(source)
        return self._readings.get(revision, source, current if current != _NONE else None, fault)

    def baseline(self) -> Reading:
        """Return the reading without corrections."""
        source = self.source()
        return self._readings.get(f"{source.sha256[:8]}-", source, None, None)

    def use(self, options: Options) -> None:
        """Read with other options from now on; the source is not parsed again.

        Args:
            options: How to read it.
        """
        with self._state:
            self._options = options
            self._readings = Readings(self.id, options)

    def release(self) -> None:
        """Release the source and its readings; they are parsed and read again when they are needed."""
        with self._parsing:
            self._parsed = None
        self._readings.clear()

    @property
    def steps(self) -> tuple[bool, bool]:
        """Whether there is a step to undo, and one to redo."""
        with self._state:
            return (self._history.can_undo, self._history.can_redo) if self._history else (False, False)

    def find(self, entry: AnyCorrection) -> Place | None:
        """Find the place of an entry."""
        return self._parse()[1].place(entry)

    def corrections_file(self) -> tuple[str, bytes]:
        """Return the name and the content of the corrections file; no content if it is missing."""
        found = find_corrections(self.path)
        with suppress(OSError):
            if found:
                return decode_name(found.name), found.read_bytes()
        return decode_name(corrections_path(self.path).name), b""

    # --- what changes -------------------------------------------------------------------------------------

    def apply(self, actions: Sequence[Action], seen: str) -> str:
        """Apply actions as one step. The file is on disk when this returns.

        Args:
            actions: The actions.
            seen: The revision that the page showed.

        Returns:
            The new revision.

        Raises:
            RefusedError: 409 if the same place was changed since, 422 if the file of corrections cannot be read.
            UsageError: An action has no words.
            OSError: The file cannot be written.
        """
        source, locator = self._parse()
        with self._state, _alone(self.path.parent):
            history = self._sync(source, locator)
            self._check()
            wanted = [place for action in actions if (place := action.place(source.text))]
            self._refuse_stale(
                history, source, locator, seen, wanted, any(action.do == "resolve" for action in actions)
            )
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            draft = Draft(history.current, locator, Signature(self._reviewer, now))
            before = draft.places
            for action in actions:
                draft.apply(action)
            changed = draft.corrections()
            if changed != history.current:
                history.add(self._write(changed), self._revision(source), {*wanted, *(before ^ draft.places)})
            return self._revision(source)

    def step(self, back: bool) -> str:
        """Undo a step, or redo it.

        Args:
            back: Whether to undo.

        Returns:
            The new revision; the same if there is no step.

        Raises:
            RefusedError: 422 if the file of corrections cannot be read.
            OSError: The file cannot be written.
        """
        source, locator = self._parse()
        with self._state, _alone(self.path.parent):
            history = self._sync(source, locator)
            self._check()
            target = history.target(back)
            if target is not None:
                written = self._write(target)
                history.moved(back, written, self._revision(source))
            return self._revision(source)

    def _check(self) -> None:
        if self._fault:
            raise RefusedError(422, self._fault)

    def _refuse_stale(
        self,
        history: History,
        source: Source,
        locator: Locator,
        seen: str,
        wanted: Sequence[Place],
        resolving: bool,
    ) -> None:
        """Refuse changes at places that have changed since the revision ``seen``."""
        if seen == self._revision(source):
            return
        if not seen.startswith(f"{source.sha256[:8]}-"):
            raise RefusedError(409, "review_source_changed")
        changed: Set[Place] | None = history.changed_since(seen)
        if changed is None:
            # Seen before this server was started: any entry may be newer.
            changed = Draft(history.current, locator, Signature()).places
        if resolving or any(place.meets(other) for place in wanted for other in changed):
            raise RefusedError(409, "review_changed_elsewhere")

    def _sync(self, source: Source, locator: Locator) -> History:
        """Read changes that others made to the corrections file."""
        found = find_corrections(self.path)
        try:
            data = found.read_bytes() if found else b""
        except OSError:
            data, found = b"", None
        digest = hashlib.sha256(data).hexdigest() if found else ""
        if digest == self._digest and self._history is not None:
            return self._history
        self._digest, self._fault = digest, None
        corrections = _NONE
        try:
            if found:
                corrections = parse_corrections(found.name, data)
        except SourceError as error:
            self._fault = error.names
            return self._history or History(_NONE, self._revision(source))
        if self._history is None:
            self._history = History(corrections, self._revision(source))
        elif corrections != self._history.current:
            places = set(_differing(self._history.current, corrections, locator))
            self._history.add(corrections, self._revision(source), places)
        return self._history

    def _write(self, corrections: Corrections) -> Corrections:
        """Write the file; without entries delete it, unless an older file in another format would then be used."""
        path = corrections_path(self.path)
        if not corrections.all:
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
            if find_corrections(self.path) is None:
                self._digest = ""
                return _NONE
        written = write_corrections(path, corrections)
        self._digest = written.sha256
        return written

    def _revision(self, source: Source) -> str:
        return f"{source.sha256[:8]}-{(self._digest or '')[:16]}"

    def _numbered(self) -> list[tuple[str, int, int]]:
        latest = self._readings.latest
        reading = latest if latest and latest.policy else self.baseline()
        measures = reading.policy.measures if reading.policy else ()
        return [(measure.number, measure.span.start, measure.span.end) for measure in measures]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other servers of this program from writing into a folder at the same time, if the system supports it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UsageError("path_unwritable", path=decode_name(folder), reason=error) from None
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _differing(old: Corrections, new: Corrections, locator: Locator) -> Iterator[Place]:
    """Yield the places of entries that only one of two files has."""
    for entry in set(old.all) ^ set(new.all):
        if place := locator.place(entry):
            yield place
