"""What a notice says of itself, from the heads that offices and sites put on their pages."""

from __future__ import annotations

from datetime import date

import pytest

from policygraph.extraction import extract
from statement_cases import document

BODY = "一、修路。（责任单位：市交通运输局）\n"


def head(text: str) -> tuple[str, str | None, date | None, date | None, list[str]]:
    policy = extract(document(text + BODY), "case")
    return policy.heading, policy.number, policy.dated, policy.issued, [body.label for body in policy.issuers]


def test_title_over_two_lines_with_number_and_signature() -> None:
    text = (
        "福州市人民政府办公室关于印发\n福州市公路养护方案的通知\n榕政办〔2021〕7号\n"
        "各县（市）区人民政府：\n现印发给你们。\n福州市人民政府办公室\n2021年3月4日\n"
    )
    heading, number, dated, issued, issuers = head(text)
    assert heading == "福州市人民政府办公室关于印发福州市公路养护方案的通知"
    assert (number, dated, issued) == ("榕政办〔2021〕7号", date(2021, 3, 4), None)
    assert issuers == ["福州市人民政府办公室"]


def test_party_and_government_without_a_sign_between_them() -> None:
    *_, issuers = head("中共福州市委福州市人民政府关于公路养护的意见\n")
    assert issuers == ["中共福州市委员会", "福州市人民政府"]


def test_particulars_with_their_values_on_the_next_line() -> None:
    text = (
        "返回首页\n福州市公路养护规定\n• 索引号：\n\n6107/2024-01\n• 发文字号：\n\n榕政规〔2024〕7号\n"
        "• 发文日期：\n2024年04月06日 16:40\n• 发布日期：\n2024年04月08日\n福州市公路养护规定\n"
    )
    heading, number, dated, issued, _ = head(text)
    assert (heading, number) == ("福州市公路养护规定", "榕政规〔2024〕7号")
    assert (dated, issued) == (date(2024, 4, 6), date(2024, 4, 8))


def test_particulars_without_colons() -> None:
    text = (
        "索引号 0143/2020-52 主题分类 交通\n发文机构福州市人民政府办公室发文字号榕政办〔2020〕1号\n"
        "发布日期2020年01月23日有效性有效\n成文日期2020年01月17日\n\n市人民政府办公室关于公路养护的通知\n\n"
        "来源:福州市人民政府办公室\n各区人民政府：\n"
    )
    heading, number, dated, issued, _ = head(text)
    assert (heading, number) == ("市人民政府办公室关于公路养护的通知", "榕政办〔2020〕1号")
    assert (dated, issued) == (date(2020, 1, 17), date(2020, 1, 23))


def test_text_without_line_breaks_has_its_first_sentence_as_heading() -> None:
    heading, *_ = head("关于支持公路养护的十条意见。为落实市委部署，结合福州实际，提出以下意见。")
    assert heading == "关于支持公路养护的十条意见"


@pytest.mark.parametrize("text", ["", "序号\t任务\t责任单位\n"])
def test_without_a_heading_the_document_has_its_own_name(text: str) -> None:
    assert head(text)[0] == "case"


def test_a_date_of_effect_is_not_the_date_of_the_notice() -> None:
    assert head("福州市公路养护规定\n本规定自2022年4月18日起施行。\n")[2] is None


def test_particulars_alone_on_their_lines_and_breadcrumbs() -> None:
    text = (
        "首页 > 政务公开 > 福政办发\n\n发布机关\n\n福州市政府\n\n成文日期\n\n2021-06-28\n\n标题\n\n"
        "福州市人民政府办公室关于印发公路养护要点的通知\n\n发文字号\n\n榕政办发〔2021〕9号\n\n"
        "福州市人民政府办公室\n关于印发公路养护要点的通知\n\n榕政办发〔2021〕9号\n\n各区人民政府：\n"
    )
    heading, number, dated, _, issuers = head(text)
    assert heading == "福州市人民政府办公室关于印发公路养护要点的通知"
    assert (number, dated) == ("榕政办发〔2021〕9号", date(2021, 6, 28))
    assert issuers == ["福州市人民政府办公室"]


