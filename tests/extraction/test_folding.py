"""Folding: one script and one width, whatever converters of Chinese are installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policygraph.extraction.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("主辦機關：經濟部", "主办机关:经济部"),
        ("協辦單位：縣(市)政府、農業發展委員會", "协办单位:县(市)政府、农业发展委员会"),
        ("〔牽頭單位：市財政局〕", "(牵头单位:市财政局)"),
        ("顯著、乾坤", "显著、乾坤"),  # 著 and 乾 are simplified characters too
    ],
)
def test_traditional_characters_and_brackets_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_needs_no_converter_of_chinese() -> None:
    # opencc and opencc-python-reimplemented overwrite each other's files; either or none may be installed.
    code = (
        "import sys; sys.modules['opencc'] = None\n"
        "from policygraph.extraction.folding import fold; assert fold('縣財政廳') == '县财政厅'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_table_is_there_in_full() -> None:
    from policygraph.extraction.folding import _simplified

    table = _simplified()
    assert len(table) > 3000
    assert {table[ord(char)] for char in "單門屬縣"} == set("单门属县")
