"""The build on Apache Spark: one function call per document on every core of a cluster, and joins by Spark SQL.

It needs the extra ``spark`` and a Java runtime (17 or 21). Every executor needs policygraph, like any Python library of
a job. The result has the same triples as that of ``build`` on the same documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SourceError
from ..graph import SUCCESSION_PREDICATES, Iris, graph_for
from ..model import ROLES, Policy
from ..texts import Bilingual, filled
from .discovery import LINES, InputDocument, make_line_document
from .identifiers import make_slug
from .links import DUPLICATES, RESOLVED, write_link_facts, write_vocabulary_lines
from .reading import Options
from .workers import make_records

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

__all__ = ["build_on_spark", "loads", "network"]


class ResponsibilityRow(NamedTuple):
    """A row of the table of responsibilities; all values are strings, the deadline is an ISO date or else its words."""

    policy: str
    measure: str
    number: str
    name: str
    body: str
    label: str
    role: str
    level: str
    kind: str
    deadline: str


_RECORD = f"""id string, name string, failure struct<zh:string,en:string>, lines string,
 described array<struct<thing:string,lines:string>>, concepts array<string>, number string, titles array<string>,
 citations array<struct<position:int,number:string,title:string,implements:boolean>>, measure_hashes array<bigint>,
 responsibilities array<struct<{",".join(f"{name}:string" for name in ResponsibilityRow._fields)}>>"""


def build_on_spark(
    spark: SparkSession, sources: str | Iterable[str], target: str, options: Options | None = None
) -> dict[str, Bilingual]:
    """Build documents at any paths that Spark reads into four folders below ``target``.

    ``quads`` and ``shared`` are compressed N-Quads for bulk load, ``responsibilities`` is a table in Parquet,
    ``records`` is the data of each document, from which the others can be made again. Folders at ``target`` are
    replaced.

    Args:
        spark: The session.
        sources: Folders of documents, or files or folders of line-delimited JSON (``.jsonl``, ``.ndjson``, also
            compressed).
        target: The folder to write.
        options: How to read the documents.

    Returns:
        The documents that could not be read, and why.

    Raises:
        SourceError: No document could be read.

    Example:
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
    bad = records.where("failure IS NOT NULL OR first IS NOT NULL").select("name", "id", "failure", "first")
    failures = {row["name"]: _failure(row) for row in bad.collect()}
    good = records.where("failure IS NULL AND first IS NULL")
    if good.isEmpty():
        raise SourceError.of(next(iter(failures.values()), filled("no_document", sources=names)))
    good.selectExpr("trim(TRAILING '\n' FROM lines) AS value").write.mode("overwrite").text(
        f"{target}/quads", compression="gzip"
    )
    good.selectExpr("inline(responsibilities)").write.mode("overwrite").parquet(f"{target}/responsibilities")
    _shared(spark, good, options.base).write.mode("overwrite").text(f"{target}/shared", compression="gzip")
    return failures


def _records(spark: SparkSession, source: str, options: Options) -> DataFrame:
    """Return one row per document, from lines of JSON or from files."""
    stem = source.rpartition("/")[2]
    packed = stem.removesuffix(".gz").removesuffix(".bz2")
    if packed.endswith(LINES):
        name = make_slug(packed.rpartition(".")[0])
        lines = spark.read.text(source).where("trim(value) <> ''").rdd
        documents = lines.map(lambda row: make_line_document(stem, name, row["value"].encode()))
    else:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        documents = files.select("path", "content").rdd.map(
            lambda row: _make_document(source, row["path"], bytes(row["content"]))
        )

    def described(part: Iterable[InputDocument]) -> Iterator[tuple[Any, ...]]:
        for record in make_records(part, options):
            failure = record.failure and (record.failure.names.zh, record.failure.names.en)
            rows = list(make_responsibility_rows(record.policy)) if record.policy else []
            text = (record.id, record.name, failure, record.lines, record.described, record.concepts)
            yield (*text, *record.keys, rows)

    return spark.createDataFrame(documents.mapPartitions(described), _RECORD)


def make_responsibility_rows(policy: Policy) -> Iterator[ResponsibilityRow]:
    """Yield the rows of a policy for the table of responsibilities.

    Args:
        policy: The policy.

    Yields:
        Its rows.
    """
    iris = Iris()
    for measure in policy.measures:
        for duty in measure.responsibilities:
            body = duty.body
            yield ResponsibilityRow(
                policy.id,
                measure.key,
                measure.number,
                duty.name,
                iris.body(body),
                body.label,
                duty.role,
                body.level,
                body.kind,
                measure.due_of(duty).value,
            )


def _make_document(source: str, path: str, data: bytes) -> InputDocument:
    """Name a file by its path below the source, as on a single machine; Spark gives paths as URIs."""
    from urllib.parse import unquote, urlsplit

    root, here = unquote(urlsplit(source).path).rstrip("/"), unquote(urlsplit(path).path)
    inside = here.removeprefix(root + "/") if here.startswith(root + "/") else here.rpartition("/")[2]
    stem, dot, _ = inside.rpartition(".")
    return InputDocument(here, make_slug(stem if dot else inside), data)


def _one_each(records: DataFrame) -> DataFrame:
    """Keep the first by name of documents with the same identifier; the column ``first`` of the others has its name."""
    from pyspark.sql import functions as f

    first = records.groupBy("id").agg(f.min("name").alias("first"), f.count("*").alias("n")).where("n > 1")
    joined = records.join(f.broadcast(first), "id", "left")
    return joined.withColumn("first", f.expr("IF(name <> first, first, NULL)")).drop("n")


