"""Nothing found is lost: every character of a statement has an account."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.corpus import read
from policygraph.extraction import extract
from policygraph.model import Policy
from statement_cases import all_cases, document


def check(policy: Policy) -> None:
    text = policy.document.text
    at: dict[int, int] = {}
    for entry in policy.ledger:
        passage = entry.passage
        assert text[passage.start : passage.end] == passage.quote
        assert entry.kind
        at |= dict.fromkeys(range(passage.start, passage.end), 1)
    for measure in policy.measures:
        for duty in measure.responsibilities:
            assert all(index in at for index in range(duty.evidence.start, duty.evidence.end))


@pytest.mark.parametrize("case", [case for _, case in all_cases() if case["reads"]], ids=lambda case: case["text"][:12])
def test_cases_are_read_to_the_last_character(case: dict[str, str]) -> None:
    policy = extract(document(case["text"]), "case")
    check(policy)
    assert not policy.unread


def test_published_documents_are_accounted_for(shared: Path) -> None:
    paths = sorted((shared / "documents").iterdir())
    for path in paths:
        check(read(path))
    assert len(paths) >= 12


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    text = "（一）修路。责任单位：省财政厅、尽快落实到位的若干事项\n（二）架桥。（谁主管、谁负责）"
    policy = extract(document(text), "case")
    assert [(entry.passage.quote, text[entry.passage.start : entry.passage.end]) for entry in policy.unread] == [
        ("尽快落实到位的若干事项",) * 2,
        ("（谁主管、谁负责）",) * 2,
    ]


def test_a_row_with_a_cell_too_many_is_not_guessed_at() -> None:
    rows = ["1", "修路", "市交通运输局", "2", "筑坝", "分两年完成", "市水利局", "3", "植树", "市林业局"]
    policy = extract(document("\n".join(["序号", "任务内容", "责任单位", *rows])), "case")
    assert [measure.title for measure in policy.measures] == ["修路", "植树"]
    assert [entry.passage.quote.split("\n") for entry in policy.unread] == [["2", "筑坝", "分两年完成", "市水利局"]]
