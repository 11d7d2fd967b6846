"""The measures of bodies as RDF: each value a measurement with its provenance, in the W3C Data Quality Vocabulary."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..graph import Iris
from ..namespaces import DQV, PG, PROV, RDF, VOID, XSD
from ..resources import ontology_dir
from ..store import dataset_of

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["measurements"]

#: Columns of the table of bodies that are written; what each is, and its datatype, stands in ``ontology/metrics.ttl``.
_FILE = "metrics.ttl"


def measurements(bodies: Sequence[Mapping[str, Any]], graphs: Sequence[str]) -> Dataset:
    """Each value a ``dqv:QualityMeasurement`` of its body, made by one ``prov:Activity`` from the named graphs.

    Args:
        bodies: rows of ``bodies_table``.
        graphs: the IRIs of the graphs that were analysed.

    Returns:
        a dataset of one named graph, which describes the metrics too; its name depends on what was analysed, and no
        clock is in it.
    """
    from pyoxigraph import Literal, NamedNode, Quad, parse

    described = list(parse(path=str(ontology_dir() / _FILE)))
    kinds = {
        quad.subject.value.removeprefix(f"{PG}metric/"): quad.object
        for quad in described
        if quad.predicate.value == DQV + "expectedDataType"
    }
    digest = hashlib.sha256("\n".join(sorted(graphs)).encode()).hexdigest()[:16]
    graph = NamedNode(Iris().graph(f"analysis-{digest}"))
    quads: list[Quad] = []

    def state(subject: str, predicate: str, value: str | Literal) -> None:
        term = NamedNode(value) if isinstance(value, str) else value
        quads.append(Quad(NamedNode(subject), NamedNode(predicate), term, graph))

    activity = Iris().activity(f"analysis-{digest}")
    state(activity, RDF + "type", PROV + "Activity")
    state(activity, PROV + "wasAssociatedWith", Iris().agent(__version__))
    state(activity, PROV + "generated", graph.value)
    state(graph.value, RDF + "type", VOID + "Dataset")
    for name in sorted(graphs):
        state(activity, PROV + "used", name)
    quads.extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in described)
    for row in bodies:
        for name, kind in sorted(kinds.items()):
            if row[name] is None:
                continue
            node = Iris().measurement(digest, name, row["body"])
            state(node, RDF + "type", DQV + "QualityMeasurement")
            state(node, DQV + "computedOn", row["body"])
            state(node, DQV + "isMeasurementOf", f"{PG}metric/{name}")
            written = f"{row[name]:f}" if kind.value == XSD + "decimal" else str(row[name])
            state(node, DQV + "value", Literal(written, datatype=kind))
    return dataset_of(quads)
