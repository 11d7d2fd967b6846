"""Documents that are parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.annotation import parse_notices
from policygraph.errors import SourceError
from policygraph.registry import OwnWords


def test_corrections_beside_a_notice_are_known_but_not_applied(source: Path) -> None:
    source.with_name("notice.corrections.yaml").write_text(
        "version: 2\nstatements:\n- {words: 市教育局负责, bodies: []}\n", encoding="utf-8"
    )
    [notice] = parse_notices([source])
    assert [len(notice.read(given).measures) for given in (None, notice.corrections)] == [3, 2]


def test_words_for_one_reading(source: Path) -> None:
    [notice] = parse_notices([source])
    words = OwnWords(aliases={"市林业局": "广安市林业局"})
    keys = [notice.read(words=given).measures[1].responsibilities[0].body.key for given in (words, None)]
    assert keys[0].startswith("body/511600/") and keys[0] != keys[1]


def test_a_document_that_cannot_be_parsed(source: Path) -> None:
    (source.parent / "empty.txt").write_bytes(b"")
    with pytest.raises(SourceError, match="empty"):
        list(parse_notices([source.parent]))
    failures: list[SourceError] = []
    assert [notice.id for notice in parse_notices([source.parent], failures=failures)] == ["notice"]
    assert len(failures) == 1
