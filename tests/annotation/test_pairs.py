"""Which pairs of measure and body are the same in readings that cut a notice differently."""

from __future__ import annotations

from dataclasses import replace

from policygraph.annotation import ParsedNotice
from policygraph.annotation.pairs import pair_up
from policygraph.model import CorrectedBody, Correction, Corrections


def test_parts_of_an_item_keep_their_places(notice: ParsedNotice) -> None:
    """A part without anybody falls to its neighbour; the neighbour's bodies stay where they were."""
    text = "三、办事。\n1.建网。（市数据局负责）建站。（市财政局负责）\n2.修路。（市交通局负责）\n"
    parsed = replace(notice, document=replace(notice.document, text=text))
    plain = parsed.read()
    fewer = parsed.read(Corrections("", "", (Correction("市数据局负责", ()),)))
    assert [len(policy.measures) for policy in (plain, fewer)] == [3, 2]
    assert [(pair.body, [each.roles for each in pair.decisions]) for pair in pair_up([plain, fewer])] == [
        ("市数据局", ["responsible", ""]),
        ("市财政局", ["responsible"] * 2),
        ("市交通局", ["responsible"] * 2),
    ]


def test_two_roles_of_a_body_are_one_decision(notice: ParsedNotice) -> None:
    both = (CorrectedBody("市教育局", "support"), CorrectedBody("市教育局", "lead"))
    pairs = pair_up([notice.read(Corrections("", "", (Correction("市教育局负责", both),)))])
    assert [pair.decisions[0].roles for pair in pairs if pair.body == "市教育局"] == ["lead+support"]


def test_no_readings() -> None:
    assert pair_up([]) == []
