"""What differs between triple stores: how each is asked for the union of its graphs, and how it says who it is.

The SPARQL protocol leaves open what the default graph of a store is. policygraph keeps one named graph per policy and
asks the union of them, so each store must be asked for it in its own way. Those marked ``tried`` are run in the tests;
the others follow their documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["PRESETS", "Preset", "detect"]


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of store. ``union`` are the parameters of a query request that ask for the union of all graphs; without
    any, the store's default graph is that union already. ``server`` is in its Server header, ``path`` in its addresses.
    """

    name: str
    label: str
    union: Mapping[str, str] = field(default_factory=dict)
    server: str = ""
    path: str = ""
    tried: bool = False


PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("oxigraph", "Oxigraph", {"union-default-graph": ""}, server="oxigraph", tried=True),
        Preset("fuseki", "Apache Jena Fuseki", {"default-graph-uri": "urn:x-arq:UnionGraph"}, server="fuseki"),
        Preset("stardog", "Stardog", {"default-graph-uri": "tag:stardog:api:context:all"}, server="stardog"),
        Preset("virtuoso", "OpenLink Virtuoso", server="virtuoso"),
        Preset("graphdb", "Ontotext GraphDB", server="graphdb"),
        Preset("rdf4j", "Eclipse RDF4J", server="rdf4j", path="/rdf4j-server/repositories/"),
        Preset("blazegraph", "Blazegraph", server="blazegraph", path="/blazegraph/"),
        Preset("qlever", "QLever", server="qlever"),
    )
}


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
    return next((preset for preset in PRESETS.values() if preset.path and preset.path in url), None)
