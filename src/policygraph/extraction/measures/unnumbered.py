"""Statements that stand under no numbered item."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..forms.raw import RawMeasure
from ..forms.statements import Statement
from ..text.folding import legible

__all__ = ["unnumbered"]


def unnumbered(text: str, folded: str, statements: Iterable[Statement]) -> list[RawMeasure]:
    """A measure for each statement before or without any numbered item: the paragraph that it closes.

    Sentences that say duties are the paragraph's in which they stand, all together.
    """
    found: list[RawMeasure] = []
    at = 0
    for position, (statement, *more) in enumerate(_by_paragraph(folded, statements), 1):
        told = statement.rule == "prose"
        start = folded.rfind("\n", at, at + len(folded[at : statement.start].rstrip())) + 1 or at
        start = max(folded.rfind("\n", at, statement.start) + 1 if told else start, at)
        stop = statement.start
        if told:
            end = folded.find("\n", (more or [statement])[-1].end)
            stop = end if end >= 0 else len(folded)
        passage = legible(text[start:stop]).strip()
        at = stop if told else statement.end
        if not passage:
            continue
        start += len(text[start:stop]) - len(text[start:stop].lstrip())
        title = re.split(r"[。;；\n]", passage, maxsplit=1)[0]
        title = re.split(r"[,，]", title, maxsplit=1)[0][:60] if told and len(title) > 60 else title[:60]
        found.append(RawMeasure((0, position), "", title, passage, start, at, (), (statement, *more)))
    return found


def _by_paragraph(folded: str, statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements one by one, those that sentences of one paragraph make together."""
    groups: list[list[Statement]] = []
    for statement in statements:
        before = groups[-1][-1] if groups else None
        if before and before.rule == statement.rule == "prose" and "\n" not in folded[before.end : statement.start]:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups
