from __future__ import annotations

import pytest

from policygraph.documents import read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document


def md(text: str) -> Document:
    return read_bytes(text.encode(), "notice.md")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# 一、总则\n\n**（一）** 目的 *说明*", "一、总则\n（一） 目的 说明\n"),
        ("1. 甲\n2. 乙\n   - 丙\n3) 丁", "1.甲\n2.乙\n丙\n3)丁\n"),
        ("5. 甲\n\n   责任单位：乙", "5.甲\n责任单位：乙\n"),
        ("甲\n责任单位：乙", "甲\n责任单位：乙\n"),
        ("[通知](http://x) `码` <b>粗</b>", "通知 码 粗\n"),
        ("<p>甲</p>\n\n```\n乙\n```\n", "甲\n乙\n"),
        ("> 甲\n\n---\n\n\u3000\u3000乙", "甲\n乙\n"),
        ("第一期 2019\\. 完", "第一期 2019. 完\n"),
    ],
)
def test_marks_go_and_numbers_stay(text: str, lines: str) -> None:
    assert md(text).text == lines


def test_a_table() -> None:
    document = md("| 任务 | 责任单位 |\n|---|:-:|\n| **办学** | 教育局<br>财政局 |\n| 就医 | |\n")
    (table,) = document.tables
    assert table.header == ("任务", "责任单位")
    assert [[c.text for c in row] for row in table.rows] == [["办学", "教育局\n财政局"], ["就医", ""]]
    assert all(document.text[c.start : c.end] == c.text for row in table.rows for c in row)


def test_front_matter() -> None:
    document = md('---\ntitle: "通知"\nissued: 2020-05-11\ntags: [a]\n---\n甲\n')
    assert document.metadata == {"title": "通知", "issued": "2020-05-11"}
    assert document.text == "甲\n"
    assert document.media_type == "text/markdown"


def test_deep_nesting_loses_nothing() -> None:
    assert md(">" * 50 + "甲").text == "甲\n"
    with pytest.raises(SourceError, match="too deep"):
        md(">" * 5000 + "甲")


def test_front_matter_alone_is_empty() -> None:
    with pytest.raises(SourceError, match="is empty"):
        md("---\ntitle: x\n---\n")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "markdown_it", None)
    with pytest.raises(SourceError, match=r'markdown-it-py, .* pip install "policygraph\[formats\]"'):
        md("甲")
