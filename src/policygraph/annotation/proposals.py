"""Words for a user's lexicon, found in corrections: what was corrected once need not be corrected again.

An alias: a person puts one name in the place of another, always the same. A label: all bodies behind the same label
get a role that the label does not give. An ending: the names that the program missed in different places end alike.
What a person contradicts elsewhere is not proposed. Whether a word would do what the corrections did, and what else,
``preview`` tells.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from ..corpus.lexicon_editing import LexiconSection
from ..errors import UsageError
from ..extraction.text.folding import fold, squeeze
from ..model import ROLES, Policy, Responsibility, Role
from ..registry import Ending, OwnWords, ends_like_name, is_label, lexicon
from .statements import Statement, align_statements, list_statements

__all__ = ["Proposal", "WordKind", "extend_words", "parse_word", "propose_words"]

WordKind = Literal["alias", "label", "ending"]
_SECTIONS: Mapping[WordKind, LexiconSection] = {"alias": "aliases", "label": "labels", "ending": "endings"}
#: The class of an ending of names, where nothing tells a more special one.
_ANY_BODY = "Body"
_LABEL = re.compile(r"(?<![\w·—-])([\w·—-]{2,12}):")
#: A label may stand so far before the words that a person corrected.
_LABEL_BEFORE = 14
#: Lengths of endings that are looked for, the longest first.
_ENDINGS = (4, 3, 2)


class Proposal(NamedTuple):
    """A word for the lexicon.

    Attributes:
        kind: What it is.
        word: The alias, label or ending.
        value: The full name, role or class of body.
        corrections: In how many places a person made this correction.
    """

    kind: WordKind
    word: str
    value: str
    corrections: int = 0

    @property
    def section(self) -> LexiconSection:
        """The section of the lexicon file that the word belongs to."""
        return _SECTIONS[self.kind]


def parse_word(given: str) -> Proposal:
    """Read a word as it is given on a command line.

    Args:
        given: ``WORD=VALUE``: a role makes it a label, a class of body an ending, anything else an alias.

    Returns:
        The word.

    Raises:
        UsageError: The text has not this form.

    Example:
        >>> parse_word("认领单位=lead").kind, parse_word("书屋=Institute").kind, parse_word("市局=广安市公安局").kind
        ('label', 'ending', 'alias')
    """
    word, _, value = (part.strip() for part in given.partition("="))
    if not word or not value:
        raise UsageError("word_form", given=given)
    if value in ROLES:
        return Proposal("label", word, value)
    return Proposal("ending" if value in _classes() else "alias", word, value)


def _classes() -> set[str]:
    return {ending.type for ending in lexicon().endings.values()}


def extend_words(words: OwnWords | None, proposal: Proposal) -> OwnWords:
    """Add a word to a user's words.

    Args:
        words: The words, if there are any.
        proposal: The word.

    Returns:
        The words with it.

    Example:
        >>> extend_words(None, Proposal("label", "认领单位", "lead")).labels
        {'认领单位': 'lead'}
    """
    words = words or OwnWords()
    word, value = squeeze(fold(proposal.word)), squeeze(fold(proposal.value))
    if proposal.kind == "alias":
        return replace(words, aliases={**words.aliases, word: value})
    if proposal.kind == "ending":
        return replace(words, endings={**words.endings, word: Ending(word, proposal.value, full=word)})
    role: Role = next(role for role in ROLES if role == proposal.value)
    return replace(words, labels={**words.labels, word: role})


def propose_words(readings: Iterable[tuple[Policy | None, Policy]]) -> list[Proposal]:
    """Find words in corrections.

    Args:
        readings: Of each document, the reading without its corrections, if there is one, and that with them.

    Returns:
        The words, those first that the most corrections stand behind.
    """
    renamed: dict[str, Counter[str]] = defaultdict(Counter)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    wrong_roles: Counter[str] = Counter()
    missed: dict[str, set[str]] = defaultdict(set)
    for before, after in readings:
        text = fold(after.document.text)
        for old, new in align_statements(list_statements(before), list_statements(after)):
            parts, was = _parts(new), _parts(old)
            for label, role in _label_roles(text, new):
                roles[label][role] += 1
                wrong_roles[label] += role not in _given_roles(text, old, label)
            if not any(statement.review == "corrected" for statement in new):
                for part in parts:
                    if part.review == "accepted":
                        renamed[part.name][""] += 1
                continue
            for name, full in _renamed(was, parts):
                renamed[name][full] += 1
            for part in parts:
                if part.name not in {each.name for each in was} and part.body.kind == "named":
                    missed[part.name].add(part.name)
    found = [*_aliases(renamed), *_labels(roles, wrong_roles), *_endings(missed)]
    return sorted(found, key=lambda proposal: -proposal.corrections)


def _parts(statements: Sequence[Statement]) -> list[Responsibility]:
    return [part for statement in statements for part in statement.parts]


def _renamed(was: Sequence[Responsibility], now: Sequence[Responsibility]) -> Iterator[tuple[str, str]]:
    """Find names that were replaced by others in lists that are otherwise equal."""
    match = SequenceMatcher(None, [part.body.key for part in was], [part.body.key for part in now], autojunk=False)
    for change, start, end, at, to in match.get_opcodes():
        if change != "replace" or end - start != to - at:
            # Unchanged names are recorded too, so that another place can contradict them.
            yield from ((part.name, "") for part in was[start:end] if change == "equal")
            continue
        for old, new in zip(was[start:end], now[at:to], strict=True):
            if old.body.kind == new.body.kind == "named" and old.name != new.name:
                yield old.name, new.name


def _label_roles(text: str, statements: Sequence[Statement]) -> Iterator[tuple[str, Role]]:
    """Find the labels in statements, each with the only role of the bodies after it."""
    for statement in statements:
        for label, words in _labelled(text, statement):
            roles = {part.role for part in statement.parts if _stands_in(part.name, words)}
            if len(roles) == 1:
                yield label, roles.pop()


def _given_roles(text: str, statements: Sequence[Statement], label: str) -> set[Role]:
    """Collect the roles that the program read after a label."""
    return {role for found, role in _label_roles(text, statements) if found == label}


def _labelled(text: str, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the labels before and in a statement, with the words up to the next label."""
    start = max(0, statement.start - _LABEL_BEFORE)
    before = _LABEL.search(text, start, statement.start)
    if before is not None and before.end() < statement.start and text[before.end() : statement.start].strip():
        before = None
    marks = [*([before] if before else []), *_LABEL.finditer(text, statement.start, statement.end)]
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else statement.end
        yield mark[1], squeeze(text[mark.end() : end])


