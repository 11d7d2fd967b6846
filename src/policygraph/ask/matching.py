"""Match a sentence with the questions of the catalogue, by their words.

Every question has wordings (``asked`` in its header, and its summary). A sentence and a wording are sets of concepts;
they are compared by Tversky's index (Tversky 1977, Features of similarity), with concepts that few questions have
weighing more. The score of a question is that of its nearest wording.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from ..extraction.text.folding import fold
from ..registry import find_places, functions
from ..registry.local_names import normalise_english
from ..sparql.catalogue import catalogue
from ..sparql.header import CatalogueQuery
from .mentions import Mention, find_mentions, provinces_in_english
from .names import NameIndex
from .values import Period, Quantity, find_periods, find_quantity
from .words import ELSEWHERE, SLOT, Word, split

__all__ = ["Match", "Reading", "match", "read"]

#: How much a word of the sentence weighs that the wording lacks, and one of the wording that the sentence lacks.
_SENTENCE_ONLY, _WORDING_ONLY = 0.7, 0.5
#: The weight of a word that nothing explains, and of one about something that no graph knows.
_UNEXPLAINED, _ELSEWHERE = 1.2, 30.0
#: What explains a topic: wordings with a topic match only sentences that share one of these.
_OF_TOPIC = frozenset({"duty", "charge", "lead"})
#: Less alike than this is no match.
LEAST = 0.5
#: A wording in the same order is nearer by this share.
_ORDER = 0.06
#: Words about some field or place narrow a question; they seldom say which one it is.
_NARROWING = {":function": 0.5, ":place": 0.5, ":topic": 0.8}
_ENGLISH = re.compile(r"\b[a-z]{4,}(?:'s)?\b")
_IRI = re.compile(r"https?://[^\s<>\"，。？]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says.

    Attributes:
        words: Its words, with ``{body}``, ``{day}``, ``{number}``, ``{iri}``, ``{function}`` and ``{place}`` for values.
        bodies: The bodies that it names.
        periods: Its periods.
        quantity: Its least number, if any.
        iris: Its IRIs.
        unknown_places: Places that it names and that the graph does not have.
    """

    words: tuple[Word, ...]
    bodies: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()
    quantity: Quantity | None = None
    iris: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A question that a sentence may ask.

    Attributes:
        query: The question.
        score: How alike the sentence and the nearest wording are, from 0 to 1.
        wording: That wording.
        shared: The words of the sentence that the wording has, too.
        parameters: Its parameters, as far as the sentence or a rule gives them.
        missing: Names of required parameters without a value.
    """

    query: CatalogueQuery
    score: float
    wording: str
    shared: tuple[str, ...]
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


# ---- reading the sentence ----


def read(sentence: str, names: NameIndex, today: date) -> Reading:
    """Read a sentence: its values and its words.

    Args:
        sentence: What a person asks.
        names: The names of the graph.
        today: The day on which it is asked.

    Returns:
        What it says.
    """
    text = fold(sentence).strip()
    iris = tuple(_IRI.findall(text))
    text = _IRI.sub(" {iri} ", text)
    bodies = tuple(find_mentions(text, names))
    text = _replace(text, [(each.start, each.end, "body") for each in bodies])
    small = text.casefold()
    periods = tuple(find_periods(small, today))
    quantity = find_quantity(small)
    spans = [(each.start, each.end, "day") for each in periods]
    if quantity and not any(quantity.start < end and quantity.end > start for start, end, _ in spans):
        spans.append((quantity.start, quantity.end, "number"))
    else:
        quantity = None
    text = _replace(small, sorted(spans))
    text, unknown = _replace_places(text, names.places)
    text = _replace_functions(text)
    return Reading(tuple(split(text)), bodies, periods, quantity, iris, unknown)


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, slot in spans:
        parts += [text[at:start], f" {{{slot}}} "]
        at = end
    return "".join([*parts, text[at:]])


def _replace_places(text: str, known: set[str]) -> tuple[str, tuple[str, ...]]:
    unknown: list[str] = []
    spans: list[tuple[int, int, str]] = []
    for at, written, place in find_places(text):
        spans.append((at, at + len(written), "place"))
        if not any(place.name in name or name in place.name for name in known):
            unknown.append(written)
    ours = {word for label in known for word in [label.casefold(), *label.casefold().split()[:1]]}
    for match in _ENGLISH.finditer(text):
        word = match[0].removesuffix("'s")
        if word in ours or word in provinces_in_english():
            spans.append((*match.span(), "place"))
            if word not in ours:
                unknown.append(match[0])
    return _replace(text, sorted(spans)), tuple(unknown)


@cache
def _function_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    chinese, english = set(), set()
    for each in functions().values():
        chinese |= {stem for stem in each.stems if len(stem) > 1}
        english.add(normalise_english(each.label_en))
    return (
        re.compile("|".join(sorted(map(re.escape, chinese), key=len, reverse=True))),
        re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, english), key=len, reverse=True)) + r")\b"),
    )


def _replace_functions(text: str) -> str:
    chinese, english = _function_words()
    return english.sub(" {function} ", chinese.sub(" {function} ", text))


# ---- comparing it with the catalogue ----


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    words: tuple[Word, ...]
    concepts: frozenset[str]


@cache
def _wordings() -> Mapping[str, tuple[_Wording, ...]]:
    found = {}
    for name, query in catalogue().items():
        texts = [*query.asked["zh"], *query.asked["en"], query.summary["zh"], query.summary["en"]]
        found[name] = tuple(
            _Wording(text, words, frozenset(concept for word in words for concept in word.concepts))
            for text in texts
            for words in [tuple(split(text))]
        )
    return found


@cache
def _weights() -> Mapping[str, float]:
    """Weigh each concept by how few questions have it."""
    count = Counter(
        concept for each in _wordings().values() for concept in {c for wording in each for c in wording.concepts}
    )
    return {concept: math.log(1 + len(_wordings()) / n) for concept, n in count.items()}


def _weight(concepts: Iterable[str]) -> float:
    return max((_weights().get(concept, 1.0) for concept in concepts), default=_UNEXPLAINED)


def _unexplained(text: str) -> float:
    """A word that nothing explains weighs by its length: a single character says little."""
    return _UNEXPLAINED if text.isascii() else min(0.5 * len(text), 2.0)


def _extra(word: Word) -> float:
    """What a word of the sentence weighs that a wording lacks."""
    if ELSEWHERE in word.concepts:
        return _ELSEWHERE
    narrowing = [_NARROWING[concept] for concept in word.concepts if concept in _NARROWING]
    if narrowing:
        return narrowing[0]
    return _weight(word.concepts) if word.concepts else _unexplained(word.text)


def _compare(words: Sequence[Word], wording: _Wording) -> tuple[float, tuple[str, ...]]:
    ours = {concept for word in words for concept in word.concepts}
    topic = ":topic" in wording.concepts and bool(ours & wording.concepts & _OF_TOPIC)
    shared = left = 0.0
    same: dict[str, None] = {}
    seen: set[frozenset[str] | str] = set()
    for word in words:
        mark: frozenset[str] | str = word.concepts or word.text
        if mark in seen:
            continue
        seen.add(mark)
        common = word.concepts & wording.concepts
        if common:
            shared += _weight(common)
            same[word.text] = None
        elif not (topic and not word.concepts):
            left += _extra(word)
    if topic and any(not word.concepts for word in words):
        shared += _NARROWING[":topic"]
        ours.add(":topic")
    lacking = sum(
        _weight(concepts) for concepts in {word.concepts for word in wording.words} if concepts and not concepts & ours
    )
    whole = shared + _SENTENCE_ONLY * left + _WORDING_ONLY * lacking
    alike = shared / whole if whole else 0.0
    return alike * (1 - _ORDER + _ORDER * _same_order(words, wording.words)), tuple(same)


def _same_order(words: Sequence[Word], others: Sequence[Word]) -> float:
    """The longest common subsequence of two sentences as a share of the shorter one."""
    row = [0] * (len(others) + 1)
    for word in words:
        before = 0
        for at, other in enumerate(others, 1):
            above = row[at]
            row[at] = before + 1 if word.concepts & other.concepts else max(row[at], row[at - 1])
            before = above
    return row[-1] / (min(len(words), len(others)) or 1)


def match(sentence: str, names: NameIndex, today: date | None = None, most: int = 3) -> list[Match]:
    """Find the questions that a sentence may ask.

    Args:
        sentence: What a person asks, in Chinese or English.
        names: The names of the graph.
        today: The day on which it is asked; by default today.
        most: How many to return.

    Returns:
        The questions, the best first; none if nothing is near enough.
    """
    today = today or date.today()
    reading = read(sentence, names, today)
    if reading.unknown_places or any(not mention.bodies for mention in reading.bodies):
        return []
    found = []
    for name, wordings in _wordings().items():
        best = max(
            (_compare(reading.words, wording) + (wording.text,) for wording in wordings), key=lambda each: each[0]
        )
        if best[0] < LEAST:
            continue
        query = catalogue()[name]
        parameters, missing = _fill(query, reading, today)
        score = best[0] * (0.5 if missing else 1.0)
        if score >= LEAST:
            found.append(Match(query, score, best[2], best[1], parameters, missing))
    return sorted(found, key=lambda each: (-each.score, each.query.name))[:most]


def _fill(query: CatalogueQuery, reading: Reading, today: date) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return the values of a question's parameters and the required ones that have none."""
    values: dict[str, list[str]] = {}
    missing = []
    bodies = [mention for mention in reading.bodies if mention.bodies]
    for parameter in query.parameters:
        found: list[str] = []
        if parameter.type == "body":
            if bodies:
                found = [body.iri for body in bodies.pop(0).bodies]
        elif parameter.type == "iri":
            found = list(reading.iris[:1])
        elif parameter.name == "within":
            found = _within(query, reading, today)
        elif parameter.type == "integer" and reading.quantity:
            found = [str(reading.quantity.least)]
        elif parameter.type == "date":
            found = [str(_day(query, reading, today))]
        if found:
            values[parameter.name] = found
        elif parameter.required:
            missing.append(parameter.name)
    return values, tuple(missing)


def _ahead(query: CatalogueQuery) -> bool:
    return query.parameter("within") is not None


def _day(query: CatalogueQuery, reading: Reading, today: date) -> date:
    period = next((each for each in reading.periods if not each.ahead), None)
    if _ahead(query):
        # “the next 45 days counting from 1 December”: a day besides the period.
        others = any(each.ahead for each in reading.periods)
        return period.last if period is not None and others else today
    if period is None:
        return today - timedelta(30) if query.parameter("since") else today
    if query.parameter("since"):
        return period.first
    return period.first if period.before and period.first != period.last else period.last


def _within(query: CatalogueQuery, reading: Reading, today: date) -> list[str]:
    """The days until the end of the period: from today, or from the day that the sentence says."""
    ahead = next((each for each in reading.periods if each.ahead), None)
    if ahead is not None:
        return [str((ahead.last - ahead.first).days)]
    if not reading.periods:
        return []
    days = (reading.periods[0].last - today).days
    return [str(days)] if days >= 0 else []