def test_a_title_is_not_joined_to_the_signature_above_it() -> None:
    heading, _, dated, _, issuers = head(
        "各区人民政府：\n现印发给你们。\n福州市交通运输局\n2022年10月18日\n福州市公路养护方案\n"
    )
    assert (heading, dated) == ("福州市公路养护方案", date(2022, 10, 18))
    assert issuers == ["福州市交通运输局"]


def test_title_of_text_without_line_breaks() -> None:
    heading, *_, issuers = head(
        "福州市人民政府办公室关于印发公路养护方案的通知 各区人民政府： 现印发给你们。 公路养护方案 "
    )
    assert heading == "福州市人民政府办公室关于印发公路养护方案的通知"
    assert issuers == ["福州市人民政府办公室"]


def test_an_office_is_called_as_it_calls_itself() -> None:
    *_, issuers = head("厦门市人民政府办公厅关于公路养护的通知\n")
    assert issuers == ["厦门市人民政府办公厅"]
    *_, issuers = head("互助县人民政府办公室关于公路养护的通知\n")
    assert issuers == ["互助土族自治县人民政府办公室"]


def test_what_follows_the_signature_is_a_document_of_its_own() -> None:
    text = (
        "福州市人民政府关于公路养护的通知\n一、高度重视。\n二、加强督导。\n福州市人民政府\n2023年1月5日\n"
        "福州市公路养护方案\n1.修路。（责任单位：市交通运输局）\n2.架桥。（责任单位：市水利局）\n"
    )
    policy = extract(document(text), "case")
    assert [(measure.number, measure.category) for measure in policy.measures] == [("1.", None), ("2.", None)]


@pytest.mark.parametrize("number", ["2. ", "9. ", "14．"])
def test_a_notice_in_a_collection_has_a_number_that_is_not_its_own(number: str) -> None:
    text = (
        f"{number}临川市人民政府办公室关于印发临川市节水行动方案的通知（2023 年1 月19 日）\n临府办字〔2023〕2 号\n"
        "一、总体要求\n全面节水。\n二、任务\n（一）修渠。（责任单位：市水利局）\n"
    )
    policy = extract(document(text), "case")
    assert policy.title == "临川市人民政府办公室关于印发临川市节水行动方案的通知"
    assert str(policy.dated) == "2023-01-19" and policy.number == "临府办字〔2023〕2号"
    assert [body.label for body in policy.issuers] and policy.measures[0].number == "（一）"


def test_items_that_begin_the_text_are_no_title() -> None:
    text = "1.关于修路的任务。（责任单位：市交通局）\n2.关于节水的任务。（责任单位：市水利局）\n"
    assert [measure.number for measure in extract(document(text), "case").measures] == ["1.", "2."]


@pytest.mark.parametrize(
    ("names", "level"), [("发改委、统战部、财政局、教育局", "county"), ("教育部、财政部、统计局", "national")]
)
def test_bureaux_without_a_prefix_are_those_of_the_notice(names: str, level: str) -> None:
    text = f"武胜县人民政府关于办学的通知\n一、办学。（责任单位：{names}）\n"
    text = text if level == "county" else text.replace("武胜县人民政府", "国务院")
    found = [duty.body.level for duty in extract(document(text), "case").measures[0].responsibilities]
    assert set(found) == {level}


def test_a_phrase_that_ends_like_a_county_is_no_place() -> None:
    text = "关于办学的通知\n一、办学。制定方案，方案报县政府审定，月底前报区委。（县教育局负责）\n"
    policy = extract(document(text), "case")
    assert policy.place is None
    assert policy.measures[0].responsibilities[0].body.label == "县教育局"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "临川市人民政府关于印发临川市节水行动方案\n（2023 版）的通知（2023 年3 月31 日）",
            "临川市人民政府关于印发临川市节水行动方案（2023 版）的通知",
        ),
        ("临川市人民政府关于印发临川市节水行动\n方案的通知", "临川市人民政府关于印发临川市节水行动方案的通知"),
        # A next line of its own ends nothing.
        ("临川市节水行动方案\n各县区人民政府：", "临川市节水行动方案"),
    ],
)
def test_a_title_ends_with_its_last_line(head: str, title: str) -> None:
    text = f"{head}\n一、总体要求\n全面节水。\n二、任务\n（一）修渠。（责任单位：市水利局）\n"
    assert extract(document(text), "case").title == title
