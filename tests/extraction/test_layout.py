"""The logical text: what a page's width broke is joined, what a page added is gone, and every passage leads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extraction import extract
from policygraph.extraction.layout import restore
from policygraph.extraction.text.logical import Edit, Logical
from statement_cases import document

ITEMS = (
    "一、推进水库除险加固。加强病险水库排查，落实管护资金，建立台账，做到发现一处、整治一处、销号一处，确保安全度汛。"
    "〔牵头单位：市水利局；配合单位：市应急管理局、市行政审批服务管理局；完成时限：2024年6月底前〕",
    "二、改善农村人居环境。因地制宜推进厕所改造和生活污水治理，健全长效管护机制，引导群众参与，定期组织评比。"
    "〔牵头单位：市农业农村局；配合单位：各县（市、区）人民政府；完成时限：2024年12月底前〕",
    "三、加强校园周边治理。开展联合检查，规范经营秩序，整治交通乱象，排查消防隐患，对发现的问题限期整改到位。"
    "〔牵头单位：市教育局；配合单位：市公安局、市市场监管局、市城市管理综合行政执法局；完成时限：2024年9月底前〕",
)


def wrapped(paragraphs: tuple[str, ...], width: int) -> str:
    """The paragraphs with a line break behind every ``width`` characters."""
    lines = [text[at : at + width] for text in paragraphs for at in range(0, len(text), width)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", range(28, 48))
def test_wrapped_paragraphs_are_whole_again(width: int) -> None:
    assert restore(wrapped(ITEMS, width))[0].text == "\n".join(ITEMS) + "\n"


@pytest.mark.parametrize("width", [30, 38, 41])
def test_a_wrapped_notice_is_read_as_it_was_written(width: int) -> None:
    source = wrapped(ITEMS, width)
    found = [
        [(duty.role, duty.name, "".join(duty.evidence.quote.split())) for duty in measure.responsibilities]
        for measure in extract(document(source), "case").measures
    ]
    plain = [
        [(duty.role, duty.name, duty.evidence.quote) for duty in measure.responsibilities]
        for measure in extract(document("\n".join(ITEMS)), "case").measures
    ]
    assert found == plain and len(found) == 3
    for measure in extract(document(source), "case").measures:
        for duty in measure.responsibilities:
            assert source[duty.evidence.start : duty.evidence.end] == duty.evidence.quote


@pytest.mark.parametrize("page", ["# Page 12:", "- 3 -", "—12—", "第 3 页 共 9 页", "\f"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_page_furniture_within_a_name_is_left_out(page: str, gap: str) -> None:
    at = ITEMS[0].index("审批服务管理局")
    source = wrapped((ITEMS[0][:at],), 36).rstrip("\n") + f"{gap}{page}\n" + wrapped((ITEMS[0][at:], *ITEMS[1:]), 36)
    names = [duty.name for duty in extract(document(source), "case").measures[0].responsibilities]
    assert names == ["市水利局", "市应急管理局", "市行政审批服务管理局"]
    assert page not in restore(source)[0].text


@pytest.mark.parametrize(
    "source",
    [
        "一、总则\n（一）目标。到2025年建成。\n（二）任务。全面推进。\n二、保障\n",
        "序号\n任务\n责任单位\n1\n修路\n市交通运输局\n2\n架桥\n市住房城乡建设局\n",
        "".join(item + "\n" for item in ITEMS),
        "甲\n" * 50,
    ],
)
def test_text_that_is_not_wrapped_stays_as_it_is(source: str) -> None:
    assert restore(source)[0].text == source


@pytest.mark.parametrize(
    "cells", [["省教育厅、省财政厅", "2026年6月底前"], ["省教育厅、省财政厅、省交通运输厅、省水利厅"]]
)
def test_rows_as_wide_as_a_page_stay_on_their_lines(cells: list[str]) -> None:
    rows = ["\t".join([f"{number}", f"推进第{number:02d}项工作落实", *cells]) for number in range(1, 25)]
    source = "序号\t工作任务\t责任单位\t完成时限\n" + "\n".join(rows) + "\n"
    assert restore(source)[0].text == source
    two = "".join(row.partition("\t")[2] + "\n" for row in rows)
    assert restore(two)[0].text == two


def test_items_whose_number_ends_in_a_tab_are_whole_again() -> None:
    lines = [
        "1.\t推进一体化平台建设，完善政务服务事项目录，推行",
        "2.\t推进数据共享，建立数据资源目录和共享交换体系，推",
    ]
    source = "".join(f"{line}\n{'动数据的有序流动和开发利用，提升服务的质量和水'}\n平。\n" for line in lines * 3)
    assert restore(source)[0].text.count("\n") == 6


def test_titles_and_signatures_stay_on_their_lines() -> None:
    head = ("临江市人民政府办公室", "2024年3月5日", "一、总体要求")
    source = "".join(f"{line}\n" for line in head) + wrapped(ITEMS, 40)
    assert restore(source)[0].text.split("\n")[:3] == list(head)


@pytest.mark.parametrize("width", range(24, 34))
def test_title_number_and_addressees_stay_apart(width: int) -> None:
    title = "临川市人民政府办公室关于印发临川市推进节水型社会建设实施方案的通知"
    number, addressees = "临府办发〔2024〕15号", "各县（区）人民政府，市政府各部门："
    source = wrapped((title, number, addressees, *ITEMS), width)
    assert restore(source)[0].text.split("\n")[:3] == [title, number, addressees]


def test_words_of_two_scripts_keep_their_space() -> None:
    source = (
        wrapped(ITEMS, 40)
        + "四、推广在线办理。依托统一的移动应用办理事项，逐步接入应用程序 Smart\nCity 平台，方便群众办事。\n"
    )
    assert "Smart City" in restore(source)[0].text


@given(st.lists(st.sampled_from([*"甲乙、。（）()\n \f12", "# Page 3:", "\n- 4 -\n"]), max_size=60).map("".join))
def test_every_character_leads_back_to_itself(source: str) -> None:
    logical = restore(source)[0]
    for at, char in enumerate(logical.text):
        evidence = logical.evidence(at, at + 1)
        assert source[evidence.start : evidence.end] == evidence.quote
        assert evidence.quote == char or char == " "


@given(st.text("甲乙丙\n", max_size=30), st.data())
def test_edits_are_made_and_lead_back(source: str, data: st.DataObject) -> None:
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(source)), max_size=6).filter(lambda found: len(found) % 2 == 0))
    )
    edits = [Edit(start, end, "") for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    logical = Logical.edited(source, edits)
    gone = {at for edit in edits for at in range(edit.start, edit.end)}
    left = [at for at in range(len(source)) if at not in gone]
    assert logical.text == "".join(source[at] for at in left)
    assert [logical.origin(at) for at in range(len(left))] == left
    assert [logical.offset(at) for at in left] == list(range(len(left)))
