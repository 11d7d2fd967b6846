"""The measures of bodies as RDF: each value a measurement with its provenance, in the W3C Data Quality Vocabulary."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..namespaces import DQV, ID, PG, PROV, RDF, VOID, XSD
from ..store import dataset_of

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["measurements"]

#: The columns of the table of bodies that are numbers, and their datatypes.
_MEASURED = {
    "load": "integer",
    "shared_load": "integer",
    "strength": "decimal",
    "partners": "integer",
    "betweenness": "decimal",
    "constraint": "decimal",
    "dependence": "decimal",
    "core_number": "integer",
    "vertical_coverage": "decimal",
    "participation": "decimal",
}


def measurements(bodies: Sequence[Mapping[str, Any]], graphs: Sequence[str]) -> Dataset:
    """Each value a ``dqv:QualityMeasurement`` of its body, made by one ``prov:Activity`` from the named graphs.

    Args:
        bodies: rows of ``bodies_table``.
        graphs: the IRIs of the graphs that were analysed.

    Returns:
        a dataset of one named graph, whose name depends on what was analysed; no clock is in it.
    """
    from pyoxigraph import Literal, NamedNode, Quad

    digest = hashlib.sha256("\n".join(sorted(graphs)).encode()).hexdigest()[:16]
    graph = NamedNode(f"{ID}graph/analysis-{digest}")
    quads: list[Quad] = []

    def state(subject: str, predicate: str, value: str | Literal) -> None:
        term = NamedNode(value) if isinstance(value, str) else value
        quads.append(Quad(NamedNode(subject), NamedNode(predicate), term, graph))

    activity = f"{ID}activity/analysis-{digest}"
    state(activity, RDF + "type", PROV + "Activity")
    state(activity, PROV + "wasAssociatedWith", f"{ID}agent/policygraph-{__version__}")
    state(activity, PROV + "generated", graph.value)
    state(graph.value, RDF + "type", VOID + "Dataset")
    for name in sorted(graphs):
        state(activity, PROV + "used", name)
    for name in _MEASURED:
        state(f"{PG}metric/{name}", RDF + "type", DQV + "Metric")
    for row in bodies:
        for name, kind in _MEASURED.items():
            if row[name] is None:
                continue
            node = f"{ID}measurement/{digest}/{name}/{row['body'].removeprefix(ID)}"
            state(node, RDF + "type", DQV + "QualityMeasurement")
            state(node, DQV + "computedOn", row["body"])
            state(node, DQV + "isMeasurementOf", f"{PG}metric/{name}")
            state(
                node,
                DQV + "value",
                Literal(f"{row[name]:f}" if kind == "decimal" else str(row[name]), datatype=NamedNode(XSD + kind)),
            )
    return dataset_of(quads)
