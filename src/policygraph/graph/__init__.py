"""The only crossing between the model and RDF: writing, reading back, checking (``graph.validate``)."""

from __future__ import annotations

from .concepts import vocabulary_quads
from .iris import Iris
from .placement import graph_for, place
from .successions import succession_quads
from .write import policy_lines, policy_quads, to_dataset

__all__ = [
    "Iris",
    "graph_for",
    "place",
    "policy_lines",
    "policy_quads",
    "succession_quads",
    "to_dataset",
    "vocabulary_quads",
]
