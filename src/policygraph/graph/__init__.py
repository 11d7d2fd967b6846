"""The only crossing between the model and RDF: writing, reading, checking.

``write`` writes policies and ``read`` reads them, ``incidence`` reads who bears what as columns; ``concepts``
describes the concepts in use, ``successions`` joins bodies that followed one another, and ``sharing`` has the rule for
facts that several graphs state; ``former`` reads names of earlier versions; ``validate`` checks a graph; ``engine`` is
where rdflib and Oxigraph meet.
"""

from __future__ import annotations

from ..renamed import redirect
from .concepts import CONCEPT_PREDICATES, concept_quads
from .former import rename_former
from .iris import Iris
from .sharing import graph_for, share, share_quads
from .successions import SUCCESSION_PREDICATES, succession_quads
from .write import policy_lines, policy_quads

__all__ = [
    "CONCEPT_PREDICATES",
    "SUCCESSION_PREDICATES",
    "Iris",
    "concept_quads",
    "graph_for",
    "policy_lines",
    "policy_quads",
    "rename_former",
    "share",
    "share_quads",
    "succession_quads",
]

__getattr__ = redirect(__name__, {"place": "policygraph.graph.share_quads"})
