from __future__ import annotations

import json
from pathlib import Path

import pytest

from policygraph.documents import read, read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document


def record(value: object) -> Document:
    return read_bytes(json.dumps(value, ensure_ascii=False).encode(), "notice.json")


def test_a_record_is_its_text_and_its_fields() -> None:
    document = record(
        {
            "metadata": {
                "title": "通知",
                "publish_date": "2022-09-29",
                "source": "某市政府",
                "url": "http://x",
                "n": 1,
            },
            "content": "一、总则\r\n二、附则",
            "qa": [{"question": "问", "answer": "答"}],
        }
    )
    assert document.text == "一、总则\n二、附则\n"
    assert document.metadata == {"title": "通知", "issued": "2022-09-29", "source": "某市政府", "url": "http://x"}
    assert document.tables == ()
    assert document.media_type == "application/json"


def test_a_flat_record_with_chinese_keys() -> None:
    document = record({"标题": "通知", "文号": "闽政〔2020〕1号", "成文日期": 20200511, "正文": ["甲", "乙"]})
    assert document.text == "甲\n乙\n"
    assert document.metadata == {"title": "通知", "number": "闽政〔2020〕1号", "date": "20200511"}


def test_a_record_whose_text_is_markup() -> None:
    assert record({"content": "<p>甲</p><p>乙</p>"}).text == "甲\n乙\n"


def test_rows_are_a_table() -> None:
    rows = [
        {"number": 1, "title": "办学", "who": ["县教育局", "县财政局"]},
        {"title": " 就医\t", "note": None, "x": {"a": 1}},
    ]
    document = record(rows)
    (table,) = document.tables
    assert table.header == ("number", "title", "who", "note", "x")
    assert [[c.text for c in row] for row in table.rows] == [
        ["1", "办学", "县教育局、县财政局", "", ""],
        ["", "就医", "", "", '{"a": 1}'],
    ]
    assert document.text == 'number\ttitle\twho\tnote\tx\n1\t办学\t县教育局、县财政局\n\t就医\t\t\t{"a": 1}\n'
    assert all(document.text[c.start : c.end] == c.text for row in table.rows for c in row)


def test_rows_of_lists_and_rows_inside_a_record() -> None:
    assert record([["任务", "单位"], ["甲", "乙"]]).tables[0].header == ("任务", "单位")
    assert record({"title": "分工", "rows": [{"任务": "甲", "单位": "乙"}]}).tables[0].header == ("任务", "单位")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ('{"content": "甲",\n  oops}', "is not valid JSON at line 2, column 3"),
        ('{"content": "甲"', "is not valid JSON at line 1"),
        ("{}", "has no text"),
        ("3", "has no text"),
        ('{"content": " "}', "has no text"),
        ("[" * 100_000, "nested too deep"),
        ("[" + "9" * 5000 + "]", "number that is too long"),
    ],
)
def test_what_is_no_record(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_bytes(text.encode(), "notice.json")


def test_half_a_character_does_not_break_the_text() -> None:
    document = read_bytes(b'{"content": "a\\ud800b\\u0000", "title": "\\udc00"}', "notice.json")
    assert document.text == "a\ufffdb\ufffd\n"
    assert document.metadata == {"title": "\ufffd"}


def test_published_rows(shared: Path) -> None:
    (table,) = read(next((shared / "documents").glob("27-*.json"))).tables
    assert table.header == ("section", "subsection", "number", "title", "content", "departments")
    assert len(table.rows) == 29
    assert read(next((shared / "documents").glob("18-*.json"))).metadata["issued"] == "2022-09-29"
