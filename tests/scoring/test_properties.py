"""What must hold of the scores whatever is annotated and found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policygraph.scoring import Figure, Scores, score

from .annotations import documents, rows_of, write_csv, write_lines


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(place)


def all_figures(scores: Scores) -> list[Figure]:
    divided = [figure for _, *figures in scores.groups for figure in figures]
    return [scores.who, scores.role, scores.measures, *divided]


def counted(scores: Scores) -> list[tuple[Any, ...]]:
    """All counts, with those from which the intervals are drawn."""
    shares = scores.level, scores.kind, scores.deadlines, scores.kappa
    return [*((figure.counts, sorted(figure.samples)) for figure in all_figures(scores)), shares]


def is_perfect(scores: Scores) -> bool:
    return all(figure.precision == figure.recall == figure.f1 == 1 for figure in all_figures(scores))


@settings(max_examples=25)
@given(documents())
def test_gold_against_itself_is_right(records: list[dict[str, Any]]) -> None:
    assume(records)
    with folder() as place:
        gold = write_lines(place / "gold.jsonl", records)
        rows = write_csv(place / "rows.csv", rows_of(records))
        for predictions in (gold, rows):
            scores = score(gold, predictions=predictions, by="role").scores
            assert is_perfect(scores)
            assert (
                scores.who.counts.wanted == scores.who.counts.found == sum(len(r["responsibilities"]) for r in records)
            )
            assert scores.level.right == scores.level.of and scores.kind.right == scores.kind.of


@settings(max_examples=25)
@given(documents(), documents(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    records: list[dict[str, Any]], others: list[dict[str, Any]], shuffle: random.Random
) -> None:
    """What was found is another annotation, so that much of it is wrong."""
    assume(records)
    rows = [row for row in rows_of(others) if row["policy"].rpartition("/")[2] in {each["doc"] for each in records}]
    assume(rows)
    with folder() as place:
        gold = write_lines(place / "gold.jsonl", records)
        first = score(gold, predictions=write_csv(place / "rows.csv", rows), by="role").scores
        shuffle.shuffle(rows)
        second = score(gold, predictions=write_csv(place / "rows.csv", rows), by="role").scores
        assert counted(first) == counted(second)
        shuffle.shuffle(records)
        third = score(write_lines(place / "gold.jsonl", records), predictions=place / "rows.csv", by="role").scores
        assert counted(first) == counted(third)


@settings(max_examples=25)
@given(documents(), documents())
def test_exchanging_gold_and_system_exchanges_precision_and_recall(
    records: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    docs = {each["doc"] for each in records} & {each["doc"] for each in others}
    assume(docs)
    ours, theirs = ([each for each in one if each["doc"] in docs] for one in (records, others))
    with folder() as place:
        one, other = write_lines(place / "one.jsonl", ours), write_lines(place / "other.jsonl", theirs)
        here, there = (score(*pair[:1], predictions=pair[1]).scores for pair in ((one, other), (other, one)))
    assert here.role.precision == pytest.approx(there.role.recall)
    assert here.role.recall == pytest.approx(there.role.precision)
    assert here.who.f1 == pytest.approx(there.who.f1)


@settings(max_examples=25)
@given(documents(), st.data())
def test_what_is_left_out_lowers_recall_and_not_precision(records: list[dict[str, Any]], data: st.DataObject) -> None:
    rows = rows_of(records)
    assume(len(rows) > 1)
    dropped = data.draw(st.integers(0, len(rows) - 1))
    with folder() as place:
        gold = write_lines(place / "gold.jsonl", records)
        kept = write_csv(place / "rows.csv", [row for at, row in enumerate(rows) if at != dropped])
        counts = score(gold, predictions=kept).scores.who.counts
    assert (counts.wanted, counts.found, counts.found_right) == (len(rows), len(rows) - 1, len(rows) - 1)
