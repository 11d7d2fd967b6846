"""The account of every statement: each of its characters is a body, a class, a role word, a rule … or unread.

Nothing that was found is lost in silence: what no entry claims is reported with its place and its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model import Entry, Evidence, Unread
from .folding import squeeze
from .parties import PartyList
from .roles import DEADLINE_LABEL, DEADLINE_REMARK, LABEL, PERSON_LABEL, VERB
from .rule_words import RULE_HINT, RULE_SENTENCES
from .statements import Statement

__all__ = ["account", "suspects"]

_JOIN = re.compile(r"(?=[共会联由以和及与])(?:共同)?会同|联合|由|以及|和|及|与")
_OPEN = re.compile(r"等(?:[^\s、,;。:()]{0,14}?(?:部门|单位|机构|方面|委办局|地区|企业)(?:和单位|和部门|\(单位\))?)?")
#: 责任单位及责任人: a list of bodies with the names of persons among them.
_WITH_PERSONS = re.compile(r"[及和与、/](?:责任人|负责人|联系人)")
_PERSON = re.compile(r"[一-龥]{2,3}")
_SEPARATORS = re.compile(r"[ \n\t、,;。:()/|.]+")
_NOBODY = re.compile(r"(?:无|/|-|—+|暂无|略)(?=\W|$)")
#: Role words that are brackets' marks or headers of lists: (牵头), 责任单位.
_MARK = re.compile(r"(?<=\()(?:第一)?(?:牵头|主办|责任|配合|负责|协助)(?:单位|部门)?(?=\))")


#: What is looked for between the names, in the order in which it claims its characters.
_WORDS = (
    (LABEL, "role"), (_MARK, "role"), (VERB, "role"), (_OPEN, "open-ended"), (_JOIN, "joint"), (_NOBODY, "nobody"),
    (_SEPARATORS, "separator"),
)  # fmt: skip
#: What a character may be; what no entry claims, the first, is unread in the end.
_KINDS = (
    "", "unread", "person", "deadline", "rule", "class", "body", "role", "open-ended", "joint", "nobody", "separator"
)  # fmt: skip
_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_SEPARATOR = bytes((_CODES["separator"],))
_GAP = re.compile(rb"\0+")
_RUN = re.compile(rb"(.)\1*", re.DOTALL)


def account(
    text: str, folded: str, statement: Statement, lists: Sequence[PartyList]
) -> tuple[list[Entry], list[Unread]]:
    """The entries of one statement in the order of the text, covering it whole, and what of it is unread."""
    start, end = statement.start, statement.end
    kinds = bytearray(end - start)

    def claim(left: int, right: int, kind: str) -> None:
        left, right, code = max(left, start) - start, min(right, end) - start, _CODES[kind]
        if left < right and not any(kinds[left:right]):
            kinds[left:right] = bytes((code,)) * (right - left)
            return
        for index in range(left, right):
            kinds[index] = kinds[index] or code

    for left, right, pattern_kind in _person_and_rules(folded, statement):
        claim(left, right, pattern_kind)
    for match in DEADLINE_LABEL.finditer(folded, start, end):
        claim(match.start(), match.end(), "deadline")
    with_persons = _WITH_PERSONS.search(folded, start, end) is not None
    for parties in lists:
        for party in parties.parties:
            claim(party.start, party.end, "class" if party.kind == "class" else "body")
        for left, right in parties.unread:
            person = with_persons and _PERSON.fullmatch(squeeze(folded[left:right]))
            claim(left, right, "person" if person else "unread")
    for gap in list(_GAP.finditer(kinds)):
        left, right = start + gap.start(), start + gap.end()
        if _SEPARATORS.fullmatch(folded, left, right):  # most gaps are one comma
            kinds[gap.start() : gap.end()] = _SEPARATOR * (right - left)
            continue
        for pattern, kind in _WORDS:
            for match in pattern.finditer(folded, left, right):
                claim(match.start(), match.end(), kind)
    return _runs(text, kinds.replace(b"\0", bytes((_CODES["unread"],))), start)


def _person_and_rules(folded: str, statement: Statement) -> Iterable[tuple[int, int, str]]:
    for left, right in statement.notes:
        if PERSON_LABEL.match(folded, left, right):
            yield left, right, "person"
        elif DEADLINE_REMARK.match(folded, left, right):
            yield left, right, "deadline"
    for pattern in RULE_SENTENCES if RULE_HINT.search(folded, statement.start, statement.end) else ():
        for match in pattern.finditer(folded, statement.start, statement.end):
            yield match.start(), match.end(), "rule"


def _runs(text: str, kinds: bytearray, start: int) -> tuple[list[Entry], list[Unread]]:
    entries: list[Entry] = []
    unread: list[Unread] = []
    for run in _RUN.finditer(kinds):
        kind = _KINDS[run.group()[0]]
        at, stop = start + run.start(), start + run.end()
        evidence = Evidence(text[at:stop], at, stop)
        entries.append(Entry(kind, evidence))
        if kind == "unread":
            unread.append(Unread(evidence, "责任表述中未能识别的文字"))
    return entries, unread


_LOOKS_LIKE = re.compile(r"\((?P<inside>[^()\n]{2,200}?(?:牵头|负责|配合|落实)[。]?)\)")


def suspects(text: str, folded: str, statements: Sequence[Statement]) -> list[Unread]:
    """Brackets that end in a role word and were not read as a statement: （谁主管、谁负责）."""
    found: list[Unread] = []
    claimed = [(statement.start, statement.end) for statement in statements]
    at = 0
    for match in _LOOKS_LIKE.finditer(folded):
        while at < len(claimed) and claimed[at][1] <= match.start():
            at += 1
        if at < len(claimed) and claimed[at][0] < match.end():
            continue
        found.append(Unread(Evidence(text[slice(*match.span())], *match.span()), "像责任表述,但没有认出机构"))
    return found
