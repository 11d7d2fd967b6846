"""The file of corrections: what is written is read back and fits the schema; what is wrong ends in one line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policygraph.corpus.corrections_file import (
    corrections_path,
    find_corrections,
    parse_corrections,
    read_corrections,
    write_corrections,
)
from policygraph.corpus.corrections_yaml import format_corrections
from policygraph.errors import SourceError
from policygraph.model import (
    LEVELS,
    ROLES,
    BodyKind,
    CorrectedBody,
    Correction,
    CorrectionRule,
    Corrections,
    MeasureCorrection,
    RuleCorrection,
)
from policygraph.resources import ontology_dir

NAME = "notice.corrections.yaml"
SCHEMA = Draft202012Validator(json.loads((ontology_dir() / "corrections.schema.json").read_text(encoding="utf-8")))
#: What a person writes; every kind of entry and field.
WRITTEN = """
version: 2
statements:
- words: 责任单位：省财政厅、尽快落实到位
  before: 服务体系建设。
  measure: （一）
  bodies:
  - {name: 省财政厅, role: lead, level: provincial, kind: named, deadline: 6月底前}
  - {name: 各市, role: support}
  reviewer: 张三
  reviewed: 2026-11-29T22:30:00+08:00
- statement: （省水利厅负责）
- words: （谁主管、谁负责）
  bodies: []
measures:
- words: 一、加强就业服务。
  new: true
  number: 一、
  title: 加强就业服务
  heading: 保障措施
  deadline: 2026-06-30
- words: 二、修路
  deadline: ''
rules:
- words: 责任单位：省教育厅、省财政厅
  rule: first-leads
