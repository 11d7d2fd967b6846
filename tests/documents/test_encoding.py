from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.documents import read_bytes
from policygraph.documents.source_file import SourceFile, decode
from policygraph.errors import SourceError

NOTICE = "各市、县（区）人民政府：\r\n　　一、加强组织领导。由省财政厅牵头，省教育厅配合，2022年10月底前完成。\r\n"
TRADITIONAL = "一、堅持系統集成，推動審批全鏈條最佳化。(市政府辦公室牽頭，市級各有關部門按職責分工負責)\n"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"]


def of(data: bytes) -> str:
    return decode(SourceFile("a.txt", data))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_notice_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert of(NOTICE.encode(encoding)) == NOTICE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk", "gb18030", "big5"])
def test_traditional_characters_read_the_same_in_every_encoding(encoding: str) -> None:
    assert of(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_characters_beyond_gbk_read_from_gb18030() -> None:
    text = NOTICE + "䶮𠮷村委会"
    assert of(text.encode("gb18030")) == text


@given(st.text(st.sampled_from(COMMON + "，。、：（）0123456789\n")))
def test_gb18030_round_trip(text: str) -> None:
    text = "一、" + text  # a few characters alone (同) are the bytes of sound UTF-8 too
    assert of(text.encode("gb18030")) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_round_trip(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert of(text.encode("utf-8")) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x00\x01\x02binary", "is not text (control byte at 0)"),
        ("省教育厅".encode() + b"\x00\x00\x01", "is not text (control byte at 12)"),
        (bytes(range(1, 9)) * 9, "is not text"),
        ((NOTICE * 3).encode()[:-3] + b"\xff\n", "has invalid UTF-8 at byte 430 (line 6)"),
        ((NOTICE * 3).encode()[:-4], "has invalid UTF-8 at byte"),
        (b"\xef\xbb\xbfabc\xff", "is damaged at byte 6: it begins as UTF-8"),
        (b"\xff\xfea\x00\x00", "is damaged at byte 4: it begins as UTF-16-LE"),
        (b"ab\n\xff\xff\xff", "is not UTF-8 (see byte 3, line 2), GB18030 or Big5"),
        ("Größe über Äpfel".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        of(data)
    assert words in str(caught.value)
    assert str(caught.value).startswith("a.txt ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.ttl", "a.NQ", "a.jsonld"])
def test_a_graph_is_no_notice(name: str) -> None:
    with pytest.raises(SourceError, match="is a graph, not a notice"):
        read_bytes('<a> <b> "责任单位:省教育厅" .'.encode(), name)


def test_a_page_is_read_as_it_declares() -> None:
    short = '<meta charset="big5"><p>區</p>'
    assert read_bytes(short.encode("big5"), "a.html").text == "區\n"


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    assert read_bytes('<meta charset="gb2312"><p>区</p>'.encode(), "a.html").text == "区\n"
