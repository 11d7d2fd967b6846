"""Writing graphs: the same bytes every time, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from competency import dataset
from policygraph.errors import StoreError
from policygraph.formats import GRAPH_SUFFIXES
from policygraph.store import check_target, dump

BUILD = """
import sys
from policygraph import build, dump
from policygraph.resources import examples_dir
made = build(examples_dir() / "fujian-relocation-2020.txt").dataset
for path in sys.argv[1:]:
    dump(made, path)
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The example in every format, written by two processes of different hash seeds: no order of chance may show."""
    folders = []
    for seed in "01":
        folder = tmp_path_factory.mktemp("run")
        paths = [folder / f"graph{suffix}" for suffix in GRAPH_SUFFIXES]
        subprocess.run([sys.executable, "-c", BUILD, *paths], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        folders.append(folder)
    return folders


@pytest.mark.parametrize("suffix", GRAPH_SUFFIXES)
def test_bytes_are_the_same_from_run_to_run(suffix: str, runs: list[Path]) -> None:
    one, other = ((folder / f"graph{suffix}").read_bytes() for folder in runs)
    assert one == other and len(one) > 50_000


def test_plain_rdflib_graphs_are_written_too(tmp_path: Path) -> None:
    graph = Graph().parse(data="@prefix : <https://example.org/> . :a :b [ :c 'x', 'y'@zh, 2.5, true ] .")
    assert isomorphic(Graph().parse(dump(graph, tmp_path / "graph.ttl")), graph)
    named = Dataset()
    named.parse(data="<urn:a> <urn:b> <urn:c> <urn:g> .", format="nquads")
    assert dump(named, tmp_path / "graph.nq").read_text() == "<urn:a> <urn:b> <urn:c> <urn:g> .\n"


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", "store"])
def test_a_failure_leaves_what_was_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = dump(dataset("fujian"), tmp_path / name)
    before = path.read_bytes() if path.is_file() else sorted(file.name for file in path.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    monkeypatch.setattr("policygraph.store.writing.share", full)
    with pytest.raises(StoreError, match="no space is left on the disk"):
        dump(dataset("fujian"), path)
    assert before == (path.read_bytes() if path.is_file() else sorted(file.name for file in path.iterdir()))
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/such/folder.ttl", "the folder .* does not exist"),
        ("graph.xyz", "unknown graph format '.xyz'"),
        ("taken", "is a file"),
        ("full", "has other content than a store"),
    ],
)
def test_targets_that_cannot_be_written_are_refused_before_the_work(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match=message):
        check_target(tmp_path / name)
    assert (tmp_path / "taken").read_text() == (tmp_path / "full" / "mine.txt").read_text() == "mine"


def test_turtle_is_for_people(tmp_path: Path) -> None:
    text = dump(dataset("fujian"), tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert '"福建省财政厅"@zh' in text
    measures = [line for line in text.splitlines() if line.startswith("<policy/fujian-relocation-2020/measure/")]
    numbers = [int(line.split("/")[3].split(">")[0]) for line in measures if line.count("/") == 3]
    assert numbers == list(range(1, 25))


def test_rdf_xml_is_well_formed_whatever_a_text_holds(tmp_path: Path) -> None:
    graph = Graph()
    graph.add((URIRef("http://e/s"), URIRef("http://e/p"), Literal("a\x02b\ufffe\x0c")))
    written = dump(graph, tmp_path / "graph.rdf").read_bytes()
    assert "".join(ElementTree.fromstring(written).itertext()).strip() == "a\ufffdb\ufffd\ufffd"
