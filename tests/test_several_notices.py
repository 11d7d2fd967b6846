"""A graph straight from ``build`` answers as the same graph from a file or a store does."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset

from overlapping import write
from policygraph import build, dump, open_graph, validate, write_atlas
from policygraph.analysis import findings, incidence
from policygraph.sparql import catalogue, run

NOTICES = [
    [["省财政厅", "省教育厅", "省水利厅"]],
    [["省财政厅", "省教育厅"], ["省水利厅"]],
    [["省财政厅", "福州市财政局"]],
]


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, list[Dataset]]:
    folder = tmp_path_factory.mktemp("several")
    built = build(write(folder / "in", NOTICES)).dataset
    return built, [open_graph(dump(built, folder / name)) for name in ("graph.nq", "graph.ttl", "store")]


def test_workload_counts_each_measure_once(graphs: tuple[Dataset, list[Dataset]]) -> None:
    rows = run(graphs[0], "workload").rows
    assert sorted(int(str(row["measures"])) for row in rows) == [1, 2, 2, 3]


def test_questions(graphs: tuple[Dataset, list[Dataset]]) -> None:
    built, opened = graphs
    for entry in catalogue().values():
        if entry.form == "SELECT" and not any(parameter.required for parameter in entry.parameters):
            expected = sorted(map(str, run(built, entry.name).rows))
            assert len(expected) == len(set(expected)), entry.name
            for graph in opened:
                assert sorted(map(str, run(graph, entry.name).rows)) == expected, entry.name


def test_findings(graphs: tuple[Dataset, list[Dataset]]) -> None:
    built, opened = graphs
    for graph in opened:
        assert findings(incidence(graph)) == findings(incidence(built))
        assert validate(graph) == validate(built)


def test_atlas(graphs: tuple[Dataset, list[Dataset]], tmp_path: Path) -> None:
    built, opened = graphs
    expected = files(write_atlas(built, tmp_path / "built"))
    for number, graph in enumerate(opened[::2]):
        assert files(write_atlas(graph, tmp_path / str(number))) == expected


def files(index: Path) -> dict[str, bytes]:
    folder = index if index.is_dir() else index.parent
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
