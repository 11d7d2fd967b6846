"""The only crossing between the model and RDF: writing, reading back, checking (``graph.validate``)."""

from __future__ import annotations

from .concepts import vocabulary_quads
from .iris import Iris
from .write import policy_quads, to_dataset

__all__ = ["Iris", "policy_quads", "to_dataset", "vocabulary_quads"]
