"""Networks too large for one drawing: their communities first, each opened on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from ..analysis.measures import communities
from .views import Pair, View

__all__ = ["LARGEST", "Grouped", "grouped"]

#: A drawing with more dots than this takes long to appear and cannot be read.
LARGEST = 2000
_SMALL = 3  # communities smaller than this are put together
_MOST_GROUPS = 150


@dataclass(frozen=True, slots=True)
class Grouped:
    """A view in parts: ``top`` has the busiest body of each part for a dot, ``parts`` are the parts in that order."""

    top: View
    parts: tuple[View, ...]


def grouped(view: View, largest: int = LARGEST) -> Grouped | None:
    """A view in parts of at most ``largest`` bodies each, or ``None`` where it is small enough as it is.

    Parts are Louvain's communities of the ties, weighted by measures; one that is itself too large is divided again,
    and at last cut in the order of its bodies. Bodies with hardly a tie are put together.
    """
    if len(view.bodies) <= largest:
        return None
    rank = {body: at for at, body in enumerate(view.bodies)}
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(view.bodies)
    graph.add_weighted_edges_from((pair.a, pair.b, len(pair.measures)) for pair in view.pairs)
    sets = [sorted(part, key=rank.__getitem__) for part in _parts(graph, largest)]
    kept = sorted((part for part in sets if len(part) >= _SMALL), key=lambda part: (-len(part), rank[part[0]]))
    rest = sorted((body for part in sets if len(part) < _SMALL for body in part), key=rank.__getitem__)
    rest += [body for part in kept[_MOST_GROUPS:] for body in part]
    rest.sort(key=rank.__getitem__)
    kept = [*kept[:_MOST_GROUPS], *(rest[at : at + largest] for at in range(0, len(rest), largest))]
    part_of = {body: at for at, part in enumerate(kept) for body in part}
    inside: list[list[Pair]] = [[] for _ in kept]
    across: Counter[tuple[int, int]] = Counter()
    for pair in view.pairs:
        a, b = part_of[pair.a], part_of[pair.b]
        if a == b:
            inside[a].append(pair)
        else:
            across[min(a, b), max(a, b)] += len(pair.measures)
    heads = [part[0] for part in kept]
    ties = tuple(
        Pair(heads[a], heads[b], ("",) * n) for (a, b), n in sorted(across.items(), key=lambda i: (-i[1], i[0]))
    )
    parts = tuple(
        replace(view, bodies=tuple(part), pairs=tuple(pairs)) for part, pairs in zip(kept, inside, strict=True)
    )
    return Grouped(replace(view, bodies=tuple(heads), pairs=ties), parts)


def _parts(graph: nx.Graph, largest: int) -> Iterator[Sequence[str]]:
    found = [sorted(map(str, group)) for group in communities(graph, "weight")]
    for part in found:
        if len(part) <= largest:
            yield part
        elif len(found) > 1:
            yield from _parts(graph.subgraph(part), largest)
        else:
            yield from (part[at : at + largest] for at in range(0, len(part), largest))
