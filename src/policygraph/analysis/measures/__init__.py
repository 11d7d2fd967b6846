"""Measures on networks, a module for each thing they tell: any NetworkX graph will do, and no RDF is needed."""

from __future__ import annotations

from .brokerage import constraint
from .centrality import Betweenness, betweenness, dependence
from .chance import Excess, curveball, excess
from .communities import communities, modularity
from .core import core_number, core_periphery
from .coverage import participation, redundancy, vertical_coverage
from .fragility import articulations, bridges, components
from .load import load, shared_load, strength

__all__ = [
    "Betweenness",
    "Excess",
    "articulations",
    "betweenness",
    "bridges",
    "communities",
    "components",
    "constraint",
    "core_number",
    "core_periphery",
    "curveball",
    "dependence",
    "excess",
    "load",
    "modularity",
    "participation",
    "redundancy",
    "shared_load",
    "strength",
    "vertical_coverage",
]
