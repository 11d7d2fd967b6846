"""Reviews in the graph: who accepted or corrected what, and when; read back, valid, and nothing where nobody looked."""

from __future__ import annotations

from dataclasses import replace

from competency import dataset
from policygraph.graph.engine import dataset_of
from policygraph.graph.read import read_policies
from policygraph.graph.validate import validate
from policygraph.graph.write import policy_lines, policy_quads
from policygraph.model import Corrections, MeasureCorrection, Policy
from policygraph.namespaces import PG


def read_reviewed() -> Policy:
    (policy,) = read_policies(dataset("reviewed"))
    return policy


def test_status_person_and_moment_come_back() -> None:
    policy = read_reviewed()
    found = {part.name: (part.review, part.reviewer, part.reviewed) for part in policy.measures[5].responsibilities}
    assert found == {
        "省财政厅": ("corrected", "张三", "2026-11-30T08:05:00+08:00"),
        "省审计厅": ("corrected", "张三", "2026-11-30T08:05:00+08:00"),
    }
    assert [part.review for part in policy.measures[0].responsibilities] == ["unseen"] * 3
    assert policy.measures[6].responsibilities[0].reviewed == "2026-11-30T00:00:00"
    assert policy.measures[4].category is not None and policy.measures[4].category.title == "保障措施"


def test_reviews_are_valid() -> None:
    assert validate(dataset("reviewed")) == validate(dataset_of(policy_quads(read_reviewed())))
    assert not [finding for finding in validate(dataset("reviewed")) if "eview" in finding.shape]


def test_nothing_is_stated_where_nobody_has_looked() -> None:
    (policy,) = read_policies(dataset("fujian"))
    lines = [line for lines in policy_lines(policy).values() for line in lines]
    assert lines and not [line for line in lines if f"{PG}review" in line or f"{PG}Review" in line]


def test_a_moment_that_is_none_and_a_person_without_name_are_left_out() -> None:
    entry = MeasureCorrection("修路", reviewer="", reviewed="yesterday")
    (policy,) = read_policies(dataset("fujian"))
    given = Corrections("c.yaml", "0" * 64, (), (entry, replace(entry, reviewer="张三", reviewed="")))
    lines = [line for lines in policy_lines(replace(policy, corrections=given)).values() for line in lines]
    assert len([line for line in lines if f"<{PG}Review>" in line]) == 1
    assert not [line for line in lines if "endedAtTime" in line]
    assert len([line for line in lines if "wasAssociatedWith" in line and "reviewer" in line]) == 1
