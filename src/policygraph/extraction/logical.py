"""A text made from another, with the way back: passages of it lead to passages of its source."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..model import Evidence, Table, TableCell

__all__ = ["Edit", "Logical", "moved_table"]


class Edit(NamedTuple):
    """A change to a text: ``source[start:end]`` is replaced by ``new``, which is shorter or as long, or inserted."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Logical:
    """A text put together of runs of a source, with the way back.

    ``starts`` says where each run begins in ``text``, ``origins`` where it stands in ``source``.
    """

    text: str
    source: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    @classmethod
    def edited(cls, source: str, edits: Iterable[Edit]) -> Logical:
        """The source with edits in ascending order, none within another.

        >>> text = Logical.edited("市行政⏎审批局", [Edit(3, 4, "")])
        >>> text.text, text.evidence(0, 6)
        ('市行政审批局', Evidence(quote='市行政⏎审批局', start=0, end=7))
        """
        pieces: list[str] = []
        starts, origins = [0], [0]
        at = length = 0
        for start, end, new in edits:
            pieces.append(source[at:start])
            length += start - at
            if new:
                # What is put in stands where the text after it does.
                starts.append(length)
                origins.append(end)
                pieces.append(new)
                length += len(new)
            at = end
            starts.append(length)
            origins.append(end)
        pieces.append(source[at:])
        return cls("".join(pieces), source, tuple(starts), tuple(origins))

    def origin(self, offset: int) -> int:
        """Where the character at an offset of the text stands in the source."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def offset(self, origin: int) -> int:
        """Where a character of the source stands in the text; for one that was left out, the next that was not."""
        piece = bisect.bisect_right(self.origins, origin) - 1
        at = self.starts[piece] + origin - self.origins[piece]
        return min(at, self.starts[piece + 1]) if piece + 1 < len(self.starts) else at

    def evidence(self, start: int, end: int) -> Evidence:
        """The passage of the source that a passage of the text stands for, first to last character."""
        first = self.origin(start)
        last = max(first, self.origin(end - 1) + 1) if end > start else first
        return Evidence(self.source[first:last], first, last)


def moved_table(table: Table, logical: Logical) -> Table:
    """A table of the source with its cells' places in the logical text."""
    moved: dict[tuple[int, int], TableCell] = {}
    for cell in (cell for row in table.rows for cell in row):
        start, end = logical.offset(cell.start), logical.offset(cell.end)
        moved[cell.start, cell.end] = TableCell(logical.text[start:end], start, end)
    # Cells that are merged stay one object.
    return replace(table, rows=tuple(tuple(moved[cell.start, cell.end] for cell in row) for row in table.rows))
