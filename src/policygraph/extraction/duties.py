"""Lists of duties that name the unit first: lines such as 市工信局：…… and sentences such as 市工信局负责……；

Each line is a measure of its own: what the unit is told to do. Sentences say who takes part in the item they stand in.
A single such line or sentence is no list, unless the heading above it says that duties follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..registry import looks_like_body, parse_name
from .folding import squeeze
from .label_words import label
from .outline import Item
from .statements import Clause, Miss, MissReason, Statement

__all__ = ["Duty", "duties", "near_duties"]

_NAMES = r"(?P<names>(?:[^\s。;:,()\d《》“”\"']|\([^()\n]{1,8}\)){2,60}?)"
_START = r"(?:(?<=\n)|(?<=[。;])|\A) *(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]+ *|[①-⑳] *)?"
_COLON = re.compile(rf"{_START}{_NAMES} *: *(?P<duty>[^\n]{{4,2000}})")
_VERB = re.compile(rf"{_START}{_NAMES}(?:要|应|应当)?(?:主要|具体|牵头)?负责(?P<duty>[^\n。;]{{4,600}})(?=[。;\n]|\Z)")
#: 市工信局:牵头负责……
_LED = re.compile(r" *(?::|要|应|应当|具体|主要)* *(?:负责)?牵头")
_HEADING = re.compile(r"职责|分工|责任|任务分解")


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit and what it is told to do: the item it stands in, the statement, and where the duty's text lies.

    ``form`` is ``item`` where the item is this one line (1.市工信局：……), ``line`` where the item holds several, and
    ``sentence`` where the item's text says it in a sentence.
    """

    item: Item
    statement: Statement
    start: int
    end: int
    form: Literal["item", "line", "sentence"]


def _strong(names: str) -> bool:
    """Are these names of bodies beyond doubt, the first with its level or place?"""
    # Not at the sign within brackets: 各县(市、区).
    found = [squeeze(name) for name in re.split(r"[、及](?![^()]*\))", names) if name]
    if not found or len(found) > 8:
        return False
    first = parse_name(found[0])
    return bool(first.prefix or first.place or first.level or names.startswith("各")) and all(
        looks_like_body(name) for name in found
    )


def _lines(folded: str, item: Item) -> list[re.Match[str]]:
    # From the marker on, so that the line of the marker itself can be one.
    return [m for m in _COLON.finditer(folded, item.start, item.own_end) if _strong(m["names"])]


def _announced(folded: str, item: Item | None) -> bool:
    """Does the item's heading say that duties follow?"""
    if item is None or item.style == "root":
        return False
    title_end = folded.find("\n", item.body, item.own_end)
    return bool(_HEADING.search(folded, item.body, title_end if title_end >= 0 else min(item.own_end, item.body + 40)))


def duties(folded: str, tree: Item, taken: set[int]) -> Iterator[Duty]:
    """The lists of duties of a text, in items without a statement; ``taken`` are the ids of those that have one."""
    alone: dict[int, list[tuple[Item, re.Match[str]]]] = {}
    for item in tree.walk():
        if id(item) in taken:
            continue
        matches = _lines(folded, item)
        if len(matches) == 1 and matches[0].start("names") - item.body <= 2 and item.style != "root":
            if _announced(folded, item.parent):
                yield _duty(item, matches[0], "item")
            else:
                alone.setdefault(id(item.parent), []).append((item, matches[0]))
        elif len(matches) > 1 or (matches and _announced(folded, item)):
            yield from (_duty(item, match, "line") for match in matches)
        elif not matches:
            sentences = [m for m in _VERB.finditer(folded, item.start, item.own_end) if _strong(m["names"])]
            if item.style != "root" and (len(sentences) > 1 or (sentences and _announced(folded, item))):
                yield from (_duty(item, match, "sentence") for match in sentences)
    for found in alone.values():
        if len(found) > 1:
            yield from (_duty(item, match, "item") for item, match in found)


def near_duties(folded: str, tree: Item) -> Iterator[Miss]:
    """Lines that begin as duties do, with a unit and a colon, which no list of duties took up."""
    for item in tree.walk():
        for match in _COLON.finditer(folded, item.start, item.own_end):
            first = squeeze(re.split(r"[、及]", match["names"])[0])
            if looks_like_body(first) and not label().match(f"{first}:"):
                reason: MissReason = "single-duty" if _strong(match["names"]) else "unit-unclear"
                yield Miss("unit-first", *match.span("names"), reason)


def _duty(item: Item, match: re.Match[str], form: Literal["item", "line", "sentence"]) -> Duty:
    names = match.span("names")
    end = match.start("duty") if form == "sentence" else names[1]
    said = _LED.match(match.group()[names[1] - match.start() :])
    clause = Clause("lead", "stated", *names) if said else Clause("responsible", "default", *names)
    statement = Statement("unit-first", names[0], end, (clause,))
    return Duty(item, statement, match.start("duty"), match.end("duty"), form)
