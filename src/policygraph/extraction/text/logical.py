"""A text made from another, with the way back: passages of it lead to passages of its source."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...model import Evidence, Table, TableCell

__all__ = ["Edit", "Logical", "Run", "move_table"]


class Run(NamedTuple):
    """A passage of the source, and what is put in before it."""

    start: int
    end: int
    before: str = ""


class Edit(NamedTuple):
    """A change to a text.

    ``source[start:end]`` is replaced by ``new``, which is shorter or as long, or inserted, or by ``runs``: passages of
    the source in another order.
    """

    start: int
    end: int
    new: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Logical:
    """A text put together of runs of a source, in any order, with the way back.

    ``starts`` says where each run begins in ``text``, ``origins`` where it stands in ``source``; ``order`` are the
    runs in the order of the source, which is that of the text where they are ``in_order``.
    """

    text: str
    source: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)
    order: tuple[int, ...] = (0,)
    in_order: bool = True

    @classmethod
    def edited(cls, source: str, edits: Iterable[Edit]) -> Logical:
        """The source with edits in ascending order, none within another.

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
        """A text made of runs of the source.

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
                # What is put in stands where the text after it does.
                if piece or not starts:
                    starts.append(length)
                    origins.append(start)
                    pieces.append(piece)
                    length += len(piece)
        order = sorted(range(len(origins)), key=lambda run: (origins[run], run))
        in_order = order == list(range(len(order)))
        return cls("".join(pieces), source, tuple(starts), tuple(origins), tuple(order), in_order)

    def origin(self, offset: int) -> int:
        """Where the character at an offset of the text stands in the source."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def offset(self, origin: int) -> int:
        """Where a character of the source stands in the text; for one that was left out, what comes next there."""
        at = max(0, bisect.bisect_right(self.order, origin, key=lambda run: self.origins[run]) - 1)
        piece = self.order[at]
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + origin - self.origins[piece], end)

    def evidence(self, start: int, end: int) -> Evidence:
        """The smallest passage of the source that holds all of a passage of the text."""
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
    """A table of the source with its cells' places in the logical text."""
    moved: dict[tuple[int, int], TableCell] = {}
    for cell in (cell for row in table.rows for cell in row):
        start, end = logical.offset(cell.start), logical.offset(cell.end)
        moved[cell.start, cell.end] = TableCell(logical.text[start:end], start, end)
    # Cells that are merged stay one object.
    return replace(table, rows=tuple(tuple(moved[cell.start, cell.end] for cell in row) for row in table.rows))
