"""Where a text says who is responsible: the statements, and the clauses in each.

A statement is a passage (``start``–``end``) made of clauses: a list of bodies and the role that a label before it or a
verb behind it gives. ``RULES`` is the table of forms; each is a small function from folded text to statements. To add a
form, write such a function and put it in the table. Rules earlier in the table have the first call on a passage.

What looks like a statement and yields no clause is kept with its reason, so that nothing is dropped in silence.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..model import Basis, Role
from ..registry import looks_like_body, parse_name
from .folding import squeeze
from .roles import LABEL, PERSON_LABEL, VERB, label_role, verb_role

__all__ = ["RULES", "Clause", "Statement", "bracket_pairs", "clauses_in", "find_statements"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A list of bodies (``start``–``end`` of the list alone) and its role."""

    role: Role
    basis: Basis
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that says who is responsible. ``rule`` names the form it was found by; ``notes`` are spans of
    sentences beside the lists (rules for the whole document, remarks); ``reason`` says why nothing could be read."""

    rule: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    notes: tuple[tuple[int, int], ...] = ()
    reason: str = ""


#: Longest passage that one statement may be.
_LONGEST = 3000
_CLAUSE_END = re.compile(r"[\s]*(?:[,;。)、!]|$)")
_JOIN = re.compile(r"(?:共同)?会同|联合(?!会|社|国)")
_SPACE = " \n\t,;、:"


def bracket_pairs(folded: str) -> list[tuple[int, int]]:
    """Matching brackets as (index of the opening, index of the closing one), outermost pairs and inner ones.

    A pair does not run across more than one line break and is no longer than a statement may be. Linear in the text.

    >>> bracket_pairs("甲(乙(丙)丁)")
    [(3, 5), (1, 7)]
    """
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for index, char in enumerate(folded):
        if char == "(":
            stack.append(index)
        elif char == ")" and stack:
            start = stack.pop()
            if index - start <= _LONGEST:
                pairs.append((start, index))
        elif char == "\n" and folded[index - 1 : index] == "\n":
            stack.clear()
    return pairs


def _trim(folded: str, start: int, end: int, chars: str = _SPACE) -> tuple[int, int]:
    while start < end and folded[start] in chars:
        start += 1
    while end > start and folded[end - 1] in chars:
        end -= 1
    return start, end


def clauses_in(
    folded: str, start: int, end: int, role: Role | None = None
) -> tuple[list[Clause], list[tuple[int, int]]]:
    """The clauses of a passage, and the spans in it that are neither list nor role word.

    ``role`` is what a label before the passage says; without it a list with no verb behind it is left over.
    """
    clauses: list[Clause] = []
    notes: list[tuple[int, int]] = []
    # A full stop ends the lists: what follows it is a remark or a rule for the whole document.
    stop = folded.find("。", start, end)
    if stop >= 0:
        rest = _trim(folded, stop + 1, end)
        if rest[0] < rest[1]:
            notes.append(rest)
        end = stop
    at = start
    basis: Basis = "stated" if role in ("lead", "support") else "default"
    depth, seen = 0, start
    for match in VERB.finditer(folded, start, end):
        depth += folded.count("(", seen, match.start()) - folded.count(")", seen, match.start())
        seen = match.start()
        # Within brackets a verb is a mark on one name: 市发改委（牵头）, or part of a remark.
        if match.start() < at or depth > 0:
            continue
        closed = _CLAUSE_END.match(folded, match.end(), end)
        kind = verb_role(match)
        if not closed and not (kind == "lead" and looks_like_body(squeeze(folded[match.end() : end])[-12:])):
            continue
        left, right = _trim(folded, at, match.start(), _SPACE + "由")
        at = match.end()
        if left >= right:
            continue
        joined = _JOIN.search(folded, left, right)
        if joined and joined.start() > left:
            clauses.append(Clause("lead" if kind != "support" else kind, "stated", left, joined.start()))
            clauses.append(Clause("support", "stated", *_trim(folded, joined.end(), right)))
        elif joined:
            clauses.append(Clause("support", "stated", *_trim(folded, joined.end(), right)))
        else:
            clauses.append(Clause(kind, "stated", left, right))
    left, right = _trim(folded, at, end, _SPACE + "。由")
    if left < right:
        if role is not None:
            clauses.append(Clause(role, basis, left, right))
        elif clauses and (joined := _JOIN.match(folded, left, right)):
            clauses.append(Clause("support", "stated", *_trim(folded, joined.end(), right)))
        else:
            notes.append((left, right))
    return clauses, notes


def _labelled(folded: str) -> Iterator[Statement]:
    """牵头单位：A，责任单位：B、C — labels with a colon, one after the other, alone or in brackets."""
    marks = sorted(
        [(match, label_role(match)) for match in LABEL.finditer(folded)]
        + [(match, None) for match in PERSON_LABEL.finditer(folded)],
        key=lambda pair: pair[0].start(),
    )
    marks = [pair for pair in marks if _starts_clause(folded, pair[0].start())]
    group: list[tuple[Clause, ...]] = []
    notes: list[tuple[int, int]] = []
    first = last = -1
    for index, (match, role) in enumerate(marks):
        limit = marks[index + 1][0].start() if index + 1 < len(marks) else len(folded)
        value_end = _value_end(folded, match.end(), min(limit, match.end() + _LONGEST))
        if first < 0:
            first = match.start()
        elif folded[last : match.start()].strip(" \n\t,;。、)("):
            yield _closed("labelled", folded, first, last, group, notes)
            group, notes, first = [], [], match.start()
        left, right = _trim(folded, match.end(), value_end)
        if role is None:
            notes.append((match.start(), right))
        elif left < right:
            clauses, extra = clauses_in(folded, left, right, role)
            group.append(tuple(clauses))
            notes += extra
        last = max(right, match.end())
    if first >= 0:
        yield _closed("labelled", folded, first, last, group, notes)


def _closed(
    rule: str, folded: str, start: int, end: int, group: list[tuple[Clause, ...]], notes: list[tuple[int, int]]
) -> Statement:
    clauses = tuple(clause for clauses in group for clause in clauses)
    return Statement(rule, start, end, clauses, tuple(notes), "" if clauses or notes else "标签后没有单位")


def _starts_clause(folded: str, at: int) -> bool:
    before = at - 1
    while before >= 0 and folded[before] in " \t":
        before -= 1
    return before < 0 or folded[before] in "\n(。;,:!?)、”" or before < at - 1


def _value_end(folded: str, start: int, limit: int) -> int:
    """Where the value of a label ends: at a full stop, a line's end, or the bracket that closes around it."""
    depth = 0
    index = start
    while index < limit:
        char = folded[index]
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return index
            depth -= 1
        elif char == "。" and depth == 0:
            # Within brackets a remark may follow; it belongs to the value and is told apart later.
            closing = folded.find(")", index, limit)
            opening = folded.find("(", index, limit)
            inside = closing >= 0 and (opening < 0 or closing < opening) and "\n" not in folded[index:closing]
            return closing if inside else index
        elif char == "\n":
            text = folded[start:index].strip()
            if text and text[-1] not in "、,和及":
                return index
            if not text and folded[index : index + 2] == "\n\n" and folded[start:index].strip(" ") == "":
                following = folded[index:limit].lstrip()
                if not following or not looks_like_body(squeeze(re.split(r"[、,;\n]", following, maxsplit=1)[0])):
                    return index
        index += 1
    return limit


