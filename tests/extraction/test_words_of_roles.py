"""The table of words for roles in the reference says what a notice with these words is read as."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import policygraph
from doc_pages import DOCS, LANGS

BODY = "市水利局"


def listed(lang: str) -> list[tuple[str, str, bool]]:
    """The words of the table: the role, the word, and whether it stands behind a name or in labels only."""
    page = (DOCS / lang / "reference" / "statements.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(lead|responsible|joint|support)` \| (.*?) \| (.*?) ?\|$", page, re.MULTILINE)
    assert len(rows) == 4
    return [
        (role, word, behind) for role, *cells in rows for cell, behind in zip(cells, (True, False), strict=True)
        for word in cell.split("、") if word
    ]  # fmt: skip


def read_roles(statements: list[str], folder: Path) -> list[set[str]]:
    """The roles that the body has in each of some statements."""
    items = [f"{number}.测试工作。（{words}）" for number, words in enumerate(statements, 1)]
    path = folder / "notice.txt"
    path.write_text("\n".join(["关于测试的通知", "一、重点任务", *items]), encoding="utf-8")
    found: list[set[str]] = [set() for _ in statements]
    for row in policygraph.query(policygraph.build(path), "responsibilities"):
        if row["name"] == BODY:
            found[int(str(row["number"]).rstrip(".")) - 1].add(str(row["role"]))
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_words_behind_a_name_and_in_labels_give_the_role_of_the_table(lang: str, tmp_path: Path) -> None:
    table = listed(lang)
    assert len(table) > 35
    behind = read_roles([f"市教育局牵头，{BODY}{word}" for _, word, _ in table], tmp_path)
    labels = read_roles([f"{word}单位：{BODY}" for _, word, _ in table], tmp_path)
    for (role, word, in_brackets), roles, label in zip(table, behind, labels, strict=True):
        assert roles == ({role} if in_brackets else set()), word
        assert in_brackets or label == {role}, word


def test_both_languages_have_the_same_words() -> None:
    assert listed("en") == listed("zh")


def test_short_words_make_labels_too(tmp_path: Path) -> None:
    table = [(role, word) for role, word, behind in listed("en") if behind and len(word) == 2]
    assert len(table) > 12
    assert read_roles([f"{word}单位：{BODY}" for _, word in table], tmp_path) == [{role} for role, _ in table]
