"""Statements that stand under no numbered item."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .folding import legible
from .raw import RawMeasure
from .statements import Statement

__all__ = ["unnumbered"]


def unnumbered(text: str, folded: str, statements: Iterable[Statement]) -> list[RawMeasure]:
    """A measure for each statement before or without any numbered item: the paragraph that it closes."""
    found: list[RawMeasure] = []
    at = 0
    for position, statement in enumerate(statements, 1):
        start = folded.rfind("\n", at, at + len(folded[at : statement.start].rstrip())) + 1 or at
        start = max(start, at)
        passage = legible(text[start : statement.start]).strip()
        at = statement.end
        if not passage:
            continue
        start += len(text[start : statement.start]) - len(text[start : statement.start].lstrip())
        title = re.split(r"[。;；\n]", passage, maxsplit=1)[0][:60]
        found.append(RawMeasure((0, position), "", title, passage, start, statement.end, (), (statement,)))
    return found
