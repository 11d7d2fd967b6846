"""The account of every statement: each of its characters is a body, a class, a role word, a rule … or unread.

Nothing is lost silently: words that no entry claims are reported with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from ..model import Entry, Unread
from ..registry import any_of, bracketed_mark, lexicon, remembered
from .forms.document_rules import RULE_HINT, RULE_SENTENCES
from .forms.statements import Statement
from .names.english_lists import open_words
from .names.parties import NOBODY
from .names.party import PartyList
from .phrases.deadline_phrases import DEADLINE_LABEL, DEADLINE_REMARK
from .phrases.english_dates import ENGLISH_LABEL, english_remark
from .phrases.english_words import BETWEEN
from .phrases.labels import MEMBER_LABEL, PERSON_LABEL, WITH_PERSONS, find_other_labels, label
from .phrases.verbs import VERB
from .text.folding import squeeze
from .text.logical import Logical
from .text.markers import LIST_NUMBER
from .text.spans import find_overlap

__all__ = ["account_for", "between", "find_suspects"]

_JOIN = re.compile(r"(?=[共会联由以和及与])(?:共同)?会同|联合|由|以及|和|及|与")
_OPEN = re.compile(rf"等(?:[^、,;。:]{{0,60}}?{any_of(lexicon().openers['whom'])}(?:和单位|和部门|\(单位\))?)?")
_PERSON = re.compile(r"[一-龥]{2,3}")
_SEPARATORS = re.compile(r"[ \n\t、,;。:()/|.]+")
_NUMBER = re.compile(f"{LIST_NUMBER}$")
_NOBODY = re.compile(rf"{any_of(NOBODY)}(?=\W|$)")


def between() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns for words between names and their kinds, in the order in which they claim characters."""
    return (
        (label(), "role"), (MEMBER_LABEL, "role"), (bracketed_mark(), "role"), (VERB, "role"),
        (_OPEN, "open-ended"), (_JOIN, "joint"),
        (_NOBODY, "nobody"), (open_words(), "open-ended"), *BETWEEN, (_NUMBER, "separator"), (_SEPARATORS, "separator"),
    )  # fmt: skip


#: The kinds of a character. Characters with the first, which no entry claims, end up as unread.
_KINDS = (
    "", "unread", "person", "deadline", "rule", "class", "body", "role", "open-ended", "joint", "nobody", "separator"
)  # fmt: skip
_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_RUN = re.compile(rb"(.)\1*", re.DOTALL)
#: The start and the end of a span of the text, and its kind.
_Span = tuple[int, int, str]


def account_for(
    logical: Logical, folded: str, statement: Statement, lists: Sequence[PartyList]
) -> tuple[list[Entry], list[Unread]]:
    """Account for every character of a statement.

    Args:
        logical: The logical text.
        folded: The same, folded.
        statement: The statement.
        lists: The lists of bodies that were read from it.

    Returns:
        Its entries in the order of the text, which cover all of it, and its unread passages.
    """
    if statement.reason:
        whole = logical.evidence(statement.start, statement.end)
        return [Entry("unread", whole)], [Unread(whole, statement.reason)]
    entries: list[Entry] = []
    unread: list[Unread] = []
    for at, stop, kind in _join(_covering(folded, statement, _claims(folded, statement, lists))):
        evidence = logical.evidence(at, stop)
        entries.append(Entry(kind, evidence))
        if kind == "unread":
            unread.append(Unread(evidence, "rest"))
    return entries, unread


def _claims(folded: str, statement: Statement, lists: Sequence[PartyList]) -> list[_Span]:
    """Return the spans that were read in a statement; of two that overlap the first takes precedence."""
    start, end = statement.start, statement.end
    claims = list(_person_and_rules(folded, statement))
    claims += [(*match.span(), "role") for match in find_other_labels(folded, start, end)]
    due = ENGLISH_LABEL if statement.rule == "english" else DEADLINE_LABEL
    claims += [(*match.span(), "deadline") for match in due.finditer(folded, start, end)]
    if statement.rule == "prose":
        ends = [clause.start for clause in statement.clauses[1:]] + [end]
        claims += [(clause.end, until, "role") for clause, until in zip(statement.clauses, ends, strict=True)]
    for parties in lists:
        for party in parties.parties:
            claims.append((party.start, party.end, "class" if party.kind == "class" else "body"))
            if party.due:
                claims.append((*party.due, "deadline"))
        for left, right in parties.unread:
            person = _PERSON.fullmatch(squeeze(folded[left:right])) and WITH_PERSONS.search(folded, start, end)
            claims.append((left, right, "person" if person else "unread"))
    return claims


