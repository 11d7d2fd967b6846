"""The labelled form: 牵头单位：A，责任单位：B、C — alone on a line, at the end of an item, or in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ...model import Role
from ...registry import is_label, lexicon, looks_like_body, parse_name
from ..phrases.deadline_phrases import DEADLINE_LABEL, find_remark_ahead
from ..phrases.labels import MEMBER_LABEL, PERSON_LABEL, find_other_labels, label, may_label, role_of_label
from ..text.folding import squeeze
from ..text.spans import LONGEST, bracket_pairs, skip_back, trim
from .clauses import only_bodies, read_clauses
from .statements import Clause, Miss, Statement

__all__ = ["find_labelled", "find_unknown_labels"]

#: How many characters behind an unknown label are examined.
_LONGEST_OTHER = 300
_LONGEST_REMARK = 120
#: A label and its role; labels before persons and dates have none.
_Mark = tuple[re.Match[str], Role | None]


def find_labelled(folded: str) -> Iterator[Statement | Miss]:
    """Find labels with a colon, one after the other, alone or in brackets: 牵头单位：A，责任单位：B、C."""
    marks: list[_Mark] = sorted(
        [(match, role_of_label(match)) for match in label().finditer(folded)]
        + [(match, None) for pattern in (PERSON_LABEL, DEADLINE_LABEL) for match in pattern.finditer(folded)],
        key=lambda pair: pair[0].start(),
    )
    found, marks = marks, []
    for match, role in found:
        if _starts_clause(folded, match.start()) and _is_label(folded, match):
            marks.append((match, role))
        elif role is not None:
            yield Miss("labelled", *match.span(), "label-in-sentence")
    marks = sorted([*marks, *_find_other_labels(folded, marks)], key=lambda pair: pair[0].start())
    marks = _drop_remarks(folded, sorted([*marks, *_find_members(folded, marks)], key=lambda pair: pair[0].start()))
    group: list[Clause] = []
    notes: list[tuple[int, int]] = []
    first = last = -1
    closings = _find_closings(folded, [match.start() for match, _ in marks])
    for index, (match, role) in enumerate(marks):
        limit = marks[index + 1][0].start() if index + 1 < len(marks) else len(folded)
        if index + 1 < len(marks) and marks[index + 1][0].groupdict().get("boxed"):
            # 【牵头单位】市司法局【配合单位】市检察院: the next label's bracket is not this one's.
            limit = trim(folded, match.end(), limit, " (")[1]
        if match.re is DEADLINE_LABEL:
            # A deadline's words are part of its mark.
            value_end = match.end()
        elif closings[index] >= match.end():
            # Within a bracket a full stop ends the list, not the statement: a rule or remark may follow it.
            value_end = min(limit, closings[index])
        else:
            value_end = _find_value_end(folded, match.end(), min(limit, match.end() + LONGEST))
        if first >= 0 and folded[last : match.start()].strip(" \n\t,;。、)("):
            yield from _make_statement(first, last, group, notes)
            group, notes, first = [], [], -1
        if first < 0:
            first = match.start()
            if remark := _find_remark_before(folded, first):
                notes.append(remark)
                first = remark[0]
        left, right = trim(folded, match.end(), value_end)
        if role is None:
            notes.append((match.start(), right))
        elif left < right:
            clauses, extra = read_clauses(folded, left, right, role)
            group += clauses
            notes += extra
        last = max(right, match.end())
    if first >= 0:
        yield from _make_statement(first, last, group, notes)


def _find_remark_before(folded: str, at: int) -> tuple[int, int] | None:
    """Find a remark on time between a bracket and its first label: (6月底前完成,牵头单位:市财政局)."""
    start = folded.rfind("(", max(0, at - _LONGEST_REMARK), at) + 1
    remark = find_remark_ahead(folded, trim(folded, start, at)[0], at) if start else None
    return remark.span("text") if remark and remark.end() == trim(folded, start, at, " \n")[1] else None


def _find_other_labels(folded: str, marks: list[_Mark]) -> Iterator[_Mark]:
    """Find labels of unknown words that are followed by bodies only: 认领单位:市水利局."""
    known = {match.end() for match, _ in marks}
    for match in find_other_labels(folded):
        if match.end() in known:
            continue
        end = _find_value_end(folded, match.end(), min(len(folded), match.end() + _LONGEST_OTHER))
        if only_bodies(folded, match.end(), end):
            yield match, "responsible"


def _find_members(folded: str, marks: list[_Mark]) -> Iterator[_Mark]:
    """Find 成员单位:… right behind 组长单位:…: bodies that work under a lead. Members of a group alone have no duty."""
    starts = [match.start() for match, _ in marks]
    for match in MEMBER_LABEL.finditer(folded):
        at = bisect_left(starts, match.start()) - 1
        if at < 0 or marks[at][1] != "lead" or not _starts_clause(folded, match.start()):
            continue
        between = folded[marks[at][0].end() : match.start()]
        if len(between) <= _LONGEST_OTHER and "。" not in between and ":" not in between:
            yield match, "support"


#: Any words before a colon.
_ANY_LABEL = re.compile(r"(?<![一-龥])[一-龥]{2,8} *:")


def find_unknown_labels(folded: str) -> Iterator[Miss]:
    """Find unknown words with a colon that are followed by bodies only; a user may add them as labels."""
    for match in _ANY_LABEL.finditer(folded):
        end = _find_value_end(folded, match.end(), min(len(folded), match.end() + _LONGEST_OTHER))
        known = label().match(folded, match.start()) or not may_label(match.group().rstrip(" :"))
        if not known and only_bodies(folded, match.end(), end):
            yield Miss("labelled", match.start(), end, "label-unknown")


def _drop_remarks(folded: str, marks: list[_Mark]) -> list[_Mark]:
    """Drop the marks in a bracket behind a name of a list: 牵头单位:市商务局(负责人:王某)."""
    kept: list[_Mark] = []
    for mark in marks:
        between = folded[kept[-1][0].end() : mark[0].start()] if kept else ""
        inner = between.rpartition("(")[0]
        remark = mark[0].re is PERSON_LABEL and between.endswith("(")
        if not (remark and squeeze(inner) and not re.search(r"[。\n]", inner) and kept[-1][1] is not None):
            kept.append(mark)
    return kept


def _find_closings(folded: str, offsets: list[int]) -> list[int]:
    """Return for each of the ascending offsets where the innermost bracket around it closes, or -1."""
    pairs = sorted(bracket_pairs(folded))
    found: list[int] = []
    open_pairs: list[int] = []
    at = 0
    for offset in offsets:
        while at < len(pairs) and pairs[at][0] < offset:
            open_pairs.append(pairs[at][1])
            at += 1
        open_pairs = [end for end in open_pairs if end > offset]
        found.append(min(open_pairs, default=-1))
    return found


def _make_statement(start: int, end: int, clauses: list[Clause], notes: list[tuple[int, int]]) -> Iterator[Statement]:
    """Make the statement of a run of labels; yield nothing if they name persons or dates only."""
    if clauses:
        yield Statement("labelled", start, end, tuple(clauses), tuple(notes))
    elif not notes:
        yield Statement("labelled", start, end, (), (), "no-body-after-label")


#: What stands before a label that has a space for its colon; in a row of a table it would be the name of a column.
_LINE_OR_SENTENCE = re.compile(r"(?:\A|[\n。;]) *$")


def _is_label(folded: str, match: re.Match[str]) -> bool:
    """Tell whether a match is a label: 牵头单位:市财政局 and 牵头单位为市财政局, but not 牵头单位为第一责任人."""
    if match.re is not label():
        return True
    said = match.groupdict()
    if match.group().partition(":")[0].strip() in lexicon().labels.excluded:
        return False
    if said["boxed"] and not re.search(r"\( *$", folded[max(0, match.start() - 3) : match.start()]):
        return False
    if said["space"] is not None and not _LINE_OR_SENTENCE.search(folded, max(0, match.start() - 8), match.start()):
        return False
    if said["space"] is None and not any(said[name] for name in ("is", "boxed", "bare")):
        return True
    first = re.split(r"[、,;。\n(]| {2,}", folded[match.end() : match.end() + 40], maxsplit=1)[0]
    names = (squeeze(first), squeeze(re.split("和|及", first, maxsplit=1)[0]))
    return any(looks_like_body(name) and not is_label(name) for name in names)


#: Before a label in a sentence: 该事项牵头部门为市公安局.
_OF_ITEM = re.compile(r"(?:[该本此各]|其中)(?:事项|项目|工作|项工作|任务)?的?$")


def _starts_clause(folded: str, at: int) -> bool:
    if told := _OF_ITEM.search(folded, max(0, at - 8), at):
        at = told.start()
    before = skip_back(folded, at, " \t")
    if before < 0 or folded[before] in "\n(。;,:!?)、”" or before < at - 1:
        return True
    # In text that lost its line breaks a label follows a name: 市财政局配合单位:
    return looks_like_body(re.split(r"[、,;。:\n() ]", folded[max(0, at - 30) : at])[-1])


_MAY_END = re.compile("[()。\n]")
_DATED = re.compile(r"\s*20\d\d年")


def _list_goes_on(folded: str, start: int, limit: int, before: str) -> bool:
    """Tell whether a line has nothing but bodies and is no signature above its date.

    Its bodies state their level or place, or are parts of a body like those before them: 后勤保障部, 护理部.
    """
    end = folded.find("\n", start, min(limit, start + 200))
    line = folded[start : end if end >= 0 else limit].strip(" 、,;")
    names = re.split(r"[、,;]", line)
    if not line or len(line) > 120 or not all(looks_like_body(squeeze(name)) for name in names):
        return False
    if end >= 0 and _DATED.match(folded, end + 1):
        return False
    first = parse_name(re.sub(r"\([^()]*\)$", "", squeeze(names[0])))
    if first.prefix or first.place:
        return bool(first.functions)
    return len(before) <= 120 and all(_is_part(name) for name in (*names, *re.split(r"[、,;\n]", before)))


def _is_part(name: str) -> bool:
    """Tell whether this is a body without a level or place of its own, like the sections of a hospital or a school."""
    parts = parse_name(squeeze(name))
    return looks_like_body(squeeze(name)) and not (parts.prefix or parts.place or parts.own_place)


def _find_value_end(folded: str, start: int, limit: int) -> int:
    """Find where the value of a label outside brackets ends: at a full stop, the end of a line or a closing bracket."""
    depth = 0
    for match in _MAY_END.finditer(folded, start, limit):
        index, char = match.start(), match.group()
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return index
            depth -= 1
        elif char == "。" and depth == 0:
            return index
        elif char == "\n":
            text = folded[start:index].strip()
            if text and text[-1] not in "、,和及" and not _list_goes_on(folded, index + 1, limit, text):
                return index
            if not text and folded[index : index + 2] == "\n\n" and folded[start:index].strip(" ") == "":
                following = folded[index:limit].lstrip()
                if not following or not looks_like_body(squeeze(re.split(r"[、,;\n]", following, maxsplit=1)[0])):
                    return index
    return limit