def _bracketed(folded: str) -> Iterator[Statement]:
    """（A、B负责） （A牵头，B配合） — a bracket whose lists each have a role verb behind them."""
    for start, end in bracket_pairs(folded):
        if LABEL.search(folded, start, end) or not VERB.search(folded, start, end):
            continue
        clauses, notes = clauses_in(folded, start + 1, end)
        if not clauses:
            continue
        first = squeeze(re.split(r"[、,;]|等", folded[clauses[0].start : clauses[0].end])[-1])
        if not looks_like_body(first) and not looks_like_body(_last_name(folded, clauses[0])):
            continue
        yield Statement("bracketed", start, end + 1, tuple(clauses), tuple(notes))


def _last_name(folded: str, clause: Clause) -> str:
    text = squeeze(folded[clause.start : clause.end])
    text = re.sub(r"等[^、,]*$", "", text)
    return re.split(r"[、,;]", text)[-1]


_BARE = re.compile(r"[。;!?”\n]\s*$")


def _bare_list(folded: str) -> Iterator[Statement]:
    """（省财政厅、省教育厅） — a bracket at a sentence's end with nothing but bodies of a stated level in it."""
    for start, end in bracket_pairs(folded):
        if end - start > 400 or not _BARE.search(folded[max(0, start - 3) : start]):
            continue
        names = [squeeze(name) for name in re.split(r"[、,;]", folded[start + 1 : end].rstrip("。"))]
        if not all(looks_like_body(name) for name in names if name):
            continue
        known = [parse_name(name) for name in names if name]
        if known and known[0].prefix and known[0].functions:
            yield Statement("bare-list", start, end + 1, (Clause("responsible", "default", start + 1, end),))


