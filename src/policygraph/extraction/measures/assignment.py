"""Assigning statements to numbered items, and finding the lists of duties among them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from ..forms.statements import Statement
from ..forms.unit_first import UnitMeasure, find_unit_measures
from ..text.outline import OutlineItem
from ..text.spans import find_overlap, skip_back, trim

__all__ = ["Held", "gather", "split_item"]

#: Words in front of a statement: the statement then belongs to these words alone.
_GOVERNED = re.compile("[一-龥]{2}|(?:[A-Za-z]{2,} ){2}[A-Za-z]{2}")


def split_item(folded: str, item: OutlineItem, statements: list[Statement]) -> list[tuple[int, list[Statement]]]:
    """Split an item into parts, each with its start: sentences with the statements behind them."""
    parts: list[tuple[int, list[Statement]]] = []
    at = item.body
    for statement in sorted(statements, key=lambda statement: statement.start):
        start, _ = trim(folded, at, statement.start, " \n。;,、)")
        if not parts or (not statement.told and _GOVERNED.search(folded, start, statement.start)):
            parts.append((start, []))
        parts[-1][1].append(statement)
        at = statement.end
    return parts


_WORD = re.compile(r"\w")
_SUB_STYLES = ("arabic", "arabic-bracket", "circled")
#: By the identity of an item: the item with its statements.
Held = dict[int, tuple[OutlineItem, list[Statement]]]


def gather(folded: str, tree: OutlineItem, statements: Sequence[Statement]) -> tuple[Held, list[UnitMeasure]]:
    """Find each item's statements, and the lists of duties that name the unit first."""
    held = _assign(folded, tree, (statement for statement in statements if not statement.told))
    _lift(folded, held)
    _leave_bare(folded, tree, held)
    listed = list(find_unit_measures(folded, tree, set(held)))
    for duty in listed:
        if duty.form == "heading":
            held.setdefault(id(duty.item), (duty.item, []))[1].append(duty.statement)
    # A statement in a sentence counts only if its item has no other kind of statement.
    told = _outside((statement for statement in statements if statement.told), listed)
    for key, (item, found) in _assign(folded, tree, told).items():
        own = held.setdefault(key, (item, []))[1]
        if all(statement.told for statement in own):
            own[:] = sorted([*own, *found], key=lambda statement: statement.start)
    return held, listed


def _assign(folded: str, tree: OutlineItem, statements: Iterable[Statement]) -> Held:
    """Assign each statement to the innermost item around it."""
    items = list(tree.walk())
    starts = [item.start for item in items]
    held: Held = {}
    for statement in statements:
        item = items[bisect.bisect_right(starts, statement.start) - 1]
        while item.end <= statement.start and item.parent is not None:
            item = item.parent
        held.setdefault(id(item), (item, []))[1].append(statement)
    return held


def _outside(statements: Iterable[Statement], lines: Iterable[UnitMeasure]) -> Iterator[Statement]:
    """Drop the statements within a unit's line, which are part of the unit's duty."""
    spans = sorted((duty.statement.start, duty.end) for duty in lines)
    return (each for each in statements if find_overlap(spans, each.start, each.start + 1) < 0)


def _own_line(folded: str, statement: Statement) -> bool:
    at = skip_back(folded, statement.start, " (")
    return at < 0 or folded[at] == "\n"


def _lift(folded: str, held: Held) -> None:
    """Move a statement of the last sub-item to the whole item if no other sub-item has one."""
    for item, found in list(held.values()):
        parent = item.parent
        if item.style not in _SUB_STYLES or parent is None or parent.style == "root":
            continue
        # Below an item with an Arabic number this holds only for a statement on a line of its own.
        if parent.style in _SUB_STYLES and not all(_own_line(folded, statement) for statement in found):
            continue
        siblings = [child for child in parent.children if child.style == item.style]
        # If the whole item has a statement before its sub-items, that of the last sub-item is its own.
        if id(parent) in held and held[id(parent)][1][0].start < siblings[0].start:
            continue
        if len(siblings) > 1 and siblings[-1] is item and not any(id(child) in held for child in siblings[:-1]):
            del held[id(item)]
            held.setdefault(id(parent), (parent, []))[1].extend(found)


def _leave_bare(folded: str, tree: OutlineItem, held: Held) -> None:
    """Move the statements of items without other words, (二)协办机关:…, or headed 【机关分工】 to the item above."""
    for item in reversed(list(tree.walk())):
        parent = item.parent
        if id(item) in held and parent is not None and parent.style != "root":
            found = held[id(item)][1]
            if item.style == "division" or _bare(folded, item, found):
                del held[id(item)]
                above = held.setdefault(id(parent), (parent, []))[1]
                above[:] = sorted([*found, *above], key=lambda statement: statement.start)


def _bare(folded: str, item: OutlineItem, statements: list[Statement]) -> bool:
    at = item.body
    for statement in sorted(statements, key=lambda statement: statement.start):
        if _WORD.search(folded, at, statement.start):
            return False
        at = statement.end
    return not item.children and not _WORD.search(folded, at, item.own_end)
