"""Write UCINET's data language (DL)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence

import networkx as nx

from .labels import choose_labels, split_modes

__all__ = ["make_dl"]

#: What separates labels or ends their list: UCINET reads quoted labels with spaces, other readers of DL do not.
_SEPARATORS = re.compile(r"""[\s,=:"'!]+""")


def make_dl(graph: nx.Graph, lang: str = "zh", *, matrix: bool = False) -> bytes:
    """Write a network for UCINET: ``edgelist1`` (two modes: ``edgelist2``) or a full matrix.

    Labels have ``_`` in place of spaces, commas, colons, equals signs and quotes, which the format treats as
    separators. In an undirected network each tie is written in both directions, as UCINET reads a list of arcs.

    Args:
        graph: Any graph.
        lang: The language of the labels, ``zh`` or ``en``. Releases of UCINET that keep 18 characters of a label need
            the Chinese ones.
        matrix: Write the full matrix of weights, nodes² numbers, instead of the list of ties.

    Returns:
        The file in UTF-8 without a byte order mark.

    Example:
        >>> print(make_dl(nx.DiGraph([("a", "b", {"weight": 2})])).decode(), end="")
        dl n=2
        format = edgelist1
        labels:
        a
        b
        data:
        1 2 2
    """
    rows, columns = split_modes(graph)
    labels = choose_labels(graph, lang, lambda label: _SEPARATORS.sub("_", label))
    kind = "fullmatrix" if matrix else "edgelist2" if columns else "edgelist1"
    size = f"nr={len(rows)} nc={len(columns)}" if columns else f"n={len(rows)}"
    lines = [f"dl {size}", f"format = {kind}", "row labels:" if columns else "labels:"]
    lines += [labels[node] for node in rows]
    if columns:
        lines += ["column labels:", *(labels[node] for node in columns)]
    lines.append("data:")
    across = columns or rows
    lines += _matrix(graph, rows, across) if matrix else _ties(graph, rows, across, both=not columns)
    return ("\n".join(lines) + "\n").encode()


def _ties(graph: nx.Graph, rows: Sequence[Hashable], columns: Sequence[Hashable], *, both: bool) -> Iterator[str]:
    row = {node: at for at, node in enumerate(rows, 1)}
    column = {node: at for at, node in enumerate(columns, 1)}
    for a, b, weight in graph.edges(data="weight", default=1):
        one, other = (a, b) if a in row and b in column else (b, a)
        yield f"{row[one]} {column[other]} {weight}"
        if both and not graph.is_directed() and one != other:
            yield f"{row[other]} {column[one]} {weight}"


def _matrix(graph: nx.Graph, rows: Sequence[Hashable], columns: Sequence[Hashable]) -> Iterator[str]:
    for node in rows:
        ties = graph.adj[node]
        yield " ".join(str(ties[other].get("weight", 1)) if other in ties else "0" for other in columns)
