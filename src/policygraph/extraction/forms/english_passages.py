"""A passage of English read mark by mark: a bracket, a labelled line or a sentence, and the clauses that it holds.

A verb gives a role to the list before it, a label or a preposition to the list behind it (``english_words``). A list
has nothing but names of bodies: “the Ministry of Finance released figures” is not a list.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from ...model import Basis
from ..names.english_lists import read_english_list
from ..names.own_deadlines import bracket_around, find_deadlines_of_one
from ..phrases.english_dates import ENGLISH_DUE, ENGLISH_LABEL, ENGLISH_REMARK
from ..phrases.english_words import INTRO, MARK, MODAL, SHARED, MarkKind, kind_and_role
from ..text.spans import Span, blank, trim
from .statements import Clause

__all__ = ["LONGEST", "Passage", "read_passage"]

#: The maximum length of a list, and how many places are tried for its beginning or end.
LONGEST, _MOST_CUTS = 1200, 12
#: Where a list may begin behind the words of another clause, and where one may end.
_CUT = re.compile(r"[,;]\s+(?:(?:and|but|while|whereas|with)\s+)?|\s(?:and|but|while|whereas|with)\s+")
_CUT_BEHIND = re.compile(
    r"[,;]|\s(?:and|annually|at|during|each|every|for|from|in|on|through|to|under|which|who|while|within)\s"
)
#: Where a list may begin behind an introduction: Under the Regulation, the Ministry of Transport shall.
_COMMA = re.compile(r",\s*")
#: Where a list may begin behind a sentence's first half: Fees shall be low, and the Ministry of Finance shall.
_CLAUSE = re.compile(r"[,;]\s+(?:and|but|while|whereas)\s+")
#: A sentence about breaches of a rule begins so: the body that punishes them has no task of the notice.
_PENALTY = re.compile(r"\s*(?:Any|If|In case|Those|When|Where|Whoever)\b")
#: Words between a list behind its mark and a list before its own: Led by the NDRC, and the MOF shall participate.
_PARTED = re.compile(r"[,;]\s+(?:and|while|with)\s|;|\swhile\s")
_JOIN = re.compile(r"(?:and|but|while|whereas|with)\s+")
#: A verb behind these has no subject of its own but that of the verb before: …, and shall report.
_ELLIPSIS = re.compile(r"(?:[,;]|\b(?:and|but|or|then))\s*$")
#: Verbs of “with the NDRC taking the lead”.
_PARTICIPLE = re.compile(r"[a-z]+ing\b|in\s")
_WITH = re.compile(r"\bwith\s+")
#: What may follow the bodies that lead: only those that help. Other words mean that the sentence is about others.
_LED = re.compile(r"\s*(?:$|[,;]?\s*(?:with|in|jointly|together|assisted|supported)\b)")
_SPACE = " \n,;."


class Passage(NamedTuple):
    """What a passage says: its clauses, where they begin and end with their marks, and the deadlines beside them.

    ``kind`` is that of the first mark.
    """

    clauses: tuple[Clause, ...]
    start: int
    end: int
    notes: tuple[Span, ...]
    kind: MarkKind


def read_passage(folded: str, start: int, end: int, *, sentence: bool = False, bare: bool = False) -> Passage | None:
    """Read a passage of folded text.

    Args:
        folded: The text.
        start: Where the passage begins.
        end: Where it ends.
        sentence: Whether it is a sentence, in which only whole verbs give a role and a list names bodies only.
            Elsewhere a list may have other words behind its first name: they are left unread.
        bare: Whether it may be a list without words for roles.

    Returns:
        The passage; ``None`` if no mark has a list of bodies, outside sentences also if the first one has none.

    Example:
        >>> text = "MOF shall take the lead, and MOE and MOJ shall assist"
        >>> [(clause.role, text[clause.start : clause.end]) for clause in read_passage(text, 0, len(text)).clauses]
        [('lead', 'MOF'), ('support', 'MOE and MOJ')]
    """
    reader = _PassageReader(folded, start, end, sentence)
    return reader.read() or (reader.read_bare() if bare else None)


class _PassageReader:
    """Reads a passage in which deadlines and “in accordance with their respective duties” are blanked."""

    def __init__(self, folded: str, start: int, end: int, sentence: bool) -> None:
        self.start, self.sentence = start, sentence
        self.words = folded[start:end]
        self.notes: list[Span] = []
        self.clauses: list[Clause] = []
        self._blank([label.span() for label in ENGLISH_LABEL.finditer(self.words)])
        dues = find_deadlines_of_one(self.words, 0, len(self.words))
        self.own = [bracket_around(self.words, due) for due in dues]
        self._blank(self.own)
        for deadlines in (ENGLISH_DUE,) if sentence else (ENGLISH_REMARK, ENGLISH_DUE):
            found = [each.span() for each in deadlines.finditer(self.words)]
            self.notes += [trim(folded, start + left, start + right) for left, right in found if not sentence]
            self._blank(found)
        shared = [each.span() for each in SHARED.finditer(self.words)]
        self.shared = [start + left for left, _ in shared]
        self._blank(shared)

    def _with_deadline(self, start: int, end: int) -> Span:
        """Add to a list the deadline in brackets behind its last name."""
        return start, next((right for left, right in self.own if left >= end and not self.words[end:left].strip()), end)

    def _blank(self, spans: list[Span]) -> None:
        self.words = blank(self.words, spans, " ")

    def read(self) -> Passage | None:
        """Read the passage by its marks."""
        spans: list[Span] = []
        first: MarkKind | None = None
        #: The bodies before “together with”, whose verb follows.
        subject: Span | None = None
        at = 0
        marks = list(MARK.finditer(self.words))
        for mark, following in zip_longest(marks, marks[1:]):
            if mark.start() < at:
                continue
            kind, role = kind_and_role(mark)
            if kind in ("behind", "told"):
                waits = subject and not self.words[at : mark.start()].strip(_SPACE)
                found = subject if waits else self._before(at, mark.start(), inner=bool(spans))
                if found and kind == "told" and (_PENALTY.match(self.words) or not self._names_one(*found)):
                    found = None
            else:
                if kind == "with" and self.sentence and not spans:
                    stop = len(self.words[: mark.start()].rstrip(" ,\n"))
                    subject = subject or self._before(at, stop, inner=False)
                found = self._behind(mark, following) if self._counts(mark, kind, bool(spans or subject)) else None
                if found and kind == "led" and self.sentence and not _LED.match(self.words, found[1]):
                    found = None
            if not found:
                if not self.sentence and not spans and kind != "told":
                    return None
                continue
            basis: Basis = "default" if role == "responsible" and kind in ("label", "led") else "stated"
            found = self._with_deadline(*found)
            self.clauses.append(Clause(role, basis, self.start + found[0], self.start + found[1]))
            spans.append((min(found[0], mark.start()), max(found[1], mark.end())))
            first = first or (kind if kind != "with" else None)
            at = spans[-1][1]
        if not first:
            return None
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        return Passage(self._shared(), self.start + start, self.start + end, tuple(self.notes), first)

    def read_bare(self) -> Passage | None:
        """Read the passage as a list of bodies and nothing else."""
        if not (found := self._list(0, len(self.words), strict=True)):
            return None
        start, end = (self.start + at for at in self._with_deadline(*found))
        self.clauses = [Clause("responsible", "default", start, end)]
        return Passage(self._shared(), start, end, tuple(self.notes), "label")

    def _counts(self, mark: re.Match[str], kind: MarkKind, follows: bool) -> bool:
        """Tell whether a mark before its list counts; in a sentence most do only behind another clause."""
        if not self.sentence or follows:
            return True
        if kind in ("label", "led"):
            return not self.words[: mark.start()].strip().removesuffix("The")
        # Under the leadership of the State Council: a preamble, unless something is to be done so.
        to_do = MODAL.search(self.words, 0, mark.start()) or not mark.group().startswith("under")
        return kind == "passive" and bool(to_do)

    def _shared(self) -> tuple[Clause, ...]:
        """Return the clauses in order, joint if the text says that each body is responsible for its own part."""
        clauses = sorted(self.clauses, key=lambda clause: clause.start)
        ends = [*(clause.start for clause in clauses[1:]), self.start + len(self.words)]
        return tuple(
            Clause("joint", "stated", clause.start, clause.end)
            if clause.role == "responsible" and any(clause.start <= at <= end for at in self.shared)
            else clause
            for clause, end in zip(clauses, ends, strict=True)
        )

    def _before(self, at: int, stop: int, *, inner: bool) -> Span | None:
        """Find the list that ends at ``stop``; ``inner``: behind the words of another clause."""
        if stop - at > LONGEST or _ELLIPSIS.search(self.words[at:stop]):
            return None
        cuts = [
            cut.end() for cut in _CLAUSE.finditer(self.words, at, stop) if MODAL.search(self.words, at, cut.start())
        ]
        if _PARTICIPLE.match(self.words, stop):
            cuts += [cut.end() for cut in _WITH.finditer(self.words, at, stop)]
        if inner:
            cuts += [cut.end() for cut in _CUT.finditer(self.words, at, stop)]
        elif INTRO.match(self.words[at:stop].lstrip()) or self.words[at:stop].lstrip().startswith(","):
            cuts += [cut.end() for cut in _COMMA.finditer(self.words, at, stop)]
        for cut in (at, *cuts[-_MOST_CUTS:]):
            if span := self._list(cut, stop, strict=self.sentence or inner):
                return span
        return None

    def _behind(self, mark: re.Match[str], following: re.Match[str] | None) -> Span | None:
        """Find the list that begins behind a mark, and ends before the list of the following one."""
        at, stop = mark.end(), following.start() if following else len(self.words)
        if following and kind_and_role(following)[0] in ("behind", "told"):
            parted = list(_PARTED.finditer(self.words, at, stop))
            stop = parted[-1].start() if parted else stop
        stop = min(stop, at + LONGEST)
        if span := self._list(at, stop, strict=True):
            return span
        end = self.words.find(";", at, stop)
        stop = end if end >= 0 else stop
        if span := self._list(at, stop, strict=self.sentence):
            return span
        cuts = [cut.start() for cut in _CUT_BEHIND.finditer(self.words, at, stop)] if self.sentence else []
        for cut in reversed(cuts[-_MOST_CUTS:]):
            if span := self._list(at, cut, strict=True):
                return span
        # (Led by the NDRC, with relevant departments) names no further body.
        listed = read_english_list(self.words[at:stop])
        opens = listed.open_ended and not listed.unread and not listed.parties
        return trim(self.words, at, stop, _SPACE) if opens and self.clauses and not self.sentence else None

    def _list(self, start: int, stop: int, *, strict: bool) -> Span | None:
        """Return the span if it is a list of bodies or, unless ``strict``, begins with a body."""
        found = read_english_list(self.words[start:stop])
        if not found.parties or (found.unread and (strict or found.unread[0][0] < found.parties[0].start)):
            return None
        start, stop = trim(self.words, start, stop, _SPACE)
        joined = _JOIN.match(self.words, start)
        return (joined.end() if joined else start), stop

    def _names_one(self, start: int, stop: int) -> bool:
        """Tell whether a list names a body: what “all provinces shall” do is nobody's duty."""
        return any(party.kind == "named" for party in read_english_list(self.words[start:stop]).parties)
