"""Write the numbers of bodies as RDF: each a measurement with its provenance, in the W3C Data Quality Vocabulary."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..namespaces import DQV, PG, XSD
from ..resources import ontology_dir
from .engine import dataset_of
from .iris import Iris
from .nquads import Lines

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["make_measurements"]

#: Columns of the table of bodies that are written; what each is, and its datatype, stands in ``ontology/metrics.ttl``.
_FILE = "metrics.ttl"


def make_measurements(bodies: Sequence[Mapping[str, Any]], graphs: Sequence[str]) -> Dataset:
    """Write each value as a ``dqv:QualityMeasurement`` of its body, made by one ``prov:Activity`` from the graphs.

    Args:
        bodies: Rows of ``tabulate_bodies``.
        graphs: The IRIs of the graphs that were analysed.

    Returns:
        A dataset of one named graph, which describes the metrics too; its name depends on what was analysed, and no
        clock is in it.
    """
    from pyoxigraph import NamedNode, Quad, parse

    described = list(parse(path=str(ontology_dir() / _FILE)))
    kinds = {
        quad.subject.value.removeprefix(f"{PG}metric/"): quad.object.value.removeprefix(XSD)
        for quad in described
        if quad.predicate.value == DQV + "expectedDataType"
    }
    digest = hashlib.sha256("\n".join(sorted(graphs)).encode()).hexdigest()[:16]
    iris, analysis = Iris(), f"analysis-{digest}"
    graph, activity = iris.graph(analysis), iris.activity(analysis)
    out = Lines()
    out.add_types(activity, "prov:Activity")
    out.add_iri(activity, "prov:wasAssociatedWith", iris.agent(__version__))
    out.add_iri(activity, "prov:generated", graph)
    out.add_types(graph, "void:Dataset")
    for name in sorted(graphs):
        out.add_iri(activity, "prov:used", name)
    for row in bodies:
        for name, kind in sorted(kinds.items()):
            if row[name] is None:
                continue
            node = iris.measurement(digest, name, row["body"])
            out.add_types(node, "dqv:QualityMeasurement")
            out.add_iri(node, "dqv:computedOn", row["body"])
            out.add_iri(node, "dqv:isMeasurementOf", f"{PG}metric/{name}")
            out.add_typed(node, "dqv:value", f"{row[name]:f}" if kind == "decimal" else row[name], kind)
    definitions = (Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph)) for quad in described)
    return dataset_of([*out.to_quads(graph), *definitions])
