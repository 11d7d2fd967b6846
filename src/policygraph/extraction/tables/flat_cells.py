"""The cost of taking some lines of a flattened table as one cell: the lower the cost, the more likely they are one.

A cell is wrapped at its column's width, so all its lines but the last have about this width. A cell of a column of
bodies reads as a list of bodies; other cells do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ...registry import ends_like_name, looks_like_body, parse_name, remembered
from ..forms.clauses import read_clauses
from ..names.parties import NOBODY, read_parties
from ..text.folding import squeeze
from ..text.markers import NUMBERED, ROW_NUMBER
from ..text.page_lines import TextLine
from .columns import PARTS
from .gridded import SAME_AS_ABOVE

__all__ = [
    "MOST",
    "ColumnShape",
    "cell_cost",
    "ends_in_bodies",
    "find_glue",
    "is_piece",
    "joints",
    "runs_on",
]

#: The cost from which a reading of a row is rejected.
MOST = 4.5

_OPENING, _CLOSING = "(“‘《〈[", ")”’》〉]"
_SEPARATORS = "、,;"
_STOPS = "。!?;"
_PERSON = re.compile(r"[一-龥]{2,4}(?:\([^()]*\))?")
_TIME = re.compile(r"\d|[年月季]|底|前|长期|持续|常态|随时|即时|立即|适时")
_DAY = re.compile(r"(?:20\d\d年?)?[\d年月日季度底前、,.至—-]*|长期|长期坚持|持续推进|全年|常态化")
#: The end of one name before the level of the next: 市财政局市教育局.
_GLUED = re.compile(r"(?:[委局办厅]|中心|公司|集团|政府)(?=[市省县区州][一-龥]{2})")


class ColumnShape(NamedTuple):
    """A column: its field, the cost of an empty cell and, once rows are read, its width and the form of its cells."""

    field: str
    empty: float = 0.0
    width: int = 0
    stops: bool = False
    marked: bool = False


def joints(column: ColumnShape, lines: Sequence[TextLine]) -> float:
    """Compute the cost of the breaks between the lines of a cell."""
    return _breaks(column, lines, column.width or max(line.width for line in lines))[0]


def runs_on(lines: Sequence[TextLine], width: int) -> bool:
    """Tell whether lines seem to continue in the next line, rather than to end a cell of this width."""
    if lines[-1].words[-1] == "各":
        return True
    reach = _breaks(ColumnShape("text"), lines, width)[1]
    return lines[-1].words[-1] not in _STOPS and reach >= max(width - _slack(width), 8)


def is_piece(line: TextLine, after: TextLine) -> bool:
    """Tell whether a converter may have broken a line of the page here: at punctuation."""
    return line.words[-1] in _SEPARATORS + _STOPS + _CLOSING or after.words[0] in _OPENING


def _slack(width: int) -> int:
    """Return by how much a full line may be shorter than its column.

    A mark that may not begin a line takes the character before it to the next line.
    """
    return max(2, width // 7)


def _breaks(column: ColumnShape, lines: Sequence[TextLine], width: int) -> tuple[float, int]:
    """Compute the cost of the breaks between lines, and how far the last line reaches.

    Converters break lines behind some punctuation, so a line of the cell may be in pieces.
    """
    cost, reach = 0.0, 0
    for line, after in pairwise(lines):
        reach += line.width
        if column.field in PARTS and _parts_bodies(line.words, after.words):
            cost += _parts_bodies(line.words, after.words)
        elif is_piece(line, after):
            if reach + after.width <= width + 2:
                cost += 0.1
                continue
            ends = line.words[-1] in _STOPS or column.field in PARTS
            cost += 0.0 if reach >= width - _slack(width) else 0.1 if ends else 0.5
        elif reach >= width - _slack(width):
            pass
        else:
            cost += min(3.0, 0.5 + (width - reach) / 2)
        reach = 0
    return cost, reach + lines[-1].width


def find_glue(column: ColumnShape, line: TextLine, after: TextLine) -> str:
    """Return the text between two lines of a cell: a line break if each body has a line of its own."""
    if column.field in PARTS:
        return "\n" if _parts_bodies(line.words, after.words) == 1.0 else ""
    ends = line.words[-1] + after.words[0]
    return " " if ends.isascii() and ends.isalnum() and not ends.isdigit() else ""


@remembered(2048)
def _parts_bodies(before: str, after: str) -> float:
    """Compute the cost of a break, without a mark of a list, before a line that begins with a whole name.

    It is 1 if the line before ends with a whole name too: then each body has a line of its own.
    """
    last = squeeze(re.split(r"[、,;]", before)[-1])
    first = squeeze(re.split(r"[、,;]", after, maxsplit=1)[0])
    parts = parse_name(first)
    if not last or last.endswith("等") or not _whole(first) or not parts.prefix:
        return 0.0
    if _whole(last):
        return 1.0
    whole = parse_name(last + first)
    known = whole.prefix or whole.place or whole.own_place or whole.type == "Company" or last.startswith("各")
    return 3.0 if parts.functions and parts.head and not known else 0.0


def _whole(name: str) -> bool:
    return ends_like_name(name) and looks_like_body(name) and len(name) > 2


def cell_cost(column: ColumnShape, lines: Sequence[TextLine]) -> float:
    """Compute the cost of taking some lines as one cell of a column."""
    words = lines[0].words
    for before, line in pairwise(lines):
        words += find_glue(column, before, line) + line.words
    cost = joints(column, lines)
    if column.width:
        cost += sum(min(4.0, line.width - column.width - 3) for line in lines if line.width > column.width + 3)
    return cost + _words_cost(column, words)


@remembered(8192)
def _words_cost(column: ColumnShape, words: str) -> float:
    if SAME_AS_ABOVE.fullmatch(words):
        return 0.0
    if column.field == "number":
        return 0.0 if ROW_NUMBER.fullmatch(words) else MOST
    cost = 5.0 * (words[0] in _SEPARATORS + _STOPS + _CLOSING) + 4.0 * (words[-1] in "、," + _OPENING)
    cost += 4.0 * any(words.count(a) != words.count(b) for a, b in zip(_OPENING, _CLOSING, strict=True) if a != "(")
    cost += 4.0 * (words.count("(") > words.count(")"))
    if words in NOBODY:
        return 2.0 if column.field in ("category", "measure", "text") else 0.3 if column.field == "other" else 0.0
    if column.field in PARTS:
        return cost + _bodies_cost(words)
    if column.field == "person":
        return cost + (0.0 if _are_persons(words) else 3.0)
    if column.field == "deadline":
        return cost + (0.0 if _TIME.search(words) and len(words) <= 40 else 2.5)
    if _may_be_bodies(words) and _bodies_cost(words) < 1:
        cost += 1.5
    if _DAY.fullmatch(words):
        cost += 1.5
    if ends_in_bodies(words):
        cost += 4.0
    if column.field == "category":
        cost += 1.5 * ("。" in words) + (len(words) > 40)
    if column.marked:
        cost += 0.0 if NUMBERED.match(words) else 2.5
    return cost + (1.0 if column.stops and words[-1] not in _STOPS else 0.0)


def ends_in_bodies(words: str) -> int:
    """Return the place behind the last full stop if only bodies follow, otherwise 0."""
    at = words.rfind("。") + 1
    return at if 0 < at < len(words) and _may_be_bodies(words[at:]) and _bodies_cost(words[at:]) < 1 else 0


def _may_be_bodies(words: str) -> bool:
    """Tell quickly, by length and end, whether words may be bodies."""
    return len(words) <= 80 and (words[-1] in "等)" or ends_like_name(words))


def _are_persons(words: str) -> bool:
    names = [name for name in re.split(r"[、,; \n]+", words) if name]
    return bool(names) and all(_PERSON.fullmatch(name) and not ends_like_name(name) for name in names)


@remembered(8192)
def _bodies_cost(words: str) -> float:
    """Compute the cost of taking some words as a list of bodies."""
    if "。" in words[:-1]:
        return 5.0
    clauses, notes = read_clauses(words, 0, len(words), "responsible")
    lists = [read_parties(words, clause.start, clause.end)[0] for clause in clauses]
    parties = [party for found in lists for party in found.parties]
    unread = sum(len(found.unread) for found in lists)
    if not parties:
        return 5.0
    cost = 1.0 * len(notes) + (1.5 + 3.5 * unread / (unread + len(parties)) if unread else 0.0)
    for party in parties:
        if party.kind == "named":
            cost += 0.0 if _certain(party.name) else 0.4 if ends_like_name(party.name) else 1.5
            cost += 2.0 * len(_GLUED.findall(party.name))
    return cost


@remembered(8192)
def _certain(name: str) -> bool:
    parts = parse_name(name)
    return bool(parts.functions and parts.head) or (ends_like_name(name) and bool(parts.prefix or parts.place))
