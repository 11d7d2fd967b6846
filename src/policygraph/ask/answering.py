"""Answer a sentence: the question of the catalogue that it asks, its parameters, and the rows with their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..sparql.results import Results
from ..sparql.running import run
from ..store import engine, select
from .bodies import read_bodies
from .matching import Match, find_matches
from .names import NameIndex
from .reading import Reading, read

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Answer", "ask", "describe_parameters"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sentence asks, and the answer.

    Attributes:
        reading: What was read in the sentence.
        matches: The questions that it may ask, the best first; empty if none is near enough.
        results: The answer to the first of them; ``None`` without one.
    """

    reading: Reading
    matches: Sequence[Match]
    results: Results | None


def ask(
    sentence: str, dataset: Dataset, names: NameIndex | None = None, *, lang: str = "zh", today: date | None = None
) -> Answer:
    """Answer a sentence with a question of the catalogue.

    Args:
        sentence: What a person asks, in Chinese or English.
        dataset: The graph.
        names: Its names, if they have been read.
        lang: The language of labels in the answer.
        today: The day on which it is asked.

    Returns:
        The answer. The first question lacks no required parameter.
    """
    today = today or date.today()
    names = names or NameIndex(read_bodies(partial(select, engine(dataset))))
    reading = read(sentence, names, today)
    matches = find_matches(reading, today)
    results = run(dataset, matches[0].query, matches[0].parameters, lang=lang) if matches else None
    return Answer(reading, matches, results)


def describe_parameters(parameters: Mapping[str, Sequence[str]], names: NameIndex, lang: str) -> str:
    """Write the parameters of a question for people.

    Args:
        parameters: The values by parameter.
        names: The names of the graph, for labels of bodies.
        lang: The language of the labels.

    Returns:
        ``body=福建省教育厅 day=2022-12-31``; empty without parameters.
    """
    parts = []
    for name, values in parameters.items():
        bodies = [names.bodies.get(value) for value in values]
        shown = [
            value if body is None else (body.zh if lang == "zh" else body.en)
            for value, body in zip(values, bodies, strict=True)
        ]
        parts.append(f"{name}={'|'.join(shown)}")
    return "  ".join(parts)