def _covering(folded: str, statement: Statement, claims: Sequence[_Span]) -> Iterator[_Span]:
    """Yield the claims in the order of the text, and between them the words that nothing claims."""
    at = statement.start
    for span in _apart(claims, statement):
        if at < span[0]:
            yield from _words(folded, at, span[0])
        yield span
        at = span[1]
    if at < statement.end:
        yield from _words(folded, at, statement.end)


def _apart(claims: Sequence[_Span], statement: Statement) -> Iterable[_Span]:
    """Return the claims within the statement without overlaps, in the order of the text."""
    at = statement.start
    for left, right, _ in claims:
        if not at <= left < right:
            break
        at = right
    else:
        if at <= statement.end:  # already in order without overlaps, as in nearly every statement
            return claims
    kinds = bytearray(statement.end - statement.start)
    for left, right, kind in claims:
        _claim(kinds, max(left - statement.start, 0), right - statement.start, kind)
    return [span for span in _runs(kinds, statement.start) if span[2]]


def _words(folded: str, left: int, right: int) -> Iterator[_Span]:
    """Classify the words between names. No pattern looks at more than one character before them."""
    before = folded[left - 1] if left else "\n"
    read = _remembered if right - left < 80 else _read
    for start, end, kind in read(before + folded[left:right]):
        yield left + start, left + end, kind


def _read(words: str) -> Sequence[_Span]:
    """Classify words that stand between names, except their first character; unknown words are unread."""
    size = len(words) - 1
    if _SEPARATORS.fullmatch(words, 1):
        return [(0, size, "separator")]
    kinds = bytearray(size)
    for pattern, kind in between():
        for match in pattern.finditer(words, 1):
            _claim(kinds, match.start() - 1, match.end() - 1, kind)
    return [(start, end, kind or "unread") for start, end, kind in _runs(kinds, 0)]


_remembered = remembered(4096)(_read)


def _claim(kinds: bytearray, left: int, right: int, kind: str) -> None:
    """Give a kind to the characters that have none yet."""
    for index in range(left, min(right, len(kinds))):
        kinds[index] = kinds[index] or _CODES[kind]


def _runs(kinds: bytes | bytearray, start: int) -> Iterator[_Span]:
    for run in _RUN.finditer(kinds):
        yield start + run.start(), start + run.end(), _KINDS[kinds[run.start()]]


def _join(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Merge adjacent spans of the same kind."""
    for kind, run in groupby(spans, key=itemgetter(2)):
        first, *more = run
        yield first[0], (more or [first])[-1][1], kind


def _person_and_rules(folded: str, statement: Statement) -> Iterator[_Span]:
    for left, right in statement.notes:
        if PERSON_LABEL.match(folded, left, right):
            yield left, right, "person"
        elif DEADLINE_REMARK.match(folded, left, right) or english_remark(folded, left, right):
            yield left, right, "deadline"
    for pattern in RULE_SENTENCES if RULE_HINT.search(folded, statement.start, statement.end) else ():
        for match in pattern.finditer(folded, statement.start, statement.end):
            yield match.start(), match.end(), "rule"


_LOOKS_LIKE = re.compile(
    rf"\([^()\n]{{2,200}}?{any_of(lexicon().verbs['closing'])}。?\)"
    # An unknown label before an unknown body: (认领单位:某书屋). The labels excluded here do not say who does the work.
    r"|\((?!联系|报送|主送|抄送|印发|起草|填报|参加|参会|受理|咨询)[一-龥]{1,6}(?:单位|部门|机关|处室|科室):"
    r"[^()\n]{2,200}\)"
)


def find_suspects(logical: Logical, folded: str, statements: Sequence[Statement]) -> list[Unread]:
    """Find brackets that look like statements, by a role word or a label, but were not read: （谁主管、谁负责）."""
    claimed = [(statement.start, statement.end) for statement in statements]
    suspects = (match.span() for match in _LOOKS_LIKE.finditer(folded))
    return [Unread(logical.evidence(*span), "no-body") for span in suspects if find_overlap(claimed, *span) < 0]
