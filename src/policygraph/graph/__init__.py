"""The only crossing between the model and RDF: writing, reading, checking.

``write`` writes policies and ``read`` reads them, ``incidence`` reads who bears what as columns; ``vocabulary`` is the
graph of shared descriptions, ``validate`` checks a graph; ``engine`` is where rdflib and Oxigraph meet.
"""

from __future__ import annotations

from .iris import Iris
from .vocabulary import concept_quads, graph_for, place, share, succession_quads, vocabulary_quads
from .write import policy_lines, policy_quads, to_dataset

__all__ = [
    "Iris",
    "concept_quads",
    "graph_for",
    "place",
    "policy_lines",
    "policy_quads",
    "share",
    "succession_quads",
    "to_dataset",
    "vocabulary_quads",
]
