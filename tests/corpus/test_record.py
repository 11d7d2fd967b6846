"""What one document tells of others."""

from __future__ import annotations

import pytest

from policygraph.corpus.discovery import InputDocument
from policygraph.corpus.links import normalise
from policygraph.corpus.reading import Options
from policygraph.corpus.record import Account, make_record

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
    record = make_record(InputDocument("a.txt", "a", f"{title}\n{MEASURE}".encode()), Options())
    assert [citation.title for citation in record.keys.citations if citation.implements] == ([named] if named else [])


def test_a_notice_is_known_by_its_title_and_by_what_it_issues() -> None:
    text = f"福建省人民政府关于印发福建省乡村振兴规划的通知\n闽政〔2020〕3号\n{MEASURE}"
    record = make_record(InputDocument("a.txt", "a", text.encode()), Options())
    assert record.keys.titles == ["福建省乡村振兴规划", "福建省人民政府关于印发福建省乡村振兴规划的通知"]
    assert record.keys.number == normalise("闽政[2020] 3号")
    assert len(record.keys.measure_hashes) == 1


def test_an_account_is_unpacked_as_it_was() -> None:
    text = "（一）修路。（责任单位：省财政厅、尽快落实到位）\n（二）架桥。（各市水利局负责）\n"
    record = make_record(InputDocument("in/a.txt", "a", text.encode()), Options())
    assert record.policy is not None
    account = Account.unpack(record.account)
    assert account == Account.of(record.policy, "in/a.txt")
    assert (account.measures, account.responsibilities, account.bodies, account.classes) == (2, 2, 1, 1)
    assert [span.text for span in account.spans if span.reason] == ["尽快落实到位"]
    assert all(text[span.start : span.end] == span.text for span in account.spans)
