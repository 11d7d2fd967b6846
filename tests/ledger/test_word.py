"""A ledger as a Word document, and in an office's own template."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from competency import dataset
from policygraph.errors import UsageError
from policygraph.ledger import write_ledger

HEADINGS = ["序号", "任务来源", "类别", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限", "原文依据", "备注"]


def test_the_table_has_all_tasks_under_merged_headings(tmp_path: Path) -> None:
    [path] = write_ledger(dataset("anhui"), tmp_path / "tasks.docx")
    document = Document(str(path))
    [table] = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == HEADINGS and len(rows) == 22
    assert rows[8][3].startswith("1.扩大冷库容量") and rows[8][4:8] == [
        *("市农业农村局", "市财政局、市乡村振兴局", "", "2022年12月31日"),
    ]
    sources = [row.cells[1]._tc for row in table.rows]
    assert sources[1] is sources[7] and sources[7] is not sources[8]  # seven measures of the first document
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "填报人" in document.paragraphs[-1].text


def test_columns_that_say_nothing_are_left_out(tmp_path: Path) -> None:
    [path] = write_ledger(dataset("anhui"), tmp_path / "tasks.docx", policy="hefei-cold-chain-2022")
    document = Document(str(path))
    headings = [cell.text for cell in document.tables[0].rows[0].cells]
    assert headings == [heading for heading in HEADINGS if heading not in ("任务来源", "配合单位")]
    assert document.paragraphs[1].text.startswith("任务来源：《合肥市人民政府办公室关于")


def test_a_template_of_ones_own_is_filled_in(tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph("{{ title }}")
    template.add_paragraph("{% for row in rows %}{{ row.number }}|{{ row.lead }}|{{ row.deadline }};{% endfor %}")
    template.save(str(tmp_path / "own.docx"))
    [path] = write_ledger(
        dataset("anhui"), tmp_path / "tasks.docx", template=tmp_path / "own.docx", policy="hefei-cold-chain-2022"
    )
    words = [paragraph.text for paragraph in Document(str(path)).paragraphs]
    assert "任务分解表" in words[0]
    assert words[1].startswith("1|市农业农村局|2022年12月31日;2|市市场监管局|2023年6月30日;")


@pytest.mark.parametrize("words", ["{{ nothing }}", "{% for %}", "{{ ''.__class__.__mro__ }}"])
def test_a_wrong_template_is_one_line_and_writes_nothing(words: str, tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph(words)
    template.save(str(tmp_path / "own.docx"))
    with pytest.raises(UsageError, match=r"own\.docx") as raised:
        write_ledger(dataset("anhui"), tmp_path / "tasks.docx", template=tmp_path / "own.docx")
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "tasks.docx").exists()


def test_a_template_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"no zip")
    for name in ("own.docx", "missing.docx"):
        with pytest.raises(UsageError, match="cannot read the template"):
            write_ledger(dataset("anhui"), tmp_path / "tasks.docx", template=tmp_path / name)
    with pytest.raises(UsageError, match="template is for"):
        write_ledger(dataset("anhui"), tmp_path / "tasks.xlsx", template=tmp_path / "own.docx")


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_ledger(dataset("anhui"), tmp_path / name)[0].read_bytes() for name in ("a.docx", "b.docx"))
    assert one == other
