"""The bundled example: the notice's facts to the letter, and not its prose."""

from __future__ import annotations

import re
from pathlib import Path

CATEGORY = re.compile(r"[一二三四五六]、")
MEASURE = re.compile(r"\([一二三四五六七八九十]+\)")


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def facts(text: list[str]) -> list[str]:
    return [line for line in text if CATEGORY.match(line) or MEASURE.match(line) or line.startswith("责任单位")]


def longest_common(text: str, other: str) -> str:
    """Longest passage of ``text`` that stands in ``other`` as well."""
    best = ""
    for start in range(len(text)):
        while start + len(best) < len(text) and text[start : start + len(best) + 1] in other:
            best = text[start : start + len(best) + 1]
    return best


def test_form(example: Path) -> None:
    text = lines(example)
    assert text[1] == "2020-05-11 来源:中国福建"
    assert len(text[2].removeprefix("发文机关:").split("、")) == 14
    assert text[3].startswith("依据:")
    for start, count in (("责任单位:", 24), ("摘要:", 24), ("Abstract: ", 24)):
        assert sum(line.startswith(start) for line in text) == count, start
    assert sum(bool(CATEGORY.match(line)) for line in text) == 6
    assert len(text) == 4 + 6 + 4 * 24


def test_facts_are_those_of_the_notice(example: Path, shared: Path) -> None:
    notice = lines(shared / "documents" / "00-fujian-relocation-2020.txt")
    ours = lines(example)
    assert facts(ours) == facts(notice)
    assert ours[0] in notice
    whole = "".join(notice)
    assert ours[2].removeprefix("发文机关:") + "等十四部门" in whole
    assert ours[3].removeprefix("依据:") in whole


def test_abstracts_are_our_own_words(example: Path, shared: Path) -> None:
    notice = "".join(lines(shared / "documents" / "00-fujian-relocation-2020.txt"))
    for line in lines(example):
        if line.startswith("摘要:"):
            passage = longest_common(line.removeprefix("摘要:"), notice)
            assert len(passage) < 8, f"'{passage}' is the notice's wording"
