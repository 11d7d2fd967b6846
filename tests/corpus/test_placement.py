"""Each fact stands in one graph, the same on every way from notices to a store."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from overlapping import NOTICES, Notice, count, quads, write
from policygraph.corpus import build
from policygraph.store import dump, engine, open_graph


@settings(max_examples=8)
@given(NOTICES)
def test_every_way_gives_the_same_quads(notices: list[Notice]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write(folder / "in", notices)
        built = build(paths).dataset
        expected = quads(built)
        assert quads(build(paths[::-1]).dataset) == expected
        for target in ("graph.nq", "graph.trig", "store"):
            dump(built, folder / target)
            opened = open_graph(folder / target)
            assert quads(opened) == expected, target
            dump(opened, folder / f"again-{target}")
            assert quads(open_graph(folder / f"again-{target}")) == expected, target
        for path in paths:
            dump(build(path).dataset, folder / f"{path.stem}.nq")
        assert quads(open_graph(*(folder / f"{path.stem}.nq" for path in reversed(paths)))) == expected
        build(folder / "in", folder / "corpus", jobs=1)
        assert quads(open_graph(folder / "corpus")) == expected
        build(folder / "in", folder / "parts", jobs=1, parts=True)
        assert quads(unpack(folder / "parts")) == expected
        assert set(Counter(quad.triple for quad in engine(built)).values()) == {1}


def unpack(parts: Path) -> Dataset:
    """A folder of compressed N-Quads, as they are."""
    import gzip

    text = b"".join(gzip.decompress(part.read_bytes()) for part in sorted(parts.glob("*.nq.gz")))
    plain = parts.with_suffix(".nq")
    plain.write_bytes(text)
    return open_graph(plain, vocabulary=False)


def test_bodies_that_three_notices_name_are_counted_once(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", [[["省财政厅", "省教育厅", "省水利厅"]]] * 3)
    built = build(paths).dataset
    dump(built, tmp_path / "graph.nq")
    build(tmp_path / "in", tmp_path / "corpus", jobs=1)
    graphs = (built, open_graph(tmp_path / "graph.nq"), open_graph(tmp_path / "corpus"))
    assert [count(graph) for graph in graphs] == [3, 3, 3]


def test_the_generated_notices_have_a_body_and_its_successor(tmp_path: Path) -> None:
    built = build(write(tmp_path / "in", [[["省扶贫办"]], [["省乡村振兴局"]]])).dataset
    assert any("ChangeEvent" in quad for quad in quads(built))


@pytest.mark.parametrize("parts", [False, True])
@settings(max_examples=3)
@given(st.lists(NOTICES, min_size=2, max_size=3))
def test_facts_move_with_documents_that_come_change_and_go(parts: bool, states: list[list[Notice]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for notices in states:
            for path in (folder / "in").glob("*"):
                path.unlink()
            paths = write(folder / "in", notices)
            build(folder / "in", folder / "corpus", jobs=1, parts=parts)
            made = unpack(folder / "corpus") if parts else open_graph(folder / "corpus")
            assert quads(made) == quads(build(paths).dataset)
