"""Folding: one script and one width, whatever converters of Chinese are installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policygraph.extraction import extract
from policygraph.extraction.text.folding import fold, legible, squeeze
from statement_cases import document


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
        "from policygraph.extraction.text.folding import fold; assert fold('縣財政廳') == '县财政厅'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_table_is_there_in_full() -> None:
    from policygraph.extraction.text.folding import _simplified

    table = _simplified()
    assert len(table) > 3000
    assert {table[ord(char)] for char in "單門屬縣"} == set("单门属县")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市⾦融局", "市金融局"),  # Kangxi radicals
        ("市⺠政局", "市民政局"),  # radicals of the supplement, which have no compatibility mapping
        ("⻓葛市⾏政审批局", "长葛市行政审批局"),
        ("市⽴法\ufa0c局", "市立法兀局"),  # a compatibility ideograph
        ("市財\xad政局", "市财政局"),  # soft hyphen
        ("市财\u2060政\u200b局\ufeff", "市财政局"),  # word joiner, spaces without width
        ("市教\ufe00育\U000e0101局", "市教育局"),  # selectors of variants
        ("市\x02教育\x7f局", "市教育局"),  # controls
    ],
)
def test_characters_that_look_alike_or_are_not_seen_are_folded(text: str, name: str) -> None:
    assert squeeze(fold(text)) == name
    assert len(fold(text)) == len(text)
    assert fold(legible(text)) == name


def test_legible_keeps_script_width_and_space() -> None:
    assert legible("（一）市財政局　Ａ\n⾦") == "（一）市財政局　Ａ\n金"


def test_names_numbers_and_titles_are_legible_and_quotes_exact() -> None:
    text = "某市⽅案\n（⼀）修\xad桥⾯。养护⾯层。\n责任单位：市⾦融局、市财\xad政局\n（⼆）治⽔。\n责任单位：市⽔利局"
    policy = extract(document(text), "case")
    first, second = policy.measures
    assert (first.number, first.title, first.text) == ("（一）", "修桥面", "养护面层。")
    assert (second.key, second.number, second.title) == ("2", "（二）", "治水")
    assert [duty.name for duty in first.responsibilities] == ["市金融局", "市财政局"]
    assert [duty.body.functions[0] for duty in first.responsibilities] == ["local-finance", "finance"]
    assert [duty.surface for duty in first.responsibilities] == ["市⾦融局", "市财\xad政局"]
    assert first.responsibilities[0].evidence.quote == "责任单位：市⾦融局、市财\xad政局"
    assert policy.heading == "某市方案"
