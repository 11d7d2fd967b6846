"""Placing corrections of statements, and replacing statements by them."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from ...model import Correction, Corrections
from ..forms.clauses import read_clauses
from ..forms.statements import Clause, Statement
from ..names.parties import read_parties
from ..names.party import PartyList
from ..phrases.deadline_phrases import DEADLINE_REMARK
from ..text.logical import Logical
from ..text.markers import MARKER
from ..text.outline import OutlineItem
from ..text.spans import Span, skip_back, trim
from .bodies import read_body
from .places import Lost, in_measure, place_entries

__all__ = ["Index", "Placed", "place_statements", "replace_statements", "settle"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction at its place: the statement it stands for, and each role's list of bodies."""

    entry: Correction
    statement: Statement
    lists: tuple[tuple[Clause, PartyList], ...] = ()

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.statement.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.statement.end


def place_statements(
    logical: Logical, folded: str, tree: OutlineItem, corrections: Corrections, lost: Lost
) -> list[Placed]:
    """Find the places of the corrections of statements. Of those that accept a reading only the place is used.

    Args:
        logical: The logical text.
        folded: The same, folded.
        tree: Its outline.
        corrections: The corrections.
        lost: Receives those whose words are not in the text.

    Returns:
        The corrections, one for each place: of several the one that is about the fewest places, or the last of these.
    """

    def chosen(entry: Correction, at: int) -> bool:
        return in_measure(logical.text, tree, entry.measure, at)

    found = list(place_entries(logical, corrections.entries, lost, chosen))
    places = Counter(id(entry) for entry, _, _ in found)
    # Of several entries about one place the one about the fewest places counts, or the last of these.
    best: dict[Span, Correction] = {}
    for entry, *place in found:
        span = (place[0], place[1])
        if span not in best or places[id(entry)] <= places[id(best[span])]:
            best[span] = entry
    return [_place(folded, start, end, entry) for (start, end), entry in best.items()]


def _place(folded: str, start: int, end: int, entry: Correction) -> Placed:
    lists: list[tuple[Clause, PartyList]] = []
    inside = trim(folded, start, end, "() ")
    # The person says who is responsible; the deadlines still come from the text.
    dues = {party.name: party.due for party in read_parties(folded, *inside)[0].parties} if entry.bodies else {}
    for body in entry.bodies or ():
        parties = read_body(body, start, end, dues)
        lists.append((Clause(body.role, "corrected", start, end), PartyList(tuple(parties))))
    clauses = tuple(clause for clause, _ in lists)
    _, notes = read_clauses(folded, *inside)
    remarks = tuple(note for note in notes if DEADLINE_REMARK.match(folded, *note))
    closing = stands_apart(folded, start, end)
    return Placed(entry, Statement("correction", start, end, clauses, remarks, closing=closing), tuple(lists))


def stands_apart(folded: str, start: int, end: int) -> bool:
    """Tell whether a passage stands apart from sentences: in a bracket, or as a label with a colon behind a sentence.

    Args:
        folded: The folded text.
        start: Where the passage starts.
        end: Where it ends.

    Returns:
        Whether it does.

    Example:
        >>> stands_apart("建公园(谁主管谁负责)", 3, 11), stands_apart("由市教育局负责建学校", 0, 7)
        (True, False)
    """
    if MARKER.match(folded, start - (folded[start - 1 : start] == "(")):
        return False  # The bracket is the number of an item.
    if "(" in folded[max(0, start - 1) : start + 1] and ")" in folded[end - 1 : end + 1]:
        return True
    before = skip_back(folded, start, " ")
    return ":" in folded[start:end] and (before < 0 or folded[before] in "。;\n)")


class _Passage(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Passage)


class Index(Generic[P]):
    """Passages sorted by place; finds those that overlap another without examining all."""

    def __init__(self, passages: Iterable[P]) -> None:
        self.passages = sorted(passages, key=lambda passage: passage.start)
        self._starts = [passage.start for passage in self.passages]
        self._reach = list(accumulate((passage.end for passage in self.passages), max))

    def touching(self, start: int, end: int) -> list[P]:
        """Find the passages that overlap another, in the order of the text."""
        found: list[P] = []
        at = bisect.bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            if self.passages[at].end > start:
                found.append(self.passages[at])
            at -= 1
        return found[::-1]


def settle(placed: Iterable[Placed], statements: Index[Statement]) -> Iterator[Placed]:
    """Place corrections like the statements that they replace: behind sentences, or within them.

    Args:
        placed: The corrections.
        statements: The statements that the program finds.

    Yields:
        The corrections.
    """
    for entry in placed:
        if replaced := statements.touching(entry.start, entry.end):
            closing = not all(statement.told for statement in replaced)
            yield replace(entry, statement=entry.statement._replace(closing=closing))
        else:
            yield entry


def replace_statements(statements: Iterable[Statement], placed: Sequence[Placed]) -> list[Statement]:
    """Put corrections in the place of the statements that they touch.

    Args:
        statements: The statements.
        placed: The corrections.

    Returns:
        The statements in the order of the text, without the corrections that touch none.
    """
    index = Index(statements)
    replaced: set[Statement] = set()
    found: list[Statement] = []
    for entry in placed:
        if touched := index.touching(entry.start, entry.end):
            replaced.update(touched)
            found.append(entry.statement)
    kept = (statement for statement in index.passages if statement not in replaced)
    return sorted([*kept, *found], key=lambda statement: statement.start)
