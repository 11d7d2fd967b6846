"""Which graphs an update may change, and datasets given from without: against what the engine does."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from policygraph.errors import QueryError
from policygraph.server.update.changes import add_dataset, find_changed_graphs

DATA = (
    "".join(f'<http://e/s{n}> <http://e/p> "{n}" <http://e/g{n}> .\n' for n in range(4))
    + '<http://e/d> <http://e/p> "d" .'
)

UPDATES = [
    "INSERT DATA { <http://e/a> <http://e/p> 1 }",
    "INSERT DATA { GRAPH <http://e/g1> { <http://e/a> <http://e/p> 1 } }",
    "INSERT DATA { GRAPH <http://e/g1> { <http://e/a> <http://e/p> 'GRAPH <http://e/no> { }' } } # GRAPH <http://e/no>",
    "PREFIX g: <http://e/> INSERT DATA { GRAPH g:g1 { g:a g:p 1 } }",
    "BASE <http://e/> INSERT DATA { GRAPH <g1> { <a> <p> 1 } }",
    "WITH <http://e/g2> DELETE { ?s ?p ?o } INSERT { ?s <http://e/q> ?o } WHERE { ?s ?p ?o }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER(?o = '2') } }",
    "INSERT { GRAPH <http://e/new> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p '1' } }",
    "DELETE WHERE { GRAPH <http://e/g0> { ?s ?p ?o } }",
    "DELETE DATA { GRAPH <http://e/g3> { <http://e/s3> <http://e/p> '3' } } ; CLEAR GRAPH <http://e/g1>",
    "MOVE <http://e/g0> TO <http://e/g1>",
    "MOVE SILENT GRAPH <http://e/g0> TO DEFAULT",
    "COPY DEFAULT TO <http://e/other>",
    "ADD <http://e/g0> TO GRAPH <http://e/g3>",
    "CLEAR NAMED",
    "DROP ALL",
    "clear silent graph <http://e/g2>; create graph <http://e/more>",
    "INSERT { GRAPH <http://e/g1> { ?s ?p ?o } } USING <http://e/g2> WHERE { ?s ?p ?o }",
    "INSERT { GRAPH ?g { <http://e/x> <http://e/y> 1 } } WHERE { BIND(<http://e/g3> AS ?g) }",
    "PREFIX e: <http://e/> INSERT DATA { GRAPH e:g1\\# { e:a e:p 1 } }",
    "PREFIX : <http://e/> INSERT DATA { GRAPH:g1 { :a :p 1 } }",
    "PREFIX : <http://e/> CLEAR SILENT GRAPH:g1",
    "INSERT DATA { <http://e/a> <http://e/p> true.GRAPH <http://e/g2> { <http://e/a> <http://e/p> 1 } }",
    "INSERT DATA{GRAPH<http://e/g2>{<http://e/a><http://e/p>'x'@en.<http://e/b><http://e/p>1.0e5}}",
    "PREFIX to: <http://e/> INSERT DATA { to:a to:p to:b . GRAPH to:g3 { to:a to:p 1 } }",
    "PREFIX e: <http://e/> INSERT DATA { e:a e:p e:.GRAPH <http://e/g1> { e:a e:p e:b } }",
    "INSERT DATA { GRAPH <http://e/g\\u0031> { <http://e/a> <http://e/p> 1 } }",
    "DELETE { ?s ?p ?o } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; DELETE { GRAPH <http://e/g1> { ?s ?p ?o } } "
    "WHERE { GRAPH <http://e/g1> { ?s ?p ?o } }",
]


def filled() -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.N_QUADS)
    return store


def state(store: Store) -> tuple[set[Quad], set[object]]:
    return set(store), set(store.named_graphs())


@pytest.mark.parametrize("update", UPDATES)
def test_every_graph_that_an_update_changes_is_named(update: str) -> None:
    store = filled()
    quads, names = state(store)
    store.update(update)
    after, names_after = state(store)
    different = {quad.graph_name for quad in quads ^ after} | (names ^ names_after)
    assert different or "other" in update or "ADD" in update
    told = find_changed_graphs(update)
    if told is not None:
        named = {NamedNode(name) for name in told if name is not None}
        assert {graph for graph in different if isinstance(graph, NamedNode)} <= named
        assert None in told


def test_most_updates_say_plainly_what_they_change() -> None:
    assert sum(find_changed_graphs(update) is not None for update in UPDATES) >= 13


@pytest.mark.parametrize(
    ("update", "left"),
    [
        ("DELETE { GRAPH <http://e/g2> { ?s ?p ?o } } WHERE { ?s ?p ?o }", {"0", "1", "3", "d"}),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", {"0", "1", "2", "d"}),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { { SELECT * WHERE { GRAPH ?g { ?s ?p ?o } } } }",
         {"0", "1", "2", "d"}),
        ("CLEAR DEFAULT ; DELETE WHERE { GRAPH ?g { ?s ?p ?o } } ; INSERT DATA { <http://e/> <http://e/> 'x' }",
         {"0", "1", "2", "x"}),
    ],
)  # fmt: skip
def test_a_dataset_from_without_is_what_patterns_are_matched_against(update: str, left: set[str]) -> None:
    store = filled()
    store.update(add_dataset(update, ["http://e/g2"], ["http://e/g3"]))
    assert {quad.object.value for quad in store} == left


@pytest.mark.parametrize("clause", ["USING <http://e/g>", "USING NAMED <http://e/g>"])
def test_two_datasets_are_refused(clause: str) -> None:
    with pytest.raises(QueryError, match="not both"):
        add_dataset(f"INSERT {{ ?s ?p 1 }} {clause} WHERE {{ ?s ?p ?o }}", ["http://e/h"], [])
    with pytest.raises(QueryError, match="not both"):
        add_dataset("WITH <http://e/g> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", ["http://e/h"], [])
