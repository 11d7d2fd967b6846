"""The namespaces of the graph, as plain strings.

Plain strings keep this module free of imports: the command line shows its help without loading rdflib.
``PREFIXES`` is the one list of prefixes that queries, Turtle files and documentation share.
"""

from __future__ import annotations

PG = "https://w3id.org/policygraph/def/"
ID = "https://w3id.org/policygraph/id/"

LEVEL = PG + "level/"
ROLE = PG + "role/"
FUNCTION = PG + "function/"
PLACE = ID + "place/"

CV = "http://data.europa.eu/m8g/"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
DQV = "http://www.w3.org/ns/dqv#"
ELI = "http://data.europa.eu/eli/ontology#"
FOAF = "http://xmlns.com/foaf/0.1/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Graph that holds the concepts (levels, roles, functions, places) the policies in a dataset use.
VOCABULARY_GRAPH = ID + "graph/vocabulary"
#: Graph of the links between the policies in a dataset.
LINKS_GRAPH = ID + "graph/links"

PREFIXES: dict[str, str] = {
    "pg": PG,
    "id": ID,
    "level": LEVEL,
    "role": ROLE,
    "function": FUNCTION,
    "place": PLACE,
    "cv": CV,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dqv": DQV,
    "eli": ELI,
    "foaf": FOAF,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}

#: The same, the longest namespace first: an IRI in ``place:`` is in ``id:`` too.
LONGEST_FIRST: list[tuple[str, str]] = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
