"""What the networks of bodies mean: incidence, networks, measures, what-if, findings, comparison, report.

``incidence`` fetches who bears what from a graph, ``networks`` makes NetworkX graphs of it, ``measures`` works on any
such graph. ``findings`` says in words what stands out, ``report`` writes it down.
"""

from __future__ import annotations

from .findings import Finding, findings
from .incidence import Bearer, Incidence, Task, incidence
from .networks import bipartite, issuing, lead_support, shared_network, vertical
from .whatif import Consequences, merged, without

__all__ = [
    "Bearer",
    "Consequences",
    "Finding",
    "Incidence",
    "Task",
    "bipartite",
    "findings",
    "incidence",
    "issuing",
    "lead_support",
    "merged",
    "shared_network",
    "vertical",
    "without",
]
