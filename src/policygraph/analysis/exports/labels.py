"""Make labels that old formats can hold: on one line, without quotes, each different from the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import networkx as nx

__all__ = ["choose_labels", "split_modes"]


def choose_labels(graph: nx.Graph, lang: str, clean: Callable[[str], str]) -> dict[Hashable, str]:
    """Choose a label for each node; programs that take labels for identifiers keep the nodes apart.

    Args:
        graph: Any graph; nodes may have ``label`` and ``label_en``.
        lang: The language of the labels, ``zh`` or ``en``.
        clean: Replaces what the format cannot hold.

    Returns:
        The labels by node. A label that differs from an earlier one by no more than case has a number behind it.

    Example:
        >>> graph = nx.Graph()
        >>> graph.add_nodes_from([(1, {"label": "财政局"}), (2, {"label": "财政局"}), 3])
        >>> choose_labels(graph, "zh", str)
        {1: '财政局', 2: '财政局_2', 3: '3'}
    """
    chosen: dict[Hashable, str] = {}
    last: dict[str, int] = {}
    for node, data in graph.nodes(data=True):
        words = (lang == "en" and data.get("label_en")) or data.get("label") or node
        one_line = " ".join(str(words).encode("utf-8", "replace").decode().split())
        base = clean("".join(c for c in one_line if c.isprintable())) or "_"
        label, number = base, last.get(base.casefold(), 0)
        while label.casefold() in last:
            number = max(number + 1, 2)
            label = f"{base}_{number}"
        last[base.casefold()] = number
        last.setdefault(label.casefold(), 1)
        chosen[node] = label
    return chosen


def split_modes(graph: nx.Graph) -> tuple[list[Hashable], list[Hashable]]:
    """List the nodes of both modes of a two-mode network.

    Args:
        graph: Any graph; in a two-mode network every node has ``bipartite``.

    Returns:
        The nodes with ``bipartite`` 0 and the others; all and none in a network of one mode.
    """
    sides = dict(graph.nodes(data="bipartite"))
    if not sides or None in sides.values():
        return list(graph), []
    return [node for node, side in sides.items() if side == 0], [node for node, side in sides.items() if side != 0]
