"""A reviewer brings the annotated notice that is read worst to its annotation, with the page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from extraction.test_annotated import FLOORS
from policygraph import read
from policygraph.model import ROLES
from policygraph.scoring import UnitOutcome
from policygraph.scoring.gold import read_annotation
from policygraph.scoring.outcomes import compare_document
from policygraph.scoring.readings import measures_of
from policygraph.scoring.records import ScoredDocument
from policygraph.scoring.scores import compute_scores

from .conftest import Desk

pytestmark = pytest.mark.browser

#: Clicks, drags and keys for each responsibility that is wrong or missing.
MOST = 3
WORST = min(FLOORS, key=lambda name: FLOORS[name])


class Missed(NamedTuple):
    """A responsibility of the annotation that the reading does not have, and where the notice names it."""

    role: str
    start: int
    end: int


def compare(shared: Path, notice: Path) -> tuple[float, list[tuple[str, UnitOutcome]]]:
    """The F1 with roles of a notice as it is corrected, and who is wrong or missing, with the title of the measure."""
    [wanted] = read_annotation(shared / "gold" / f"{WORST}.jsonl")
    outcomes = compare_document(wanted, ScoredDocument(WORST, tuple(measures_of(read(notice)))))
    wrong = [(outcome.measure.title, unit) for outcome in outcomes for unit in outcome.units if not unit.role]
    return compute_scores(outcomes, 1).role.f1, wrong


def find_missed(text: str, differences: list[tuple[str, UnitOutcome]]) -> Iterator[Missed]:
    """Where the missed bodies stand: each behind the one before it, in the item that the annotation names."""
    at = 0
    for title, outcome in differences:
        unit = outcome.wanted
        assert unit is not None and outcome.error == "missed", "the page can do more, but nothing else is wrong here"
        at = text.index(unit.words, max(at, text.find(title)))
        yield Missed(unit.role, at, at + len(unit.words))
        at += len(unit.words)


def join_lists(text: str, missed: list[Missed]) -> Iterator[Missed]:
    """One selection for bodies that stand side by side, with the word that they share: 公安、城管执法等部门."""
    groups: list[list[Missed]] = []
    for each in missed:
        if groups and groups[-1][-1].role == each.role and text[groups[-1][-1].end : each.start] == "、":
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        end = group[-1].end
        if text.startswith("等部门", end):
            end += len("等部门")
        yield Missed(group[0].role, group[0].start, end)


def count_before(text: str, words: str, at: int) -> int:
    return sum(text.startswith(words, place) for place in range(at))


def test_the_worst_notice_is_brought_to_its_annotation(
    visit: Callable[..., Desk], shared: Path, record_property: Callable[[str, object], None]
) -> None:
    (source,) = (shared / "documents").glob(f"{WORST}-*")
    desk = visit(source.read_text(encoding="utf-8"))
    before, differences = compare(shared, desk.notice)
    assert before < 0.97 and differences
    text = read(desk.notice).document.text
    for each in join_lists(text, list(find_missed(text, differences))):
        words = text[each.start : each.end]
        desk.drag(words, count_before(text, words, each.start))
        desk.press(str(ROLES.index(each.role) + 1))
        desk.saved()
    desk.corrections()
    after, left = compare(shared, desk.notice)
    assert (after, left) == (1.0, [])
    record_property("actions", desk.actions)
    print(f"{WORST}: F1 {before:.3f} > {after:.3f}, {len(differences)} responsibilities, {desk.actions} actions")
    assert desk.actions <= MOST * len(differences)
    assert desk.faults == []
