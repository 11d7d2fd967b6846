"""Bodies are found by whatever they are called."""

from __future__ import annotations

import pytest

from policygraph.ask.mentions import find_mentions
from policygraph.ask.names import NameIndex


@pytest.mark.parametrize(
    ("name", "expected", "how"),
    [
        ("福建省财政厅", {"福建省财政厅"}, "name"),
        ("Fujian Provincial Department of Finance", {"福建省财政厅"}, "name"),
        ("https://w3id.org/policygraph/id/body/350000/finance", {"福建省财政厅"}, "name"),
        ("省财政厅", {"福建省财政厅", "安徽省财政厅"}, "alias"),
        ("财政厅", {"福建省财政厅", "安徽省财政厅"}, "form"),
        ("福建省发改委", {"福建省发展和改革委员会"}, "form"),
        ("福建的发改委", {"福建省发展和改革委员会"}, "form"),
        ("人行福州中支", {"中国人民银行福州中心支行"}, "form"),
        ("fjsczt", {"福建省财政厅"}, "pinyin"),
        ("shengcaizhengting", {"福建省财政厅", "安徽省财政厅"}, "pinyin"),
        ("Fujian finance department", {"福建省财政厅"}, "form"),
        ("Department of Finance of Anhui", {"安徽省财政厅"}, "form"),
        ("市知识产权局", {"合肥市市场监督管理局"}, "alias"),
        ("省教育局", {"福建省教育厅"}, "similar"),
        ("", set(), ""),
        ("完全无关的一串字", set(), ""),
    ],
)
def test_a_body_is_found(name: str, expected: set[str], how: str, names: NameIndex) -> None:
    found = names.find(name)
    assert {each.body.zh for each in found} == expected
    assert {each.how for each in found} == ({how} if how else set())


def test_every_name_in_the_graph_finds_its_body(names: NameIndex) -> None:
    assert len(names.bodies) > 80
    for body in names.bodies.values():
        for name in (body.iri, *body.names):
            assert body.iri in {each.body.iri for each in names.find(name, most=100)}, name


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("福建的住建厅跟自然资源厅有什么联系", ["福建省住房和城乡建设厅", "福建省自然资源厅"]),
        ("江西省财政厅要做什么", [""]),
        ("what does the Fujian finance department share with 省教育厅?", ["福建省财政厅", "福建省教育厅"]),
        ("tasks of the county education departments", ["福建省县(区)教育部门"]),
        ("没有提到任何单位", []),
    ],
)
def test_bodies_are_found_in_a_sentence(sentence: str, expected: list[str], names: NameIndex) -> None:
    found = find_mentions(sentence, names)
    assert ["|".join(body.zh for body in each.bodies) for each in found] == expected
    assert all(sentence[each.start : each.end] == each.text for each in found)
