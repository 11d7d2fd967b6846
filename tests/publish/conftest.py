"""Real servers, one of each for the whole session, and graphs to publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import pytest
from rdflib import Dataset

import servers
from policygraph.corpus import build
from policygraph.namespaces import VOCABULARY_GRAPH
from policygraph.publish import Publication, Remote
from policygraph.resources import examples_dir
from policygraph.sparql import Endpoint

Start = Callable[[Path], AbstractContextManager[str]]
STORES: dict[str, Start] = {
    "oxigraph": servers.empty_oxigraph,
    "fuseki": servers.fuseki,
    "rdf4j": servers.rdf4j,
    "virtuoso": servers.virtuoso,
}
#: Those that every run of the tests has; the others are Java's and start slowly.
QUICK = ("oxigraph", "virtuoso")
EXAMPLES = ("anhui-cold-chain-2020", "hefei-cold-chain-2022", "wuhu-cold-chain-2023")


@pytest.fixture(
    scope="session", params=[name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in STORES]
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The kind and the address of a database."""
    with STORES[request.param](tmp_path_factory.mktemp(request.param)) as url:
        yield request.param, url


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.empty_oxigraph(tmp_path_factory.mktemp("one")) as url:
        yield url


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that Virtuoso has at first; the others let everybody in and ignore them."""
    monkeypatch.setenv("POLICYGRAPH_USER", "dba")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", "dba")


def emptied(remote: Remote) -> Remote:
    """A database without anything of ours."""
    ours = [*remote.policy_graphs(), VOCABULARY_GRAPH, *Publication(notices()).graphs()]
    for graph in dict.fromkeys(ours):
        remote.drop(graph)
    return remote


@cache
def notices(*names: str) -> Dataset:
    """The graphs of the second example's notices, built once; nobody may change them."""
    return built(*names)


def built(*names: str, folder: Path | None = None) -> Dataset:
    """The graphs of the second example's notices, from a folder of changed ones where it has them."""
    chosen = names or EXAMPLES
    paths = [folder / f"{name}.txt" if folder else examples_dir() / f"{name}.txt" for name in chosen]
    return build([path if path.exists() else examples_dir() / path.name for path in paths]).dataset


def asked(remote: Remote) -> Endpoint:
    return remote.endpoint
