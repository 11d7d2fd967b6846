"""Analyse who bears what: networks, measures, findings, what-if, comparison, report.

``incidence`` reads who bears what from a graph, ``selection`` takes a part of it, ``networks`` makes NetworkX graphs
of it, ``metrics`` measures any such graph. ``whole`` describes whole networks by ``periods``, and ``reforms`` follows
bodies through them. ``findings`` says in words what stands out, ``whatif`` and ``comparison`` what would be and what
has become different, ``report`` writes it down.
"""

from __future__ import annotations

from ..graph.incidence import Incidence
from ..graph.incidence import read_incidence as incidence
from ..graph.quotes import read_quotes as quotes
from ..renamed import redirect
from .comparison import Change, Comparison, FunctionRow, compare, compare_functions
from .findings import Finding, findings
from .networks import attribute_network, bipartite, issuing, lead_support, make_network, shared_network, vertical
from .periods import Period, divide
from .reforms import Followed, follow_bodies
from .selection import narrow
from .whatif import Consequences, merged, without
from .whole import describe_networks

__all__ = [
    "Change",
    "Comparison",
    "Consequences",
    "Finding",
    "Followed",
    "FunctionRow",
    "Incidence",
    "Period",
    "attribute_network",
    "bipartite",
    "compare",
    "compare_functions",
    "describe_networks",
    "divide",
    "findings",
    "follow_bodies",
    "incidence",
    "issuing",
    "lead_support",
    "make_network",
    "merged",
    "narrow",
    "quotes",
    "shared_network",
    "vertical",
    "without",
]

__getattr__ = redirect(__name__, {"Bearer": "policygraph.model.Body", "Task": "policygraph.model.Measure"})
