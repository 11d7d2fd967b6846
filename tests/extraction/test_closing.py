"""Where the body of a notice ends: the text of a measure does not run into what closes the notice."""

from __future__ import annotations

import pytest

from policygraph.extraction import extract
from policygraph.extraction.document.closing import find_closings, find_signatures
from policygraph.extraction.text.folding import fold
from policygraph.extraction.text.outline import read_outline
from statement_cases import document

ITEMS = "一、修路。建十公里。（责任单位：市交通运输局）\n二、架桥。建两座桥。（责任单位：市水利局）\n"


def last_text(behind: str, before: str = ITEMS) -> str:
    return extract(document(before + behind), "case").measures[-1].text


@pytest.mark.parametrize(
    "closing",
    [
        "福州市交通运输局\n2023年4月6日\n",
        "福州市交通运输局\n\n2023年4月6日\n（此件公开发布）\n",
        "福州市交通运输局    福州市水利局\n福州市财政局\n2023年4月6日\n",
        "福州市水利局（盖章）\n2023年4月6日\n",
        "福州市水利局\n二〇二三年四月六日\n",
        "特此通知。\n",
        "本通知自印发之日起施行。\n",
        "本方案自2023年5月1日起施行，有效期5年。此前规定与本方案不一致的，以本方案为准。\n",
        "以上政策自公布之日起执行，由市交通运输局负责解释。\n",
        "本办法由市交通运输局负责解释。\n",
        "附件：福州市公路养护任务表\n",
        "附件：1.任务表\n2.报名表\n",
        "附件1：任务表\n附件2：报名表\n\n福州市交通运输局\n2023年4月6日\n",
        "附件\n福州市公路养护任务表\n单位 里程\n",
        "附件1 福州市公路养护任务表\n",
        "抄送：市委办公室，市人大常委会办公室。\n",
        "福州市人民政府办公室 2023年4月6日印发\n",
        "（联系人：陈某，电话：0591—8000000）\n",
        "联系人及联系电话：陈某\n福州市交通运输局\n2023年4月6日\n",
        "（此件主动公开）\n",
        "此件依申请公开\n",
        "信息公开选项：主动公开\n",
        "相关附件：任务表.pdf\n扫一扫在手机打开当前页\n",
    ],
)
def test_the_text_ends_where_the_notice_closes(closing: str) -> None:
    assert last_text(closing) == "建两座桥。"
    # The same without a line break before it.
    if not closing.startswith(("福州市", "附件\n", "附件1 ", "附件：1")):
        assert last_text(closing, ITEMS[:-1]) == "建两座桥。"


def test_a_signature_in_text_without_line_breaks_ends_the_body() -> None:
    flat = ITEMS.replace("\n", "") + "请认真执行。福州市交通运输局2023年4月6日附件任务表"
    assert last_text("", flat) == "建两座桥。请认真执行。"


@pytest.mark.parametrize(
    "said",
    [
        "附件1所列桥梁按期建成。",
        "附件材料齐全的，当场受理。",
        "市交通运输局2023年3月1日印发的清单同时调整。",
        "办法印发后，抄送市财政局备案。",
        "本市自2023年起实施桥梁养护新标准。",
        "公开联系人和电话，方便群众监督。",
        "做好政策解释和宣传。",
        "此件群众关心，限时办结。",
    ],
)
def test_what_a_measure_says_stays(said: str) -> None:
    items = f"一、架桥。建两座桥。{said}（责任单位：市水利局）\n二、修路。（责任单位：市交通运输局）\n"
    assert extract(document(items), "case").measures[0].text == f"建两座桥。{said}"
    assert last_text("", f"一、修路。（责任单位：市交通局）\n二、架桥。建两座桥。（责任单位：市水利局）{said}\n") == (
        f"建两座桥。{said}"
    )


@pytest.mark.parametrize(
    "remark", ["联系电话：0591—8000000。", "本政策自2023年5月1日起执行。", "信息公开方式：主动公开。"]
)
def test_a_remark_before_the_next_item_is_the_measures_own(remark: str) -> None:
    items = f"一、修路。建十公里。（责任单位：市交通运输局）\n{remark}\n二、架桥。（责任单位：市水利局）\n"
    assert extract(document(items), "case").measures[0].text == f"建十公里。\n{remark}"


def test_a_measure_about_attachments_stays() -> None:
    items = "一、附件：随文印发任务表。（责任单位：市水利局）\n二、修路。（责任单位：市交通运输局）\n"
    first = extract(document(items), "case").measures[0]
    assert (first.title, first.text) == ("附件", "随文印发任务表。")


def test_a_statement_behind_the_end_is_still_read() -> None:
    notice = "一、修路。建十公里。\n附件：任务表\n（责任单位：市交通运输局）\n"
    policy = extract(document(notice), "case")
    assert [duty.name for duty in policy.measures[0].responsibilities] == ["市交通运输局"]
    assert "".join(entry.passage.quote for entry in policy.account) == "责任单位：市交通运输局"


def test_what_looks_like_a_statement_behind_the_end_is_told_as_unread() -> None:
    policy = extract(document(ITEMS + "福州市水利局\n2023年4月6日\n（谁主管、谁负责）\n"), "case")
    assert [entry.passage.quote for entry in policy.unread] == ["（谁主管、谁负责）"]


def test_items_of_an_attached_document_are_measures() -> None:
    attached = "福州市水利局\n2023年4月6日\n附件\n养护方案\n1.植树。种一千棵。（责任单位：市林业局）\n附件2\n名单\n"
    found = extract(document(ITEMS + attached), "case").measures
    assert [measure.text for measure in found] == ["建十公里。", "建两座桥。", "种一千棵。"]


def test_the_signature_that_ends_the_body_dates_the_notice() -> None:
    folded = fold(ITEMS + "福州市水利局\n2023年4月6日\n")
    (signature,) = find_signatures(folded)
    assert folded[signature.start : signature.end] == "福州市水利局\n2023年4月6日"
    assert find_closings(folded, read_outline(folded)) == [signature.start]


def test_an_english_signature_ends_the_body() -> None:
    folded = "1. Build roads.\nMinistry of Finance\nJanuary 8, 2026\n"
    assert find_closings(folded, read_outline(folded)) == [16]
