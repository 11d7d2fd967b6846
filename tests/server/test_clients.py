"""Clients of others: SPARQLWrapper, rdflib's stores, Comunica, and SERVICE calls from Fuseki and Oxigraph."""

from __future__ import annotations

import json
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.dom.minidom import Document

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow
from SPARQLWrapper import CSV, GET, JSON, N3, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper

import servers

from .conftest import Served

P = URIRef("http://e/p")
ALL = "SELECT ?o { ?s <http://e/p> ?o } ORDER BY ?o"
BODY = "\u7701\u6559\u80b2\u5385"


# --- SPARQLWrapper -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("format", [JSON, XML, CSV])
def test_sparqlwrapper_asks(server: Served, method: str, way: str, format: str) -> None:
    client = SPARQLWrapper(server.url + "/sparql", returnFormat=format)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setOnlyConneg(True)
    client.setQuery('SELECT ?s { ?s ?p "\u7701\u6559\u80b2\u5385"@zh }')
    found = client.queryAndConvert()
    match found:
        case Document():
            text = found.toxml()
        case bytes():
            text = found.decode()
        case _:
            text = json.dumps(found, ensure_ascii=False)
    assert "http://e/\u7701" in text
    client.addDefaultGraph("http://e/graph/a")
    client.setQuery(ALL)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()
    assert isinstance(found, dict)
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["a"]


@pytest.mark.parametrize("format", [TURTLE, N3, RDFXML, XML])
def test_sparqlwrapper_constructs(server: Served, format: str) -> None:
    client = SPARQLWrapper(server.url + "/sparql", returnFormat=format)
    client.setOnlyConneg(True)
    client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    found = client.queryAndConvert()
    text = found.serialize(format="nt") if isinstance(found, Graph) else found
    assert "http://e/p" in (text.decode() if isinstance(text, bytes) else str(text))


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_changes(writable: Served, way: str) -> None:
    client = SPARQLWrapper(writable.url + "/sparql")
    client.setMethod(POST)
    client.setRequestMethod(way)
    client.addCustomHttpHeader("Authorization", f"Bearer {writable.token}")
    client.setQuery(f'INSERT DATA {{ GRAPH <http://e/w> {{ <http://e/w> <http://e/{way}> "{BODY}"@zh }} }}')
    client.query()
    assert writable.true(f'ASK {{ <http://e/w> <http://e/{way}> "{BODY}"@zh }}')


# --- rdflib ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads(server: Served, method: Any) -> None:
    store = SPARQLStore(server.url + "/sparql", method=method)
    assert {str(o) for (_, _, o), _ in store.triples((None, P, None))} == {"a", "b", "d"}
    assert len(store) == 4
    # Without the union rdflib asks for a default graph of its own name, and no store has it.
    dataset = Dataset(store=SPARQLStore(server.url + "/sparql", method=method), default_union=True)
    assert [str(row["o"]) for row in dataset.query(ALL) if isinstance(row, ResultRow)] == ["a", "b", "d"]
    assert {str(name) for name in store.contexts()} == {"http://e/graph/a", "http://e/graph/b"}
    one = Graph(SPARQLStore(server.url + "/sparql", method=method), URIRef("http://e/graph/b"))
    assert {str(o) for o in one.objects(None, P)} == {"b"}


def test_rdflib_writes(writable: Served) -> None:
    url = writable.url + "/sparql"
    store = SPARQLUpdateStore(url, url, headers={"Authorization": f"Bearer {writable.token}"}, autocommit=False)
    dataset = Dataset(store=store)
    graph = dataset.graph(URIRef("http://e/rdflib"))
    graph.add((URIRef("http://e/x"), P, Literal(BODY, lang="zh")))
    graph.add((URIRef("http://e/x"), P, Literal(5)))
    store.commit()
    assert writable.true(f'ASK {{ GRAPH <http://e/rdflib> {{ <http://e/x> <http://e/p> 5, "{BODY}"@zh }} }}')
    assert len(graph) == 2
    graph.remove((URIRef("http://e/x"), P, Literal(5)))
    store.commit()
    assert set(graph.objects()) == {Literal(BODY, lang="zh")}
    dataset.update("CLEAR GRAPH <http://e/rdflib>")
    store.commit()
    assert len(graph) == 0


