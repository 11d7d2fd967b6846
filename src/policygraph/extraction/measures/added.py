"""Measures that a person makes of a passage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ...model import Category
from ..forms.statements import RawMeasure, Statement
from ..text.folding import legible
from ..text.markers import MARKER
from ..text.outline import OutlineItem
from .items import ItemReader, number_items
from .passages import cut_passage

__all__ = ["PassageReader"]


class PassageReader:
    """Makes measures of passages of a text."""

    def __init__(self, text: str, folded: str, tree: OutlineItem, found: Sequence[RawMeasure]) -> None:
        """Prepare the reading of passages.

        Args:
            text: The logical text.
            folded: The same, folded.
            tree: Its outline.
            found: The measures of the text, whose headings are used.
        """
        self._reader = ItemReader(text, folded, {}, number_items(tree), [])
        self._tree = tree
        self._items = {item.start for each in found if (item := self._item_at(each.start)).start == each.start}
        self._headings = {heading.path: heading for each in found for heading in each.categories}
        self._keys: set[str] = set()

    def read(self, start: int, end: int, statements: Sequence[Statement]) -> RawMeasure:
        """Make a measure of a passage.

        Args:
            start: Where the passage starts.
            end: Where it ends.
            statements: The statements in it.

        Returns:
            The measure, with a key that depends on its words alone.
        """
        reader = self._reader
        text, folded = reader.text, reader.folded
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = reader.strip_end(start, end)
        marker = MARKER.match(folded, start, end)
        body = marker.end() if marker else start
        apart = [(each.start, each.end) for each in statements if not each.told]
        title, stop = reader.find_clause(body, min([end, *(a for a, _ in apart if a > body)]))
        return RawMeasure(
            path=(),
            number=legible(text[start:body]).strip(),
            title=title,
            text=cut_passage(text, folded, stop, end, apart),
            start=start,
            end=end,
            categories=self._headings_at(start),
            statements=tuple(statements),
            deadline=reader.read_deadline(start, end, statements),
            key=self._key(text[start:end]),
        )

    def _key(self, words: str) -> str:
        digest = hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:8]
        key, count = f"added-{digest}", 1
        while key in self._keys:
            count += 1
            key = f"added-{digest}-{count}"
        self._keys.add(key)
        return key

    def _item_at(self, at: int) -> OutlineItem:
        """Find the innermost item at a place."""
        item = self._tree
        while inner := next((child for child in item.children if child.start <= at < child.end), None):
            item = inner
        return item

    def _headings_at(self, start: int) -> tuple[Category, ...]:
        """Find the headings above a passage: items that are not measures and do not begin with it."""
        item = self._item_at(start)
        above = item.ancestors
        if item.style != "root" and item.start != start:
            above = [*above, item]
        while above and above[-1].start in self._items:
            above.pop()
        return tuple(self._headings.get(each.path, each) for each in self._reader.read_headings(above))
