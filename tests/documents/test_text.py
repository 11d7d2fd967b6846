from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from policygraph.documents import read, read_bytes
from policygraph.errors import SourceError


def test_plain_text_keeps_its_characters_and_ends_lines_alike() -> None:
    document = read_bytes("　　一、\u00a0总则\r\n\r\n（一）\r目的\x0c附件\t1".encode(), "x/通知.txt")
    assert document.text == "　　一、\u00a0总则\n\n（一）\n目的\n附件\t1"
    assert (document.name, document.media_type, document.tables) == ("通知", "text/plain", ())
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "words"), [("absent.txt", "does not exist"), (".", "is a folder"), ("a\0b", "cannot be opened")]
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "damaged or not a valid Office 97 file"),
        (b"\x89PNG\r\n", "is damaged or not a valid"),
        (b"\x1f\x8b\x08", "is compressed"),
    ],
)
def test_formats_that_are_not_read_say_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_bytes(data, "notice.doc")


def test_a_page_without_its_suffix_is_known_by_its_beginning() -> None:
    assert read_bytes("\n<!DOCTYPE html><p>一</p>".encode(), "page.doc").media_type == "text/html"
    assert read_bytes("一、<p>".encode(), "page").media_type == "text/plain"


def test_published_texts_are_read_as_they_are(shared: Path) -> None:
    paths = sorted((shared / "documents").glob("[013][0139]-*.txt"))
    assert len(paths) >= 3
    for path in paths:
        assert read(path).text == path.read_text(encoding="utf-8")


def test_a_space_behind_every_character_is_no_part_of_the_text() -> None:
    spaced = "某 县 2 0 2 5 年 任 务 分 工 方 案\n（ 一 ） 修 路 。 责 任 单 位 ： 县 交 通 局 ， 县 财 政 局"
    assert (
        read_bytes(spaced.encode(), "a.txt").text == "某县2025年任务分工方案\n（一）修路。责任单位：县交通局，县财政局"
    )


def test_spaces_that_a_text_has_here_and_there_stay() -> None:
    text = "任 务 分 工 方 案 与 责 任 单 位 清 单 及 完 成 时 限\n（一）修路。县交通局 牵头办理，县财政局 配合办理。"
    assert read_bytes(text.encode(), "a.txt").text == text
