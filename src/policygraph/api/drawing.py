"""Show a network in a notebook: the atlas's drawing of any NetworkX graph, as one self-contained page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..atlas.drawing import draw_nodes
from ..errors import StoreError, UsageError
from ..files import write_atomically
from ..registry import functions
from ..terms import level_rank
from ..texts import Bilingual, named, texts
from ..web.assets import Asset, load, load_styles, load_vis_network, write_security_policy
from ..web.html import create_environment, write_data_script, write_texts_script
from .still import draw_svg

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LARGEST", "Picture", "check_network", "draw"]

#: A drawing with more nodes than this takes minutes to compute and cannot be read.
LARGEST = 2000
#: The colours of the style sheet; the last one is for the rest.
_COLOURS = 8
_ASSETS = Path(__file__).resolve().parent / "assets"
#: The texts that the scripts use.
_TEXTS = (
    "colour",
    "colour_community",
    "colour_function",
    "colour_level",
    "fit",
    "image",
    "key_rest",
    "language",
    "least_weight",
    "list_separator",
    "network_tied",
    "product",
    "scheme",
    "shown_of",
    "zoom_in",
    "zoom_out",
)


class Picture:
    """A drawing of a network: in a notebook it shows itself, and ``save`` writes it as a page.

    Args:
        html: The page: one file that works offline, with a switch between Chinese and English.
        nodes: The number of nodes.
        edges: The number of edges.
        height: The height in the notebook, in pixels.
        svg: A still picture of it, which viewers without scripts show.
    """

    def __init__(self, html: str, nodes: int, edges: int, height: int, svg: str) -> None:
        self.html, self.height, self.svg = html, height, svg
        self._nodes, self._edges = nodes, edges

    def __repr__(self) -> str:
        return f"<Picture of {self._nodes} nodes and {self._edges} edges>"

    def __len__(self) -> int:
        """Return the number of nodes."""
        return self._nodes

    def _repr_html_(self) -> str:
        # The frame is a page of another origin: its scripts cannot reach the notebook.
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="{escape(repr(self)[1:-1])}" sandbox="allow-scripts '
            f'allow-downloads" style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, or the still picture.

        Args:
            path: The file: a page with the suffix ``.html``, a still picture with ``.svg``.

        Returns:
            The path.

        Raises:
            UsageError: The suffix is another one.
            StoreError: The file cannot be written.
        """
        target = Path(path)
        content = {".html": self.html, ".svg": self.svg}.get(target.suffix.lower())
        if content is None:
            raise UsageError("picture_suffix", path=target)
        try:
            write_atomically(target, content.encode("utf-8", "replace"))
        except OSError as error:
            raise StoreError("path_unwritable", path=target, reason=error) from error
        return target


def draw(network: nx.Graph, *, lang: str = "zh", height: int = 620) -> Picture:
    """Draw a network for a notebook cell: zoom, drag, colours by level, function or community, a slider for weak ties.

    The page contains all its scripts (some 700 kB) and loads nothing.

    Args:
        network: The result of ``network``, or any NetworkX graph. Attributes that are used if present: ``label``,
            ``label_en``, ``level``, ``functions`` and ``load`` of nodes (the size of the dot, otherwise the sum of
            weights), ``weight`` of edges.
        lang: The language in which the page opens, ``zh`` or ``en``.
        height: The height in the notebook, in pixels.

    Returns:
        The picture. Cost: the layout; on one core a second for 100 nodes, four for 500, half a minute for 2,000.

    Raises:
        UsageError: The argument is not a network, or has more than 2,000 nodes.

    Example:
        >>> import networkx as nx
        >>> draw(nx.path_graph(3))
        <Picture of 3 nodes and 2 edges>
    """
    check_network(network)
    if len(network) > LARGEST:
        raise UsageError("network_too_large", n=len(network), most=LARGEST)
    data = _describe(network)
    texts_ = {key: [texts()[key].zh, texts()[key].en] for key in _TEXTS}
    script = Asset("data", (write_texts_script(texts_) + write_data_script("drawing", data)).decode())
    scripts = [script, load_vis_network(), load("site.js"), load("drawing.js", _ASSETS)]
    styles = [load_styles(), load("drawing.css", _ASSETS)]
    page = create_environment("policygraph.api").get_template("drawing.html")
    html = page.render(
        lang="en" if lang == "en" else "zh",
        t=lambda key: texts()[key],
        policy=write_security_policy(scripts, styles, "data: blob:"),
        styles=[style.text for style in styles],
        scripts=[each.text for each in scripts],
        facets=data["facets"],
        most=max((edge["weight"] for edge in data["edges"]), default=1),
    )
    nodes, edges = network.number_of_nodes(), network.number_of_edges()
    return Picture(html, nodes, edges, height, draw_svg(data, lang))


