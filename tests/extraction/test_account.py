"""Nothing found is lost: every character of a statement has an account."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.corpus import read
from policygraph.errors import SourceError
from policygraph.extraction import extract
from policygraph.extraction.account import account_for
from policygraph.extraction.forms.statements import Statement
from policygraph.extraction.layout import restore
from policygraph.extraction.names.party import Party, PartyList
from policygraph.extraction.text.logical import Logical
from policygraph.model import Policy
from statement_cases import all_cases, document


def check(policy: Policy) -> None:
    text = policy.document.text
    cells = [(cell.start, cell.end) for table in policy.document.tables for row in table.rows for cell in row]
    logical = restore(text, cells)[0]
    at: dict[int, int] = {}
    for entry in policy.account:
        passage = entry.passage
        assert text[passage.start : passage.end] == passage.quote
        assert entry.kind
        at |= dict.fromkeys(range(passage.start, passage.end), 1)
    for measure in policy.measures:
        for duty in measure.responsibilities:
            # Not what a page put into the text, nor what stands between the lines of a cell.
            first, last = (logical.offset(index) for index in (duty.evidence.start, duty.evidence.end - 1))
            assert all(logical.origin(offset) in at for offset in range(first, last + 1))


@pytest.mark.parametrize("case", [case for _, case in all_cases() if case["reads"]], ids=lambda case: case["text"][:12])
def test_cases_are_read_to_the_last_character(case: dict[str, str]) -> None:
    policy = extract(document(case["text"]), "case")
    check(policy)
    assert not policy.unread


#: Published documents from which nothing is read yet. The number may only fall.
NOT_READ = 0


def test_published_documents_are_accounted_for(shared: Path) -> None:
    paths = sorted((shared / "documents").iterdir())
    failures = []
    for path in paths:
        try:
            policy = read(path)
        except SourceError as error:
            failures.append(str(error))
        else:
            check(policy)
    assert len(paths) >= 37
    assert len(failures) == NOT_READ, "\n".join([f"{len(failures)} documents, NOT_READ says {NOT_READ}:", *failures])


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    text = "（一）修路。责任单位：省财政厅、尽快落实到位的若干事项\n（二）架桥。（谁主管、谁负责）"
    policy = extract(document(text), "case")
    assert [(entry.passage.quote, text[entry.passage.start : entry.passage.end]) for entry in policy.unread] == [
        ("尽快落实到位的若干事项",) * 2,
        ("（谁主管、谁负责）",) * 2,
    ]


def test_a_bracket_with_an_unknown_label_is_named_if_its_names_are_unknown_too() -> None:
    text = "1.读书。（认领单位：某某书屋）\n2.修路。责任单位：省财政厅\n"
    text += "3.架桥。（联系单位：某某书屋）\n4.植树。（认领单位：省林业局）"
    policy = extract(document(text), "case")
    assert [entry.passage.quote for entry in policy.unread] == ["（认领单位：某某书屋）"]
    assert [measure.title for measure in policy.measures] == ["修路", "植树"]


def test_lists_that_may_belong_to_either_column_are_not_shared_out() -> None:
    rows = ["1", "筑坝", "市水利局", "市财政局", "市林业局", "2", "植树", "市林业局", "无"]
    policy = extract(document("\n".join(["序号", "工作任务", "牵头单位", "配合单位", *rows])), "case")
    assert [measure.title for measure in policy.measures] == ["植树"]
    assert [entry.passage.quote.split("\n") for entry in policy.unread] == [rows[:5]]


def test_a_row_with_a_cell_too_many_is_not_guessed_at() -> None:
    rows = ["1", "修路", "市交通运输局", "2", "筑坝", "分两年完成", "市水利局", "3", "植树", "市林业局"]
    policy = extract(document("\n".join(["序号", "任务内容", "责任单位", *rows])), "case")
    assert [measure.title for measure in policy.measures] == ["修路", "植树"]
    assert [entry.passage.quote.split("\n") for entry in policy.unread] == [["2", "筑坝", "分两年完成", "市水利局"]]


_WORDS = [
    "牵头单位:",
    "(牵头)",
    "牵头",
    "、",
    ",",
    "政协办",
    "等有关部门",
    "会同",
    "及责任人",
    "张某",
    "无",
    "省财政厅",
    "下同",
    "完成时限:明年",
    "\n",
    "职",
]


@given(st.data())
def test_an_account_covers_the_statement_once_and_knows_its_bodies(data: st.DataObject) -> None:
    """Whatever was claimed, in whatever order, and wherever the statement begins."""
    folded = "".join(data.draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14)))
    place = st.integers(0, len(folded))
    span = st.tuples(place, place).map(lambda pair: (min(pair), max(pair)))
    start, end = data.draw(span)
    spans = data.draw(st.lists(span, max_size=4))
    parties = tuple(Party("省财政厅", "named", start=left, end=right) for left, right in spans)
    lists = [PartyList(parties, False, tuple(data.draw(st.lists(span))))]
    statement = Statement("labelled", start, end, (), tuple(data.draw(st.lists(span, max_size=1))))

    entries, unread = account_for(Logical(folded, folded), folded, statement, lists)
    kinds = {index: entry.kind for entry in entries for index in range(entry.passage.start, entry.passage.end)}
    assert [index for entry in entries for index in range(*entry.passage[1:])] == list(range(start, end))
    assert all(a.kind != b.kind for a, b in pairwise(entries))
    assert [entry.passage for entry in unread] == [entry.passage for entry in entries if entry.kind == "unread"]
    named = {index for left, right in spans for index in range(max(left, start), min(right, end))}
    assert {index for index, kind in kinds.items() if kind == "body"} <= named
    # A label, a remark or a rule comes before the name of a body; nothing else does.
    assert {kinds[index] for index in named} <= {"body", "role", "person", "deadline", "rule"}


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"), [("(牵头)", 1, 3, "role"), ("协办", 0, 2, "role"), ("政协办", 1, 3, "unread")]
)
def test_a_word_between_names_is_read_with_the_letter_before_it(text: str, start: int, end: int, kind: str) -> None:
    entries, _ = account_for(Logical(text, text), text, Statement("labelled", start, end, (), ()), [])
    assert [(entry.kind, entry.passage.quote) for entry in entries] == [(kind, text[start:end])]


def test_a_cell_that_no_list_fills_is_told_as_unread() -> None:
    cell = "，".join(["省财政厅"] * 1000)
    table = f"工作任务\t责任单位\n修路\t市交通运输局\n架桥\t{cell}\n"
    policy = extract(document(table), "case")
    assert [measure.title for measure in policy.measures] == ["修路"]
    assert [entry.passage.quote for entry in policy.unread if "省财政厅" in entry.passage.quote] == [cell]
