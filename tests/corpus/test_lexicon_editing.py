"""A word is added, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.corpus.lexicon_editing import LexiconSection, add_word, check_word, write_word
from policygraph.corpus.lexicon_file import parse_words
from policygraph.errors import UsageError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "aliases:\n  市局: 市公安局\n"),
        ("# 我的词", "# 我的词\naliases:\n  市局: 市公安局\n"),
        ("aliases:\n", "aliases:\n  市局: 市公安局\n"),
        ("aliases: ~ # none\nlabels: {}\n", "aliases: # none\n  市局: 市公安局\nlabels: {}\n"),
        ("aliases: {甲局: 市甲局}  # a\n", "aliases: {甲局: 市甲局, 市局: 市公安局}  # a\n"),
        ("{labels: {认领单位: lead}}", "{labels: {认领单位: lead}, aliases: {市局: 市公安局}}"),
        (
            "aliases:\n    甲局: 市甲局 # a\n\n# b\nlabels:\n  认领单位: lead\n",
            "aliases:\n    甲局: 市甲局 # a\n    市局: 市公安局\n\n# b\nlabels:\n  认领单位: lead\n",
        ),
        ("aliases:\r\n  甲局: 市甲局\r\n", "aliases:\r\n  甲局: 市甲局\r\n  市局: 市公安局\r\n"),
        ("labels:\n  认领单位: lead", "labels:\n  认领单位: lead\naliases:\n  市局: 市公安局\n"),
        ("aliases:\n  甲局: >-\n    市甲局\n# b\n", "aliases:\n  甲局: >-\n    市甲局\n  市局: 市公安局\n# b\n"),
    ],
)
def test_the_rest_of_the_file_stays(before: str, after: str) -> None:
    assert add_word(before, "aliases", "市局", "市公安局") == after


def test_words_that_yaml_takes_for_truth_values_are_quoted() -> None:
    assert add_word("", "aliases", "ON", "No") == 'aliases:\n  "ON": "No"\n'


def test_endings_stand_below_longer_ones() -> None:
    before = "endings:\n  书屋:\n    is: Institute\n    en: Post\n\nlabels:\n  认领单位: lead\n"
    after = add_word(before, "endings", "驿站", "Body")
    assert after == before.replace("en: Post\n", "en: Post\n  驿站: {is: Body}\n")


def test_a_word_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("labels: {認領單位: lead}", encoding="utf-8")
    assert not check_word(path, "labels", "认领单位", "lead")
    assert not write_word(path, "labels", "认领单位", "lead")
    with pytest.raises(UsageError, match="another value"):
        write_word(path, "labels", "认领单位", "support")


@pytest.mark.parametrize(
    ("section", "word", "value", "said"),
    [
        ("aliases", "局", "市公安局", "局=市公安局, line 2"),
        ("aliases", "市局: x", "市公安局", "line 2"),
        ("aliases", "市局", "市局", "line 2"),
        ("labels", "认领单位", "head", "line 2"),
        ("endings", "书屋", "Shop", "line 2"),
    ],
)
def test_words_that_are_not_allowed(section: LexiconSection, word: str, value: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        add_word("", section, word, value)


def test_a_style_that_cannot_be_extended_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("labels: &l {认领单位: lead}\naliases:\n  ? 甲局\n  : 市甲局\n", encoding="utf-8")
    before = path.read_bytes()
    try:
        write_word(path, "aliases", "市局", "市公安局")
    except UsageError as error:
        assert "add the line" in str(error)
        assert path.read_bytes() == before
    else:
        assert parse_words("", path.read_text(encoding="utf-8")).aliases == {"甲局": "市甲局", "市局": "市公安局"}


def test_marks_of_windows_stay(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_bytes("\ufeffaliases:\r\n  甲局: 市甲局\r\n".encode())
    assert write_word(path, "labels", "认领单位", "lead")
    written = "\ufeffaliases:\r\n  甲局: 市甲局\r\nlabels:\r\n  认领单位: lead\r\n"
    assert path.read_bytes() == written.encode()


def test_a_new_file_and_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert write_word(tmp_path / "new.yaml", "aliases", "市局", "市公安局")
    assert (tmp_path / "new.yaml").read_text(encoding="utf-8") == "aliases:\n  市局: 市公安局\n"
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"odd\.yaml"):
        write_word(tmp_path / "odd.yaml", "aliases", "市局", "市公安局")
    with pytest.raises(UsageError, match="cannot"):
        write_word(tmp_path, "aliases", "市局", "市公安局")


NAMES = st.text("甲乙丙丁戊己", min_size=2, max_size=4)
WORDS = st.lists(st.tuples(NAMES, NAMES), max_size=6)
COMMENTS = st.sampled_from(["", "# 说明\n", "\n", "labels:\n  认领单位: lead # x\n\n"])


@given(WORDS, COMMENTS, COMMENTS)
def test_words_one_by_one(words: list[tuple[str, str]], above: str, below: str) -> None:
    text = above + ("" if "labels" in above and "labels" in below else below)
    wanted: dict[str, str] = {}
    for word, full in words:
        if word == full or word in wanted:
            continue
        added = add_word(text, "aliases", word, full)
        wanted[word] = full
        assert parse_words("", added).aliases == wanted
        assert [line for line in added.splitlines() if line in text.splitlines()] == text.splitlines()
        text = added
