"""Nothing is written: no file changes, and no query changes, loads or calls anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from asynchronous import complete
from policygraph.store import dump, open_graph

from .conftest import Connect, call, over_stdio, refused, serving
from .test_tools import CALLS

REFUSED = {
    "INSERT DATA { <http://e/a> <http://e/b> 1 }": "INSERT",
    "DELETE WHERE { ?s ?p ?o }": "DELETE",
    "DROP ALL": "DROP",
    "CLEAR DEFAULT": "CLEAR",
    "LOAD <file:///etc/passwd>": "file:///etc/passwd",
    "INSERT { ?s a pg:Body } WHERE { SELECT ?s { ?s ?p ?o } }": "INSERT",
    "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": "WITH",
    "SELECT * { ?s ?p ?o } ; DROP ALL": "line 1",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": "http://127.0.0.1:9/",
    "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }": "?x",
    "DESCRIBE <http://e/a>": "DESCRIBE",
    "what is overdue?": "what is overdue?",
    "": "SELECT",
}


@pytest.mark.parametrize("query", REFUSED)
def test_sparql_refuses_what_is_no_query(connect: Connect, query: str) -> None:
    async def run() -> str:
        async with connect() as client:
            return await refused(client, "sparql", query=query, lang="en")

    said = complete(run())
    assert REFUSED[query] in said and "Next:" in said


def test_words_of_updates_inside_a_query_are_no_update(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            for query in (
                'SELECT ?s { ?s rdfs:label "INSERT DATA LOAD SERVICE <http://e/>" }',
                "PREFIX load: <http://e/> SELECT ?s { ?s load:drop ?delete } # DROP ALL",
                "ASK { ?insert ?with ?clear }",
            ):
                await call(client, "sparql", query=query)

    complete(run())


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_no_file_changes(graph: Path, tmp_path: Path, transport: str) -> None:
    store = tmp_path / "store"
    dump(open_graph(graph), store)
    before = state(tmp_path)

    async def run(connect: Connect) -> None:
        async with connect() as client:
            for tool, given in CALLS.items():
                await call(client, tool, **given)
            given = {"policy": "x", "words": "x", "bodies": [], "reason": "x"}
            assert "propose_correction" in await refused(client, "propose_correction", **given)

    if transport == "stdio":
        complete(run(over_stdio(store)))
    else:
        from .conftest import over_http

        with serving(store) as served:
            complete(run(over_http(served)))
    assert state(tmp_path) == before and len(before) > 3
