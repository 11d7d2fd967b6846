"""Metrics of networks, a module for each subject: any NetworkX graph will do, and no RDF is needed."""

from __future__ import annotations

from .backbone import Backbone, NoiseCorrected, backbone, disparity, noise_corrected
from .centrality import Betweenness, betweenness, constraint, dependence
from .chance import Excess, curveball, excess
from .cohesion import articulations, bridges, communities, components, core_number, core_periphery, modularity
from .load import load, participation, redundancy, shared_load, strength, vertical_coverage

__all__ = [
    "Backbone",
    "Betweenness",
    "Excess",
    "NoiseCorrected",
    "articulations",
    "backbone",
    "betweenness",
    "bridges",
    "communities",
    "components",
    "constraint",
    "core_number",
    "core_periphery",
    "curveball",
    "dependence",
    "disparity",
    "excess",
    "load",
    "modularity",
    "noise_corrected",
    "participation",
    "redundancy",
    "shared_load",
    "strength",
    "vertical_coverage",
]
