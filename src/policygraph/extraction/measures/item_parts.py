"""The parts of a numbered item with several statements: 1.…。(A负责)…。(B负责) is two measures under one number."""

from __future__ import annotations

import re

from ..forms.statements import Statement
from ..text.outline import Item

__all__ = ["closes", "parts_of"]

#: Words in front of a statement that make it the statement of these words alone.
_GOVERNED = re.compile("[一-龥]{2}|(?:[A-Za-z]{2,} ){2}[A-Za-z]{2}")
#: What opens a statement that stands apart from sentences: a bracket, the colon of a label.
_OPENS = re.compile("[(:]")


def parts_of(folded: str, item: Item, statements: list[Statement]) -> list[tuple[int, list[Statement]]]:
    """The parts of an item, each with where it starts: sentences, and the statements behind that govern them."""
    parts: list[tuple[int, list[Statement]]] = []
    at = item.body
    for statement in sorted(statements, key=lambda statement: statement.start):
        lead = len(folded[at : statement.start]) - len(folded[at : statement.start].lstrip(" \n。;,、)"))
        if not parts or (closes(folded, statement) and _GOVERNED.search(folded, at + lead, statement.start)):
            parts.append((at + lead, []))
        parts[-1][1].append(statement)
        at = statement.end
    return parts


def closes(folded: str, statement: Statement) -> bool:
    """Does a statement stand behind the sentences that it governs, or within one? A correction may do either."""
    if statement.rule == "correction":
        return bool(_OPENS.search(folded, max(0, statement.start - 1), statement.end))
    return statement.rule != "prose"
