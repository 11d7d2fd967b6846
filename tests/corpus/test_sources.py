"""Sources of every kind, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.corpus import build, identifier_of, read
from policygraph.errors import NoMeasureError, SourceError, UsageError

NOTICE = "（一）修路。（省财政厅、省教育厅负责）"


def test_gb18030_reads_as_utf8_does(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_bytes(NOTICE.encode("utf-8"))
    other.write_bytes((NOTICE * 20).encode("gb18030"))
    assert read(one).measures[0].responsibilities[0].name == "省财政厅"
    assert read(other).measures[0].responsibilities[0].name == "省财政厅"


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.txt", b""), ("blank.txt", b" \n\n"), ("binary.txt", bytes(range(256)) * 8)],
)
def test_what_is_no_text_is_one_clear_line(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_text_without_a_measure(tmp_path: Path) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("床前明月光，疑是地上霜。", encoding="utf-8")
    with pytest.raises(NoMeasureError, match=r"poem\.txt"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.txt"):
        read(tmp_path / "absent.txt")


def test_some_unreadable_sources_are_counted_and_all_raise(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(NOTICE, encoding="utf-8")
    bad.write_bytes(b"")
    made = build([good, bad])
    assert [policy.id for policy in made.policies] == ["good"]
    assert list(made.failures) == [str(bad)]
    with pytest.raises(SourceError):
        build([bad])


def test_of_two_sources_of_one_name_the_second_is_named(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "notice.txt", tmp_path / "b" / "notice.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(NOTICE, encoding="utf-8")
    made = build(paths)
    assert made.documents == 1 and list(made.failures) == [str(paths[1])]
    assert "rename one of them" in made.failures[str(paths[1])].en


def test_where_nothing_can_be_read_the_error_says_of_what_kind(tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("床前明月光，疑是地上霜。", encoding="utf-8")
    with pytest.raises(NoMeasureError):
        build(tmp_path / "poem.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no document of a known format"):
        build(tmp_path / "empty")
    with pytest.raises(UsageError, match="no source"):
        build([])


def test_identifiers() -> None:
    assert identifier_of("A Notice (2020).docx") == "a-notice-2020"
    assert identifier_of("通知.txt") == identifier_of("通知.pdf")
    assert identifier_of("通知.txt").isascii()
    with pytest.raises(UsageError):
        read("x.txt", id="中文")
