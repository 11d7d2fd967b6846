"""The deadlines in docs/*/reference/statements.md are those that are read, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph import read

ROOT = Path(__file__).resolve().parents[2]
HEADING = {"en": ("\n## Deadlines", "none"), "zh": ("\n## 时限", "无")}
NOTICE = "关于做好2025年工作的通知\n\n一、建设\n1.修路。完成时限：{words}。责任单位：市财政局\n\n市政府\n2025年1月5日\n"
#: Only in running text; a cell that is a deadline has no number of a document.
NO_CELL = "国办发〔2025〕6号"


def examples(lang: str) -> list[tuple[str, str]]:
    """The words in the table, each with its day, or nothing for none."""
    heading, none = HEADING[lang]
    page = (ROOT / "docs" / lang / "reference" / "statements.md").read_text(encoding="utf-8")
    table = page[page.index(heading) :].partition("\n### ")[0]
    found = []
    for cells, told in re.findall(rf"(?m)^\| (.+?) \| (\d{{4}}-\d\d-\d\d|{none})\b.*\|$", table):
        for words in re.split("; |, |；|、", re.sub(r" ?[(（][^)）]*[)）]", "", cells)):
            if words != NO_CELL:
                found.append((words, "" if told == none else told))
    return found


@pytest.mark.parametrize("lang", HEADING)
def test_the_days_in_the_table_are_read(lang: str, tmp_path: Path) -> None:
    told = examples(lang)
    assert len(told) > 35
    notice = tmp_path / "notice.txt"
    for words, day in told:
        notice.write_text(NOTICE.format(words=words), encoding="utf-8")
        due = read(notice).measures[0].due
        assert str(due.day or "") == day, words
