"""Figures at the size of a corpus, by Spark SQL on the table of responsibilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["loads", "network", "stars"]


def network(responsibilities: DataFrame, *, classes: bool = False) -> DataFrame:
    """Pairs of bodies that share measures, and how many: ``body, other, measures``, each pair once.

    Named bodies only, as in the question ``body-pairs``, unless ``classes`` of bodies are to count too.

    Cost: the sum over measures of the squares of their bodies.
    """
    spark = responsibilities.sparkSession
    bearing = responsibilities if classes else responsibilities.where("kind = 'named'")
    bearing.select("policy", "measure", "body").distinct().createOrReplaceTempView("bearing")
    return spark.sql(
        "SELECT a.body AS body, b.body AS other, COUNT(*) AS measures FROM bearing a JOIN bearing b"
        " ON a.policy = b.policy AND a.measure = b.measure AND a.body < b.body GROUP BY a.body, b.body"
    )


def loads(responsibilities: DataFrame) -> DataFrame:
    """What each body bears: ``body, measures, policies, lead, responsible, joint, support`` (measures by role)."""
    responsibilities.createOrReplaceTempView("responsibility")
    roles = ", ".join(
        f"COUNT(DISTINCT CASE WHEN role = '{role}' THEN struct(policy, measure) END) AS {role}"
        for role in ("lead", "responsible", "joint", "support")
    )
    return responsibilities.sparkSession.sql(
        "SELECT body, COUNT(DISTINCT policy, measure) AS measures, COUNT(DISTINCT policy) AS policies, "
        f"{roles} FROM responsibility GROUP BY body"
    )


def stars(pairs: DataFrame) -> DataFrame:
    """Pairs ``document, other`` as stars: each member of a connected component with the component's first.

    Each round gives every document the smallest name among its neighbours, until none changes: as many rounds as the
    longest chain of pairs, which for copies of one notice is short.
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
