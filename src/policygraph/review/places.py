"""Find the places of entries of a corrections file in the text, and choose words that identify one place.

Offsets count code points of ``Document.text``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from ..correction import AnyCorrection
from ..extraction.corrections.places import Lost, place_entries
from ..extraction.text.folding import fold, squeeze
from ..extraction.text.logical import Logical
from ..model import Correction, MeasureCorrection

__all__ = ["EntryKind", "Locator", "Place", "choose_before", "entry_id", "kind_of", "trim_span"]

EntryKind = Literal["statement", "measure", "rule"]
#: The usual number of characters before the words, and its limit.
_BEFORE, _MOST_BEFORE = 20, 400


class Place(NamedTuple):
    """The place of an entry: its kind, and the start and end of its words."""

    kind: EntryKind
    start: int
    end: int

    def meets(self, other: Place) -> bool:
        """Tell whether two entries conflict: statements that overlap, measures or rules that start at one place.

        Args:
            other: The other place.

        Returns:
            Whether they do.

        Example:
            >>> first = Place("statement", 0, 9)
            >>> first.meets(Place("statement", 8, 12)), first.meets(Place("rule", 8, 12))
            (True, False)
        """
        if self.kind != other.kind:
            return False
        if self.kind == "statement":
            return self.start < other.end and other.start < self.end
        return self.start == other.start


def kind_of(entry: AnyCorrection) -> EntryKind:
    """Return the kind of an entry."""
    if isinstance(entry, Correction):
        return "statement"
    return "measure" if isinstance(entry, MeasureCorrection) else "rule"


def entry_id(entry: AnyCorrection) -> str:
    """Return an identifier of an entry computed from its content.

    Args:
        entry: The entry.

    Returns:
        Hexadecimal digits.

    Example:
        >>> len(entry_id(Correction("（省财政厅负责）", None)))
        12
    """
    return hashlib.sha256(repr(entry).encode("utf-8", "backslashreplace")).hexdigest()[:12]


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Strip white space from both ends of a passage.

    Args:
        text: The text.
        start: The start of the passage.
        end: Its end.

    Returns:
        The passage; empty if it is white space or not in the text.

    Example:
        >>> trim_span("a  b ", 1, 5)
        (3, 4)
    """
    start, end = max(0, start), max(0, end)
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def find_words(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield every place of some words, without overlaps."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def choose_before(text: str, start: int, end: int) -> str:
    """Choose the characters before some words that distinguish their place from others with the same words.

    Args:
        text: The text.
        start: The start of the words.
        end: Their end.

    Returns:
        An empty text if the words occur once; else 20 characters, or more if these occur elsewhere too.

    Example:
        >>> choose_before("甲：省厅。乙：省厅。", 7, 9)
        '甲：省厅。乙：'
        >>> choose_before("甲：省厅。", 2, 4)
        ''
    """
    others = [at for at, _ in find_words(text, text[start:end]) if at != start]
    length = _BEFORE
    while others:
        before = text[max(0, start - length) : start]
        others = [at for at in others if text.endswith(before, 0, at)]
        if not others or length >= min(start, _MOST_BEFORE):
            return before
        length *= 2
    return ""


class Locator:
    """Finds the places of entries in one text, and caches them."""

    def __init__(self, text: str, numbered: Callable[[], Sequence[tuple[str, int, int]]] = tuple) -> None:
        """Create a locator.

        Args:
            text: The text.
            numbered: Returns the printed number of each measure with its span; called only if an entry has a number.
        """
        self.text = text
        self._logical = Logical(text, text)
        self._numbered = numbered
        self._found: dict[tuple[str, str, str], tuple[tuple[int, int], ...]] = {}

    def find(self, entry: AnyCorrection) -> tuple[tuple[int, int], ...]:
        """Find the places of an entry.

        Args:
            entry: The entry.

        Returns:
            The places of its words: after the words most like ``before``, in the measure that it names.
        """
        measure = entry.measure if isinstance(entry, Correction) else ""
        key = (entry.words, entry.before, measure)
        if key not in self._found:
            # As in a reading. The text is its own logical text here, so the places are those of the source.
            places = place_entries(
                self._logical, (Correction(entry.words, None, before=entry.before),), Lost("", "", [])
            )
            spans = [(start, end) for _, start, end in places]
            if measure and len(spans) > 1:
                spans = self._in_measure(spans, squeeze(fold(measure)))
            self._found[key] = tuple(spans)
        return self._found[key]

    def place(self, entry: AnyCorrection) -> Place | None:
        """Return the first place of an entry, if it has one."""
        spans = self.find(entry)
        return Place(kind_of(entry), *spans[0]) if spans else None

    def _in_measure(self, spans: list[tuple[int, int]], number: str) -> list[tuple[int, int]]:
        known = [(start, end) for printed, start, end in self._numbered() if squeeze(fold(printed)) == number]
        return [span for span in spans if any(start <= span[0] < end for start, end in known)] or spans
