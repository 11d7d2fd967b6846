"""Verify that a graph arrived: fingerprints graph by graph, and the catalogue's queries on both sides."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..errors import PolicyGraphError
from ..sparql import CatalogueQuery, Endpoint, catalogue, run
from ..texts import Bilingual
from .publication import Fingerprint, Publication, fingerprint
from .remote import Remote
from .transfer import Action, Step

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Difference", "GraphCheck", "QueryCheck", "Verification", "verify"]

T = TypeVar("T", str, tuple[str, ...])
#: Values for required parameters by their type; bodies and IRIs are taken from the graph.
_VALUES = {"date": "2100-01-01", "integer": "1"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one side has and the other has not: a triple or a row, as text."""

    missing: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """One graph on both sides; ``difference`` is the first one where the fingerprints differ."""

    graph: str
    wanted: Fingerprint
    found: Fingerprint
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class QueryCheck:
    """One query on both sides: how many rows or triples each gives, and the first difference or the fault."""

    name: str
    wanted: int
    found: int
    difference: Difference | None = None
    fault: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks. ``others`` counts policies there that the source does not have.

    With those, answers cannot be the same, and the queries are not run.
    """

    graphs: tuple[GraphCheck, ...]
    questions: tuple[QueryCheck, ...]
    others: int = 0

    @property
    def holds(self) -> bool:
        """Whether every graph and every answer is the same."""
        same_graphs = not any(check.difference for check in self.graphs)
        return same_graphs and not any(check.difference or check.fault for check in self.questions)


def verify(
    plan: Sequence[Step], source: Publication, remote: Remote, progress: Callable[[str], None] = lambda _: None
) -> Verification:
    """Read every graph back and run every query of the catalogue on both sides.

    Rows are compared as multisets, by values: engines differ in the datatype of a count and, where an order is by
    something that is not shown, in the order. Triples are compared as sets. Of a DESCRIBE only what is said of the
    thing itself is compared: the standard leaves to each store what else it adds.

    Cost: each graph is read once, and its fingerprint computed; each query is run once on either side.

    Args:
        plan: What was carried out.
        source: What it was made from.
        remote: Where it went.
        progress: Called with the name of each graph and query when it is done.

    Returns:
        The checks.
    """
    graphs, queries = [], []
    for step in plan:
        if step.wanted is not None:
            graphs.append(_check_graph(step, step.wanted, source, remote))
            progress(step.graph)
    others = sum(step.action is Action.STALE for step in plan)
    if not others:
        dataset, endpoint = source.dataset(), remote.endpoint
        bodies = [str(row["body"]) for row in run(dataset, "workload").rows][:2]
        bodies += ["https://example.org/nobody"] * (2 - len(bodies))
        first = next(iter(run(dataset, "responsibilities").rows), {"measure_iri": "https://example.org/nothing"})
        for query in catalogue().values():
            values = _values(query, bodies, str(first["measure_iri"]))
            queries.append(_check_query(query, values, dataset, endpoint))
            progress(query.name)
    return Verification(tuple(graphs), tuple(queries), others)


def _check_graph(step: Step, wanted: Fingerprint, source: Publication, remote: Remote) -> GraphCheck:
    there = remote.triples(step.graph)
    found = fingerprint(there)
    if found == wanted:
        return GraphCheck(step.graph, wanted, found)
    ours = Counter({str(triple) for triple in (*source.triples(step.graph), *step.kept)})
    return GraphCheck(step.graph, wanted, found, _first_difference(ours, Counter({str(triple) for triple in there})))


def _check_query(query: CatalogueQuery, values: dict[str, str], dataset: Dataset, endpoint: Endpoint) -> QueryCheck:
    ours = _rows(query, values, dataset)
    try:
        theirs = _rows(query, values, endpoint)
    except PolicyGraphError as error:
        return QueryCheck(query.name, ours.total(), 0, fault=error.names)
    difference = None if ours == theirs else _first_difference(ours, theirs)
    return QueryCheck(query.name, ours.total(), theirs.total(), difference)


def _first_difference(ours: Counter[str], theirs: Counter[str]) -> Difference:
    return Difference(min(ours - theirs, default=""), min(theirs - ours, default=""))


def _rows(query: CatalogueQuery, values: dict[str, str], side: Dataset | Endpoint) -> Counter[str]:
    """Run a query and count its rows, or its triples."""
    results = run(side, query, values)
    if query.form == "ASK":
        return Counter([str(bool(results))])
    text = (results.serialize("csv" if query.form == "SELECT" else "nt") or b"").decode()
    if query.form == "SELECT":
        return Counter(" | ".join(row) for row in list(csv.reader(io.StringIO(text, newline="")))[1:])
    about = f"<{values[query.parameters[0].name]}> " if query.form == "DESCRIBE" else ""
    return Counter({line for line in text.splitlines() if line.startswith(about)})


def _values(query: CatalogueQuery, bodies: Sequence[str], thing: str) -> dict[str, str]:
    """Choose values for the parameters that a query cannot do without: the bodies that bear most, and a measure."""
    left = iter(bodies)
    return {
        each.name: next(left) if each.type == "body" else thing if each.type == "iri" else _VALUES.get(each.type, "")
        for each in query.parameters
        if each.required
    }
