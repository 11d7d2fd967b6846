"""Whatever the bytes and the suffix: a document whose cells slice back, or one line that says what is wrong."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.ofd_writer import ofd_file
from policygraph.documents import SUFFIXES, libreoffice, read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[..., bytes]
ANY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second for each file."""
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)


def read_any(data: bytes, name: str) -> Document | None:
    try:
        document = read_bytes(data, name)
    except SourceError as error:
        assert "\n" not in str(error)
        assert str(error).startswith(name)
        return None
    document.text.encode("utf-8")
    assert document.text.strip()
    for table in document.tables:
        assert len(table.header) > 1
        for row in table.rows:
            assert len(row) == len(table.header)
            for cell in row:
                assert document.text[cell.start : cell.end] == cell.text
    return document


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_is_in_the_table_of_formats(lang: str) -> None:
    assert {".txt", ".html", ".md", ".json", ".csv", ".tsv", ".docx", ".xlsx", ".pdf"} <= set(SUFFIXES)
    page = (ROOT / "docs" / lang / "reference" / "formats.md").read_text(encoding="utf-8")
    rows = [row for row in page.partition("\n### ")[0].splitlines() if row.startswith("| `.")]
    told = [suffix for row in rows for suffix in re.findall(r"`(\.\w+)`", row.split("|")[1])]
    assert sorted(told) == sorted(SUFFIXES)


@ANY
@given(st.binary(max_size=300), st.sampled_from([*SUFFIXES, "", ".doc"]))
def test_any_bytes(data: bytes, suffix: str) -> None:
    read_any(data, f"file{suffix}")


TAGS = ["table", "tr", "td", "td rowspan=2", "td colspan=3", "td rowspan=0", "th", "caption", "p", "br", "div", "pre"]
TAGS += ["/table", "/tr", "/td", "/p", "/div", "/pre", "li", "b", "article", "/article", "header", "nav"]
MARKUP = st.lists(st.sampled_from([*(f"<{tag}>" for tag in TAGS), "甲", "乙", "&nbsp;", "\n"]), max_size=60)


@ANY
@given(MARKUP)
def test_any_markup(pieces: list[str]) -> None:
    read_any("".join(pieces).encode(), "page.html")


@ANY
@given(st.text(st.sampled_from("|-: \n#*1.甲乙<br>`>"), max_size=200))
def test_any_markdown(text: str) -> None:
    read_any(text.encode(), "page.md")


@ANY
@given(st.text(st.sampled_from(',;\t"\n 甲乙|'), max_size=200))
def test_any_csv(text: str) -> None:
    read_any(text.encode(), "plan.csv")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3) | st.just("content"), inner, max_size=4)
    ),
    max_leaves=20,
)


@ANY
@given(JSON)
def test_any_json(value: object) -> None:
    read_any(json.dumps(value).encode(), "record.json")


@ANY
@given(st.text(st.sampled_from("┌┬┐├┼┤└┴┘│─━║甲a 、\n"), max_size=200))
def test_any_drawing(text: str) -> None:
    read_any(("┌─┬─┐\n" + text).encode(), "plan.txt")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "ofd"])
def test_damaged_files(kind: str, make_docx: Make, make_xlsx: Make, make_pdf: Make) -> None:
    rows = [["任务", "单位"], ["甲", "乙"]]
    whole = {
        "docx": lambda: make_docx(["一、总则", rows]),
        "xlsx": lambda: make_xlsx({"s": rows}),
        "pdf": lambda: make_pdf(["一、总则", rows]),
        "ofd": lambda: ofd_file(["一、总则", rows]),
    }[kind]()
    chance = random.Random(20200511)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_any(bytes(data), f"file.{kind}")
        read_any(whole[: chance.randrange(len(whole))], f"file.{kind}")
