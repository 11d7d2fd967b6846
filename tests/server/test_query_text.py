"""Calls to other hosts are found however they are written, and names that look like calls are let through."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from policygraph.server.query_text import find_foreign_service, has_dataset

#: A port that the engine itself refuses, so that nothing is sent: that it says so shows that it saw a call.
AWAY = "http://127.0.0.1:9/"
CALL = f"<{AWAY}> {{ ?a ?b ?c }}"
DATA = """INSERT DATA { <http://e/s> <http://e/p> true, 'x'@en, "x'", 1.0e5, 15, <http://e/> .
  _:b <http://e/p> <http://e/o> }"""

CALLS = [
    f"ASK {{ SERVICE {CALL} }}",
    f"ASK {{ service silent {CALL} }}",
    f"PREFIX : <{AWAY}> ASK {{ SERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : <{AWAY}> PREFIX service: <http://e/> ASK {{ SERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : <{AWAY}> ASK {{ SERVICE SILENT:x {{ ?a ?b ?c }} }}",
    f"ASK {{ ?s ?p true.SERVICE {CALL} }}",
    f"ASK {{ ?s ?p 'x'@en.SERVICE {CALL} }}",
    f"ASK {{ ?s ?p 1.0e5.SERVICE {CALL} }}",
    f"ASK {{ ?s ?p 15SERVICE {CALL} }}",
    f"PREFIX ex: <http://e/> ASK {{ ?s ?p ex:.SERVICE {CALL} }}",
    f"PREFIX : <{AWAY}> ASK {{ ?s ?p true.SERVICE:x {{ ?a ?b ?c }} }}",
    f"ASK {{ OPTIONAL{{}}SERVICE{CALL.replace(' ', '')} }}",
    f"PREFIX ex: <http://e/> ASK {{ ?s ?p ?o OPTIONAL {{ ?s ?q ex:a\\#b }}\nSERVICE {CALL} }}",
    f"PREFIX ex: <http://e/> ASK {{ OPTIONAL {{ ?s ?q ex:o\\'x }} SERVICE {CALL} OPTIONAL {{ ?s ?q ex:o\\'x }} }}",
    f"BASE <{AWAY}> ASK {{ SERVICE <x> {{ ?a ?b ?c }} }}",
    f"ASK {{ SERVICE <{AWAY}\\u0078> {{ ?a ?b ?c }} }}",
    f"ASK {{ SERVICE # <http://allowed/>\n {CALL} }}",
]
LOADS = [
    f"LOAD <{AWAY}>",
    f"PREFIX : <{AWAY}> LOAD:x",
    f"PREFIX : <{AWAY}> LOAD SILENT:x INTO GRAPH <http://e/g>",
    f"CLEAR DEFAULT;LOAD<{AWAY}>INTO GRAPH<http://e/g>",
    f"INSERT DATA {{ <http://e/s> <http://e/p> 1 }};load <{AWAY}>",
    f"INSERT {{ ?a ?b ?c }} WHERE {{ SERVICE {CALL} }}",
]
#: The engine finds that these can have no answer before it calls anybody.
UNCALLED = [
    f"ASK {{ ?s ?p '''x\\''''.SERVICE {CALL} }} # '''",
    f"ASK {{ BIND(<{AWAY}> AS ?where) SERVICE ?where {{ ?a ?b ?c }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {CALL} }} }} }}",
]
NAMES = [
    "PREFIX schema: <http://schema.org/> SELECT * { ?s a schema:Service ; schema:load ?o }",
    "PREFIX service: <http://e/> ASK { service:x service:y service:z }",
    "PREFIX load: <http://e/> INSERT DATA { load:x load:y load:z }",
    "SELECT ?service ?load { ?service ?load 'SERVICE <http://e/>' } # SERVICE <http://e/> { }",
    'ASK { <http://e/service> ?p """ SERVICE <http://e/> { } """ }',
    "PREFIX e: <http://e/> ASK { ?s ?p e:a.service , e:b.load }",
]


def filled() -> Store:
    store = Store()
    store.update(DATA)
    return store


@pytest.mark.parametrize("text", CALLS)
def test_every_call_that_the_engine_makes_is_found(text: str) -> None:
    assert find_foreign_service(text, ["http://allowed/"]) is not None
    if "silent" not in text.lower():
        with pytest.raises((OSError, RuntimeError), match=r"port 9|service name"):
            list(filled().query(text))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", UNCALLED)
def test_a_call_counts_though_it_is_not_made(text: str) -> None:
    assert find_foreign_service(text, ["http://allowed/"]) is not None


@pytest.mark.parametrize("text", LOADS)
def test_every_load_is_found(text: str) -> None:
    assert find_foreign_service(text, ["http://allowed/"]) is not None
    if "silent" not in text.lower():
        with pytest.raises(OSError, match="port 9"):
            filled().update(text)


@pytest.mark.parametrize("text", NAMES)
def test_names_are_no_calls(text: str) -> None:
    assert find_foreign_service(text, []) is None


def test_what_is_allowed_by_name_is_let_through() -> None:
    allowed = ["http://allowed/sparql", "http://other/"]
    assert (
        find_foreign_service("ASK { SERVICE <http://allowed/sparql> { } SERVICE SILENT <http://other/> { } }", allowed)
        is None
    )
    assert find_foreign_service("LOAD <http://other/> INTO GRAPH <http://e/g>", allowed) is None
    assert (
        find_foreign_service("ASK { SERVICE <http://allowed/sparql> { } SERVICE <http://allowed/> { } }", allowed)
        == "<http://allowed/>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * FROM<http://e/>{}", True),
        ("PREFIX : <http://e/> SELECT * FROM:g {}", True),
        ("PREFIX from: <http://e/> SELECT * { from:a ?p ?o }", False),
        ("SELECT ?from { ?from ?p 'FROM' }", False),
    ],
)
def test_a_dataset_of_its_own_is_found(text: str, found: bool) -> None:
    assert has_dataset(text) is found
