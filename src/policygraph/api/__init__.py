"""The functions of ``import policygraph`` that take a graph in any form: a path, several, a dataset, a build.

``analysis`` has tables, networks, findings and comparisons; ``drawing`` draws a network in a notebook. Functions that
run a query or build a graph are next to their subject, in ``sparql``, ``store`` and ``corpus``.
"""

from __future__ import annotations

from .analysis import Conditions, compare, findings, network, read_part, responsibilities, validate
from .drawing import Picture, draw
from .pyvis_network import to_pyvis

__all__ = [
    "Conditions",
    "Picture",
    "compare",
    "draw",
    "findings",
    "network",
    "read_part",
    "responsibilities",
    "to_pyvis",
    "validate",
]
