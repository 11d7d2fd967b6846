"""The states of a document's corrections: undo, redo, and which places were changed since a revision."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from ..model import Corrections
from .places import Place

__all__ = ["History"]

#: Steps that can be undone, and changes that are remembered to tell what changed since a revision.
_STEPS, _CHANGES = 500, 2000


class _Step(NamedTuple):
    """Corrections before and after a step, and the places it changed."""

    before: Corrections
    after: Corrections
    places: frozenset[Place]


class History:
    """The corrections of one document, as they were and are.

    Example:
        >>> one, two = Corrections("a", "1"), Corrections("a", "2")
        >>> history = History(one, "r1")
        >>> history.add(two, "r2", [Place("rule", 3, 5)])
        >>> history.current == two, history.changed_since("r1"), history.changed_since("r2"), history.changed_since("x")
        (True, {Place(kind='rule', start=3, end=5)}, set(), None)
    """

    def __init__(self, first: Corrections, revision: str) -> None:
        """Begin.

        Args:
            first: The corrections that there are.
            revision: Their revision.
        """
        self.current = first
        self._undo: deque[_Step] = deque(maxlen=_STEPS)
        self._redo: list[_Step] = []
        self._changes: deque[tuple[str, frozenset[Place]]] = deque([(revision, frozenset())], _CHANGES)

    def add(self, corrections: Corrections, revision: str, places: Iterable[Place]) -> None:
        """Add a state.

        Args:
            corrections: The corrections.
            revision: Their revision.
            places: What changed.
        """
        step = _Step(self.current, corrections, frozenset(places))
        self._undo.append(step)
        self._redo.clear()
        self._move(corrections, revision, step.places)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._redo)

    def target(self, back: bool) -> Corrections | None:
        """Return the corrections after an undo (``back``) or a redo, if there is such a step."""
        if back:
            return self._undo[-1].before if self._undo else None
        return self._redo[-1].after if self._redo else None

    def moved(self, back: bool, corrections: Corrections, revision: str) -> None:
        """Note that a step was undone or done again.

        Args:
            back: Whether it was undone.
            corrections: What was written, with its hash.
            revision: Its revision.
        """
        step = self._undo.pop() if back else self._redo.pop()
        if back:
            self._redo.append(step)
        else:
            self._undo.append(step)
        self._move(corrections, revision, step.places)

    def changed_since(self, revision: str) -> set[Place] | None:
        """Tell which places were changed since a revision.

        Args:
            revision: The revision that somebody has seen.

        Returns:
            The places; ``None`` if the revision is not known.
        """
        found: set[Place] = set()
        for known, places in reversed(self._changes):
            if known == revision:
                return found
            found |= places
        return None

    def _move(self, corrections: Corrections, revision: str, places: frozenset[Place]) -> None:
        self.current = corrections
        self._changes.append((revision, places))