_NAME_END = re.compile(r"(?:委员会|委|办公室|办|局|厅|部|院|会|社|中心|部门|单位|政府|公司)$")
_PROSE = re.compile(
    r"由(?P<list>[^。;:,()\n由]{2,60}?)(?P<verb>牵头(?:负责|组织|实施|落实)*|负责(?:牵头|组织实施|落实)*)"
    r"(?P<rest>(?:,(?:会同|[^。;:,()\n]{2,40}?(?:配合|协助|参与))[^。;,()\n]{0,40})?)(?=[。;,])"
)


def _prose(folded: str) -> Iterator[Statement]:
    """由A牵头，会同B… — a sentence in the text itself; read only where an item has no statement of its own."""
    for match in _PROSE.finditer(folded):
        if not looks_like_body(squeeze(re.split(r"[、和及]", match["list"])[-1])):
            continue
        clauses, notes = clauses_in(folded, match.start("list"), match.end())
        named = tuple(short for clause in clauses if (short := _names_only(folded, clause)) is not None)
        if named:
            yield Statement("prose", match.start(), match.end(), named, tuple(notes))


def _names_only(folded: str, clause: Clause) -> Clause | None:
    """The clause without what a sentence says behind its last name: 会同市财政局|制定方案."""
    last = max(folded.rfind(mark, clause.start, clause.end) for mark in "、,和及") + 1 or clause.start
    for end in range(clause.end, last + 1, -1):
        if _NAME_END.search(folded, last, end) and looks_like_body(squeeze(folded[last:end])):
            return replace(clause, end=end)
    return replace(clause, end=last - 1) if last > clause.start else None


#: The forms, in the order in which they claim a passage.
RULES: dict[str, Callable[[str], Iterator[Statement]]] = {
    "labelled": _labelled,
    "bracketed": _bracketed,
    "bare-list": _bare_list,
    "prose": _prose,
}


def find_statements(folded: str) -> list[Statement]:
    """Every statement of a folded text, in the order of the text, none within another.

    >>> [s.rule for s in find_statements("(一)修路。责任单位:省交通厅\\n(二)架桥。(市住建局牵头,市财政局配合)")]
    ['labelled', 'bracketed']
    """
    found: list[Statement] = []
    for rule in RULES.values():
        starts = [statement.start for statement in found]
        free: list[Statement] = []
        for statement in sorted(rule(folded), key=lambda statement: statement.start):
            at = bisect.bisect_right(starts, statement.start)
            before_free = at == 0 or found[at - 1].end <= statement.start
            after_free = at == len(found) or statement.end <= found[at].start
            apart = not free or free[-1].end <= statement.start
            if before_free and after_free and apart:
                free.append(statement)
        found = sorted([*found, *free], key=lambda statement: statement.start)
    return found