# --- Comunica ----------------------------------------------------------------------------------------------

#: A program for Node: queries and their sources come as JSON, answers go as JSON.
COMUNICA = """
const { QueryEngine } = require(process.argv[2] + '/@comunica/query-sparql');
const engine = new QueryEngine();
(async () => {
  const found = [];
  for (const [query, sources] of JSON.parse(process.argv[3])) {
    const rows = await engine.queryBindings(query, { sources: sources.map(value => ({ type: 'sparql', value })) });
    found.push((await rows.toArray()).map(row => Object.fromEntries([...row].map(([k, v]) => [k.value, v.value]))));
  }
  console.log(JSON.stringify(found));
})().catch(error => { console.error(String(error)); process.exit(1); });
"""


@pytest.mark.slow
def test_comunica_asks_one_and_joins_two(server: Served, writable: Served, tmp_path: Path) -> None:
    modules = servers.comunica()
    fact = f'<http://e/a> <http://e/label> "{BODY}"@zh'
    assert writable.update(f"INSERT DATA {{ GRAPH <http://e/comunica> {{ {fact} }} }}").status == 204
    one, other = server.url + "/sparql", writable.url + "/sparql"
    asked = [
        (ALL, [one]),
        ("SELECT ?name { <http://e/\u7701> <http://e/name> ?name }", [one]),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o OPTIONAL { ?s <http://e/none> ?x } FILTER(!BOUND(?x)) }", [one]),
        ("SELECT ?o { GRAPH <http://e/graph/b> { ?s <http://e/p> ?o } }", [one]),
        ("SELECT DISTINCT ?s ?label { ?s <http://e/p> 'a' . ?s <http://e/label> ?label }", [one, other]),
    ]
    program = tmp_path / "ask.js"
    program.write_text(COMUNICA)
    command = [servers.need("node", "install Node.js"), str(program), str(modules), json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [{"o": "a"}, {"o": "b"}, {"o": "d"}],
        [{"name": BODY}],
        [{"n": "4"}],
        [{"o": "b"}],
        [{"s": "http://e/a", "label": BODY}],
    ]


# --- SERVICE from other stores -----------------------------------------------------------------------------


STORES: dict[str, tuple[Callable[[Path], AbstractContextManager[str]], str]] = {
    "oxigraph": (servers.empty_oxigraph, "/query"),
    "fuseki": (servers.fuseki, "/sparql"),
}


@pytest.mark.parametrize("kind", ["oxigraph", pytest.param("fuseki", marks=pytest.mark.slow)])
def test_another_store_calls_this_one_as_a_service(server: Served, tmp_path: Path, kind: str) -> None:
    begin, path = STORES[kind]
    query = f"""SELECT * {{
      VALUES ?local {{ <http://e/a> <http://e/b> <http://e/nobody> }}
      SERVICE <{server.url}/sparql> {{
        ?local <http://e/p> ?o OPTIONAL {{ <http://e/\u7701> <http://e/name> ?name }}
      }}
    }} ORDER BY ?o"""
    with begin(tmp_path / kind) as url:
        request = urllib.request.Request(
            url + path,
            urllib.parse.urlencode({"query": query}).encode(),
            {"Accept": "application/sparql-results+json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            rows = json.loads(response.read())["results"]["bindings"]
    assert [(row["local"]["value"], row["o"]["value"], row["name"]["value"]) for row in rows] == [
        ("http://e/a", "a", BODY),
        ("http://e/b", "b", BODY),
    ]


def test_this_one_calls_another_store_that_is_allowed(server: Served, tmp_path: Path) -> None:
    from .conftest import started, store_of

    service = f"{server.url}/sparql"
    with started(store_of(tmp_path / "store", ""), "--allow-service", service) as caller:
        assert caller.true(f'ASK {{ SERVICE <{service}> {{ <http://e/a> <http://e/p> "a" }} }}')
        assert caller.ask(query=f"ASK {{ SERVICE <{server.url}/other> {{ ?s ?p ?o }} }}").status == 403
