"""Write Pajek networks (``.net``)."""

from __future__ import annotations

import networkx as nx

from .labels import choose_labels, split_modes

__all__ = ["make_pajek"]


def make_pajek(graph: nx.Graph, lang: str = "zh") -> bytes:
    r"""Write a network for Pajek: vertices with quoted labels, then arcs of a directed or edges of an undirected graph.

    Pajek reads UTF-8 if the file starts with a byte order mark (A. Mrvar, "How to use Unicode (UTF8) in Pajek"). A
    comment stands between the mark and ``*Vertices``, because other readers ignore the first line if it has the mark.
    The format has no escapes: ``"`` and ``\`` in labels become ``'`` and ``/``.

    Args:
        graph: Any graph. A two-mode network is written as such: bodies first, their number behind that of all vertices.
        lang: The language of the labels, ``zh`` or ``en``.

    Returns:
        The file. Vertices are numbered from 1; lines have the weight. Cost: linear.

    Example:
        >>> print(make_pajek(nx.Graph([("a", "b", {"weight": 2})])).decode("utf-8-sig"), end="")
        % policygraph
        *Vertices 2
        1 "a"
        2 "b"
        *Edges
        1 2 2
    """
    first, second = split_modes(graph)
    nodes = [*first, *second]
    labels = choose_labels(graph, lang, lambda label: label.replace('"', "'").replace("\\", "/"))
    number = {node: at for at, node in enumerate(nodes, 1)}
    lines = [
        "% policygraph",
        f"*Vertices {len(nodes)} {len(first)}" if second else f"*Vertices {len(nodes)}",
        *(f'{number[node]} "{labels[node]}"' for node in nodes),
        "*Arcs" if graph.is_directed() else "*Edges",
        *(f"{number[a]} {number[b]} {weight}" for a, b, weight in graph.edges(data="weight", default=1)),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")
