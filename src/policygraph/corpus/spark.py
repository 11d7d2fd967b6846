"""The same corpus on Apache Spark: one function per document on every core of a cluster, joins by Spark SQL.

Needs the extra ``spark`` and a Java runtime (17 or 21). Every executor needs policygraph, as any Python library of a
job. What comes out is triple for triple what ``build_corpus`` makes of the same documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from ..graph import Iris, graph_for
from ..namespaces import VOCABULARY_GRAPH
from ..registry import using
from ..texts import Names, filled
from .discovery import LINES, Item, record_item, slug
from .links import DUPLICATES, RESOLVED, TOLD, link_facts, vocabulary_lines
from .record import Options, describe
from .spark_tables import stars

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

__all__ = ["build_on_spark"]

_RECORD = """id string, key string, failure struct<zh:string,en:string>, lines string,
 described array<struct<thing:string,lines:string>>, concepts array<string>, number string, titles array<string>,
 basis array<struct<position:int,number:string,title:string,implements:boolean>>, marks array<bigint>,
 duties array<struct<policy:string,measure:string,number:string,name:string,body:string,label:string,role:string,
 level:string,kind:string,deadline:string>>"""


def build_on_spark(
    spark: SparkSession, sources: str | Iterable[str], target: str, options: Options | None = None
) -> dict[str, Names]:
    """Builds documents at any paths that Spark reads into four folders below ``target``.

    ``quads`` and ``shared`` are compressed N-Quads for bulk load, ``responsibilities`` a table in Parquet, ``records``
    what was read of each document, from which the others can be made again. A source is a folder of documents or
    a file or folder of line-delimited JSON (``.jsonl``, ``.ndjson``, also compressed). What stands at ``target`` is
    replaced folder by folder. Returns what could not be read, by document. Raises ``SourceError`` where nothing could.

    >>> from pyspark.sql import SparkSession                                  # doctest: +SKIP
    >>> spark = SparkSession.builder.getOrCreate()                            # doctest: +SKIP
    >>> failures = build_on_spark(spark, "s3a://notices/2024", "s3a://graph") # doctest: +SKIP
    """
    options = options or Options()
    names = [sources] if isinstance(sources, str) else list(sources)
    frames = [_records(spark, name.rstrip("/"), options) for name in names]
    frame = frames[0]
    for other in frames[1:]:
        frame = frame.unionByName(other)
    frame.write.mode("overwrite").parquet(f"{target}/records")
    records = _one_each(spark.read.parquet(f"{target}/records"))
    bad = records.where("failure IS NOT NULL OR first IS NOT NULL").select("key", "id", "failure", "first")
    failures = {row["key"]: _failure(row) for row in bad.collect()}
    good = records.where("failure IS NULL AND first IS NULL")
    if good.isEmpty():
        raise SourceError.of(next(iter(failures.values()), filled("no_document", sources=names)))
    good.selectExpr("trim(TRAILING '\n' FROM lines) AS value").write.mode("overwrite").text(
        f"{target}/quads", compression="gzip"
    )
    good.selectExpr("inline(duties)").write.mode("overwrite").parquet(f"{target}/responsibilities")
    _shared(spark, good, options.base).write.mode("overwrite").text(f"{target}/shared", compression="gzip")
    return failures


def _records(spark: SparkSession, source: str, options: Options) -> DataFrame:
    """One row a document, lines of JSON and files apart."""
    stem = source.rpartition("/")[2]
    packed = stem.removesuffix(".gz").removesuffix(".bz2")
    if packed.endswith(LINES):
        name = slug(packed.rpartition(".")[0])
        lines = spark.read.text(source).where("trim(value) <> ''").rdd
        items = lines.map(lambda row: record_item(stem, name, row["value"].encode()))
    else:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        items = files.select("path", "content").rdd.map(lambda row: _item(source, row["path"], bytes(row["content"])))

    def described(part: Iterable[Item]) -> Iterator[tuple[Any, ...]]:
        with using(options.lexicon):
            for item in part:
                r = describe(item, options)
                yield (
                    r.id,
                    r.key,
                    r.failure and (r.failure.zh, r.failure.en),
                    r.lines,
                    r.described,
                    r.concepts,
                    r.number,
                    r.titles,
                    r.basis,
                    r.marks,
                    r.duties,
                )

    return spark.createDataFrame(items.mapPartitions(described), _RECORD)


def _item(source: str, path: str, data: bytes) -> Item:
    """A file by its path below the source, as on one machine; Spark gives paths as URIs."""
    from urllib.parse import unquote, urlsplit

    root, here = unquote(urlsplit(source).path).rstrip("/"), unquote(urlsplit(path).path)
    inside = here.removeprefix(root + "/") if here.startswith(root + "/") else here.rpartition("/")[2]
    stem, dot, _ = inside.rpartition(".")
    return Item(here, slug(stem if dot else inside), data)


def _one_each(records: DataFrame) -> DataFrame:
    """Of documents with one identifier the first by name counts, and is named in the column ``first`` of the others."""
    from pyspark.sql import functions as f

    first = records.groupBy("id").agg(f.min("key").alias("first"), f.count("*").alias("n")).where("n > 1")
    joined = records.join(f.broadcast(first), "id", "left")
    return joined.withColumn("first", f.expr("IF(key <> first, first, NULL)")).drop("n")


def _failure(row: Row) -> Names:
    if row["first"]:
        return filled("same_identifier", path=row["key"], id=row["id"], first=row["first"])
    return Names(*row["failure"])


def _shared(spark: SparkSession, good: DataFrame, base: str) -> DataFrame:
    """Facts that more than one document bears on, as lines of N-Quads."""
    good.select("id", "number").selectExpr("id", "number", "'' AS failure").createOrReplaceTempView("document")
    good.selectExpr("id AS document", "inline(basis)").createOrReplaceTempView("basis")
    good.selectExpr("id AS document", "explode(titles) AS title").createOrReplaceTempView("title")
    good.selectExpr("id AS document", "explode(marks) AS mark").createOrReplaceTempView("mark")
    good.selectExpr("id", "inline(described)").createOrReplaceTempView("described")
    facts = spark.sql(
        "SELECT line, COUNT(DISTINCT id) AS n, MIN(id) AS first"
        " FROM (SELECT id, explode(split(lines, '\\n')) AS line FROM described) GROUP BY line"
    ).persist()
    lines = facts.rdd.map(lambda row: (_placed(row["line"], row["n"], row["first"], base),))
    told = (row["line"] for row in facts.where(_contains(TOLD)).toLocalIterator())
    ended = facts.where("line LIKE '%>'").selectExpr(r"regexp_extract(line, '<([^<>]*)>$', 1) AS iri").distinct()
    used = good.selectExpr("explode(concepts) AS iri").distinct().union(ended.where("iri LIKE '%/policygraph/%'"))
    concepts = {row["iri"] for row in used.toLocalIterator()}
    vocabulary = vocabulary_lines(concepts, [f"{line} <{VOCABULARY_GRAPH}> ." for line in told])
    resolved = spark.sql(RESOLVED).rdd.map(tuple)
    duplicates = stars(spark.sql(DUPLICATES)).rdd.map(tuple)
    links = resolved.mapPartitions(lambda part: ((line,) for line, _ in link_facts(part, (), base)))
    same = duplicates.mapPartitions(lambda part: ((line,) for line, _ in link_facts((), part, base)))
    few = spark.sparkContext.parallelize([(line,) for line in vocabulary], 1)
    return spark.createDataFrame(lines.union(few).union(links).union(same), "value string").distinct()


def _placed(line: str, documents: int, first: str, base: str) -> str:
    return f"{line} <{graph_for(Iris(base).graph(first), documents)}> ."


def _contains(parts: Iterable[str]) -> str:
    return " OR ".join(f"line LIKE '%{part}%'" for part in parts)
