"""Write GraphML and GEXF."""

from __future__ import annotations

import io
import re

import networkx as nx

from ...wellformed import wellformed
from ..colours import colour_of_level

__all__ = ["make_gexf", "make_graphml", "plain_network"]


def plain_network(graph: nx.Graph) -> nx.Graph:
    """Copy a network with attributes that every format can hold.

    Args:
        graph: Any graph.

    Returns:
        The copy; a tuple has become its values with ``; `` between them.

    Example:
        >>> plain_network(nx.Graph([(1, 2, {"roles": ("lead", "support")})])).edges[1, 2]
        {'roles': 'lead; support'}
    """
    plain = graph.copy()
    for data in (*(data for _, data in plain.nodes(data=True)), *(data for *_, data in plain.edges(data=True))):
        data.update({name: "; ".join(map(str, value)) for name, value in data.items() if isinstance(value, tuple)})
    return plain


def make_graphml(graph: nx.Graph) -> bytes:
    """Write GraphML.

    Args:
        graph: Any graph.

    Returns:
        The file; every attribute of nodes and edges is a key of the same name.
    """
    return wellformed("\n".join(nx.generate_graphml(plain_network(graph))).encode("utf-8", "surrogatepass") + b"\n")


def make_gexf(graph: nx.Graph) -> bytes:
    """Write GEXF with weights, colours by level, and time where nodes or edges have ``start``.

    Args:
        graph: Any graph. ``start`` is an ISO date: Gephi's timeline shows a tie from that day on.

    Returns:
        The file.
    """
    plain = plain_network(graph)
    for _, data in plain.nodes(data=True):
        red, green, blue = bytes.fromhex(colour_of_level(data.get("level", ""))[1:])
        data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    buffer = io.BytesIO()
    nx.write_gexf(plain, buffer)
    # The writer puts the day into the head of the file; without it the same graph gives the same bytes.
    return wellformed(re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue(), count=1))
