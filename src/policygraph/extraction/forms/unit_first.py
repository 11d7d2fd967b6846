"""Lists of duties that name the unit first: 市工信局:…… line by line, 1.区商务局。…… and a heading above its items.

Each line is a measure of its own: its title is the name of the unit, its text what the unit has to do. Below a heading
that names a unit each item is a measure, and the unit is responsible for it. A single line is a list only if the
heading above it says that duties follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...model import Role
from ...registry import find_functions, looks_like_body, parse_name
from ..names.sentence_names import certain
from ..phrases.verbs import TOLD, WORK, role_of_work
from ..text.folding import squeeze
from ..text.markers import NUMBERED
from ..text.outline import OutlineItem
from ..text.spans import trim
from .statements import Clause, Miss, Statement

__all__ = ["UnitMeasure", "find_near_units", "find_unit_measures"]

#: What names a unit's line: its names, then a colon; or, before a verb of duty, a space or a full stop.
_OF = r"(?P<of>(?:的)?(?:主要|工作|具体)?(?:职责|职能|任务|责任)(?:分工)?(?:是|为)?)?"
#: A run of spaces is matched from its start only.
_MARK = re.compile(rf"{_OF}(?:(?<! ) *:|(?<![ 。])[ 。]+(?={WORK.pattern}))")
#: How near to its start a unit's line must have a verb of duty; lists of persons and telephones have none.
_NEAR = 60
#: What a letter says behind its addressees: 各区人民政府:《……》已经……同意.
_LETTER = re.compile(r"\A *(?:《|现将|为|经)|印发给你们|转发给你们|如下|请(?:认真|遵照|结合|按照)")
_BREAK = re.compile(r"[\n。;!?:]|  +")
_MARKER = re.compile(rf" *{NUMBERED.pattern}? *")
#: The title of a person, behind which a unit may follow in a text that lost its line breaks.
_PERSON = re.compile(r".*(?:[局部处科厅院校所站队组市县区镇乡会书务]长|主任|书记|参谋|干警|委员|成员|主席|经理)(?=..)")
_LONGEST_NAMES, _LONGEST_NAME = 80, 24
#: A heading of names and nothing else: 市发改委牵头任务(5项).
_HEADED = re.compile(
    r"(?P<names>[^\n。;:,]{2,60}?)(?P<role>牵头|负责|配合)?(?:的|负责)?(?:主要|工作|具体|重点)*(?:职责|任务|事项|责任|工作)?(?:分工)?"
    r"(?:\(共?\d{1,3}[项条个]\))? *(?=\n|$|。|:)"
)
_TASKS = re.compile("牵头|负责|职责|任务|事项|责任|分工|项")
_ANNOUNCED = re.compile(r"职责|分工|责任|任务分解")


Form = Literal["item", "line", "heading"]


@dataclass(frozen=True, slots=True)
class UnitMeasure:
    """A unit and its duty: the item it stands in, the statement, and where the duty's text lies.

    ``form`` is ``item`` if the item is this one line (1.市工信局：……), ``line`` if the item holds several lines, and
    ``heading`` if the unit stands in the heading above the item.
    """

    item: OutlineItem
    statement: Statement
    start: int
    end: int
    form: Form


@dataclass(slots=True)
class _UnitLine:
    """A unit's line: where its names and its duty stand, and whether the names are certainly bodies."""

    names: tuple[int, int]
    start: int
    end: int
    sure: bool


def find_unit_measures(folded: str, tree: OutlineItem, taken: set[int]) -> Iterator[UnitMeasure]:
    """Find the lists of duties in items without a statement; ``taken`` are the ids of items that have one."""
    alone: dict[int, list[tuple[OutlineItem, _UnitLine]]] = {}
    told: list[tuple[OutlineItem, _UnitLine]] = []
    for item in tree.walk():
        if id(item) in taken:
            continue
        if (names := _find_heading_names(folded, item)) is not None:
            yield from _make_below(folded, item, names, taken)
            continue
        paragraph = _find_paragraph(folded, item)
        lines = [paragraph] if paragraph else _find_lines(folded, item)
        first = len(lines) == 1 and lines[0].names[0] - item.body <= 2 and item.style != "root"
        if paragraph or first:
            listed = _announces(folded, item.parent) and (paragraph or lines[0].sure)
            (told if listed else alone.setdefault(id(item.parent), [])).append((item, lines[0]))
        elif len(lines) > 1 or (lines and lines[0].sure and _announces(folded, item)):
            yield from (_make_measure(folded, item, line.names, (line.start, line.end), "line") for line in lines)
    for found in (told, *(lines for lines in alone.values() if len(lines) > 1)):
        for item, line in found:
            yield _make_measure(folded, item, line.names, (line.start, line.end), "item")


def find_near_units(folded: str, tree: OutlineItem) -> Iterator[Miss]:
    """Find all lines that begin like duties, with a unit and a colon."""
    for item in tree.walk():
        for line in _find_lines(folded, item):
            yield Miss("unit-first", *line.names, "single-duty" if line.sure else "unit-unclear")


