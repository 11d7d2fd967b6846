"""Who is tied with whom: whether ties are returned, and whether they join bodies of one kind."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np

from .adjacency import Adjacency, adjacency

__all__ = ["assortativity", "reciprocity"]


def reciprocity(graph: nx.DiGraph | Adjacency) -> float | None:
    """Measure the share of ties that are returned.

    After S. Wasserman and K. Faust, "Social Network Analysis", 1994.

    Args:
        graph: The directed network of bodies.

    Returns:
        The share; ``None`` without ties and for networks without directions. Cost: one pass.

    Example:
        >>> reciprocity(nx.DiGraph([(1, 2), (2, 1), (2, 3), (1, 3)]))
        0.5
    """
    made = adjacency(graph)
    if not made.directed or not made.ties.nnz:
        return None
    return float(made.ties.multiply(made.ties.T).sum() / made.ties.nnz)


def assortativity(graph: nx.Graph | Adjacency, group: Mapping[Hashable, Hashable]) -> float | None:
    """Measure how far ties join bodies of one group: (Σ e_gg − Σ a_g b_g) / (1 − Σ a_g b_g).

    e_gh is the share of ties from group g to group h, a and b are its row and column sums (M. E. J. Newman, "Mixing
    patterns in networks", Physical Review E 67, 026126, 2003).

    Args:
        graph: The network of bodies; weights of ties are ignored.
        group: The group of each body; ties of bodies without a group do not count.

    Returns:
        1 where all ties are within groups, 0 where they are as chance would have it, negative where they join different
        groups; ``None`` without ties, and where all ties are within one group. Cost: one pass.

    Example:
        >>> assortativity(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"})
        0.3333333333333333
    """
    made = adjacency(graph)
    names = {name: at for at, name in enumerate(dict.fromkeys(group.values()))}
    of = np.array([names[group[node]] if node in group else -1 for node in made.nodes], dtype=np.int64)
    found = made.ties.tocoo()
    one, other = of[found.row], of[found.col]
    known = (one >= 0) & (other >= 0)
    total = int(known.sum())
    if not total:
        return None
    out, in_ = (np.bincount(ends[known], minlength=len(names)) for ends in (one, other))
    chance = int((out.astype(object) * in_.astype(object)).sum())
    if chance == total * total:
        return None
    within = int((one == other)[known].sum())
    return float((within * total - chance) / (total * total - chance))
