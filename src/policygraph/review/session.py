"""The documents under review and the reviewer."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..corpus import Options
from ..corpus.discovery import discover
from ..corpus.identifiers import make_slug
from ..errors import PolicyGraphError, SourceError
from ..files import decode_name
from ..model import Policy
from ..registry import OwnWords
from ..texts import Bilingual
from ..web.refusals import RefusedError
from .notice import Notice
from .proposals import Proposals
from .uploads import is_kept
from .views import View, summarise

__all__ = ["Session"]

_LOG = logging.getLogger(__package__)
#: If there are more documents, their readings ahead are not kept.
_KEPT = 30


class Session:
    """All documents of one run of ``policygraph review``."""

    def __init__(self, options: Options, reviewer: str, folder: Path, proposals: Path | None = None) -> None:
        """Create a session without documents.

        Args:
            options: How to read them.
            reviewer: The name of the reviewer.
            folder: The folder for dropped files.
            proposals: The folder of the corrections that assistants propose, if there is one.
        """
        self.options, self.reviewer, self.folder, self._proposals = options, reviewer, folder, proposals
        self._views: dict[str, View] = {}
        self._failures: dict[str, tuple[str, Bilingual]] = {}
        self._paths: dict[Path, str] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._waiting = threading.Event()

    def add(self, sources: Iterable[Path]) -> None:
        """Add documents without reading them.

        Args:
            sources: Files, folders and patterns.

        Raises:
            SourceError: A source is missing, or an archive is damaged.
        """
        for found in discover(sources):
            if found.path is not None and found.failure is None:
                self.add_file(found.path, found.id, found.name)
            else:
                failure = found.failure or SourceError("review_in_archive", path=found.where).names
                with self._lock:
                    self._failures[self._free(found.id)] = (found.name, failure)

    def add_kept(self) -> None:
        """Add the files that were dropped in earlier runs, without reading them."""
        with suppress(OSError):  # nothing has been dropped yet
            for path in sorted(self.folder.iterdir()):
                if is_kept(path.name) and path.is_file():
                    self.add_file(path)

    def add_file(self, path: Path, id: str = "", shown: str = "") -> str:
        """Add one file.

        Args:
            path: The file.
            id: Its identifier; by default made from its name.
            shown: Its name for people.

        Returns:
            The identifier of its document, the same if the file is added again.
        """
        # The corrections file is beside the given name, even if that is a link.
        path = path.absolute()
        with self._lock:
            known = self._paths.get(path)
            if known is None:
                known = self._paths[path] = self._free(id or make_slug(path.stem))
                shown = decode_name(path.name) if not shown or shown == decode_name(path) else shown
                notice = Notice(known, path, self.options, self.reviewer, shown)
                self._views[known] = View(notice, Proposals(self._proposals, known))
                self._waiting.set()
            return known

    def _free(self, id: str) -> str:
        """Return the identifier, or the first free one with a number appended."""
        number, free = 1, id
        while free in self._views or free in self._failures:
            number += 1
            free = f"{id}-{number}"
        return free

    def view(self, id: str) -> View:
        """Return the view of a document.

        Args:
            id: Its identifier.

        Returns:
            The view.

        Raises:
            RefusedError: 404 if there is no such document.
        """
        view = self._views.get(id)
        if view is None:
            raise RefusedError(404, self._failures[id][1] if id in self._failures else "review_no_document")
        return view

    def notices(self) -> list[Notice]:
        """Return the documents that can be opened."""
        with self._lock:
            return [view.notice for view in self._views.values()]

    def use(self, words: OwnWords) -> None:
        """Read all documents again with other words of the user.

        Args:
            words: The words.
        """
        with self._lock:
            self.options = replace(self.options, lexicon=words)
            for view in self._views.values():
                view.use(self.options)
        self._waiting.set()

    def list_documents(self) -> dict[str, Any]:
        """List the documents; for those that have been read, with their progress."""
        with self._lock:
            views, failures = list(self._views.values()), dict(self._failures)
        listed = [view.summary or summarise(view.notice) for view in views]
        for id, (name, failure) in failures.items():
            listed.append(summarise(None, id=id, name=name, failure=failure))
        return {"reviewer": self.reviewer, "documents": listed}

    def policies(self) -> list[Policy]:
        """Return the readings of all documents with their corrections.

        Returns:
            The policies.

        Raises:
            RefusedError: 409 if no document could be read.
        """
        found = [policy for notice in self.notices() if (policy := notice.reading().policy)]
        if not found:
            raise RefusedError(409, "review_nothing_read")
        return found

    def read_ahead(self) -> None:
        """Read documents that nobody has opened yet, until the session is stopped. Run this in a separate thread."""
        begun = False
        while not self._stopped.is_set():
            self._waiting.clear()
            with self._lock:
                views = [view for view in self._views.values() if view.summary is None]
            for view in views:
                if self._stopped.is_set():
                    return
                try:
                    view.refresh()
                    if len(views) > _KEPT:
                        view.release()
                except (PolicyGraphError, OSError) as error:
                    _LOG.warning("%s: %s", view.notice.name, error)
            if views and not begun:
                # The vocabularies stay: looking through them for garbage would stop all threads for 70 ms.
                gc.collect()
                gc.freeze()
                begun = True
            self._waiting.wait()

    def stop(self) -> None:
        """Stop reading ahead."""
        self._stopped.set()
        self._waiting.set()