def check_network(network: object) -> None:
    """Check that a value is a NetworkX graph.

    Args:
        network: The value.

    Raises:
        UsageError: It is not a NetworkX graph; the message says what to pass.

    Example:
        >>> check_network("notice.ttl")
        Traceback (most recent call last):
        policygraph.errors.UsageError: str is no network: pass what network returns, or another NetworkX graph
    """
    import networkx as nx

    if not isinstance(network, nx.Graph):
        raise UsageError("not_a_network", given=type(network).__name__)


def _describe(network: nx.Graph) -> dict[str, Any]:
    """Compute the data of the script: nodes and edges by number, and the schemes of colours for the nodes."""
    index = {node: at for at, node in enumerate(network)}
    names = [_names(node, data) for node, data in network.nodes(data=True)]
    ties = [(index[a], index[b], data.get("weight", 1)) for a, b, data in network.edges(data=True) if a != b]
    strength: Counter[int] = Counter()
    for a, b, weight in ties:
        strength[a] += weight
        strength[b] += weight
    loads = [data.get("load", strength[index[node]]) for node, data in network.nodes(data=True)]
    layers = None
    if network.graph.get("kind") == "vertical":
        layers = [level_rank(str(data.get("level", ""))) for _, data in network.nodes(data=True)]
    counts = [max(1, round(load)) for load in loads]
    drawn = draw_nodes(names, counts, [(a, b, max(1, round(weight))) for a, b, weight in ties], layers)
    return {
        "directed": network.is_directed(),
        "options": drawn.options,
        "nodes": [
            {
                "id": at,
                "x": node["x"],
                "y": node["y"],
                "size": node["size"],
                "label": [label.zh, label.en],
                "name": [name.zh, name.en],
                "load": round(loads[at], 2),
                "square": data.get("bipartite") == 1,
            }
            for at, (node, label, name, data) in enumerate(
                zip(drawn.nodes, drawn.labels, names, network.nodes.values(), strict=True)
            )
        ],
        "edges": [
            {
                "id": edge["id"],
                "from": edge["from"],
                "to": edge["to"],
                "width": edge["width"],
                "weight": round(weight, 2),
            }
            for edge, (_, _, weight) in zip(drawn.edges, ties, strict=True)
        ],
        "facets": _list_facets(network),
    }


def _names(node: Hashable, data: Mapping[str, Any]) -> Bilingual:
    zh = str(data.get("label", node))
    return Bilingual(zh, str(data.get("label_en") or zh))


def _list_facets(network: nx.Graph) -> list[dict[str, Any]]:
    """List the schemes of colours for the nodes: by level, main function and community; frequent values come first."""
    from ..analysis.metrics import communities

    known = functions()
    found: list[dict[str, Any]] = []
    levels = [str(data.get("level", "")) for _, data in network.nodes(data=True)]
    mains = [str((data.get("functions") or ("",))[0]) for _, data in network.nodes(data=True)]
    groups = communities(network.to_undirected(as_view=True), "weight") if len(network) else []
    group_of = {node: str(at) for at, group in enumerate(groups, 1) for node in group if len(group) > 1}
    labels = {slug: Bilingual(each.label_zh, each.label_en) for slug, each in known.items()}
    for name, values, label in (
        ("level", levels, lambda value: named("level", value)),
        ("function", mains, lambda value: labels.get(value, Bilingual(value, value))),
        ("community", [group_of.get(node, "") for node in network], lambda value: Bilingual(value, value)),
    ):
        if any(values) and (name == "level" or len(set(values)) < len(values)):
            found.append(_facet(name, values, label))
    # Neither one colour for all nodes nor a different one for each is informative.
    return [facet for facet in found if len(facet["keys"]) > 1] or found[:1]


def _facet(name: str, values: Sequence[str], label: Any) -> dict[str, Any]:
    counts = Counter(value for value in values if value)
    order = level_rank if name == "level" else lambda value: -counts[value]
    kept = sorted(sorted(counts, key=lambda value: (-counts[value], value))[: _COLOURS - 1], key=order)
    at = {value: index for index, value in enumerate(kept)}
    keys = [[label(value).zh, label(value).en] for value in kept]
    return {"name": name, "keys": keys, "of": [at.get(value, _COLOURS - 1) for value in values]}
