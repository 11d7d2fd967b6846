"""Metrics of networks, a module for each subject: any NetworkX graph will do, and no RDF is needed.

Those of whole networks also take an ``Adjacency``, a matrix of a network, which ``adjacency`` makes once for all.
"""

from __future__ import annotations

from .adjacency import Adjacency, adjacency
from .backbone import Backbone, NoiseCorrected, backbone, disparity, noise_corrected
from .brokerage import BROKERS, Brokerage, brokerage
from .centrality import Betweenness, betweenness, constraint, dependence
from .centralization import degree_centralization, in_degree_centralization, out_degree_centralization
from .chance import Excess, curveball, curveball_rounds, excess
from .clustering import bipartite_clustering, effective_size, mean_clustering, pair_clustering, transitivity, triangles
from .cohesion import articulations, bridges, communities, components, core_number, modularity
from .core import Core, core_periphery, core_share, correlated_core
from .equivalence import EquivalenceClasses, equivalence_classes, equivalence_distances
from .load import load, participation, partners, redundancy, shared_load, strength, vertical_coverage
from .mixing import assortativity, reciprocity
from .partition import ModularityRange, louvain, modularity_range
from .paths import ShortestPaths, shortest_paths
from .qap import Coefficient, QapCorrelation, QapRegression, mrqap, qap_correlation

__all__ = [
    "BROKERS",
    "Adjacency",
    "Backbone",
    "Betweenness",
    "Brokerage",
    "Coefficient",
    "Core",
    "EquivalenceClasses",
    "Excess",
    "ModularityRange",
    "NoiseCorrected",
    "QapCorrelation",
    "QapRegression",
    "ShortestPaths",
    "adjacency",
    "articulations",
    "assortativity",
    "backbone",
    "betweenness",
    "bipartite_clustering",
    "bridges",
    "brokerage",
    "communities",
    "components",
    "constraint",
    "core_number",
    "core_periphery",
    "core_share",
    "correlated_core",
    "curveball",
    "curveball_rounds",
    "degree_centralization",
    "dependence",
    "disparity",
    "effective_size",
    "equivalence_classes",
    "equivalence_distances",
    "excess",
    "in_degree_centralization",
    "load",
    "louvain",
    "mean_clustering",
    "modularity",
    "modularity_range",
    "mrqap",
    "noise_corrected",
    "out_degree_centralization",
    "pair_clustering",
    "participation",
    "partners",
    "qap_correlation",
    "reciprocity",
    "redundancy",
    "shared_load",
    "shortest_paths",
    "strength",
    "transitivity",
    "triangles",
    "vertical_coverage",
]
