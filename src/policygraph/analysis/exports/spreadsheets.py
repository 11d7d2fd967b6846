"""Write nodes and edges as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from .xml import plain_network

__all__ = ["make_csv", "make_edges_csv", "make_nodes_csv"]


def make_csv(rows: Sequence[Mapping[str, Any]], columns: Iterable[str] = ()) -> bytes:
    """Write rows as CSV with a byte order mark, without which spreadsheet programs garble Chinese.

    Args:
        rows: The rows; a key that a row lacks is an empty cell.
        columns: Columns that come first, and that the file has even without rows.

    Returns:
        The file.

    Example:
        >>> make_csv([{"b": 1}, {"c": 2}], ["a"]).decode("utf-8-sig").split()
        ['a,b,c', ',1,', ',,2']
    """
    head = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    buffer = io.StringIO()
    if head:
        writer = csv.DictWriter(buffer, head)
        writer.writeheader()
        writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def make_nodes_csv(graph: nx.Graph) -> bytes:
    """Write one row for each node, isolated ones too.

    Args:
        graph: Any graph.

    Returns:
        The file: ``id`` and the attributes of nodes, such as ``label``, ``label_en``, ``level``, ``kind`` and
        ``functions`` (separated by ``; ``).
    """
    rows = [{"id": node, **data} for node, data in plain_network(graph).nodes(data=True)]
    return make_csv(rows, ["id", "label", "label_en", "level", "kind", "functions"])


def make_edges_csv(graph: nx.Graph) -> bytes:
    """Write one row for each edge.

    Args:
        graph: Any graph.

    Returns:
        The file: ``source``, ``target``, ``type`` (``Directed`` or ``Undirected``), ``weight`` and the other attributes
        of edges.
    """
    kind = "Directed" if graph.is_directed() else "Undirected"
    rows = [
        {"source": a, "target": b, "type": kind, "weight": 1, **data}
        for a, b, data in plain_network(graph).edges(data=True)
    ]
    return make_csv(rows, ["source", "target", "type", "weight"])
