"""Proof that a graph arrived: counts and canonical hashes graph by graph, and the catalogue asked on both sides."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PolicyGraphError
from ..sparql import CatalogueQuery, Endpoint, catalogue, run
from ..texts import Names
from .plan import Action, Step
from .remote import Remote
from .source import Fingerprint, Source, fingerprint

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Difference", "GraphCheck", "Proof", "QuestionCheck", "prove"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one side has and the other has not: a triple or a row, as text."""

    missing: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """One graph on both sides; ``difference`` is the first one where the hashes differ."""

    graph: str
    wanted: Fingerprint
    found: Fingerprint
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class QuestionCheck:
    """One question on both sides: how many rows or triples each gives, and the first difference or the fault."""

    name: str
    wanted: int
    found: int
    difference: Difference | None = None
    fault: Names | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All checks; ``holds`` where nothing differs. ``others`` counts policies there that the source does not have:
    with them answers cannot be the same, and the questions are not asked."""

    graphs: tuple[GraphCheck, ...]
    questions: tuple[QuestionCheck, ...]
    others: int = 0

    @property
    def holds(self) -> bool:
        """Whether every graph and every answer is the same."""
        return not any(check.difference for check in self.graphs) and not any(
            check.difference or check.fault for check in self.questions
        )


def prove(
    plan: Sequence[Step], source: Source, remote: Remote, progress: Callable[[str], None] = lambda _: None
) -> Proof:
    """Read every graph back and ask every question of the catalogue on both sides.

    Rows are compared as multisets, by values: engines differ in the datatype of a count and, where an order is by
    something that is not shown, in the order. Triples are compared as sets. Of a DESCRIBE only what is said of the
    thing itself is compared: the standard leaves to each store what else it adds.

    Args:
        plan: what was carried out.
        source: what it was made from.
        remote: where it went.
        progress: called with the name of each graph and question when it is done.

    Cost: each graph is read once, and its hash worked out; each question is run once on either side.
    """
    graphs = []
    for step in plan:
        if step.wanted is not None:
            graphs.append(_graph(step, step.wanted, source, remote))
            progress(step.graph)
    others = sum(step.action is Action.STALE for step in plan)
    if others:
        return Proof(tuple(graphs), (), others)
    dataset, questions = source.dataset(), []
    endpoint, given = remote.endpoint, _Values(dataset)
    for query in catalogue().values():
        questions.append(_question(query, given.of(query), dataset, endpoint))
        progress(query.name)
    return Proof(tuple(graphs), tuple(questions))


def _graph(step: Step, wanted: Fingerprint, source: Source, remote: Remote) -> GraphCheck:
    there = remote.triples(step.graph)
    found = fingerprint(there)
    if found == wanted:
        return GraphCheck(step.graph, wanted, found)
    ours = {str(triple) for triple in (*source.triples(step.graph), *step.kept)}
    theirs = {str(triple) for triple in there}
    missing, extra = min(ours - theirs, default=""), min(theirs - ours, default="")
    return GraphCheck(step.graph, wanted, found, Difference(missing, extra))


def _question(query: CatalogueQuery, given: dict[str, str], dataset: Dataset, endpoint: Endpoint) -> QuestionCheck:
    ours = _rows(query, given, dataset)
    try:
        theirs = _rows(query, given, endpoint)
    except PolicyGraphError as error:
        return QuestionCheck(query.name, ours.total(), 0, fault=error.names)
    if ours == theirs:
        return QuestionCheck(query.name, ours.total(), theirs.total())
    missing, extra = min((ours - theirs).elements(), default=()), min((theirs - ours).elements(), default=())
    difference = Difference(" | ".join(missing), " | ".join(extra))
    return QuestionCheck(query.name, ours.total(), theirs.total(), difference)


def _rows(query: CatalogueQuery, given: dict[str, str], side: Dataset | Endpoint) -> Counter[tuple[str, ...]]:
    out = io.BytesIO()
    results = run(side, query, given)
    if query.form == "ASK":
        return Counter([(str(bool(results)),)])
    results.serialize("csv" if query.form == "SELECT" else "nt", out)
    text = out.getvalue().decode()
    if query.form == "SELECT":
        return Counter(tuple(row) for row in list(csv.reader(io.StringIO(text, newline="")))[1:])
    lines = text.splitlines()
    if query.form == "DESCRIBE":
        about = f"<{given[query.parameters[0].name]}> "
        lines = [line for line in lines if line.startswith(about)]
    return Counter({(line,) for line in lines})


class _Values:
    """Values for parameters that a question cannot do without, taken from the graph itself."""

    def __init__(self, dataset: Dataset) -> None:
        loads = [str(row["body"]) for row in run(dataset, "workload").rows]
        self._bodies = [*loads[:2], *["https://example.org/nobody"] * 2][:2]
        first = next(iter(run(dataset, "responsibilities").rows), None)
        self._thing = str(first["measure_iri"]) if first else "https://example.org/nothing"

    def of(self, query: CatalogueQuery) -> dict[str, str]:
        """What the question is asked: bodies are those that bear most, a day is one long after."""
        bodies = iter(self._bodies)
        found: dict[str, str] = {}
        for parameter in query.parameters:
            if not parameter.required:
                continue
            if parameter.type == "body":
                found[parameter.name] = next(bodies)
            elif parameter.type == "iri":
                found[parameter.name] = self._thing
            else:
                found[parameter.name] = {"date": "2100-01-01", "integer": "1"}.get(parameter.type, "")
        return found