def _find_lines(folded: str, item: OutlineItem) -> list[_UnitLine]:
    """Find the units' lines in an item's own text, from its marker on, since the marker's line can be one."""
    found: list[_UnitLine] = []
    for mark in _MARK.finditer(folded, item.start, item.own_end):
        names = _find_names_before(folded, item.start, mark.start(), bool(TOLD.match(folded, mark.end())))
        near = min(item.own_end, mark.end() + _NEAR)
        if names is not None and WORK.search(folded, mark.end(), near) and not _LETTER.search(folded, mark.end(), near):
            if found:
                found[-1].end = names[0]
            found.append(_UnitLine(names, mark.end(), item.own_end, _are_bodies(folded[names[0] : names[1]])))
    for line in found:
        # The text below a line belongs to it only if the text has lost its line breaks.
        end = folded.find("\n", line.start + 4, line.end)
        line.start, line.end = trim(folded, line.start, end if end >= 0 else line.end)
    return [line for line in found if line.end - line.start >= 4]


def _find_paragraph(folded: str, item: OutlineItem) -> _UnitLine | None:
    """Find a heading that is only a unit, and the paragraph of its duties below it: 三、民政局 and 督导各区….

    Without a verb of duty it may be a list of addresses.
    """
    end = folded.find("\n", item.body, item.own_end)
    if item.style == "root" or item.children or end < 0:
        return None
    names, below = trim(folded, item.body, end), trim(folded, end, item.own_end, " \n")
    if not 2 <= names[1] - names[0] <= _LONGEST_NAMES or below[1] - below[0] < 4:
        return None
    words = folded[slice(*names)]
    sure = _are_bodies(words)
    units = all(_is_unit(squeeze(name)) for name in re.split(r"[、,及](?![^()]*\))", words))
    if not (sure or units) or not WORK.search(folded, below[0], min(below[1], below[0] + _NEAR)):
        return None
    return _UnitLine(names, *below, sure)


def _find_names_before(folded: str, floor: int, end: int, told: bool) -> tuple[int, int] | None:
    """Find the names that end where a mark stands: all words from a break on, or the last of them."""
    floor = max(floor, end - _LONGEST_NAMES)
    if end - floor < 2:
        return None
    breaks = [match.end() for match in _BREAK.finditer(folded, floor, end)]
    start = breaks[-1] if breaks else floor
    marker = _MARKER.match(folded, start, end)
    start = marker.end() if marker else start
    if _are_bodies(folded[start:end]):
        return start, end
    if not told:
        return None
    person = _PERSON.match(folded, start, end)
    if person is not None:
        start = person.end()
    if end - start <= _LONGEST_NAME and _is_unit(squeeze(folded[start:end])):
        return start, end
    for at in range(max(start, end - _LONGEST_NAME), end - 2):
        known = parse_name(squeeze(folded[at:end]))
        if known.functions and (known.prefix or known.place) and certain(known.name):
            return at, end
    return None


_PHRASE = re.compile("[的由“”《》和,、]|工作$")
_TYPE = re.compile("(?:行政)?(?:主管)?(?:单位|部门|机构|机关)$")


def _is_unit(name: str) -> bool:
    """Tell whether this is the name of one unit or of the units of one function: 财务部, 教育部门, but not 用人单位."""
    if not looks_like_body(name) or _PHRASE.search(name):
        return False
    type_ = _TYPE.search(name)
    return type_ is None or bool(find_functions(name[: type_.start()])[0])


def _are_bodies(names: str) -> bool:
    """Tell whether these are certainly names of bodies, the first with its level or place."""
    # Do not split within brackets: 各县(市、区).
    found = [squeeze(name) for name in re.split(r"[、,及](?![^()]*\))", names) if name.strip()]
    if not found or len(found) > 8:
        return False
    first = parse_name(found[0])
    known = first.prefix or first.place or first.level or first.counties or found[0].startswith("各")
    return bool(known) and all(looks_like_body(name) for name in found) and not re.search("[由的“”《》]", names)


def _announces(folded: str, item: OutlineItem | None) -> bool:
    """Tell whether the item's heading says that duties follow."""
    if item is None or item.style == "root":
        return False
    title_end = folded.find("\n", item.body, item.own_end)
    end = title_end if title_end >= 0 else min(item.own_end, item.body + 40)
    return bool(_ANNOUNCED.search(folded, item.body, end))


def _find_heading_names(folded: str, item: OutlineItem) -> tuple[int, int] | None:
    """Find the names in the heading of an item that is nothing but a heading above other items."""
    if not item.children or item.style == "root":
        return None
    start, end = trim(folded, item.body, item.own_end, " \n。:")
    match = _HEADED.match(folded, start, end)
    if match is None or match.end() < end or not _are_bodies(match["names"]):
        return None
    return match.span("names")


def _make_below(folded: str, item: OutlineItem, names: tuple[int, int], taken: set[int]) -> Iterator[UnitMeasure]:
    """Make the items below a heading that names a unit duties of the unit."""
    said = folded[names[1] : item.own_end]
    told = sum(bool(WORK.search(folded, child.body, min(child.end, child.body + _NEAR))) for child in item.children)
    if not (_TASKS.search(said) or _announces(folded, item.parent) or 2 * told >= len(item.children)):
        # A list of museums with their opening hours names units above items, too.
        return
    for child in item.children:
        if id(child) not in taken:
            lead = said.startswith("牵头")
            yield _make_measure(folded, child, names, (child.body, child.end), "heading", "lead" if lead else None)


def _make_measure(
    folded: str, item: OutlineItem, names: tuple[int, int], work: tuple[int, int], form: Form, role: Role | None = None
) -> UnitMeasure:
    """Make the measure of a unit from the spans of its names and of its work."""
    role = role or role_of_work(folded[slice(*work)])
    clause = Clause(role, "default" if role == "responsible" else "stated", *names)
    return UnitMeasure(item, Statement("unit-first", *names, (clause,)), *work, form)
