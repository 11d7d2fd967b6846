"""The namespaces of the graph, and compact IRIs: ``place:350000`` for an IRI in the namespace ``place``.

Namespaces are plain strings, so that the command line shows its help without loading rdflib. ``PREFIXES`` is the one
list of prefixes that queries, files and documentation share.

The library ``curies`` does the same in general. It is not used: it brings pydantic (11 MB), takes 0.4 s to import, and
leaves open whether Turtle or JSON-LD can hold what follows the prefix.
"""

from __future__ import annotations

import re

PG = "https://w3id.org/policygraph/def/"
ID = "https://w3id.org/policygraph/id/"

LEVEL = PG + "level/"
ROLE = PG + "role/"
STATE = PG + "state/"
REVIEW_STATUS = PG + "review-status/"
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
#: Graph of what departments report about tasks.
STATUS_GRAPH = ID + "graph/status"

PREFIXES: dict[str, str] = {
    "pg": PG,
    "id": ID,
    "level": LEVEL,
    "role": ROLE,
    "state": STATE,
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
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
#: What may follow a prefix where people read it, and where Turtle needs no escape (its grammar allows more).
_ANY = re.compile(r".+", re.DOTALL)
LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def compact(iri: str, local: re.Pattern[str] = _ANY) -> str | None:
    """Write an IRI with the prefix of the longest namespace that it is in.

    Args:
        iri: A whole IRI.
        local: What may follow the prefix.

    Returns:
        The compact IRI; ``None`` where no prefix fits.

    Example:
        >>> compact(PLACE + "350000"), compact(ID + "body/350000/finance")
        ('place:350000', 'id:body/350000/finance')
        >>> compact(ID + "body/350000/finance", LOCAL_NAME), compact("https://example.org/")
        (None, None)
    """
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and local.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return None


def expand(name: str) -> str | None:
    """Write a compact IRI in full.

    Args:
        name: A prefix, a colon and what follows it.

    Returns:
        The IRI; ``None`` where the prefix is unknown.

    Example:
        >>> expand("level:county"), expand("http://example.org/")
        ('https://w3id.org/policygraph/def/level/county', None)
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None
