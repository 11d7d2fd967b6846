"""Why passages were read or not: the reasons that the rules themselves give."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import get_args

import pytest

from policygraph.documents import read_bytes
from policygraph.errors import NoMeasureError
from policygraph.extraction import Explained, extract
from policygraph.extraction.forms.finding import RULES
from policygraph.extraction.forms.statements import MissReason
from policygraph.texts import texts
from statement_cases import all_cases, document


def explain_reading(text: str) -> list[Explained]:
    found: list[Explained] = []
    with suppress(NoMeasureError):
        extract(document(text), "case", explain=found)
    return found


def reasons(text: str) -> list[tuple[int, str, str]]:
    """Line, rule and nearest reason of each passage."""
    return [(each.line, each.rule, "" if each.rule else each.nearest) for each in explain_reading(text)]


def test_each_statement_has_its_rule_and_line() -> None:
    text = "一、工作\n1.修路。责任单位：市交通局\n2.架桥。（市住建局负责）\n3.治水。由市水利局牵头，市财政局配合。\n"
    assert reasons(text) == [(2, "labelled", ""), (3, "bracketed", ""), (4, "prose", "")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("抄送：市财政局\n1.修路。认领：市水利局、市财政局", "label-unknown"),
        ("1.修路。责任单位：尽快落实到位", "names-unknown"),
        ("1.修路。（谁主管、谁负责）", "names-before-verb"),
        ("1.修路。（负责到底）", "nothing-before-verb"),
        ("1.修路。（城管局、财务处）", "level-not-stated"),
        ("1.修路。（市财政局、尽快办理事项）", "more-than-names"),
        ("1.修路的牵头单位为第一责任人", "label-in-sentence"),
        ("1.修路。由城建条线牵头推进。", "no-body-in-sentence"),
        ("1.修路\n人事处：做好统计工作和报表。", "unit-unclear"),
        ("1.修路\n市财政局：做好资金拨付工作。", "single-duty"),
    ],
)
def test_a_near_miss_has_the_reason_of_its_rule(text: str, reason: str) -> None:
    assert [nearest for _, rule, nearest in reasons(text) if not rule][:1] == [reason]
    with pytest.raises(NoMeasureError) as caught:
        extract(document(text), "case")
    assert texts()[f"miss_{reason}"].en in str(caught.value)
    assert texts()[f"miss_{reason}"].zh in caught.value.names.zh


def test_a_table_whose_columns_are_not_known_asks_for_columns() -> None:
    table = read_bytes("甲,乙\n修路,市交通运输局\n架桥,市住建局\n".encode(), "table.csv")
    with pytest.raises(NoMeasureError, match="name the columns with --columns"):
        extract(table, "case")


def test_the_error_names_the_three_nearest_with_line_and_help() -> None:
    items = [
        "1.修路。（负责到底）",
        "2.架桥。认领：市水利局",
        "3.植树。责任单位：尽快落实到位",
        "4.治水。（谁主管、谁负责）",
    ]
    text = "\n".join(["一、工作", *items])
    with pytest.raises(NoMeasureError) as caught:
        extract(document(text), "case")
    said = str(caught.value)
    assert re.findall(r"line (\d+), “", said) == ["4", "3", "5"]
    assert "labels of a --lexicon" in said and "责任单位：尽快落实到位" in said and "\n" not in said
    assert "第 4 行“责任单位：尽快落实到位”" in caught.value.names.zh


def test_where_nothing_comes_near_only_the_forms_are_named() -> None:
    with pytest.raises(NoMeasureError) as caught:
        extract(document("一、总则\n1.本办法自发布之日起施行。"), "case")
    assert "closest" not in str(caught.value)


def test_of_two_rules_the_second_says_that_the_first_was_there() -> None:
    found = explain_reading("1.修路。（责任单位：市交通局负责）")
    assert [each.rule for each in found] == ["labelled"]
    prose = explain_reading("1.修路。由市交通局牵头，市财政局配合。责任单位：市交通局")
    assert [dict(each.why).get("prose", "") for each in prose] == ["item-has-other", "no-prose"]


def test_every_reason_has_its_words() -> None:
    known = texts()
    assert [
        reason for reason in get_args(MissReason) if not {f"miss_{reason}", f"unread_{reason}"} & known.keys()
    ] == []
    for form, case in all_cases():
        for each in explain_reading(str(case["text"])):
            assert [rule for rule, _ in each.why] == [r for r in (*RULES, "unit-first", "table") if r != each.rule], (
                form
            )
            assert all(names.zh and names.en for names in each.told())


def test_explaining_changes_nothing() -> None:
    text = "一、工作\n1.修路。责任单位：市交通局\n2.架桥。（谁主管、谁负责）\n"
    assert extract(document(text), "case", explain=[]) == extract(document(text), "case")
