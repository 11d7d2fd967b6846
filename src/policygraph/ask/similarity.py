"""Compare sentences by their concepts, with Tversky's index (Tversky 1977, Features of similarity).

A sentence and a wording are sets of concepts; those that few questions have weigh more. What the sentence has and the
wording lacks counts against the match more than the reverse: people leave words out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .words import ELSEWHERE, Word

__all__ = ["Sentence", "Wording", "weigh", "write_wording"]

#: How much a word of the sentence weighs that the wording lacks, and one of the wording that the sentence lacks.
_SENTENCE_ONLY, _WORDING_ONLY = 0.7, 0.5
#: The weight of a word that nothing explains, and of one about something that no graph knows.
_UNEXPLAINED, _ELSEWHERE = 1.2, 30.0
#: Wordings with a topic match only sentences that share one of these.
_OF_TOPIC = frozenset({"duty", "charge", "lead"})
#: A wording in the same order is nearer by this share.
_ORDER = 0.06
#: Words about some field or place narrow a question; they seldom say which one it is.
_NARROWING = {":function": 0.5, ":place": 0.5, ":topic": 0.8}
#: Why something is so is a question of its own.
_REASON = 6.0

Concepts = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of a question.

    Attributes:
        text: The wording.
        words: Its words.
        concepts: All their concepts.
        groups: The concepts of each word, once.
        unexplained: Its words that nothing explains.
    """

    text: str
    words: tuple[Word, ...]
    concepts: Concepts
    groups: frozenset[Concepts]
    unexplained: frozenset[str]


def write_wording(text: str, words: Sequence[Word]) -> Wording:
    """Make a wording of its words.

    Args:
        text: The wording.
        words: Its words.

    Returns:
        The wording, without words about what no graph knows: two sentences are not alike by those.
    """
    words = tuple(word for word in words if ELSEWHERE not in word.concepts)
    groups = frozenset(word.concepts for word in words if word.concepts)
    unexplained = frozenset(word.text for word in words if not word.concepts)
    return Wording(text, words, frozenset().union(*groups), groups, unexplained)


def weigh(concepts: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the weight of a word.

    Args:
        concepts: What it may mean.
        weights: The weight of each concept.

    Returns:
        The largest of their weights.
    """
    return max(weights.get(concept, 1.0) for concept in concepts)


class Sentence:
    """A sentence to compare with many wordings."""

    def __init__(self, words: Sequence[Word], weights: Mapping[str, float]) -> None:
        """Weigh its words.

        Args:
            words: Its words.
            weights: The weight of each concept.
        """
        self._words = words
        self._weights = weights
        self.concepts: Concepts = frozenset().union(*(word.concepts for word in words))
        #: Each word once, with what it weighs where a wording lacks it.
        unique = {word.concepts or word.text: word for word in words}
        self._marks = [(word, self._extra(word)) for word in unique.values()]
        self._unexplained = any(not word.concepts for word in words)

    def _extra(self, word: Word) -> float:
        if ELSEWHERE in word.concepts:
            return _ELSEWHERE
        if not word.concepts:
            # A single Chinese character says little.
            return _UNEXPLAINED if word.text.isascii() else min(0.5 * len(word.text), 2.0)
        if "reason" in word.concepts:
            return _REASON
        narrowing = [_NARROWING[concept] for concept in word.concepts if concept in _NARROWING]
        return narrowing[0] if narrowing else weigh(word.concepts, self._weights)

    def compare(self, wording: Wording, least: float) -> tuple[float, tuple[str, ...]]:
        """Compare it with a wording.

        Args:
            wording: The wording.
            least: Below this, how alike they are need not be exact.

        Returns:
            How alike they are, from 0 to 1, and the words of the sentence that both have.
        """
        if self.concepts.isdisjoint(wording.concepts):
            return 0.0, ()
        topic = ":topic" in wording.concepts and not _OF_TOPIC.isdisjoint(self.concepts & wording.concepts)
        shared = left = 0.0
        same = []
        for word, extra in self._marks:
            common = word.concepts & wording.concepts
            if common:
                shared += weigh(common, self._weights)
                same.append(word.text)
            elif not word.concepts and word.text in wording.unexplained:
                shared += extra
                same.append(word.text)
            elif not topic or word.concepts:
                left += extra
        ours = self.concepts
        if topic and self._unexplained:
            shared += _NARROWING[":topic"]
            ours = ours | {":topic"}
        lacking = sum(weigh(group, self._weights) for group in wording.groups if group.isdisjoint(ours))
        alike = shared / (shared + _SENTENCE_ONLY * left + _WORDING_ONLY * lacking)
        if alike < least:
            return alike, tuple(same)
        return alike * (1 - _ORDER + _ORDER * _same_order(self._words, wording.words)), tuple(same)


def _same_order(words: Sequence[Word], others: Sequence[Word]) -> float:
    """Return the length of the longest common subsequence of two sentences as a share of the shorter one."""
    row = [0] * (len(others) + 1)
    for word in words:
        before = 0
        for at, other in enumerate(others, 1):
            above = row[at]
            row[at] = max(row[at], row[at - 1]) if word.concepts.isdisjoint(other.concepts) else before + 1
            before = above
    return row[-1] / (min(len(words), len(others)) or 1)
