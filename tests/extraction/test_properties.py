"""What must hold of any text."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.errors import NoMeasureError
from policygraph.extraction import extract
from policygraph.extraction.text.folding import _FOLD, fold
from policygraph.extraction.text.outline import read_outline
from policygraph.graph import policy_quads
from policygraph.model import Document, Policy
from statement_cases import document

#: Pieces that notices are made of, so that random text reaches every rule.
_TOKENS = (
    "一、|二、|（一）|（二）|1.|2.|(3)|①|第一条|\n|。|；|，|、|：|（|）|〔|〕|修路|和|及|等|由|无|０１|🚀|\u200b|\u3000"
    "|责任单位|牵头单位：|配合单位：|责任领导：|完成时限：|2022年12月底前|牵头|负责|配合|按职责分工负责|会同"
    "|等有关部门|部门和单位|各有关市、县（区）|教育、财政部门|省教育厅|财政厅|市发改委（牵头）|人民银行各市"
    "|国务院办公厅|广安经开区、川渝高竹新区管委会|市政府辦公室|联合发文|2018年11月16日"
    "|列第一位者为牵头单位，下同|以下均需各县组织实施，不再列出|逗号前为牵头单位"
    "|《某通知》（国发〔2018〕39号）|摘要：|Abstract: "
)
PIECES = st.sampled_from(_TOKENS.split("|"))
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)


def read(text: str) -> Policy | None:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        return extract(Document("any", text, "text/plain", digest), "any")
    except NoMeasureError:
        return None


@given(TEXTS)
@settings(max_examples=400)
def test_any_text_is_read_or_has_no_measure_and_offsets_slice_back(text: str) -> None:
    policy = read(text)
    if policy is None:
        return
    passages = [entry.passage for entry in policy.unread]
    for measure in policy.measures:
        passages.append(measure.span)
        passages += [duty.evidence for duty in measure.responsibilities]
        assert measure.responsibilities
    for passage in passages:
        assert text[passage.start : passage.end] == passage.quote
    assert len({measure.key for measure in policy.measures}) == len(policy.measures)


@given(TEXTS)
@settings(max_examples=150)
def test_the_same_text_gives_the_same_quads(text: str) -> None:
    one, other = read(text), read(text)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert policy_quads(one) == policy_quads(other)


@given(st.text(st.one_of(st.sampled_from("，：（【牽頭單位薴苧𫚉𪾢甲A９ "), st.characters())))
def test_folding_is_a_look_at_each_character(text: str) -> None:
    assert fold(text) == "".join(map(fold, text)) == text.translate(_FOLD)


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXTS)
def test_items_of_an_outline_nest(text: str) -> None:
    tree = read_outline(fold(text))
    for item in tree.walk():
        assert item.start <= item.body <= item.own_end <= item.end <= len(text)
        for child in item.children:
            assert item.start <= child.start
            assert child.end <= item.end


@pytest.mark.parametrize("number", ["၇", "٣", "７", "३"])
def test_digits_of_every_script_number_items(number: str) -> None:
    policy = extract(document(f"{number}.修路。责任单位：省财政厅"), "case")
    assert [duty.name for measure in policy.measures for duty in measure.responsibilities] == ["省财政厅"]


def test_a_long_run_of_spaces_before_no_date_takes_no_time_to_speak_of() -> None:
    # Found by fuzzing: looking for the signature went over the run once for each of its characters.
    policy = extract(document("一、修路。责任单位：省财政厅\n某某" + " " * 1_000_000 + "2020年"), "case")
    assert [duty.name for measure in policy.measures for duty in measure.responsibilities] == ["省财政厅"]


def test_many_statements_of_one_item_take_no_time_to_speak_of() -> None:
    # Each statement's lists were looked for among all of the item's: eight thousand took half a minute.
    text = "一、修路。" + "（市财政局牵头）" * 8_000
    (measure,) = extract(document(text), "case").measures
    assert [duty.name for duty in measure.responsibilities] == ["市财政局"]


def test_spaces_behind_words_of_duty_take_no_time_to_speak_of() -> None:
    for words in ("led by ", "市财政局的职责", "认领："):
        with suppress(NoMeasureError):
            extract(document(words + " " * 100_000), "case")
