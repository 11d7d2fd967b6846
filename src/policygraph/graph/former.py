"""Names that earlier versions of the ontology used in data: read under their present name.

Without it a graph of an earlier version and one of today would not fit together: a function of government would be in
two schemes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..namespaces import PG, RDF, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["rename_former"]

#: Concept schemes, by their former IRI. Until version 0.2.0 that of functions was the IRI of the property pg:function.
SCHEMES = {PG + "function": PG + "functions"}


def rename_former(store: Store) -> int:
    """Give things in a store their present names.

    Args:
        store: The graphs; changed.

    Returns:
        The number of statements that were changed.

    Example:
        >>> from pyoxigraph import Quad, NamedNode, Store
        >>> scheme = NamedNode("https://w3id.org/policygraph/def/function")
        >>> finance = NamedNode("https://w3id.org/policygraph/def/function/finance")
        >>> store = Store()
        >>> store.add(Quad(finance, NamedNode("http://www.w3.org/2004/02/skos/core#inScheme"), scheme))
        >>> rename_former(store), [quad.object.value for quad in store]
        (1, ['https://w3id.org/policygraph/def/functions'])
    """
    from pyoxigraph import NamedNode, Quad

    in_scheme, label = NamedNode(SKOS + "inScheme"), NamedNode(SKOS + "prefLabel")
    kind, scheme = NamedNode(RDF + "type"), NamedNode(SKOS + "ConceptScheme")
    changed = 0
    for former, present in ((NamedNode(old), NamedNode(new)) for old, new in SCHEMES.items()):
        members = list(store.quads_for_pattern(None, in_scheme, former))
        # What else is said of the former IRI may be about the property.
        described = [
            *store.quads_for_pattern(former, kind, scheme),
            *store.quads_for_pattern(former, label, None),
        ]
        for quad in members:
            store.add(Quad(quad.subject, quad.predicate, present, quad.graph_name))
        for quad in described:
            store.add(Quad(present, quad.predicate, quad.object, quad.graph_name))
        for quad in (*members, *described):
            store.remove(quad)
        changed += len(members) + len(described)
    return changed
