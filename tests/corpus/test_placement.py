"""Each fact stands in one graph, the same on every way from notices to a store."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from policygraph.corpus import build, build_corpus
from policygraph.publish import Source
from policygraph.store import dump, engine, open_graph
from policygraph.store.engine import select

BODIES = ["省财政厅", "省教育厅", "省水利厅", "福州市财政局", "闽侯县教育局", "各市教育部门", "省土地整治中心"]
LEVELS = "SELECT (COUNT(*) AS ?n) { ?b a pg:Body ; pg:level ?l }"

#: For each notice, for each of its measures the bodies that are responsible.
notices = st.lists(
    st.lists(st.lists(st.sampled_from(BODIES), min_size=1, max_size=3, unique=True), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


def write(folder: Path, given: list[list[list[str]]]) -> list[Path]:
    """Notices of Fujian with measures in words of their own, so that no two are taken for one."""
    paths = []
    for number, measures in enumerate(given, 1):
        lines = [f"福建省关于第{number}项工作的通知"]
        for at, bodies in enumerate(measures, 1):
            lines.append(f"{at}.推进第{number}项工作的第{at}件事。（{'、'.join(bodies)}负责）")
        path = folder / f"notice-{number}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        paths.append(path)
    return paths


def quads(dataset: Dataset) -> list[str]:
    """All quads as text, sorted, each as often as the store has it."""
    return sorted(map(str, engine(dataset)))


def published(dataset: Dataset) -> list[str]:
    """The quads that are sent to another store."""
    source = Source(dataset, ontology=False)
    return sorted(f"{triple} <{graph}>" for graph in source.graphs() for triple in source.triples(graph))


@settings(max_examples=15, deadline=None)
@given(notices)
def test_every_way_gives_the_same_quads(given: list[list[list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        paths = write(folder / "in", given)
        built = build(paths).dataset
        expected = quads(built)
        assert quads(build(paths[::-1]).dataset) == expected
        for target in ("graph.nq", "graph.trig", "store"):
            dump(built, folder / target)
            opened = open_graph(folder / target)
            assert quads(opened) == expected, target
            dump(opened, folder / f"again-{target}")
            assert quads(open_graph(folder / f"again-{target}")) == expected, target
        build_corpus(folder / "in", folder / "corpus", jobs=1)
        assert quads(open_graph(folder / "corpus")) == expected
        assert published(built) == [str(quad) for quad in sorted(engine(built), key=str)]
        times = Counter(quad.triple for quad in engine(built))
        assert set(times.values()) == {1}


def test_bodies_that_three_notices_name_are_counted_once(tmp_path: Path) -> None:
    paths = write(tmp_path, [[["省财政厅", "省教育厅", "省水利厅"]]] * 3)
    built = build(paths).dataset
    dump(built, tmp_path / "graph.nq")
    for graph in (built, open_graph(tmp_path / "graph.nq")):
        (row,) = select(engine(graph), LEVELS)
        assert int(row["n"].value) == 3


def test_a_corpus_that_grows_and_shrinks_keeps_the_rule(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    first, second, third = write(folder, [[["省财政厅"]], [["省财政厅", "省教育厅"]], [["省教育厅"]]])
    kept = {path: path.read_text(encoding="utf-8") for path in (first, second, third)}
    for present in ([first], [first, second], [first, second, third], [second], [second, third]):
        for path, text in kept.items():
            path.write_text(text, encoding="utf-8") if path in present else path.unlink(missing_ok=True)
        build_corpus(folder, tmp_path / "corpus", jobs=1)
        assert quads(open_graph(tmp_path / "corpus")) == quads(build(present).dataset), present
