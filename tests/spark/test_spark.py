"""Spark against one machine: the same triples, the same tables. ``make spark`` runs these."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings

from needs import lacking
from overlapping import NOTICES, Notice, quads, write
from policygraph.corpus import build
from policygraph.errors import SourceError
from policygraph.sparql import run
from policygraph.store import open_graph

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def spark(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    if not shutil.which("java"):
        lacking("no Java runtime")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        lacking('no pyspark: pip install "policygraph[spark]"')
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(getattr(request, "param", "local[2]"))
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty invented notices in folders, one of them twice, one citing another, one empty, one clash of names."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from notices import notices as invented

    folder = tmp_path_factory.mktemp("corpus") / "notices"
    (folder / "福建").mkdir(parents=True)
    for notice in invented(60):
        (folder / "福建" / f"{notice.name}.txt").write_text(notice.text, encoding="utf-8")
    first = next(iter(invented(1)))
    cited = first.text.splitlines()[0]
    (folder / "twin.txt").write_text(first.text + "（九十九）另行通知。（省财政厅负责）\n", encoding="utf-8")
    measure = "（一）修路。（省财政厅负责）\n"
    (folder / "citing.txt").write_text(f"某市意见\n根据《{cited}》，制定本意见。\n{measure}", encoding="utf-8")
    carrying = f"某市关于贯彻落实《{cited}》的实施意见\n现印发给你们。\n{measure}"
    (folder / "carrying.txt").write_text(carrying, encoding="utf-8")
    (folder / "blank.txt").write_text(" \n")
    for name in ("same.md", "same.txt"):
        (folder / name).write_text("（一）架桥。（省水利厅负责）\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def local(notices: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("local") / "store"
    build(notices, path, jobs=1)
    return path


def loaded(target: Path, store: Path) -> set[str]:
    """Spark's N-Quads, loaded as a user would."""
    from pyoxigraph import RdfFormat, Store

    made = Store(str(store))
    parts = [*target.glob("quads/*.gz"), *target.glob("shared/*.gz")]
    assert parts
    import gzip

    for part in parts:
        made.bulk_load(gzip.decompress(part.read_bytes()), format=RdfFormat.N_QUADS)
    return {str(quad) for quad in made}


@pytest.mark.parametrize("spark", ["local[2]", "local-cluster[2,1,1024]"], indirect=True)
def test_triple_for_triple(spark: SparkSession, notices: Path, local: Path, tmp_path: Path) -> None:
    from pyoxigraph import Store

    from policygraph.corpus.spark import build_on_spark

    failures = build_on_spark(spark, str(notices), str(tmp_path / "out"))
    assert len(failures) == 2 and any("blank.txt" in reason.zh for reason in failures.values())
    here = {str(quad) for quad in Store.read_only(str(local))}
    there = loaded(tmp_path / "out", tmp_path / "store")
    assert sorted(here) == sorted(there)
    assert len(here) > 50_000
    for link in ("sameAs", "eli/ontology#implements", "prov#alternateOf"):
        assert any(link in quad for quad in here), link

    from policygraph.corpus.spark import loads, network

    table = spark.read.parquet(str(tmp_path / "out" / "responsibilities"))
    asked = run(open_graph(local), "workload").rows
    measures = {str(row["body"]): int(str(row["measures"])) for row in asked}
    assert {row["body"]: row["measures"] for row in loads(table).collect()} == measures
    pairs = {(row["body"], row["other"]): row["measures"] for row in network(table).collect()}
    assert pairs == {
        tuple(sorted((str(row["body"]), str(row["other"])))): int(str(row["measures"]))
        for row in run(open_graph(local), "body-pairs").rows
    }


@settings(max_examples=1)
@given(stated=NOTICES)
@example(
    stated=[
        [["省财政厅", "省教育厅", "省扶贫办"]],
        [["省财政厅", "省发改委"]],
        [["省财政厅", "省乡村振兴局", "省发展改革委"]],
    ]
)
def test_each_fact_stands_where_a_build_puts_it(spark: SparkSession, stated: list[Notice]) -> None:
    from policygraph.corpus.spark import build_on_spark

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write(folder / "in", stated)
        build_on_spark(spark, str(folder / "in"), str(folder / "out"))
        assert sorted(loaded(folder / "out", folder / "store")) == quads(build(paths).dataset)


def test_lines_of_json(spark: SparkSession, notices: Path, tmp_path: Path) -> None:
    from pyoxigraph import Store

    from policygraph.corpus.spark import build_on_spark

    texts = [path.read_text(encoding="utf-8") for path in sorted(notices.rglob("notice-0000[01]*.txt"))]
    records = [{"id": f"r-{n}", "title": "某通知", "text": text} for n, text in enumerate(texts)]
    records[3].pop("id")
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (tmp_path / "all.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", encoding="utf-8")
    made = build(tmp_path / "all.jsonl", tmp_path / "local", jobs=1)
    failures = build_on_spark(spark, str(tmp_path / "all.jsonl"), str(tmp_path / "out"))
    assert len(made.failures) == len(failures) == 1
    here = {str(quad) for quad in Store.read_only(str(tmp_path / "local"))}
    assert here == loaded(tmp_path / "out", tmp_path / "store")


def test_nothing_to_read_is_one_line(spark: SparkSession, tmp_path: Path) -> None:
    from policygraph.corpus.spark import build_on_spark

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "blank.txt").write_text("\n")
    with pytest.raises(SourceError, match="blank"):
        build_on_spark(spark, str(tmp_path / "in"), str(tmp_path / "out"))


def test_stars_of_a_chain(spark: SparkSession) -> None:
    from policygraph.corpus.links import find_stars as plain
    from policygraph.corpus.spark import find_stars

    pairs = [(f"d{n:02}", f"d{n + 1:02}") for n in range(9)] + [("x", "y"), ("x", "z")]
    found = find_stars(spark.createDataFrame(pairs, "document string, other string")).collect()
    assert sorted((row["document"], row["other"]) for row in found) == plain(pairs)
