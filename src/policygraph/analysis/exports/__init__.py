"""Write networks for other programs: Gephi, Pajek, UCINET, R and spreadsheets.

Each function takes any NetworkX graph and returns the content of one file, the same bytes for the same graph. It uses
these attributes where they exist: ``label`` and ``label_en``, ``level``, ``weight`` (1 where it is missing),
``bipartite`` (0 for bodies, 1 for measures) and ``start`` (ISO date). Isolated nodes are kept.
"""

from __future__ import annotations

from .days import date_ties
from .pajek import make_pajek
from .spreadsheets import make_csv, make_edges_csv, make_nodes_csv
from .ucinet import make_dl
from .xml import make_gexf, make_graphml, plain_network

__all__ = [
    "date_ties",
    "make_csv",
    "make_dl",
    "make_edges_csv",
    "make_gexf",
    "make_graphml",
    "make_nodes_csv",
    "make_pajek",
    "plain_network",
]