"""
READ = Corrections(
    NAME,
    "",
    (
        Correction(
            "责任单位：省财政厅、尽快落实到位",
            (CorrectedBody("省财政厅", "lead", "provincial", "named", "6月底前"), CorrectedBody("各市", "support")),
            "（一）",
            "服务体系建设。",
            "张三",
            "2026-11-29T22:30:00+08:00",
        ),
        Correction("（省水利厅负责）", None),
        Correction("（谁主管、谁负责）", ()),
    ),
    (
        MeasureCorrection("一、加强就业服务。", "", True, "一、", "加强就业服务", "保障措施", "2026-06-30"),
        MeasureCorrection("二、修路", deadline=""),
    ),
    (RuleCorrection("责任单位：省教育厅、省财政厅", "first-leads"),),
)

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("省财政厅：:、,- #'\"{}[]&*!|>%@`?~\\\n\r\t2.yes")
words = texts.filter(str.strip)
moments = st.just("") | st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))).map(datetime.isoformat)
bodies = st.builds(
    CorrectedBody,
    words,
    st.sampled_from(ROLES),
    st.none() | st.sampled_from(LEVELS),
    st.none() | st.sampled_from(get_args(BodyKind)),
    texts,
)
said = st.none() | texts
corrections = st.builds(
    Corrections,
    st.just(NAME),
    st.just(""),
    st.lists(st.builds(Correction, words, st.none() | st.lists(bodies).map(tuple), texts, texts, texts, moments)).map(
        tuple
    ),
    st.lists(st.builds(MeasureCorrection, words, texts, st.booleans(), said, said, said, said, texts, moments)).map(
        tuple
    ),
    st.lists(st.builds(RuleCorrection, words, st.sampled_from(get_args(CorrectionRule)), texts, texts, moments)).map(
        tuple
    ),
)


def parse(text: str | bytes) -> Corrections:
    return parse_corrections(NAME, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


def entries_of(found: Corrections) -> tuple[object, ...]:
    return found.entries, found.measures, found.rules


def test_every_field_that_a_person_writes_is_read() -> None:
    assert entries_of(parse(WRITTEN)) == entries_of(READ)


@given(corrections)
def test_what_is_written_is_read_back_and_fits_the_schema(written: Corrections) -> None:
    text = format_corrections(written)
    assert entries_of(parse(text)) == entries_of(written)
    SCHEMA.validate(yaml.safe_load(text))


def test_the_file_is_replaced_and_named_by_its_hash(tmp_path: Path) -> None:
    path = corrections_path(tmp_path / "notice.txt")
    assert write_corrections(path, Corrections("", "")).entries == ()
    written = write_corrections(path, READ)
    assert find_corrections(tmp_path / "notice.txt") == path
    assert read_corrections(path) == written
    assert [each.name for each in tmp_path.iterdir()] == [NAME]
    assert "省财政厅" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("there", "written"),
    [
        ((), "notice.corrections.yaml"),
        (("notice.corrections.yml",), "notice.corrections.yml"),
        (("notice.corrections.csv",), "notice.corrections.yaml"),
        (("notice.corrections.csv", "notice.corrections.yml"), "notice.corrections.yml"),
    ],
)
def test_where_corrections_are_written(tmp_path: Path, there: tuple[str, ...], written: str) -> None:
    for name in there:
        (tmp_path / name).touch()
    assert corrections_path(tmp_path / "notice.txt").name == written


def test_halves_of_surrogate_pairs_do_not_break_the_file() -> None:
    text = format_corrections(Corrections("", "", (Correction("a\ud800b", None),)))
    assert parse(text).entries[0].words == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 3\n", "corrections of version '3' are unknown"),
        ("version: 2\nrulez: []\n", "no field 'rulez'"),
        ("version: 2\nrules: yes\n", "'rules' must be a list"),
        ("version: 2\nrules: [x]\n", "entry 1 of 'rules': expected 'field: value'"),
        (
            "version: 2\nrules: [{words: 修路, rule: second-leads}]\n",
            "'rule' is 'second-leads': use one of first-leads",
        ),
        ("version: 2\nrules: [{words: 修路}]\n", "'rule' is missing"),
        ("version: 2\nstatements: [{bodies: []}]\n", "entry 1 of 'statements': 'words' is missing"),
        ("version: 2\nstatements: [{words: 修路, bodys: []}]\n", "no field 'bodys'"),
        ("version: 2\nstatements: [{words: 修路, bodies: }]\n", "'bodies' must be a list of bodies"),
        ("version: 2\nstatements: [{words: 修路, bodies: [省财政厅]}]\n", "'bodies' must be a list of bodies"),
        ("version: 2\nstatements: [{words: 修路, bodies: [{name: 省财政厅}]}]\n", "'role' is missing"),
        (
            "version: 2\nstatements: [{words: 修路, bodies: [{name: 厅, role: lead, level: town}]}]\n",
            "'level' is 'town'",
        ),
        ("version: 2\nstatements: [{words: 修路, reviewed: yesterday}]\n", "'reviewed' is 'yesterday', not a date"),
        ("version: 2\nstatements: [{words: 修路, reviewed: 2026-13-01}]\n", "'reviewed' is '2026-13-01', not a date"),
        (
            "version: 2\nmeasures: [{words: 修路}, {words: 修路, title: [a]}]\n",
            "entry 2 of 'measures': 'title' must be",
        ),
        ("version: 2\nmeasures: [{words: 修路, new: maybe}]\n", "'new' is 'maybe': use one of true, false"),
        ("version: 2\n" + "[" * 50000, "not valid YAML"),
        ("- " * 50000, "not valid YAML"),
        ("&a [*a]", "not valid YAML"),
        ("text", "must have 'version: 2'"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_where(text: str, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(text)
    assert says in str(caught.value)
    assert str(caught.value).startswith(NAME)


pieces = st.sampled_from([*WRITTEN.splitlines(keepends=True), "- ", "{", "}", "[", "]", "&a ", "*a", "? ", "\t", "\0"])


@given(st.binary() | st.text().map(str.encode) | st.lists(pieces).map("".join).map(str.encode))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    for name in (NAME, "notice.corrections.csv"):
        try:
            parse_corrections(name, data)
        except SourceError as error:
            assert len(str(error).splitlines()) == 1
            assert len(str(error)) < 500


@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_one_line(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WRITTEN)))
    end = data.draw(st.integers(start, min(len(WRITTEN), start + 20)))
    damaged = WRITTEN[:start] + data.draw(st.text(max_size=5) | pieces) + WRITTEN[end:]
    try:
        parse(damaged)
    except SourceError as error:
        assert len(str(error).splitlines()) == 1
        assert len(str(error)) < 500
