"""What programs find out about the service: its data in numbers, examples of queries, ``llms.txt``."""

from __future__ import annotations

import re

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import VOID

from policygraph.namespaces import PG, SCHEMA
from policygraph.sparql import catalogue

from .conftest import Served


def test_partitions_are_the_counts_of_the_graph(house: Served) -> None:
    described = Graph().parse(data=house.ask("/.well-known/void", Accept="text/turtle").text, format="turtle")
    for partition, of, n, query in (
        (VOID.classPartition, VOID["class"], VOID.entities, "(COUNT(DISTINCT ?s) AS ?n) { ?s a <%s> }"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "(COUNT(*) AS ?n) { ?s <%s> ?o }"),
    ):
        parts = list(described.objects(None, partition))
        assert len(parts) > 10
        for part in parts:
            (iri,), (count,) = described.objects(part, of), described.objects(part, n)
            rows = house.ask(query="SELECT " + query % iri, Accept="text/csv").text.split()
            assert rows == ["n", str(count)], iri
    classes = {str(iri) for iri in described.objects(None, VOID["class"])}
    assert {PG + "Policy", PG + "Measure", PG + "Responsibility"} <= classes
    (example,) = described.objects(None, VOID.exampleResource)
    assert '"boolean":true' in house.ask(query=f"ASK {{ <{example}> a <{PG}Policy> }}", Accept="application/json").text


def test_examples_name_this_endpoint_as_their_target(house: Served) -> None:
    graph = Graph().parse(data=house.ask("/.well-known/sparql-examples").text, format="turtle")
    targets = list(graph.subject_objects(URIRef(SCHEMA + "target")))
    assert len(targets) == len(catalogue()) == len(set(graph.subjects(RDF.type, None)))
    assert {str(target) for _, target in targets} == {f"{house.url}/sparql"}


def test_links_of_llms_txt_lead_somewhere(house: Served) -> None:
    found = house.ask("/llms.txt")
    assert found.headers["Content-Type"].startswith("text/plain")
    links = re.findall(r"\]\((\S+)\)", found.text)
    assert len(links) == len(catalogue()) + 6
    for link in links[:6]:
        assert house.ask(link.removeprefix(house.url)).status == 200, link
