"""The clauses of a passage: each list of bodies with the role that a label before it or a verb behind it gives."""

from __future__ import annotations

import re

from ...model import Basis, Role
from ...registry import looks_like_body
from ..names.own_deadlines import find_deadlines_of_one
from ..names.parties import read_parties
from ..phrases.deadline_phrases import find_remark_ahead, find_remark_behind
from ..phrases.verbs import VERB, find_shared_duty, role_of_verb
from ..text.folding import squeeze
from ..text.spans import SEPARATORS, trim
from .document_rules import RULE_HINT, RULE_SENTENCES
from .statements import Clause

__all__ = ["find_rule", "only_bodies", "read_clauses"]

_CLAUSE_END = re.compile(r"[\s]*(?:[,;。)、!]|$)")
#: 各项目牵头单位 is a class of bodies; the word in it gives no role.
_OWNERS = re.compile(r"各[^、,;。()]{0,6}$")
_JOIN = re.compile(r"(?:共同)?会同|联合(?!会|社|国)")


def find_rule(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the first rule in a passage, including a bracket that holds nothing else."""
    if not RULE_HINT.search(folded, start, end):
        return None
    found = min((match.span() for rule in RULE_SENTENCES if (match := rule.search(folded, start, end))), default=None)
    if found is None:
        return None
    if folded.count("(", start, found[0]) > folded.count(")", start, found[0]) and found[1] - found[0] <= 3:
        # 各市(含辛集市,下同)政府: part of a remark on one name.
        inner = folded.rfind("(", start, found[0])
        if folded[inner + 1 : found[0]].strip():
            return None
    left, right = trim(folded, start, found[0])[1], found[1]
    closing = trim(folded, right, end, SEPARATORS + "。")[0]
    bracketed = folded[left - 1 : left] == "(" and left > start and folded[closing : closing + 1] == ")"
    return (left - 1, closing + 1) if bracketed else found


def _find_comma(folded: str, start: int, end: int) -> int:
    """Find the only comma between two lists; -1 if there is none or if commas separate the names."""
    plain = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), folded[start:end])
    return start + plain.index(",") if plain.count(",") == 1 and "、" in plain else -1


def only_bodies(folded: str, start: int, end: int) -> bool:
    """Tell whether a passage is a list of bodies and nothing else."""
    parties, _ = read_parties(folded, start, end)
    return bool(parties.parties) and not parties.unread


def read_clauses(
    folded: str, start: int, end: int, role: Role | None = None
) -> tuple[list[Clause], list[tuple[int, int]]]:
    """Read the clauses of a passage, and the spans in it that are neither list nor role word.

    ``role`` is that of a label before the passage. Without it, a list with no verb behind it is read only if it follows
    another clause or says that its bodies share the duty.
    """
    clauses: list[Clause] = []
    notes: list[tuple[int, int]] = []
    # A full stop ends the lists: what follows it is a remark or a rule for the whole document.
    stop = folded.find("。", start, end)
    if stop >= 0:
        rest = trim(folded, stop + 1, end)
        if rest[0] < rest[1]:
            notes.append(rest)
        end = stop
    if (rule := find_rule(folded, start, end)) is not None:
        # A rule within the statement, 列第一位者为牵头单位，下同, is neither list nor role word.
        before, more = read_clauses(folded, *trim(folded, start, rule[0]), role)
        after, yet_more = read_clauses(folded, *trim(folded, rule[1], end), role)
        return [*before, *after], [*notes, *more, rule, *yet_more]
    remark = find_remark_behind(folded, start, end)
    if remark and not (remark["open"] and find_deadlines_of_one(folded, start, end)):
        notes.append(remark.span("text"))
        end = remark.start()
    if (remark := find_remark_ahead(folded, start, end)) is not None:
        notes.append(remark.span("text"))
        start = remark.end()
    shared = find_shared_duty(folded, *trim(folded, start, end))
    if shared >= 0:
        # 责任单位:市交通局、市财政局(按职责分工负责) holds for both.
        end = shared
    at = start
    basis: Basis = "stated" if role in ("lead", "support") else "default"
    depth, seen = 0, start
    for match in VERB.finditer(folded, start, end):
        depth += folded.count("(", seen, match.start()) - folded.count(")", seen, match.start())
        seen = match.start()
        # Within brackets a verb is a mark on one name: 市发改委（牵头）, or part of a remark.
        if match.start() < at or depth > 0:
            continue
        if match.group().endswith(("单位", "部门")) and _OWNERS.search(folded, at, match.start()):
            continue
        closed = _CLAUSE_END.match(folded, match.end(), end)
        kind = role_of_verb(match)
        if not closed and not (kind == "lead" and looks_like_body(squeeze(folded[match.end() : end])[-12:])):
            continue
        left, right = trim(folded, at, match.start(), SEPARATORS + "由")
        at = match.end()
        if left >= right:
            continue
        joined = _JOIN.search(folded, left, right)
        if joined:
            if joined.start() > left:
                clauses.append(Clause("lead" if kind != "support" else kind, "stated", left, joined.start()))
            clauses.append(Clause("support", "stated", *trim(folded, joined.end(), right)))
        elif kind == "support" and not clauses and role is None and (comma := _find_comma(folded, left, right)) >= 0:
            # 省财政厅、省商务厅,省税务局配合: the last supports those before the comma.
            clauses.append(Clause("responsible", "default", *trim(folded, left, comma)))
            clauses.append(Clause("support", "stated", *trim(folded, comma, right)))
        else:
            clauses.append(Clause(kind, "stated", left, right))
    left, right = trim(folded, at, end, SEPARATORS + "。由")
    if left < right:
        joined = _JOIN.search(folded, left, right)
        if shared >= 0 and role in (None, "responsible"):
            clauses.append(Clause("joint", "stated", left, right))
        elif role is not None and joined and looks_like_body(squeeze(folded[left : joined.start()])[-12:]):
            # 责任单位:质检总局会同国务院有关部门
            clauses.append(Clause(role, basis, left, joined.start()))
            clauses.append(Clause("support", "stated", *trim(folded, joined.end(), right)))
        elif role is not None:
            clauses.append(Clause(role, basis, left, right))
        elif clauses and (joined := _JOIN.match(folded, left, right)):
            clauses.append(Clause("support", "stated", *trim(folded, joined.end(), right)))
        elif clauses and only_bodies(folded, left, right):
            # 省交通运输厅牵头,各市人民政府: a list of its own, and nothing says that it only supports.
            clauses.append(Clause("responsible", "default", left, right))
        else:
            notes.append((left, right))
    return clauses, notes
