"""What a publication sends is, quad for quad, what the graph has."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from overlapping import NOTICES, Notice, count, quads, write
from policygraph.corpus import build
from policygraph.publish import Publication, Remote, make_plan, transfer, write_release

from .conftest import emptied


def stored(remote: Remote) -> list[str]:
    """All quads of a database in named graphs, sorted."""
    rows = remote.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    graphs = sorted(str(row["g"].value) for row in rows)
    return sorted(f"{triple} <{graph}>" for graph in graphs for triple in remote.triples(graph))


@settings(max_examples=4)
@given(st.lists(NOTICES, min_size=1, max_size=3))
def test_a_database_has_the_quads_of_the_last_publication(oxigraph: str, states: list[list[Notice]]) -> None:
    with Remote(oxigraph, "oxigraph") as remote, tempfile.TemporaryDirectory() as name:
        emptied(remote)
        for notices in states:
            built = build(write(Path(name), notices)).dataset
            source = Publication(built, ontology=False)
            outcome = transfer(make_plan(source, remote, prune=True), source, remote)
            assert not outcome.failed
            assert stored(remote) == quads(built)
        emptied(remote)


def test_bodies_that_three_notices_name_are_counted_once(
    server: tuple[str, str], credentials: None, tmp_path: Path
) -> None:
    kind, url = server
    built = build(write(tmp_path / "in", [[["省财政厅", "省教育厅", "省水利厅"]]] * 3)).dataset
    source = Publication(built)
    with Remote(url, kind) as remote:
        emptied(remote)
        assert not transfer(make_plan(source, remote), source, remote).failed
        assert count(remote.endpoint) == count(built) == 3
        emptied(remote)


@settings(max_examples=8)
@given(NOTICES)
def test_a_release_has_the_quads_of_the_graph(notices: list[Notice]) -> None:
    with tempfile.TemporaryDirectory() as name:
        built = build(write(Path(name) / "in", notices)).dataset
        folder = write_release(Publication(built, ontology=False), Path(name) / "out")
        text = b"".join(gzip.decompress(part.read_bytes()) for part in sorted((folder / "data").iterdir()))
        assert sorted(map(str, parse(text, RdfFormat.N_QUADS))) == quads(built)
