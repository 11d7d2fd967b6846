"""Find the evidence for the rows of an answer: quotes with their positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["QuotedEvidence", "choose_evidence", "states_duty", "write_evidence_query"]

#: The evidence of responsibilities, and of measures and numbered items themselves.
_QUERY = """
SELECT DISTINCT ?measure ?body ?thing ?quote ?start ?end ?text WHERE {
  VALUES ?measure { %s }
  {
    ?measure pg:hasResponsibility ?thing .
    ?thing cv:hasParticipant ?body ; pg:evidence ?evidence
  } UNION {
    ?measure pg:evidence ?evidence
    BIND(?measure AS ?thing)
  }
  ?evidence oa:hasSource ?text ; oa:hasSelector ?position , ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .
} ORDER BY ?thing ?start"""
#: Columns that name a body with a part in the measure of the row.
_BODIES = ("body", "lead", "other")


@dataclass(frozen=True, slots=True)
class QuotedEvidence:
    """A quote from a notice that states a responsibility, measure or numbered item.

    Attributes:
        thing: The IRI of the responsibility, measure or numbered item.
        quote: The exact words.
        start: The position of the first character in the stored text, from 0.
        end: The position after the last character.
        text: The IRI of that text.
    """

    thing: str
    quote: str
    start: int
    end: int
    text: str


def states_duty(columns: Iterable[str]) -> bool:
    """Tell whether rows of a question state duties: they name a measure.

    Args:
        columns: The columns of the question.

    Returns:
        Whether its rows have evidence.

    Example:
        >>> states_duty(("policy", "measure_iri", "body")), states_duty(("level", "measures"))
        (True, False)
    """
    return "measure_iri" in columns


def write_evidence_query(rows: Sequence[Mapping[str, object]]) -> str | None:
    """Write the query for the evidence of some rows; ``choose_evidence`` reads its solutions.

    Args:
        rows: Rows of an answer, with ``measure_iri`` and, as far as they have them, ``body``, ``lead`` and ``other``.

    Returns:
        The query; ``None`` if no row has a measure.

    Example:
        >>> write_evidence_query([{"level": "county"}]) is None
        True
    """
    from pyoxigraph import NamedNode

    measures = sorted({str(row["measure_iri"]) for row in rows if row.get("measure_iri")})
    return _QUERY % " ".join(str(NamedNode(iri)) for iri in measures) if measures else None


def choose_evidence(rows: Sequence[Mapping[str, object]], found: Iterable[Any]) -> list[list[QuotedEvidence]]:
    """Choose the evidence for each row.

    Args:
        rows: The rows as for ``write_evidence_query``.
        found: The solutions of its query.

    Returns:
        For each row the evidence of the responsibilities of its bodies in its measure; of all responsibilities of the
        measure if the row names no body; of the measure itself if nobody is responsible for it. Empty for a row
        without a measure.
    """
    by_measure: dict[str, list[tuple[str, QuotedEvidence]]] = defaultdict(list)
    for measure, body, thing, quote, start, end, text in found:
        evidence = QuotedEvidence(thing.value, quote.value, int(start.value), int(end.value), text.value)
        by_measure[measure.value].append((body.value if body else "", evidence))
    return [_choose(row, by_measure.get(str(row.get("measure_iri")), [])) for row in rows]


def _choose(row: Mapping[str, object], known: Sequence[tuple[str, QuotedEvidence]]) -> list[QuotedEvidence]:
    bodies = {str(row[column]) for column in _BODIES if row.get(column)}
    for chosen in (
        [evidence for body, evidence in known if body and body in bodies],
        [evidence for body, evidence in known if body],
        [evidence for _, evidence in known],
    ):
        if chosen:
            # One statement is the evidence of several bodies: its words are shown once.
            return [*{(each.text, each.start, each.end): each for each in chosen}.values()]
    return []
