"""The forms of statements, by name: small functions from folded text to statements.

``RULES`` is the table. To add a form, write such a function, put it in the table, and write its cases in
``tests/extraction/cases``. Rules earlier in the table take precedence. A rule that sees a statement and reads no
clause in it yields it with its reason, so that nothing is dropped silently. A passage that only resembles a
form is yielded as a ``Miss``, which explains the reading and has no other effect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...registry import find_ending, heads, looks_like_body, parse_name
from ..names.parties import read_parties
from ..names.party import Party
from ..phrases.deadline_phrases import find_remark_behind
from ..phrases.labels import label
from ..phrases.verbs import VERB
from ..text.folding import squeeze
from ..text.markers import MARKER
from ..text.spans import bracket_pairs, find_overlap, trim
from .clauses import find_rule, only_bodies, read_clauses
from .english import find_english
from .labelled import find_labelled
from .prose import find_prose
from .statements import Clause, Miss, Statement

__all__ = ["RULES", "find_statements"]


#: Between names, but not within the bracket of one: 各县(市、区)水利部门.
_BETWEEN = re.compile(r"(?:[、,;]|等)(?![^()]{0,8}\))")


def _find_bracketed(folded: str) -> Iterator[Statement | Miss]:
    """Find brackets whose lists each have a role verb behind them: （A、B负责） （A牵头，B配合）."""
    for start, end in bracket_pairs(folded):
        if label().search(folded, start, end) or not VERB.search(folded, start, end):
            continue
        clauses, notes = read_clauses(folded, start + 1, end)
        if not clauses:
            yield Miss("bracketed", start, end + 1, "nothing-before-verb")
            continue
        first = squeeze(_BETWEEN.split(folded[clauses[0].start : clauses[0].end])[-1])
        named = looks_like_body(first) or looks_like_body(_last_name(folded, clauses[0]))
        if not named and not only_bodies(folded, clauses[0].start, clauses[0].end):
            yield Miss("bracketed", start, end + 1, "names-before-verb")
            continue
        yield Statement("bracketed", start, end + 1, tuple(clauses), tuple(notes))


def _last_name(folded: str, clause: Clause) -> str:
    text = squeeze(folded[clause.start : clause.end])
    text = re.sub(r"等[^、,]*$", "", text)
    return _BETWEEN.split(text)[-1]


_BARE = re.compile(r"[。;!?”\n]\s*$")


#: The number of bare lists from which on lists of offices count as the style of a notice.
_STYLE = 3
_LONGEST_LINE = 1000
_ITEM = re.compile(rf" *(?:{MARKER.pattern})")
#: A bracket behind these words says which bodies they mean: 成员单位(市教育局).
_SOMEBODY = ("单位", "部门", "机构", "成员", "机关", "政府", "党委", "组", "专班", "方面", "企业")
#: Technology (MIIT): the short name of the body before it.
_SHORT_NAME = re.compile(r"(?<![\w'-])[A-Z][\w'-]* ?\([A-Z][A-Za-z&-]{1,9}\)$")
_LINE_END = re.compile(r" *[。;]? *(?:\n|$)")


def _find_bare_lists(folded: str) -> Iterator[Statement | Miss]:
    """Find brackets at the end of a sentence or item with only bodies of a stated level: （省财政厅、省教育厅）.

    Brackets of offices without a level, （法规处、财务处）, count at the end of a line if a notice has several such
    lists.
    """
    offices: list[Statement] = []
    stated = 0
    for start, end in bracket_pairs(folded):
        behind_stop = _BARE.search(folded[max(0, start - 3) : start])
        if end - start > 400 or not (behind_stop or _ends_item(folded, start, end)):
            continue
        rule = find_rule(folded, start + 1, end)
        remark = None if rule else find_remark_behind(folded, start + 1, end)
        aside = rule or (remark and remark.span("text"))
        last = trim(folded, start + 1, aside[0])[1] if aside else end
        listed, _ = read_parties(folded, start + 1, last)
        if not listed.parties:
            continue
        if listed.unread:
            yield Miss("bare-list", start, end + 1, "more-than-names")
            continue
        if not behind_stop and not all(_of_stated_level(party) or _at_level(party) for party in listed.parties):
            yield Miss("bare-list", start, end + 1, "level-not-stated")
            continue
        clause = Clause("responsible", "default", start + 1, last)
        statement = Statement("bare-list", start, end + 1, (clause,), (aside,) if aside else ())
        if any(map(_of_stated_level, listed.parties)):
            stated += 1
            yield statement
        elif _LINE_END.match(folded, end + 1) and all(map(_is_inside, listed.parties)):
            offices.append(statement)
        else:
            yield Miss("bare-list", start, end + 1, "level-not-stated")
    styled = stated + len(offices) >= _STYLE
    for statement in offices:
        yield statement if styled else Miss("bare-list", statement.start, statement.end, "level-not-stated")


def _ends_item(folded: str, start: int, end: int) -> bool:
    """Tell whether a bracket without a full stop before it ends the line of an item: (二)修路(市交通局).

    A bracket behind a name does not count, since it explains the name: (二)报市文旅局(市文物局).
    """
    if not _LINE_END.match(folded, end + 1) or _SHORT_NAME.search(folded[max(0, start - 40) : end + 1]):
        return False
    line = folded.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
    before = squeeze(folded[max(line, start - 12) : start])
    return bool(_ITEM.match(folded, line, start)) and not before.endswith((*heads(), *_SOMEBODY))


def _at_level(party: Party) -> bool:
    return party.kind == "class" and party.level not in (None, "other")


def _of_stated_level(party: Party) -> bool:
    """Tell whether the name is certainly that of an organ of some level: 省财政厅, 财政部, 省养老服务管理局."""
    known = parse_name(party.name)
    if party.kind != "named" or not (known.prefix or known.level or known.place):
        return False
    placed = bool(known.prefix or known.place)
    return bool(known.functions) or (placed and len(known.core) > 3 and known.core.endswith(heads()))


def _is_inside(party: Party) -> bool:
    """Tell whether this is an office or a class within a body, not a place or area: 法规处, 信息中心, 各学院."""
    if party.kind == "class":
        return True
    named = len(party.name) > 2 and parse_name(party.name).type not in ("Zone", "Government")
    return named and find_ending(party.name) is not None


#: The forms, in the order in which they claim a passage.
RULES: dict[str, Callable[[str], Iterator[Statement | Miss]]] = {
    "labelled": find_labelled,
    "bracketed": _find_bracketed,
    "bare-list": _find_bare_lists,
    "prose": find_prose,
    "english": find_english,
}


def find_statements(folded: str, misses: list[Miss] | None = None) -> list[Statement]:
    r"""Find the statements of a text.

    Args:
        folded: The folded text.
        misses: A list that receives what the rules left and why, also a statement in the passage of another.

    Returns:
        The statements in the order of the text, none within another.

    Example:
        >>> [s.rule for s in find_statements("(一)修路。责任单位:省交通厅\n(二)架桥。(市住建局牵头,市财政局配合)")]
        ['labelled', 'bracketed']
    """
    found: list[Statement] = []
    left = misses if misses is not None else []
    for name, rule in RULES.items():
        given = list(rule(folded))
        left += (each for each in given if isinstance(each, Miss))
        spans = [(statement.start, statement.end) for statement in found]
        free: list[Statement] = []
        for statement in sorted(
            (each for each in given if isinstance(each, Statement)), key=lambda statement: statement.start
        ):
            apart = not free or free[-1].end <= statement.start
            if apart and find_overlap(spans, statement.start, statement.end) < 0:
                free.append(statement)
            else:
                left.append(Miss(name, statement.start, statement.end, "taken"))
        found = sorted([*found, *free], key=lambda statement: statement.start)
    return found
