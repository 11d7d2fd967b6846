"""What differs between triple stores: their addresses, how each is asked for the union of its graphs, who each is.

The SPARQL protocol leaves open what the default graph of a store is, and at which addresses it listens. policygraph
keeps one named graph per policy and asks the union of them, so each store must be asked for it in its own way. Those
marked ``tried`` are run in the tests; the others follow their documentation and are tested on recorded answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["PRESETS", "Addresses", "Preset", "addresses", "detect"]


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of store.

    ``union`` are the parameters of a query request that ask for the union of all graphs; without any, the store's
    default graph is that union already. ``server`` is in its Server header, ``path`` in its addresses.

    ``query``, ``update`` and ``graphs`` (Graph Store Protocol) are where a database answers, below its own address;
    ``graph_parameter`` names a graph there. ``graphs`` is empty where the store has no such protocol and is given
    SPARQL Update. ``describe`` stands before a DESCRIBE, where the store would else leave out what is said of the thing
    itself. ``atomic`` says that replacing one graph is one transaction. ``digest`` says that writing wants HTTP
    digest authentication.
    """

    name: str
    label: str
    union: Mapping[str, str] = field(default_factory=dict)
    server: str = ""
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
            server="oxigraph",
            tried=True,
            query="/query",
            update="/update",
            graphs="/store",
        ),
        Preset(
            "fuseki",
            "Apache Jena Fuseki",
            {"default-graph-uri": "urn:x-arq:UnionGraph"},
            server="fuseki",
            tried=True,
            query="/sparql",
            update="/update",
            graphs="/data",
        ),
        Preset(
            "stardog",
            "Stardog",
            {"default-graph-uri": "tag:stardog:api:context:all"},
            server="stardog",
            query="/query",
            update="/update",
            # The Graph Store Protocol is at the database's own address.
            graphs="/",
        ),
        Preset(
            "virtuoso",
            "OpenLink Virtuoso",
            server="virtuoso",
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
            "graphdb",
            "Ontotext GraphDB",
            server="graphdb",
            path="/repositories/",
            update="/statements",
            graphs="/rdf-graphs/service",
        ),
        Preset(
            "rdf4j",
            "Eclipse RDF4J",
            server="rdf4j",
            path="/rdf4j-server/repositories/",
            tried=True,
            update="/statements",
            graphs="/rdf-graphs/service",
        ),
        Preset(
            "blazegraph",
            "Blazegraph",
            server="blazegraph",
            path="/blazegraph/",
            query="/sparql",
            update="/sparql",
            atomic=False,
        ),
        Preset("qlever", "QLever", server="qlever", query="/", update="/", graphs="/", atomic=False),
    )
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one database answers queries, takes updates, and has its graphs (empty: it has no Graph Store Protocol)."""

    query: str
    update: str
    graphs: str


def addresses(preset: Preset, url: str) -> Addresses:
    """The addresses of a database, from its own or from any one of them.

    >>> addresses(PRESETS["fuseki"], "http://localhost:3030/notices/sparql").graphs
    'http://localhost:3030/notices/data'
    >>> addresses(PRESETS["graphdb"], "http://localhost:7200/repositories/notices").update
    'http://localhost:7200/repositories/notices/statements'
    """
    base = url.rstrip("/")
    endings = {preset.query, preset.update, preset.graphs} | ({"/query"} if preset.name == "fuseki" else set())
    for ending in sorted(endings - {"", "/"}, key=len, reverse=True):
        if base.endswith(ending):
            base = base.removesuffix(ending)
            break
    found = {part: base + ending.rstrip("/") if ending else "" for part, ending in _endings(preset).items()}
    return Addresses(found["query"] or base, found["update"] or base, found["graphs"])


def _endings(preset: Preset) -> dict[str, str]:
    return {"query": preset.query, "update": preset.update, "graphs": preset.graphs}


def detect(url: str, headers: Mapping[str, str]) -> Preset | None:
    """The store behind an address, by what its answer and the address say; ``None`` where they say nothing.

    >>> detect("http://localhost:7878/query", {"Server": "Oxigraph/0.5.13"}).name
    'oxigraph'
    """
    told = {name.lower(): value.lower() for name, value in headers.items()}
    server = told.get("server", "") + " " + told.get("x-powered-by", "")
    if "fuseki-request-id" in told:
        return PRESETS["fuseki"]
    for preset in PRESETS.values():
        if preset.server in server:
            return preset
    # The longest that fits: RDF4J's addresses have GraphDB's in them.
    fitting = [preset for preset in PRESETS.values() if preset.path and preset.path in url + "/"]
    return max(fitting, key=lambda preset: len(preset.path), default=None)
