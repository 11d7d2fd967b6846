"""Rules that a notice gives once for all that follows: who of a list leads, and who is always responsible."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..names.parties import read_parties
from ..names.party import Party, PartyList
from .statements import Clause, Statement

__all__ = ["RULE_HINT", "RULE_SENTENCES", "DocumentRules"]

_FIRST_LEADS = re.compile(
    r"(?:排名|名列|列|排)(?:在)?(?:首位|第一(?:位|名|个)?|最前|前面?)的?(?:者|单位|部门)?(?:均)?(?:为|是|作为)(?:[省市县区]级)?(?:牵头|主办|主责|总牵头)"
    r"|(?:首位|首家|首个|第一(?:个|位|家)?)的?(?:单位|部门|责任单位)(?:均)?(?:为|是)(?:[省市县区]级)?(?:牵头|主办|主责)"
)
_COMMA_LEADS = re.compile(
    r"逗号(?:之|以)?前(?:面)?(?:的)?(?:者|单位|部门)?(?:均)?(?:为|是)(?:[省市县区]级)?(?:牵头|主办|主责)"
)
_IMPLIED = re.compile(
    r"(?:以下|以上|上述|各项|下列|具体)(?:任务|措施|各项|工作|事项)*(?:均|都)?(?:需|由|须|涉及)?(?P<list>[^。;\n]{2,120}?)"
    r"(?:具体)?(?:组织实施|负责落实|负责实施|抓好落实|落实|负责|配合)?,?(?:以下)?(?:均)?不再(?:一一|逐一|重复)?(?:列出|列示|列|注明|标注|[做作]?分工)"
)

#: All that states a rule, with the words that go with it.
RULE_SENTENCES = (
    re.compile(rf"(?:{_FIRST_LEADS.pattern})(?:单位|部门)?(?:,?(?:以)?下同)?"),
    re.compile(rf"(?:{_COMMA_LEADS.pattern})(?:单位|部门)?(?:,?(?:以)?下同)?"),
    _IMPLIED,
    re.compile(r"(?:以)?下同"),
)

#: Every rule has one of these words: where none stands, no rule needs to be looked for.
RULE_HINT = re.compile("前|首[位家个]|第一|不再|下同")


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """The rules of one document, each with the offset from which it holds (-1: there is none)."""

    first_from: int = -1
    comma_from: int = -1
    folded: str = ""
    implied_parties: tuple[Party, ...] = ()
    implied_span: tuple[int, int] = (0, 0)

    @classmethod
    def found_in(cls, folded: str) -> DocumentRules:
        """The rules that the text states."""
        first, comma, implied = (rule.search(folded) for rule in (_FIRST_LEADS, _COMMA_LEADS, _IMPLIED))
        return cls(
            first.start() if first else -1,
            comma.start() if comma else -1,
            folded,
            read_parties(folded, *implied.span("list"))[0].parties if implied else (),
            implied.span() if implied else (0, 0),
        )

    def first_leads(self, clause: Clause, parties: PartyList, statement: Statement) -> frozenset[int]:
        """Which parties of a list lead by a rule: the first of several, or all before the first comma."""
        if clause.basis == "stated" and clause.role in ("lead", "support"):
            return frozenset()
        several = len(parties.parties) > 1 or parties.open_ended
        if not several or not parties.parties or parties.parties[0].kind == "class":
            return frozenset()
        if 0 <= self.comma_from <= statement.end:
            comma = self.folded.find(",", clause.start, clause.end)
            if comma >= 0:
                return frozenset(n for n, party in enumerate(parties.parties) if party.end <= comma)
        if 0 <= self.first_from <= statement.end:
            return frozenset({0})
        return frozenset()

    def implied(self, start: int) -> list[tuple[Party, tuple[int, int]]]:
        """Parties that a sentence before ``start`` makes responsible for every measure behind it."""
        if not self.implied_parties or start < self.implied_span[1]:
            return []
        return [(party, self.implied_span) for party in self.implied_parties]