def _stands_in(name: str, words: str) -> bool:
    """Tell whether some words contain a name, or the name without the prefix that lists omit."""
    name = squeeze(fold(name))
    return name in words or (len(name) > 3 and name[1:] in words)


def _aliases(renamed: dict[str, Counter[str]]) -> Iterator[Proposal]:
    for name, fulls in renamed.items():
        [(full, number), *others] = fulls.most_common()
        if full and not others and len(name) > 1:
            yield Proposal("alias", name, full, number)


def _labels(roles: dict[str, Counter[str]], wrong: Counter[str]) -> Iterator[Proposal]:
    for label, found in roles.items():
        # A label that the program knows must be corrected wherever it stands, and more than once.
        known = is_label(label)
        if len(found) == 1 and wrong[label] == found.total() > known and not label.isdecimal():
            yield Proposal("label", label, next(iter(found)), found.total())


def _endings(missed: dict[str, set[str]]) -> Iterator[Proposal]:
    left = {name for name in missed if not ends_like_name(squeeze(fold(name)))}
    for length in _ENDINGS:
        alike: dict[str, set[str]] = defaultdict(set)
        for name in left:
            if len(name) > length:
                alike[name[-length:]].add(name)
        for ending, names in sorted(alike.items()):
            if len(names) > 1:
                yield Proposal("ending", ending, _ANY_BODY, len(names))
                left -= names
