"""Finding the words of corrections in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ...correction import AnyCorrection
from ...errors import SourceError
from ...model import Correction, MeasureCorrection, RuleCorrection
from ...texts import Bilingual
from ..text.folding import fold, squeeze
from ..text.logical import Logical
from ..text.outline import OutlineItem
from ..text.spans import Span

__all__ = ["AnyCorrection", "Lost", "find_places", "in_measure", "place_entries"]

E = TypeVar("E", Correction, MeasureCorrection, RuleCorrection)
#: The minimum number of characters in front of the words that must agree, if not all of them do.
_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Lost:
    """The corrections whose words are not in the text.

    They are added to ``entries``; without this list they raise an error, which names the document ``place`` and the
    file of corrections ``name``.
    """

    place: Bilingual | str
    name: str
    entries: list[AnyCorrection] | None = None

    def add(self, entry: AnyCorrection, key: str = "corrected_words_missing") -> None:
        """Add an entry, or raise the error.

        Args:
            entry: The entry.
            key: The text of the error.

        Raises:
            SourceError: ``entries`` is ``None``.
        """
        if self.entries is None:
            measure = entry.measure if isinstance(entry, Correction) else ""
            key = "corrected_words_not_there" if measure else key
            raise SourceError(key, path=self.place, name=self.name, words=entry.words, measure=measure)
        self.entries.append(entry)


def place_entries(
    logical: Logical, entries: tuple[E, ...], lost: Lost, chosen: Callable[[E, int], bool] | None = None
) -> Iterator[tuple[E, int, int]]:
    """Find the places of some entries.

    Args:
        logical: The logical text.
        entries: The entries.
        lost: Receives those whose words are not in the text.
        chosen: Tells whether an entry is about a place.

    Yields:
        An entry and a place of its words in the logical text, for each place that it is about.
    """
    for entry in entries:
        places = [place for place in find_places(logical, entry.words) if chosen is None or chosen(entry, place[0])]
        if not places:
            lost.add(entry)
        for start, end in _choose(logical, places, entry.before):
            yield entry, start, end


def find_places(logical: Logical, words: str) -> list[Span]:
    """Find where some words of the source stand in the logical text; white space may have changed.

    Args:
        logical: The logical text.
        words: The words.

    Returns:
        The places in the order of the source, none over another.

    Example:
        >>> find_places(Logical.edited("市财政局、 市水利局", []), "市财政局、市水利局")
        [(0, 10)]
    """
    source, found = logical.source, []
    for start, end in _find(source, words) or _find_by_letters(source, words):
        at, stop = logical.offset(start), logical.offset(end - 1) + 1
        if at < stop:
            found.append((at, stop))
    return found


def _find(source: str, words: str) -> list[Span]:
    found: list[Span] = []
    at = source.find(words) if words else -1
    while at >= 0:
        found.append((at, at + len(words)))
        at = source.find(words, at + len(words))
    return found


def _find_by_letters(source: str, words: str) -> list[Span]:
    letters = "".join(words.split())
    if not letters:
        return []
    return [match.span() for match in re.finditer(r"\s*".join(map(re.escape, letters)), source)]


def _choose(logical: Logical, places: list[Span], before: str) -> list[Span]:
    """Return the places behind some words, or else those behind the most similar words, or else all."""
    if not before or len(places) < 2:
        return places
    alike = [_count_alike(logical.source, logical.origin(start), before) for start, _ in places]
    most = max(alike)
    if most < min(_ALIKE, len(before)):
        return places
    return [place for place, count in zip(places, alike, strict=True) if count == most]


def _count_alike(source: str, at: int, before: str) -> int:
    """Count the last characters of ``before`` that stand in front of a place."""
    count = 0
    while count < min(at, len(before)) and source[at - count - 1] == before[-count - 1]:
        count += 1
    return count


def in_measure(text: str, tree: OutlineItem, number: str, at: int) -> bool:
    """Tell whether a place is in an item with a printed number.

    Args:
        text: The logical text.
        tree: Its outline.
        number: The number; an empty one fits all items.
        at: The place.

    Returns:
        Whether it does.
    """
    wanted = squeeze(fold(number))
    return not wanted or any(
        item.start <= at < item.end and squeeze(fold(text[item.start : item.body])) == wanted for item in tree.walk()
    )