def _failure(row: Row) -> Bilingual:
    if row["first"]:
        return filled("same_identifier", path=row["name"], id=row["id"], first=row["first"])
    return Bilingual(*row["failure"])


def _shared(spark: SparkSession, good: DataFrame, base: str) -> DataFrame:
    """Return the facts that several documents can state, as lines of N-Quads."""
    good.select("id", "number").selectExpr("id", "number", "'' AS failure").createOrReplaceTempView("document")
    good.selectExpr("id AS document", "inline(citations)").createOrReplaceTempView("citation")
    good.selectExpr("id AS document", "explode(titles) AS title").createOrReplaceTempView("title")
    good.selectExpr("id AS document", "explode(measure_hashes) AS hash").createOrReplaceTempView("measure_hash")
    good.selectExpr("id", "inline(described)").createOrReplaceTempView("described")
    facts = spark.sql(
        "SELECT line, COUNT(DISTINCT id) AS n, MIN(id) AS first"
        " FROM (SELECT id, explode(split(lines, '\\n')) AS line FROM described) GROUP BY line"
    ).persist()
    lines = facts.rdd.map(lambda row: (_placed(row["line"], row["n"], row["first"], base),))
    of_bodies = " OR ".join(f"line LIKE '%<{predicate}>%'" for predicate in SUCCESSION_PREDICATES)
    bodies = (row["line"] for row in facts.where(of_bodies).toLocalIterator())
    ended = facts.where("line LIKE '%>'").selectExpr(r"regexp_extract(line, '<([^<>]*)>$', 1) AS iri").distinct()
    used = good.selectExpr("explode(concepts) AS iri").distinct().union(ended.where("iri LIKE '%/policygraph/%'"))
    concepts = {row["iri"] for row in used.toLocalIterator()}
    vocabulary = write_vocabulary_lines(concepts, bodies)
    resolved = spark.sql(RESOLVED).rdd.map(tuple)
    duplicates = find_stars(spark.sql(DUPLICATES)).rdd.map(tuple)
    links = resolved.mapPartitions(lambda part: ((line,) for line, _ in write_link_facts(part, (), base)))
    same = duplicates.mapPartitions(lambda part: ((line,) for line, _ in write_link_facts((), part, base)))
    few = spark.sparkContext.parallelize([(line,) for line in vocabulary], 1)
    return spark.createDataFrame(lines.union(few).union(links).union(same), "value string").distinct()


def _placed(line: str, documents: int, first: str, base: str) -> str:
    return f"{line} <{graph_for(Iris(base).graph(first), documents)}> ."


def network(responsibilities: DataFrame, *, classes: bool = False) -> DataFrame:
    """Return pairs of bodies that share measures, each pair once: ``body, other, measures``.

    The cost is the sum over measures of the squares of their bodies.

    Args:
        responsibilities: The table of responsibilities.
        classes: Whether classes of bodies count too; the query ``body-pairs`` counts named bodies.

    Returns:
        The pairs and the numbers of measures they share.
    """
    spark = responsibilities.sparkSession
    bearing = responsibilities if classes else responsibilities.where("kind = 'named'")
    bearing.select("policy", "measure", "body").distinct().createOrReplaceTempView("bearing")
    return spark.sql(
        "SELECT a.body AS body, b.body AS other, COUNT(*) AS measures FROM bearing a JOIN bearing b"
        " ON a.policy = b.policy AND a.measure = b.measure AND a.body < b.body GROUP BY a.body, b.body"
    )


def loads(responsibilities: DataFrame) -> DataFrame:
    """Return each body's load: ``body, measures, policies, lead, responsible, joint, support`` (measures by role).

    Args:
        responsibilities: The table of responsibilities.

    Returns:
        A row per body.
    """
    responsibilities.createOrReplaceTempView("responsibility")
    roles = ", ".join(
        f"COUNT(DISTINCT CASE WHEN role = '{role}' THEN struct(policy, measure) END) AS {role}" for role in ROLES
    )
    return responsibilities.sparkSession.sql(
        "SELECT body, COUNT(DISTINCT policy, measure) AS measures, COUNT(DISTINCT policy) AS policies, "
        f"{roles} FROM responsibility GROUP BY body"
    )


def find_stars(pairs: DataFrame) -> DataFrame:
    """Turn pairs ``document, other`` into stars, like ``links.find_stars``.

    Each round gives every document the smallest name among its neighbours, until no name changes. The number of rounds
    is the length of the longest chain of pairs, which is short for copies of one notice.

    Args:
        pairs: The edges.

    Returns:
        The first member of each connected component with each of the others.
    """
    from pyspark.sql import functions as f

    back = pairs.selectExpr("other AS document", "document AS other")
    edges = pairs.select("document", "other").union(back).distinct().persist()
    labels = edges.groupBy("document").agg(f.min("other").alias("near"))
    labels = labels.selectExpr("document", "least(document, near) AS first")
    while True:
        near = edges.join(labels.withColumnRenamed("document", "other"), "other").groupBy("document")
        better = near.agg(f.min("first").alias("near")).join(labels, "document")
        better = better.selectExpr("document", "least(first, near) AS first", "near < first AS changed")
        better = better.localCheckpoint()
        labels = better.select("document", "first")
        if better.where("changed").isEmpty():
            return labels.where("document <> first").selectExpr("first AS document", "document AS other")
