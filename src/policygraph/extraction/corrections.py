"""A person's corrections, put in the place of what the program reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import SourceError
from ..model import Correction, Corrections
from ..texts import Bilingual
from .forms.clauses import read_clauses
from .forms.statements import Clause, RawMeasure, Statement
from .names.parties import read_parties
from .names.party import Party, PartyList
from .phrases.deadline_phrases import DEADLINE_REMARK
from .text.folding import fold, squeeze
from .text.logical import Logical
from .text.outline import OutlineItem
from .text.spans import trim

__all__ = ["Placed", "correct", "correct_row", "place_corrections"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction at its place: the statement it stands for, and each role's list of bodies."""

    statement: Statement
    lists: tuple[tuple[Clause, PartyList], ...]


def place_corrections(
    logical: Logical, folded: str, tree: OutlineItem, corrections: Corrections | None, place: Bilingual | str
) -> list[Placed]:
    """Find every place where the words of a correction stand, or that in the measure it names.

    Args:
        logical: The logical text.
        folded: The same, folded.
        tree: Its outline.
        corrections: The corrections, if there are any.
        place: What messages call the document.

    Returns:
        The corrections, one for each place.

    Raises:
        SourceError: The words of a correction are not in the text.
    """
    placed: list[Placed] = []
    for entry in (each for each in corrections.entries if each.bodies is not None) if corrections else ():
        spans = list(_spans(logical, tree, entry))
        if not spans or not entry.statement:
            key = "corrected_words_not_there" if entry.measure else "corrected_words_missing"
            name = corrections.name if corrections else ""
            raise SourceError(key, path=place, name=name, words=entry.statement, measure=entry.measure)
        placed += [_placed(folded, start, end, entry) for start, end in spans]
    return placed


def _spans(logical: Logical, tree: OutlineItem, entry: Correction) -> list[tuple[int, int]]:
    """Where the words stand in the logical text; they are words of the source."""
    text, source = logical.text, logical.source
    found: list[tuple[int, int]] = []
    after = source.find(entry.statement)
    while after >= 0 and entry.statement:
        at, end = logical.offset(after), logical.offset(after + len(entry.statement) - 1) + 1
        if not entry.measure or any(
            item.start <= at < item.end and squeeze(fold(text[item.start : item.body])) == squeeze(fold(entry.measure))
            for item in tree.walk()
        ):
            found.append((at, end))
        after = source.find(entry.statement, after + len(entry.statement))
    return found


def _placed(folded: str, start: int, end: int, entry: Correction) -> Placed:
    lists: list[tuple[Clause, PartyList]] = []
    inside = trim(folded, start, end, "() ")
    # Who is responsible is the person's word; until when, still the text's.
    dues = {party.name: party.due for party in read_parties(folded, *inside)[0].parties}
    for name, role, *_ in entry.bodies or ():
        clause = Clause(role, "corrected", start, end)
        parties, _ = read_parties(fold(name), 0, len(name))
        # The names are the person's; their place in the text is the statement's.
        known = parties.parties or (Party(squeeze(fold(name)), "named", 0, 0),)
        placed = (party._replace(start=start, end=end, due=dues.get(party.name)) for party in known)
        lists.append((clause, PartyList(tuple(placed))))
    clauses = tuple(clause for clause, _ in lists)
    _, notes = read_clauses(folded, *inside)
    remarks = tuple(note for note in notes if DEADLINE_REMARK.match(folded, *note))
    return Placed(Statement("correction", start, end, clauses, remarks), tuple(lists))


def _apart(statement: Statement, placed: Sequence[Placed]) -> bool:
    return all(statement.end <= entry.statement.start or entry.statement.end <= statement.start for entry in placed)


def correct(statements: Sequence[Statement], placed: Sequence[Placed]) -> list[Statement]:
    """The statements with those that a correction touches replaced by it."""
    kept = [statement for statement in statements if _apart(statement, placed)]
    kept += [entry.statement for entry in placed if entry.lists]
    return sorted(kept, key=lambda statement: statement.start)


def correct_row(row: RawMeasure, placed: Sequence[Placed]) -> RawMeasure:
    """A table's row with its corrected cells."""
    inside = [entry for entry in placed if row.start <= entry.statement.start < row.end]
    return replace(row, statements=tuple(correct(row.statements, inside))) if inside else row
