"""The release folder: whole, checked, described, the same on every run, and loaded by the commands that it names."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import urllib.request
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Quad, RdfFormat, Store, parse
from rdflib import Dataset, Graph, URIRef

import servers
from policygraph.errors import StoreError
from policygraph.publish import Publication, write_release
from policygraph.publish.publication import ONTOLOGY_GRAPH
from policygraph.store import engine, open_graph

from .conftest import built, notices

VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"


@pytest.fixture(scope="module")
def source() -> Publication:
    return Publication(notices())


@pytest.fixture(scope="module")
def folder(source: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(source, tmp_path_factory.mktemp("release") / "out", part_bytes=200_000)


def canonicalise(found: Iterable[Quad]) -> set[str]:
    """Quads as text, blank nodes named by what is said of them."""
    named = pyoxigraph.Dataset(found)
    named.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, named))


def quads(folder: Path) -> set[str]:
    text = b"".join(gzip.decompress(path.read_bytes()) for path in sorted((folder / "data").iterdir()))
    return canonicalise(parse(text, RdfFormat.N_QUADS))


def test_the_parts_are_the_graph(folder: Path, source: Publication) -> None:
    parts = sorted((folder / "data").iterdir())
    assert len(parts) > 2
    assert quads(folder) == canonicalise(engine(source.dataset()))
    lines = [line for path in parts for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert len(lines) == len(set(lines)) == sum(source.fingerprint(graph).count for graph in source.graphs())


def test_every_file_has_its_checksum(folder: Path) -> None:
    listed = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert set(listed) == files and len(files) > 60
    for name, wanted in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted, name


def test_each_policy_is_a_turtle_file(folder: Path) -> None:
    names = sorted(path.stem for path in (folder / "policies").iterdir())
    assert names == ["anhui-cold-chain-2020", "hefei-cold-chain-2022", "wuhu-cold-chain-2023"]
    graph = Graph().parse(folder / "policies" / "anhui-cold-chain-2020.ttl")
    assert len(graph) > 500


def test_the_description_says_what_is_there(folder: Path, source: Publication) -> None:
    base = "https://example.org/release/"
    graph = Graph().parse(folder / "dataset.ttl", format="turtle", publicID=f"{base}dataset.ttl")
    dataset = URIRef(f"{base}dataset.ttl#dataset")
    store = engine(source.dataset())
    whole = {(quad.subject, quad.predicate, quad.object) for quad in store}
    assert int(str(graph.value(dataset, URIRef(VOID + "triples")))) == len(whole)
    for path in [*(folder / "data").iterdir(), *(folder / "policies").iterdir()]:
        node = URIRef(base + path.relative_to(folder).as_posix())
        assert int(str(graph.value(node, URIRef(DCAT + "byteSize")))) == path.stat().st_size
    void_triples = URIRef(VOID + "triples")
    parts = graph.objects(dataset, URIRef(VOID + "subset"))
    subsets = {str(part): graph.value(part, void_triples) for part in parts}
    assert {name: int(str(count)) for name, count in subsets.items()} == {
        name: source.fingerprint(name).count for name in source.graphs()
    }
    plain = Dataset(default_union=True)
    plain.parse(data=b"".join(f"{quad} .\n".encode() for quad in store), format="nquads")
    for kind, unit, key in (("class", "entities", "class"), ("property", "triples", "property")):
        query = {
            "class": "SELECT ?k (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?k } GROUP BY ?k",
            "property": "SELECT ?k (COUNT(*) AS ?n) WHERE { ?s ?k ?o } GROUP BY ?k",
        }[kind]
        told = {
            str(graph.value(part, URIRef(VOID + key))): int(str(graph.value(part, URIRef(VOID + unit))))
            for part in graph.objects(dataset, URIRef(f"{VOID}{kind}Partition"))
        }
        assert told == {str(row.k): int(row.n) for row in plain.query(query)} and len(told) > 10  # type: ignore[union-attr]


def test_the_same_bytes_on_every_run_and_in_place_of_the_last(folder: Path, tmp_path: Path) -> None:
    other = write_release(Publication(built()), tmp_path / "out", part_bytes=200_000)
    assert (other / "SHA256SUMS").read_bytes() == (folder / "SHA256SUMS").read_bytes()
    (other / "data" / "left-over").write_text("x")
    write_release(Publication(notices("anhui-cold-chain-2020")), other)
    assert not (other / "data" / "left-over").exists() and len(list((other / "policies").iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is left beside it"


def test_a_folder_with_other_things_is_not_touched(source: Publication, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="other content than a release"):
        write_release(source, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="other content than a release"):
        write_release(source, tmp_path / "letter.txt")


def test_nothing_at_all_is_a_release_too(tmp_path: Path) -> None:
    folder = write_release(Publication(open_graph(), ontology=False), tmp_path / "empty")
    assert quads(folder) == set()
    Graph().parse(folder / "dataset.ttl", format="turtle", publicID="https://example.org/dataset.ttl")


# --- the loading commands of the README ---------------------------------------------------------------------------


def test_oxigraph_loads_it(folder: Path, tmp_path: Path, source: Publication) -> None:
    servers.need("bash", "install bash")
    program = servers.need("oxigraph", "pip install oxigraph")
    command = f'for f in data/*.nq.gz; do gunzip -c "$f" | {program} load --location {tmp_path}/DB --format nq; done'
    subprocess.run(["bash", "-c", command], cwd=folder, check=True, capture_output=True)
    assert len(Store.read_only(str(tmp_path / "DB"))) == len(engine(source.dataset()))


@pytest.mark.slow
def test_jena_loads_it(folder: Path, tmp_path: Path, source: Publication) -> None:
    jena = servers.jar("org.apache.jena:jena-fuseki-server:5.5.0")
    parts = sorted(map(str, (folder / "data").iterdir()))
    loader = ["java", "-cp", str(jena), "tdb2.tdbloader", "--loc", str(tmp_path / "DB"), *parts]
    subprocess.run(loader, check=True, capture_output=True)
    dump = ["java", "-cp", str(jena), "tdb2.tdbdump", "--loc", str(tmp_path / "DB")]
    done = subprocess.run(dump, check=True, capture_output=True)
    dumped = b"\n".join(line for line in done.stdout.splitlines() if line.startswith((b"<", b"_:")))
    assert canonicalise(parse(dumped, RdfFormat.N_QUADS)) == quads(folder)


@pytest.mark.slow
def test_rdf4j_loads_it(folder: Path, tmp_path: Path, source: Publication) -> None:
    servers.need("curl", "install curl")
    with servers.rdf4j(tmp_path) as url:
        command = (
            'for f in data/*.nq.gz; do gunzip -c "$f" | curl -sSf -T - -X POST'
            f" -H 'Content-Type: application/n-quads' {url}/statements; done"
        )
        subprocess.run(["bash", "-c", command], cwd=folder, check=True, capture_output=True)
        with urllib.request.urlopen(f"{url}/size") as answer:
            assert int(answer.read()) == len(engine(source.dataset()))


def test_the_readme_names_the_commands_that_were_run(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    for words in (
        "oxigraph load --location DB --format nq",
        "tdb2.tdbloader --loc DB data/*.nq.gz",
        "-H 'Content-Type: application/n-quads'",
    ):
        assert words in text
    assert ONTOLOGY_GRAPH not in text and "{{" not in text and "{%" not in text
