"""Rules that a notice states once for all that follows: which bodies of a list lead, which are always responsible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...model import CorrectionRule
from ...registry import lexicon
from ..names.parties import read_parties
from ..names.party import Party, PartyList
from .statements import Clause, Statement

__all__ = ["RULE_HINT", "RULE_SENTENCES", "DocumentRules"]

_FIRST_LEADS, _COMMA_LEADS, _IMPLIED = (re.compile(lexicon().rules[name]) for name in ("first", "comma", "implied"))

#: All patterns that state a rule, with the words that go with it.
RULE_SENTENCES = (
    *(re.compile(rf"(?:{rule.pattern})(?:单位|部门)?(?:,?(?:以)?下同)?") for rule in (_FIRST_LEADS, _COMMA_LEADS)),
    _IMPLIED,
    re.compile(r"(?:以)?下同"),
)

#: Every rule has one of these words: text without them need not be searched for rules.
RULE_HINT = re.compile("前|首[位家个]|第一|不再|下同")


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """The rules of one document, each with the offset from which it holds, or -1 if the document does not state it.

    ``by_person`` are the rules that a person gives, in the order of the text.
    """

    first_from: int = -1
    comma_from: int = -1
    folded: str = ""
    implied_parties: tuple[Party, ...] = ()
    implied_span: tuple[int, int] = (0, 0)
    by_person: tuple[tuple[int, CorrectionRule], ...] = ()

    @classmethod
    def found_in(cls, folded: str, by_person: Iterable[tuple[int, CorrectionRule]] = ()) -> DocumentRules:
        """Find the rules that the text states, and add those that a person gives."""
        first, comma, implied = (rule.search(folded) for rule in (_FIRST_LEADS, _COMMA_LEADS, _IMPLIED))
        return cls(
            first.start() if first else -1,
            comma.start() if comma else -1,
            folded,
            read_parties(folded, *implied.span("list"))[0].parties if implied else (),
            implied.span() if implied else (0, 0),
            tuple(by_person),
        )

    def find_leads(
        self, clause: Clause, parties: PartyList, statement: Statement
    ) -> tuple[frozenset[int], frozenset[int]]:
        """Return the indices of the parties that lead by a rule, and of those whose role a rule of a person changes."""
        leads = self._lead(clause, parties, statement, self.first_from, self.comma_from)
        rule = self._rule_at(statement) if self.by_person else None
        if rule is None:
            return leads, frozenset()
        told = self._lead(clause, parties, statement, 0 if rule == "first-leads" else -1, -1)
        return told, told ^ leads

    def _rule_at(self, statement: Statement) -> CorrectionRule | None:
        """Return the last rule that a person gives before or in a statement."""
        rules = [rule for at, rule in self.by_person if at < statement.end]
        return rules[-1] if rules else None

    def _lead(
        self, clause: Clause, parties: PartyList, statement: Statement, first_from: int, comma_from: int
    ) -> frozenset[int]:
        """Return the indices of the parties that lead: the first of several, or all before the first comma."""
        if clause.basis == "stated" and clause.role in ("lead", "support"):
            return frozenset()
        several = len(parties.parties) > 1 or parties.open_ended
        if not several or not parties.parties or parties.parties[0].kind == "class":
            return frozenset()
        if 0 <= comma_from <= statement.end:
            comma = self.folded.find(",", clause.start, clause.end)
            if comma >= 0:
                return frozenset(n for n, party in enumerate(parties.parties) if party.end <= comma)
        if 0 <= first_from <= statement.end:
            return frozenset({0})
        return frozenset()

    def implied(self, start: int) -> list[tuple[Party, tuple[int, int]]]:
        """Return the parties that a sentence before ``start`` makes responsible for every measure behind it."""
        if not self.implied_parties or start < self.implied_span[1]:
            return []
        return [(party, self.implied_span) for party in self.implied_parties]
