"""Reading the clauses of measures: the bodies of each list, and what a list takes from the one before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ...model import Role
from ..forms.statements import Clause, RawMeasure, Statement
from ..names.parties import SAME, read_parties, refers, resolve_references
from ..names.party import Party, PartyList

__all__ = ["ReadMeasure", "Reading", "read_measures"]

#: Rules whose statements neither take a level prefix from an earlier one nor pass one on.
_BY_THEMSELVES = ("prose", "unit-first")


class Reading(NamedTuple):
    """A clause that has been read: its statement and its parties."""

    statement: Statement
    clause: Clause
    parties: PartyList

    def refers(self, text: str) -> bool:
        """Tell whether the clause refers to bodies that were named before: 上述单位按职责分工负责."""
        return any(refers(text[party.start : party.end]) for party in self.parties.parties)


class ReadMeasure(NamedTuple):
    """An item or row with statements, and the readings of their clauses."""

    raw: RawMeasure
    readings: list[Reading]

    @property
    def is_measure(self) -> bool:
        """Whether a body or a class of bodies was read, or a person made the measure."""
        return bool(self.raw.key) or any(reading.parties.parties for reading in self.readings)


def read_measures(
    folded: str,
    measures: Iterable[RawMeasure],
    by_person: Mapping[Statement, Sequence[tuple[Clause, PartyList]]],
    issuers: Sequence[str],
) -> list[ReadMeasure]:
    """Read every clause of some measures. Within a measure, names without a level prefix take it from earlier ones.

    Args:
        folded: The folded text.
        measures: The items and rows in the order of the text.
        by_person: The lists of statements that a person corrected.
        issuers: The names of the bodies that issue the document, which 我局 refers to.

    Returns:
        The measures with their clauses.
    """
    found: list[ReadMeasure] = []
    named: dict[str, Party] = {}
    above: defaultdict[Role, list[Party]] = defaultdict(list)
    for measure in measures:
        readings: list[Reading] = []
        own: dict[str, Party] = {}
        carried = ""
        for statement in measure.statements:
            lists = by_person.get(statement) if by_person else None
            for clause in statement.clauses if lists is None else ():
                # A sentence or a line of duties takes no prefix from the one before.
                before = "" if statement.rule in _BY_THEMSELVES else carried
                parties, after = read_parties(folded, clause.start, clause.end, before)
                carried = carried if statement.rule in _BY_THEMSELVES else after
                same = [party.name for party in parties.parties] == [SAME]
                meant = above[clause.role] if same else (own or named).values()
                parties = resolve_references(parties, meant, issuers)
                readings.append(Reading(statement, clause, parties))
                own |= {party.name: party for party in parties.parties}
            for clause, parties in lists or ():
                readings.append(Reading(statement, clause, parties))
                own |= {party.name: party for party in parties.parties}
        found.append(ReadMeasure(measure, readings))
        named = own or named
        above = defaultdict(list)
        for reading in readings:
            above[reading.clause.role] += reading.parties.parties
    return found
