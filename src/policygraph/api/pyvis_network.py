"""Convert a network to pyvis, for users who want its own options and pages."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..atlas.drawing import make_pyvis_network
from .drawing import check_network

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

__all__ = ["to_pyvis"]

#: The remote style sheet and script of Bootstrap, which pyvis's page always loads and does not need.
_REMOTE = re.compile(r"<link[^>]*https?://[^>]*>|<script[^>]*src=\"https?://[^>]*>\s*</script>")


def to_pyvis(network: nx.Graph) -> Network:
    """Make a network of pyvis, ready for ``write_html``: it works offline, in UTF-8.

    By itself pyvis searches all edges for each one that is added, loads Bootstrap from a remote server with every value
    of ``cdn_resources``, and writes in the encoding of the locale.

    Args:
        network: The result of ``network``, or any NetworkX graph.

    Returns:
        A ``pyvis.network.Network``. Nodes have ``label``, ``title`` (both names and the level), ``group`` (the level)
        and ``value`` (the load, otherwise the degree); edges have ``value`` (the weight). Cost: in proportion to nodes
        and edges.

    Raises:
        UsageError: The argument is not a network.

    Example:
        >>> import networkx as nx
        >>> made = to_pyvis(nx.path_graph(3))
        >>> made.num_nodes(), made.num_edges(), "jsdelivr" in made.generate_html()
        (3, 2, False)
    """
    check_network(network)
    nodes = [_node(node, data, network.degree[node]) for node, data in network.nodes(data=True)]
    edges = [
        {"from": _id(a), "to": _id(b), "value": data.get("weight", 1), "title": str(data.get("weight", 1))}
        for a, b, data in network.edges(data=True)
    ]
    options = {"edges": {"color": {"inherit": False}}, "interaction": {"hover": True}}
    return make_pyvis_network(nodes, edges, options, _make_class(), directed=network.is_directed())


def _id(node: object) -> str | int:
    return node if isinstance(node, (str, int)) else str(node)


def _node(node: object, data: Mapping[str, Any], degree: int) -> dict[str, Any]:
    label = str(data.get("label", node))
    told = [label, *(str(data[name]) for name in ("label_en", "level") if data.get(name))]
    return {
        "id": _id(node),
        "label": label,
        "title": "\n".join(dict.fromkeys(told)),
        "value": data.get("load", degree),
        **({"group": data["level"]} if data.get("level") else {}),
    }


def _make_class() -> type[Network]:
    # pyvis imports IPython, hence here. It has no types to derive a class from in the usual way.
    from pyvis.network import Network

    def generate_html(self: Any, *arguments: Any, **options: Any) -> str:
        self.html = _REMOTE.sub("", Network.generate_html(self, *arguments, **options))
        return str(self.html)

    def write_html(self: Any, name: str, *_: Any, notebook: bool = False, open_browser: bool = False) -> None:
        Path(name).write_text(self.generate_html(notebook=notebook), encoding="utf-8")
        if open_browser:
            webbrowser.open(Path(name).resolve().as_uri())

    return type("OfflineNetwork", (Network,), {"generate_html": generate_html, "write_html": write_html})
