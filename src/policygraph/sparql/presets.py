"""Differences between triple stores: their addresses, how to query the union of their graphs, how to detect them.

The SPARQL protocol does not define the default graph of a store, nor its addresses. policygraph keeps one named graph
per policy and queries the union of them, which each store supports in its own way. Stores marked ``tried`` are run in
the tests; the others follow their documentation and are tested on recorded responses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["PRESETS", "Addresses", "Preset", "derive_addresses", "detect"]


@dataclass(frozen=True, slots=True)
class Preset:
    """One type of store.

    Attributes:
        name: The value of ``--store``, which also occurs in the store's Server header.
        label: The name of the product.
        union: Parameters of a query request for the union of all graphs; empty if the store's default graph is that
            union already.
        path: A part of its addresses.
        tried: Whether it is run in the tests.
        query: The path for queries, below the address of a database.
        update: The path for updates.
        graphs: The path of the Graph Store Protocol; empty if the store has only SPARQL Update.
        graph_parameter: The parameter that names a graph there.
        describe: Text before a DESCRIBE, if the store would otherwise omit statements about the resource itself.
        atomic: Whether replacing one graph is one transaction.
        digest: Whether writing needs HTTP digest authentication.
    """

    name: str
    label: str
    union: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    tried: bool = False
    query: str = ""
    update: str = ""
    graphs: str = ""
    graph_parameter: str = "graph"
    describe: str = ""
    atomic: bool = True
    digest: bool = False


PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "oxigraph",
            "Oxigraph",
            {"union-default-graph": ""},
            tried=True,
            query="/query",
            update="/update",
            graphs="/store",
        ),
        Preset(
            "fuseki",
            "Apache Jena Fuseki",
            {"default-graph-uri": "urn:x-arq:UnionGraph"},
            tried=True,
            query="/sparql",
            update="/update",
            graphs="/data",
        ),
        Preset(
            "stardog",
            "Stardog",
            {"default-graph-uri": "tag:stardog:api:context:all"},
            query="/query",
            update="/update",
            # The Graph Store Protocol is at the database's own address.
            graphs="/",
        ),
        Preset(
            "virtuoso",
            "OpenLink Virtuoso",
            tried=True,
            query="/sparql",
            update="/sparql-auth",
            graphs="/sparql-graph-crud-auth",
            graph_parameter="graph-uri",
            describe='DEFINE sql:describe-mode "CBD"\n',
            atomic=False,
            digest=True,
        ),
        Preset(
            "graphdb", "Ontotext GraphDB", path="/repositories/", update="/statements", graphs="/rdf-graphs/service"
        ),
        Preset(
            "rdf4j",
            "Eclipse RDF4J",
            path="/rdf4j-server/repositories/",
            tried=True,
            update="/statements",
            graphs="/rdf-graphs/service",
        ),
        Preset("blazegraph", "Blazegraph", path="/blazegraph/", query="/sparql", update="/sparql", atomic=False),
        Preset("qlever", "QLever", query="/", update="/", graphs="/", atomic=False),
    )
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one database for queries, updates and graphs (empty if it has no Graph Store Protocol)."""

    query: str
    update: str
    graphs: str


def derive_addresses(preset: Preset, url: str) -> Addresses:
    """Derive the addresses of a database from its own or from any one of them.

    Args:
        preset: The type of the store.
        url: The address given.

    Returns:
        The addresses.

    Example:
        >>> derive_addresses(PRESETS["fuseki"], "http://localhost:3030/notices/sparql").graphs
        'http://localhost:3030/notices/data'
        >>> derive_addresses(PRESETS["graphdb"], "http://localhost:7200/repositories/notices").update
        'http://localhost:7200/repositories/notices/statements'
    """
    base = url.rstrip("/")
    endings = {preset.query, preset.update, preset.graphs} | ({"/query"} if preset.name == "fuseki" else set())
    for ending in sorted(endings - {"", "/"}, key=len, reverse=True):
        if base.endswith(ending):
            base = base.removesuffix(ending)
            break
    query, update = (base + ending.rstrip("/") for ending in (preset.query, preset.update))
    return Addresses(query, update, base + preset.graphs.rstrip("/") if preset.graphs else "")


def detect(url: str, headers: Mapping[str, str]) -> Preset | None:
    """Detect the store behind an address.

    Args:
        url: The address that responded.
        headers: The headers of the response.

    Returns:
        The type of the store; ``None`` if it cannot be detected.

    Example:
        >>> detect("http://localhost:7878/query", {"Server": "Oxigraph/0.5.13"}).name
        'oxigraph'
    """
    known = {name.lower(): value.lower() for name, value in headers.items()}
    server = known.get("server", "") + " " + known.get("x-powered-by", "")
    if "fuseki-request-id" in known:
        return PRESETS["fuseki"]
    for preset in PRESETS.values():
        if preset.name in server:
            return preset
    # Choose the longest match: RDF4J's addresses contain GraphDB's.
    fitting = [preset for preset in PRESETS.values() if preset.path and preset.path in url + "/"]
    return max(fitting, key=lambda preset: len(preset.path), default=None)
