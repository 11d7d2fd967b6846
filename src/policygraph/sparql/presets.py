"""What differs between triple stores: their addresses, how each queries the union of its graphs, how each is detected.

The SPARQL protocol leaves open what the default graph of a store is, and at which addresses it listens. policygraph
keeps one named graph per policy and queries the union of them, which each store does in its own way. Those
marked ``tried`` are run in the tests; the others follow their documentation and are tested on recorded answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["PRESETS", "Addresses", "Preset", "derive_addresses", "detect"]


@dataclass(frozen=True, slots=True)
class Preset:
    """One type of store.

    Attributes:
        name: As ``--store`` has it; its Server header has it too.
        label: As people call it.
        union: Parameters of a query request that ask for the union of all graphs; none where the store's default graph
            is that union already.
        path: Part of its addresses.
        tried: Whether it is run in the tests.
        query: Where a database takes queries, below its own address.
        update: Where it takes updates.
        graphs: Where it has the Graph Store Protocol; empty where it has none and takes SPARQL Update alone.
        graph_parameter: Names a graph there.
        describe: Text before a DESCRIBE, where the store would otherwise leave out statements about the thing itself.
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
    """Where one database takes queries and updates, and has its graphs (empty: it has no Graph Store Protocol)."""

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
        url: The address that answered.
        headers: Of the answer.

    Returns:
        The type of the store; ``None`` where it cannot be detected.

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
    # The longest that fits: RDF4J's addresses have GraphDB's in them.
    fitting = [preset for preset in PRESETS.values() if preset.path and preset.path in url + "/"]
    return max(fitting, key=lambda preset: len(preset.path), default=None)
