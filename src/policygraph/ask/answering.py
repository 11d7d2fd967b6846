"""Answer a sentence with a question of the catalogue: the question, its parameters and its results."""

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
from .matching import Match, match
from .names import NameIndex
from .reading import Reading

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Answer", "ask", "describe_parameters"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The questions that a sentence may ask, and the results of the first.

    Attributes:
        reading: What was read in the sentence.
        matches: The questions that it may ask, the best first; empty if none is near enough.
        results: The answer to the first of them; ``None`` without one.
        names: The names of the graph.
    """

    reading: Reading
    matches: Sequence[Match]
    results: Results | None
    names: NameIndex


def ask(sentence: str, dataset: Dataset, *, lang: str = "zh", today: date | None = None) -> Answer:
    """Answer a sentence with a question of the catalogue.

    Args:
        sentence: What a person asks, in Chinese or English.
        dataset: The graph.
        lang: The language of labels in the answer.
        today: The day on which it is asked.

    Returns:
        The answer. The first question lacks no required parameter.
    """
    today = today or date.today()
    names = NameIndex(read_bodies(partial(select, engine(dataset))))
    reading, matches = match(sentence, names, today)
    results = run(dataset, matches[0].query, matches[0].parameters, lang=lang) if matches else None
    return Answer(reading, matches, results, names)


def describe_parameters(parameters: Mapping[str, Sequence[str]], names: NameIndex, lang: str) -> str:
    """Write the parameters of a question for people.

    Args:
        parameters: The values by parameter.
        names: The names of the graph, for labels of bodies.
        lang: The language of the labels.

    Returns:
        ``body=福建省教育厅 day=2022-12-31``; empty without parameters.
    """
    return "  ".join(
        f"{name}={'|'.join(names.label(value, lang) for value in values)}" for name, values in parameters.items()
    )
