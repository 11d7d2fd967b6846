"""Match a sentence with the questions of the catalogue, by their words.

Every question has wordings: ``asked`` in its header, its summary, and the sentences of ``ontology/asked.yaml``. Its
score is computed from the nearest wordings (k nearest neighbours; Cover and Hart 1967).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from heapq import nlargest

from ..sparql.catalogue import catalogue
from ..sparql.header import CatalogueQuery
from .names import NameIndex
from .parameters import fill_parameters
from .reading import Reading, read
from .similarity import Sentence, Wording, write_wording
from .vocabulary import read_sentences
from .words import split

__all__ = ["Match", "match"]

#: Less alike than this is no match; beside a match, other questions may be less alike.
_LEAST, _LEAST_OF_OTHERS = 0.5, 0.3
#: How much the next two wordings count: of two equally near questions, the one with several near wordings goes first.
_NEIGHBOURS = 0.25
#: At most this many questions are returned.
_MOST = 3
#: A time, place or number alone is no question: “Thanks, that was all for today”.
_NO_SUBJECT = frozenset({":day", ":number", ":place"})


@dataclass(frozen=True, slots=True)
class Match:
    """A question that a sentence may ask.

    Attributes:
        query: The question.
        score: How alike the sentence and the nearest wordings are, from 0 to 1.
        wording: The nearest one.
        shared: The words of the sentence that the wording has, too.
        parameters: Its parameters, as far as the sentence or a rule gives them.
    """

    query: CatalogueQuery
    score: float
    wording: str
    shared: tuple[str, ...]
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)


@cache
def _wordings() -> Mapping[str, tuple[Wording, ...]]:
    """Return the wordings of each question."""
    return {
        name: tuple(
            write_wording(text, split(text))
            for text in (
                *(each for lang in ("zh", "en") for each in (*query.asked.get(lang, ()), query.summary[lang])),
                *read_sentences().get(name, ()),
            )
        )
        for name, query in catalogue().items()
    }


@cache
def _weights() -> Mapping[str, float]:
    """Weigh each concept by how few questions have it."""
    count = Counter(
        concept for each in _wordings().values() for concept in frozenset().union(*(word.concepts for word in each))
    )
    return {concept: math.log(1 + len(_wordings()) / n) for concept, n in count.items()}


def match(sentence: str, names: NameIndex, today: date) -> tuple[Reading, list[Match]]:
    """Read a sentence and find the questions that it may ask.

    Args:
        sentence: A question in Chinese or English.
        names: The names of the graph.
        today: The day on which it is asked.

    Returns:
        The reading of the sentence, and at most three questions, the best first. There are none if no wording is near
        enough or the sentence names a body or place that the graph lacks.
    """
    reading = read(sentence, names, today)
    return reading, _find_matches(reading, today)


def _find_matches(reading: Reading, today: date) -> list[Match]:
    if reading.absent:
        return []
    sentence = Sentence(reading.words, _weights())
    if sentence.concepts <= _NO_SUBJECT:
        return []
    found = []
    for name, wordings in _wordings().items():
        compared = [(*sentence.compare(wording, _LEAST_OF_OTHERS), wording.text) for wording in wordings]
        (alike, shared, wording), *others = nlargest(3, compared, key=lambda each: each[0])
        if alike < _LEAST_OF_OTHERS:
            continue
        score = (1 - _NEIGHBOURS) * alike + _NEIGHBOURS * sum(other for other, *_ in others) / max(len(others), 1)
        query = catalogue()[name]
        parameters = fill_parameters(query, reading, today)
        if parameters is not None:
            found.append((alike > _LEAST, Match(query, score, wording, shared, parameters)))
    found.sort(key=lambda each: (-each[0], -each[1].score, each[1].query.name))
    return [candidate for _, candidate in found[:_MOST]] if found and found[0][0] else []
