"""A text made from another, with a mapping of its passages back to passages of its source."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...model import Evidence, Table, TableCell

__all__ = ["Edit", "Logical", "Run", "move_table"]


class Run(NamedTuple):
    """A passage of the source, and the text that is inserted before it."""

    start: int
    end: int
    before: str = ""


class Edit(NamedTuple):
    """A change to a text.

    ``source[start:end]`` is replaced by ``new``, which is no longer than the passage or else inserted, or by ``runs``:
    passages of the source in another order.
    """

    start: int
    end: int
    new: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Logical:
    """A text made of runs of a source, in any order, with a mapping back to the source.

    ``starts`` says where each run begins in ``text``, ``origins`` where it stands in ``source``. ``order`` lists the
    runs in the order of the source, which is that of the text if they are ``in_order``.
    """

    text: str
    source: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)
    order: tuple[int, ...] = (0,)
    in_order: bool = True

    @classmethod
    def edited(cls, source: str, edits: Iterable[Edit]) -> Logical:
        """Apply edits to the source; they are in ascending order, none within another.

        >>> text = Logical.edited("市行政⏎审批局", [Edit(3, 4, "")])
        >>> text.text, text.evidence(0, 6)
        ('市行政审批局', Evidence(quote='市行政⏎审批局', start=0, end=7))
        """
        runs: list[Run] = []
        at, before = 0, ""
        for edit in edits:
            runs += (Run(at, edit.start, before), *edit.runs)
            at, before = edit.end, edit.new
        return cls.of(source, [*runs, Run(at, len(source), before)])

    @classmethod
    def of(cls, source: str, runs: Iterable[Run]) -> Logical:
        """Make a text of runs of the source.

        >>> text = Logical.of("市水甲务局", [Run(0, 2), Run(3, 5), Run(2, 3, "⏎")])
        >>> text.text, text.evidence(0, 4), text.offset(2)
        ('市水务局⏎甲', Evidence(quote='市水甲务局', start=0, end=5), 5)
        """
        pieces: list[str] = []
        starts: list[int] = []
        origins: list[int] = []
        length = 0
        for start, end, before in runs:
            for piece in (before, source[start:end]):
                # Inserted text has the place of the text behind it.
                if piece or not starts:
                    starts.append(length)
                    origins.append(start)
                    pieces.append(piece)
                    length += len(piece)
        order = sorted(range(len(origins)), key=lambda run: (origins[run], run))
        in_order = order == list(range(len(order)))
        return cls("".join(pieces), source, tuple(starts), tuple(origins), tuple(order), in_order)

    def origin(self, offset: int) -> int:
        """Return where the character at an offset of the text stands in the source."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def offset(self, origin: int) -> int:
        """Return where a character of the source stands in the text; for an omitted one, where the next one stands."""
        at = max(0, bisect.bisect_right(self.order, origin, key=lambda run: self.origins[run]) - 1)
        piece = self.order[at]
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + origin - self.origins[piece], end)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the smallest passage of the source that contains all of a passage of the text."""
        piece = bisect.bisect_right(self.starts, start) - 1
        first = last = self.origins[piece] + start - self.starts[piece]
        if start < end and (piece + 1 == len(self.starts) or end <= self.starts[piece + 1]):
            last = first + end - start
            return Evidence(self.source[first:last], first, last)
        if self.in_order and start < end:
            last = max(first, self.origin(end - 1) + 1)
            return Evidence(self.source[first:last], first, last)
        while start < end:
            stop = min(end, self.starts[piece + 1]) if piece + 1 < len(self.starts) else end
            origin = self.origins[piece] + start - self.starts[piece]
            first, last = min(first, origin), max(last, origin + stop - start)
            start, piece = stop, piece + 1
        return Evidence(self.source[first:last], first, last)


def move_table(table: Table, logical: Logical) -> Table:
    """Give the cells of a table of the source their places in the logical text."""
    moved: dict[tuple[int, int], TableCell] = {}
    for cell in (cell for row in table.rows for cell in row):
        start, end = logical.offset(cell.start), logical.offset(cell.end)
        moved[cell.start, cell.end] = TableCell(logical.text[start:end], start, end)
    # Cells that are merged stay one object.
    return replace(table, rows=tuple(tuple(moved[cell.start, cell.end] for cell in row) for row in table.rows))
