"""Lists of duties that name the unit first: 市工信局：负责…… or, under a heading on duties, 市工信局负责……

Each line is a measure of its own: what the unit is told to do. A single such line is no list, unless the heading above
it says that duties follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..registry import looks_like_body, parse_name
from .folding import squeeze
from .outline import Item
from .statements import Clause, Statement

__all__ = ["Duty", "duties"]

_NAMES = r"(?P<names>(?:[^\s。;:,()\d《》“”\"']|\([^()\n]{1,8}\)){2,60}?)"
_START = r"(?:(?<=\n)|(?<=[。;])|\A) *(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]+ *|[①-⑳] *)?"
_COLON = re.compile(rf"{_START}{_NAMES} *: *(?P<duty>[^\n]{{4,2000}})")
_VERB = re.compile(rf"{_START}{_NAMES}(?:要|应|应当)?(?:主要|具体|牵头)?负责(?P<duty>[^\n。;]{{4,600}})(?=[。;\n]|\Z)")
_HEADING = re.compile(r"职责|分工|责任|任务分解")


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit and what it is told to do: the item it stands in, the statement, and where the duty's text lies.

    ``whole`` says that the item is this one line: 1.市工信局：……
    """

    item: Item
    statement: Statement
    start: int
    end: int
    whole: bool


def _strong(names: str) -> bool:
    """Are these names of bodies beyond doubt, the first with its level or place?"""
    found = [squeeze(name) for name in re.split(r"[、及]", names) if name]
    if not found or len(found) > 8:
        return False
    first = parse_name(found[0])
    return bool(first.prefix or first.place or names.startswith("各")) and all(looks_like_body(name) for name in found)


def _in_item(folded: str, item: Item) -> tuple[list[re.Match[str]], bool]:
    """The lines of an item's own text that name a unit first, and whether its heading announces duties."""
    title_end = folded.find("\n", item.body, item.own_end)
    heading = folded[item.body : title_end if title_end >= 0 else min(item.own_end, item.body + 40)]
    announced = item.style != "root" and bool(_HEADING.search(heading))
    # From the marker on, so that the line of the marker itself can be one.
    matches = [m for m in _COLON.finditer(folded, item.start, item.own_end) if _strong(m["names"])]
    if announced and not matches:
        matches = [m for m in _VERB.finditer(folded, item.start, item.own_end) if _strong(m["names"])]
    return matches, announced


def duties(folded: str, tree: Item, taken: set[int]) -> Iterator[Duty]:
    """The lists of duties of a text, in items without a statement; ``taken`` are the ids of those that have one."""
    alone: dict[int, list[tuple[Item, re.Match[str]]]] = {}
    for item in tree.walk():
        if id(item) in taken:
            continue
        matches, announced = _in_item(folded, item)
        above = item.parent is not None and bool(_HEADING.search(folded[item.parent.body : item.parent.body + 40]))
        if len(matches) == 1 and matches[0].start("names") - item.body <= 2 and item.style != "root":
            alone.setdefault(id(item.parent), []).append((item, matches[0]))
            if above:
                yield _duty(item, matches[0], whole=True)
                alone[id(item.parent)].pop()
        elif len(matches) > 1 or (matches and announced):
            for match in matches:
                yield _duty(item, match, whole=False)
    for found in alone.values():
        if len(found) > 1:
            for item, match in found:
                yield _duty(item, match, whole=True)


def _duty(item: Item, match: re.Match[str], whole: bool) -> Duty:
    names = match.span("names")
    statement = Statement("unit-first", names[0], names[1], (Clause("responsible", "default", *names),))
    return Duty(item, statement, match.start("duty"), match.end("duty"), whole)
