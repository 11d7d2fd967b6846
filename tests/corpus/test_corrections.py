"""A person's corrections: followed, recorded, and strict about their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.corpus import build, read
from policygraph.errors import SourceError
from policygraph.graph.read import policies

TEXT = "（一）修路。责任单位：省财政厅、尽快落实到位\n（二）架桥。（省水利厅负责）\n（三）挖渠。（省水利厅负责）"
YAML = """
- statement: 责任单位：省财政厅、尽快落实到位
  bodies:
    - {name: 省财政厅, role: lead}
    - {name: 省交通运输厅, role: support}
- statement: （省水利厅负责）
  measure: （三）
  bodies: []
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def read_duties(source: Path) -> list[tuple[str, str, str, str]]:
    return [
        (measure.number, duty.name, duty.role, duty.basis)
        for measure in read(source).measures
        for duty in measure.responsibilities
    ]


EXPECTED = [
    ("（一）", "省财政厅", "lead", "corrected"),
    ("（一）", "省交通运输厅", "support", "corrected"),
    ("（二）", "省水利厅", "responsible", "stated"),
]


def test_yaml(source: Path) -> None:
    source.with_name("notice.corrections.yaml").write_text(YAML, encoding="utf-8")
    assert read_duties(source) == EXPECTED
    assert not read(source).unread


def test_csv_says_the_same(source: Path) -> None:
    rows = (
        "statement,measure,name,role\n"
        "责任单位：省财政厅、尽快落实到位,,省财政厅,lead\n责任单位：省财政厅、尽快落实到位,,省交通运输厅,support\n"
        "（省水利厅负责）,（三）,,\n"
    )
    source.with_name("notice.corrections.csv").write_text(rows, encoding="utf-8")
    assert read_duties(source) == EXPECTED


def test_table_cells_can_be_corrected(tmp_path: Path) -> None:
    source = tmp_path / "tasks.csv"
    source.write_text("序号,工作任务,责任单位\n1,修路,省财政厅、各相关\n2,架桥,省水利厅\n", encoding="utf-8")
    corrections = "- statement: 省财政厅、各相关\n  bodies: [{name: 省财政厅, role: lead}]\n"
    source.with_name("tasks.corrections.yaml").write_text(corrections, encoding="utf-8")
    duties = read_duties(source)
    assert duties[0] == ("1", "省财政厅", "lead", "corrected")
    assert duties[1][1] == "省水利厅"


def test_the_file_is_recorded_and_comes_back(source: Path) -> None:
    source.with_name("notice.corrections.yaml").write_text(YAML, encoding="utf-8")
    (policy,) = policies(build(source).dataset)
    assert policy.corrections is not None
    assert policy.corrections.name == "notice.corrections.yaml"
    assert [duty.basis for duty in policy.measures[0].responsibilities] == ["corrected", "corrected"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- statement: 没有的话\n  bodies: []\n", "are not in the text"),
        ("- bodies: []\n", "entry 1 must have 'statement'"),
        ("- statement: （省水利厅负责）\n  bodies: [{name: 省水利厅, role: boss}]\n", "entry 1"),
        ("statement: x\n", "a list of entries"),
        ("- [unclosed\n", "this is not YAML"),
    ],
)
def test_wrong_corrections_are_one_clear_line(source: Path, text: str, says: str) -> None:
    source.with_name("notice.corrections.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says) as caught:
        read(source)
    assert "notice.corrections.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
