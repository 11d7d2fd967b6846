"""What the networks of bodies mean: incidence, networks, measures, what-if, findings, comparison, report.

``incidence`` fetches who bears what from a graph, ``selection`` takes a part of it, ``networks`` makes NetworkX graphs
of it, ``measures`` works on any such graph. ``findings`` says in words what stands out, ``whatif`` and ``comparison``
what would be and what has become different, ``report`` writes it down.
"""

from __future__ import annotations

from .comparison import Change, Comparison, FunctionRow, compare, compare_functions
from .evidence import quotes
from .findings import Finding, findings
from .incidence import Bearer, Incidence, Task, incidence
from .networks import bipartite, issuing, lead_support, shared_network, vertical
from .selection import narrow
from .whatif import Consequences, merged, without

__all__ = [
    "Bearer",
    "Change",
    "Comparison",
    "Consequences",
    "Finding",
    "FunctionRow",
    "Incidence",
    "Task",
    "bipartite",
    "compare",
    "compare_functions",
    "findings",
    "incidence",
    "issuing",
    "lead_support",
    "merged",
    "narrow",
    "quotes",
    "shared_network",
    "vertical",
    "without",
]
