"""Statements in English: (Led by the NDRC, with MOF and others), “… is the responsibility of the Ministry of Finance.”

A sentence in a numbered item is the item's. Elsewhere each sentence is a measure, called what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...model import Role
from ..names.english_lists import english_list
from ..text.outline import Item
from .raw import RawMeasure
from .statements import Clause, Statement

__all__ = ["BETWEEN", "english", "english_sentences"]

_LONGEST = 1200
_BODIES = r"(?: (?:units?|departments?|agenc(?:y|ies)|bod(?:y|ies)|part(?:y|ies)))?"
_WITH = (
    r"(?:,? (?:with|in (?:cooperation|coordination|collaboration|conjunction) with|together with|jointly with|"
    r"assisted by|(?:and )?supported by|with support from)"
    rf"|[;,.] ?(?:[Ss]upport(?:ing|ed by)?|[Cc]ooperating|[Pp]articipating){_BODIES}:) "
)
#: What the words before a list in brackets or behind a label give.
_MARKS: tuple[tuple[Role, str], ...] = (
    ("lead", rf"(?:To be )?[Ll]ed by|[Ll]ead(?:ing)?{_BODIES}:"),
    ("responsible", rf"[Rr]esponsib(?:le|ility){_BODIES}:|[Rr]esponsibility of|[Ii]mplemented by"),
)
#: The verbs between what is to be done and a list, and between a list and what is to be done.
_PASSIVE: tuple[tuple[Role, str], ...] = (
    ("lead", r"(?:will|shall|is to|are to|should) be led by|(?:is|are) led by"),
    (
        "responsible",
        r"(?:is|are|will be|shall be) (?:mainly |jointly )?(?:the )?(?:joint )?responsibility of"
        r"|falls? (?:under|to) the responsibility of|(?:is|are|will be|shall be) (?:assigned|entrusted) to"
        r"|(?:will|shall|is to|are to|should) be (?:jointly )?(?:implemented|carried out|undertaken|handled) by",
    ),
)
_ACTIVE: tuple[tuple[Role, str], ...] = (
    ("lead", r"(?:will|shall|should|is to|are to) (?:jointly )?(?:take the )?lead(?: in)?|takes? the lead in"),
    (
        "responsible",
        r"(?:is|are|will be|shall be) (?:mainly |jointly |primarily )?(?:responsible for|in charge of)",
    ),
    (
        "support",
        r"(?:will|shall|should|is to|are to) (?:assist|support|cooperate|coordinate)(?: (?:in|with))?",
    ),
)


def _any(verbs: tuple[tuple[Role, str], ...]) -> str:
    return "|".join(f"(?P<{role}>{words})" for role, words in verbs)


_LIST = rf"(?P<list>[^.;:()\n]{{2,{_LONGEST}}}?)"
_BRACKET = re.compile(rf"\((?:{_any(_MARKS)}) (?P<list>[^()\n]{{2,{_LONGEST}}})\)")
_WITH_LIST = re.compile(_WITH)
_END = r"(?=\.(?:\s|$)|;|\n|$)"
_START = r"(?:(?<=\n)|(?<=[.;!?] )|(?<=[.;!?]\n)|\A) *"
_IS_DONE = re.compile(rf"{_START}(?P<what>[^.;\n]{{3,400}}?) (?:{_any(_PASSIVE)}) {_LIST}{_END}")
_DOES = re.compile(rf"{_START}{_LIST} (?:{_any(_ACTIVE)}) (?P<what>[^.;\n]{{3,400}}){_END}")
#: Words before what is to be done that name no part of it.
_JOB = re.compile(r"(?:the )?(?:job|task|work) of ")
#: One of these is in every statement: a look for them costs nothing in a Chinese text.
_HINTS = (
    "led by", "esponsib", " lead", "ead:", " by the ", " charge of", " assist", " support", "cooperat", "coordinat"
)  # fmt: skip
#: The words between names, and what they are.
BETWEEN = (
    (re.compile("|".join(f"(?:{words})" for _, words in (*_MARKS, *_PASSIVE, *_ACTIVE))), "role"),
    (re.compile(_WITH), "role"),
    (re.compile(r"\b(?:and|or|as well as)\b"), "joint"),
    (re.compile(r"\b(?:the|also|both)\b", re.IGNORECASE), "separator"),
)


def _hinted(folded: str) -> bool:
    return any(hint in folded for hint in _HINTS)


def _role(match: re.Match[str]) -> Role:
    said = match.groupdict()
    return next(role for role in ("lead", "responsible", "support") if said.get(role))


def _clauses(folded: str, match: re.Match[str]) -> tuple[Clause, ...]:
    """The list, and the one behind “with”; nothing where it does not begin with a body."""
    start, end = match.span("list")
    role = _role(match)
    found = _WITH_LIST.search(folded, start, end)
    first = english_list(folded[start : found.start() if found else end])
    if not first.names or first.unread:
        return ()
    clauses = [Clause(role, "stated" if role != "responsible" else "default", start, found.start() if found else end)]
    if found:
        clauses.append(Clause("support", "stated", found.end(), end))
    return tuple(clauses)


def english(folded: str) -> Iterator[Statement]:
    """(Led by the NDRC, with MOF and others)"""
    if not _hinted(folded):
        return
    for match in _BRACKET.finditer(folded):
        if clauses := _clauses(folded, match):
            yield Statement("english", match.start(), match.end(), clauses)


class Sentence(NamedTuple):
    """A sentence: the item it stands in, its statement, and where it says what is to be done."""

    item: Item
    statement: Statement
    start: int
    end: int

    def measure(self, text: str, number: int) -> RawMeasure:
        """The sentence as a measure of its own, the one of that number without an item."""
        title = " ".join(text[self.start : self.end].split())
        start, end = min(self.start, self.statement.start), max(self.end, self.statement.end)
        return RawMeasure((0, number), "", title, "", start, end, (), (self.statement,))


def english_sentences(folded: str, tree: Item, taken: set[int]) -> Iterator[Sentence]:
    """Sentences that say who leads or answers; ``taken`` are the ids of items that have a statement."""
    if not _hinted(folded):
        return
    for item in tree.walk():
        if id(item) in taken:
            continue
        found: list[Sentence] = []
        for pattern in (_IS_DONE, _DOES):
            for match in pattern.finditer(folded, item.body, item.own_end):
                if clauses := _clauses(folded, match):
                    role = _role(match)
                    start, end = min(match.start("list"), match.start(role)), max(match.end("list"), match.end(role))
                    what = match.start("what")
                    job = _JOB.match(folded, what)
                    statement = Statement("english", start, end, clauses)
                    found.append(Sentence(item, statement, job.end() if job else what, match.end("what")))
        yield from sorted(found, key=lambda sentence: sentence.statement.start)
