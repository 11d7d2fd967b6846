"""The same answers, row for row, from every engine: Oxigraph here, rdflib's own, and a server over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions
from rdflib import Dataset

import servers
from competency import EXAMPLES, cases, dataset, parameters, written
from policygraph.sparql import Endpoint, catalogue, prepare, run
from policygraph.store import dump, engine

CASES = cases()


@pytest.fixture(scope="module")
def plain() -> dict[str, Dataset]:
    """The examples in rdflib's own memory store."""
    made = {}
    for example in EXAMPLES:
        made[example] = Dataset(default_union=True)
        text = b"".join(bytes(str(quad) + " .\n", "utf-8") for quad in engine(dataset(example)))
        made[example].parse(data=text, format="nquads")
    return made


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Endpoint]]:
    folder = tmp_path_factory.mktemp("servers")
    files = {example: dump(dataset(example), folder / f"{example}.nq") for example in EXAMPLES}
    with (
        servers.oxigraph(files["fujian"], folder / "one") as one,
        servers.oxigraph(files["anhui"], folder / "two") as two,
        servers.oxigraph(files["season"], folder / "three") as three,
        servers.oxigraph(files["reviewed"], folder / "four") as four,
    ):
        addresses = {"fujian": one, "anhui": two, "season": three, "reviewed": four}
        yield {example: Endpoint(address) for example, address in addresses.items()}


def term(value: Any) -> str | None:
    """A term in one spelling, whichever library it is of; numbers by value."""
    if value is None:
        return None
    text = value.n3() if hasattr(value, "n3") else str(value)
    text = text.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")
    number = re.fullmatch(r'"([^"]*)"\^\^<http://www.w3.org/2001/XMLSchema#(?:integer|nonNegativeInteger)>', text)
    return number[1] if number else text


@pytest.mark.parametrize(("example", "name"), CASES)
def test_rdflibs_own_engine(example: str, name: str, plain: dict[str, Dataset]) -> None:
    query = catalogue()[name]
    text = prepare(engine(dataset(example)), query, parameters(example, name), lang="en")
    ours = engine(dataset(example)).query(text, use_default_graph_as_union=True)
    theirs = plain[example].query(text)
    found = [tuple(map(term, row)) for row in theirs if not isinstance(row, bool)]
    if isinstance(ours, QueryBoolean):
        assert bool(ours) == bool(theirs)
    elif isinstance(ours, QuerySolutions):
        assert found == [tuple(map(term, row)) for row in ours]
    else:
        assert set(found) == {tuple(map(term, (t.subject, t.predicate, t.object))) for t in ours}


@pytest.mark.parametrize(("example", "name"), CASES)
def test_a_server_over_http(example: str, name: str, remote: dict[str, Endpoint]) -> None:
    query = catalogue()[name]
    given = parameters(example, name)
    here = run(dataset(example), query, given, lang="zh")
    assert written(run(remote[example], query, given, lang="zh")) == written(here)


def test_the_store_is_detected_and_its_union_asked(remote: dict[str, Endpoint]) -> None:
    assert remote["fujian"].preset.name == "oxigraph"
    (row,) = run(remote["fujian"], "SELECT (COUNT(*) AS ?n) WHERE { ?d a pg:Responsibility }").rows
    assert row == {"n": 106}
    told = Endpoint(remote["fujian"].url, store="rdf4j")
    (row,) = run(told, "SELECT (COUNT(*) AS ?n) WHERE { ?d a pg:Responsibility }").rows
    assert row == {"n": 0}, "without the parameter this server asks its empty default graph"


def test_every_query_was_compared() -> None:
    assert {name for _, name in CASES} == set(catalogue()) and len(CASES) >= 100
    assert {query.form for query in catalogue().values()} == {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def test_the_published_file_is_asked_too(shared: Path) -> None:
    from policygraph.corpus import build

    made = build(shared / "documents" / "01-guowuyuan-jiuye-2018.html")
    assert len(list(run(made.dataset, "leads"))) > 5
