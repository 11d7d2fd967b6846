from __future__ import annotations

import pytest

from policygraph.documents import read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document

ROWS = [["序号", "任务", "责任单位"], ["1", "办学，就医", "县教育局,县卫健局"], ["2", "多行\n任务", "县政府"]]


def write(delimiter: str, end: str = "\r\n") -> str:
    def quote(value: str) -> str:
        return f'"{value}"' if any(c in value for c in (delimiter, "\n", ",")) else value

    return end.join(delimiter.join(map(quote, row)) for row in ROWS) + end


def cells(document: Document) -> list[list[str]]:
    (table,) = document.tables
    assert all(document.text[c.start : c.end] == c.text for row in table.rows for c in row)
    return [list(table.header), *[[c.text for c in row] for row in table.rows]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings_are_found(delimiter: str, encoding: str) -> None:
    name = "plan.tsv" if delimiter == "\t" else "plan.csv"
    assert cells(read_bytes(write(delimiter).encode(encoding), name)) == ROWS


def test_a_title_row_and_the_hint_of_excel() -> None:
    document = read_bytes(("sep=;\n某县任务分解表;;\n" + write(";")).encode(), "plan.csv")
    assert cells(document) == ROWS
    assert document.tables[0].caption == "某县任务分解表"
    assert document.text.startswith("某县任务分解表\n序号\t任务")


def test_short_rows_are_filled_and_empty_rows_left_out() -> None:
    document = read_bytes("任务,单位,时限\n甲,乙\n\n,,\n丙\n".encode(), "plan.csv")
    assert cells(document) == [["任务", "单位", "时限"], ["甲", "乙", ""], ["丙", "", ""]]


def test_a_stray_quote_within_a_line_stays_readable() -> None:
    document = read_bytes('任务,单位\n"双减"工作,县教育局\n甲,"乙"丙\n'.encode(), "plan.csv")
    assert cells(document) == [["任务", "单位"], ["双减工作", "县教育局"], ["甲", "乙丙"]]


def test_one_column_is_text() -> None:
    document = read_bytes("任务\n甲\n乙\n".encode(), "plan.csv")
    assert document.tables == ()
    assert document.text == "任务\n甲\n乙\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        ("任务,单位\n甲,\x00乙\n".encode(), "is not text"),
        ('任务,单位\n甲,"'.encode() + b"x" * 200_000, "line 2 .*close it"),
        ('任务,单位\n甲,乙\n丙,"丁\n戊,己\n'.encode(), "unclosed quote .* line 3 .*close it"),
        ('任务,单位\n"甲\n乙",丙\n丁,"戊'.encode(), "unclosed quote .* line 4 .*close it"),
        ('任务,单位\n甲,"乙\n"丙",丁\n戊,己\n'.encode(), "unclosed quote .* line 2 .*close it"),
        ('sep=,\n任务,单位\n甲,"乙\n丙,丁\n'.encode(), "unclosed quote .* line 3 .*close it"),
        (b",,\n,,\n", "is empty"),
    ],
)
def test_what_is_no_table(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_bytes(data, "plan.csv")
