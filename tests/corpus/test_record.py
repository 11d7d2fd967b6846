"""What one document tells of others."""

from __future__ import annotations

import pytest

from policygraph.corpus.discovery import Item
from policygraph.corpus.record import Options, describe, fold_key

MEASURE = "现印发给你们。\n（一）修路。（市财政局负责）\n"


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("某市关于贯彻落实《福建省乡村振兴规划》的实施意见", "福建省乡村振兴规划"),
        ("某市关于贯彻落实福建省乡村振兴规划的实施意见", "福建省乡村振兴规划"),
        ("某市《福建省乡村振兴规划》实施细则", "福建省乡村振兴规划"),
        ("某市转发国务院办公厅关于加强乡村振兴意见的通知", "国务院办公厅关于加强乡村振兴意见"),
        ("某市关于《某省冷链行动方案的通知》的实施意见", "某省冷链行动方案的通知"),
        ("某市关于乡村振兴的实施意见", None),
        ("某市关于落实责任的通知", None),
    ],
)
def test_the_notice_that_a_title_carries_out(title: str, named: str | None) -> None:
    record = describe(Item("a.txt", "a", f"{title}\n{MEASURE}".encode()), Options())
    assert [basis[2] for basis in record.basis if basis[3]] == ([named] if named else [])


def test_a_notice_is_known_by_its_title_and_by_what_it_issues() -> None:
    text = f"福建省人民政府关于印发福建省乡村振兴规划的通知\n闽政〔2020〕3号\n{MEASURE}"
    record = describe(Item("a.txt", "a", text.encode()), Options())
    assert record.titles == ["福建省乡村振兴规划", "福建省人民政府关于印发福建省乡村振兴规划的通知"]
    assert record.number == fold_key("闽政[2020] 3号")
    assert len(record.marks) == 1
