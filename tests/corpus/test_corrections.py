"""A person's corrections: followed, recorded, and strict about their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.corpus import build, read
from policygraph.errors import SourceError
from policygraph.graph.read import read_policies

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


@pytest.mark.parametrize(
    ("text", "statement", "expected"),
    [
        (
            "3.办实事。建公园。（市住建局负责）建学校。（市教育局负责）",
            "（市教育局负责）",
            [("3-1", "市住建局", "stated"), ("3-2", "市体育局", "corrected")],
        ),
        # Within a sentence a correction makes no part of its own, as the statement it stands for does not.
        (
            "3.办实事。由市商务局牵头，建设市场。由市教育局负责，建设学校。",
            "由市教育局负责",
            [("3", "市商务局", "stated"), ("3", "市体育局", "corrected")],
        ),
    ],
)
def test_a_correction_names_the_number_that_the_parts_of_an_item_share(
    tmp_path: Path, text: str, statement: str, expected: list[tuple[str, str, str]]
) -> None:
    source = tmp_path / "parts.txt"
    source.write_text(text, encoding="utf-8")
    corrections = f"- statement: {statement}\n  measure: 3.\n  bodies: [{{name: 市体育局, role: lead}}]\n"
    source.with_name("parts.corrections.yaml").write_text(corrections, encoding="utf-8")
    measures = read(source).measures
    assert [(each.key, duty.name, duty.basis) for each in measures for duty in each.responsibilities] == expected


@pytest.mark.parametrize(
    "statement",
    [
        "（市交通局牵头，2025年6月底前完成）",
        "（2025年6月底前完成，牵头单位：市交通局）",
        "（完成时限：2025年6月底，市交通局牵头）",
    ],
)
def test_a_corrected_statement_keeps_its_deadline(tmp_path: Path, statement: str) -> None:
    source = tmp_path / "dated.txt"
    source.write_text(f"（一）修路。打通断头路。{statement}", encoding="utf-8")
    corrections = f"- statement: {statement}\n  bodies: [{{name: 市住建局, role: lead}}]\n"
    source.with_name("dated.corrections.yaml").write_text(corrections, encoding="utf-8")
    (measure,) = read(source).measures
    assert [duty.name for duty in measure.responsibilities] == ["市住建局"]
    assert str(measure.deadline) == "2025-06-30"


def test_a_body_keeps_its_own_deadline(tmp_path: Path) -> None:
    source, statement = tmp_path / "own.txt", "责任单位：市交通局（6月底前）、市水利局（2025年12月底前）"
    source.write_text(f"2025年工作方案\n（一）修路。打通断头路。{statement}", encoding="utf-8")
    corrections = (
        f"- statement: {statement}\n  bodies: [{{name: 市交通局, role: lead}}, {{name: 市住建局, role: lead}}]\n"
    )
    source.with_name("own.corrections.yaml").write_text(corrections, encoding="utf-8")
    (measure,) = read(source).measures
    assert [(duty.name, duty.due.value) for duty in measure.responsibilities] == [
        ("市交通局", "2025-06-30"),
        ("市住建局", ""),
    ]


def test_the_file_is_recorded_and_comes_back(source: Path) -> None:
    source.with_name("notice.corrections.yaml").write_text(YAML, encoding="utf-8")
    (policy,) = read_policies(build(source).dataset)
    assert policy.corrections is not None
    assert policy.corrections.name == "notice.corrections.yaml"
    assert [duty.basis for duty in policy.measures[0].responsibilities] == ["corrected", "corrected"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- statement: 没有的话\n  bodies: []\n", "are not in the text"),
        ("- bodies: []\n", "entry 1 needs 'statement'"),
        ("- statement: （省水利厅负责）\n  bodies: [{name: 省水利厅, role: boss}]\n", "entry 1"),
        ("statement: x\n", "a list of entries"),
        ("- [unclosed\n", "not valid YAML"),
    ],
)
def test_wrong_corrections_are_one_clear_line(source: Path, text: str, says: str) -> None:
    source.with_name("notice.corrections.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says) as caught:
        read(source)
    assert "notice.corrections.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
