"""A ledger as a workbook: what Excel and LibreOffice find in it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from policygraph import build
from policygraph.errors import StoreError, UsageError
from policygraph.ledger import write_ledger
from policygraph.ledger.brief_files import write_brief
from policygraph.ledger.marks import META_SHEET
from policygraph.ledger.returns import read_returns
from policygraph.ledger.rows import Row, make_row
from policygraph.ledger.tasks import assign, list_tasks
from policygraph.ledger.workbook import Sheet, write_workbook
from policygraph.resources import examples_dir

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from rdflib import Dataset

NAMES = ("anhui-cold-chain-2020.txt", "hefei-cold-chain-2022.txt", "wuhu-cold-chain-2023.txt")
HEADINGS = [
    *("序号", "任务来源", "类别", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限", "原文依据"),
    *("进展情况", "状态", "完成日期", "备注"),
]


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return build([examples_dir() / name for name in NAMES]).dataset


def rows(page: Worksheet, first: int = 4) -> list[tuple[object, ...]]:
    return [row for row in page.iter_rows(min_row=first, values_only=True) if row[0] is not None]


def test_every_measure_is_a_row_with_a_key_of_its_own(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx")
    page = load_workbook(path)["督办台账"]
    assert [cell.value for cell in page[3]][:13] == HEADINGS
    found = rows(page)
    assert [row[0] for row in found] == list(range(1, 22))
    assert len({row[13] for row in found}) == 21
    assert page.column_dimensions["N"].hidden
    hefei = next(row for row in found if row[13] == "hefei-cold-chain-2022/measure/1")
    assert hefei[4:8] == ("市农业农村局", "市财政局、市乡村振兴局", None, datetime(2022, 12, 31))


def test_the_working_sheet_can_be_filtered_sorted_and_filled_in(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx")
    page = load_workbook(path)["督办台账"]
    assert page.auto_filter.ref == "A3:N24" and page.freeze_panes == "D4"
    assert sorted(str(area) for area in page.merged_cells.ranges) == ["A1:M1", "A2:M2"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["K4:K24"].formula1 == "policygraph!$D$1:$D$5"
    assert rules["L4:L24"].type == "date"
    assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
    assert page.print_title_rows == "$3:$3"
    coloured = {str(area.sqref) for area in page.conditional_formatting}
    assert {"H4:H24", "K4:K24"} <= coloured


def test_a_column_without_content_is_narrow(graph: Dataset, tmp_path: Path) -> None:
    write_ledger(graph, tmp_path / "lists", by="body")
    page = load_workbook(tmp_path / "lists" / "合肥市审计局.xlsx").worksheets[0]
    wide = {str(cell.value): page.column_dimensions[cell.column_letter].width for cell in page[3] if cell.value}
    assert wide["配合单位"] < 11 < wide["责任单位"]
    assert wide["进展情况"] > 20  # a body is to fill it in


def test_many_states_of_ones_own_stand_in_a_range(graph: Dataset, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    label = "第{at}种，有逗号, 也很长很长的状态"
    lines = [f'state:own-{at} a skos:Concept ; skos:prefLabel "{label.format(at=at)}"@zh .' for at in range(40)]
    prefixes = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix state: <https://w3id.org/policygraph/def/state/> .",
    ]
    own.write_text("\n".join([*prefixes, *lines]), encoding="utf-8")
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx", own_states=own)
    book = load_workbook(path)
    [rule] = [rule for rule in book["督办台账"].data_validations.dataValidation if rule.type == "list"]
    assert rule.formula1 == "policygraph!$D$1:$D$45"
    choices = [cell.value for [cell] in book["policygraph"]["D1:D45"]]
    assert choices[0] == "未启动" and "第39种，有逗号, 也很长很长的状态" in choices
    book["督办台账"]["K4"] = choices[-1]
    book.save(path)
    assert read_returns([path], graph, own_states=own).reports[0].state.startswith("own-")


def test_a_notice_without_a_title_is_named_without_marks_of_titles(tmp_path: Path) -> None:
    source = tmp_path / "task-list.json"
    source.write_text('[{"text": "1.修路。全面修路。责任单位：市财政局"}]', encoding="utf-8")
    made = build(source).dataset
    [path] = write_ledger(made, tmp_path / "tasks.xlsx")
    page = load_workbook(path).worksheets[0]
    assert "《" not in f"{page['A1'].value}{page['B4'].value}" and page["B4"].value
    written = write_brief(made, tmp_path / "brief.md", date(2023, 1, 1))[0].read_text(encoding="utf-8")
    assert "《" not in written.splitlines()[0]


def test_the_printed_sheet_merges_headings_and_leaves_out_what_is_filled_in(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx")
    page = load_workbook(path)["任务分解表"]
    assert [cell.value for cell in page[2]] == HEADINGS[:9]
    merged = {str(area) for area in page.merged_cells.ranges}
    # The seven measures of the first document, on two pages, each of which begins its headings anew.
    assert {"B3:B6", "B7:B9"} <= merged and [each.id for each in page.row_breaks.brk][:1] == [6]
    assert len(rows(page, 3)) == 21


def test_a_body_gets_its_own_tasks_with_its_role(graph: Dataset, tmp_path: Path) -> None:
    files = write_ledger(graph, tmp_path / "lists", by="body")
    assert sorted(path.name for path in (tmp_path / "lists").iterdir()) == sorted(path.name for path in files)
    book = load_workbook(tmp_path / "lists" / "合肥市农业农村局.xlsx")
    page = book.worksheets[0]
    assert page["B3"].value == "承担方式"
    found = rows(page)
    roles = [row[1] for row in found]
    assert roles == sorted(roles, key=lambda role: ["牵头", "负责", "分工负责", "配合"].index(str(role)))
    assert {str(row[14]).partition("@")[2] for row in found} == {"body/340100/agriculture"}
    assert [cell.value for cell in book[META_SHEET]["A"][:3]] == ["format", "program", "body"]
    assert book[META_SHEET].sheet_state == "veryHidden"


def test_one_file_has_a_sheet_for_each_body(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "bodies.xlsx", by="body", level="municipal")
    names = load_workbook(path).sheetnames
    assert "合肥市农业农村局" in names and len(names) == len(set(names))


def test_members_of_a_class_get_lists_of_their_own(graph: Dataset, tmp_path: Path) -> None:
    members = {"安徽省县(区)农业农村部门": ["肥东县农业农村局", "肥西县农业农村局"]}
    write_ledger(graph, tmp_path / "lists", by="body", members=members)
    names = {path.name for path in (tmp_path / "lists").iterdir()}
    assert {"肥东县农业农村局.xlsx", "肥西县农业农村局.xlsx"} <= names and "安徽省县(区)农业农村部门.xlsx" not in names


def test_conditions_choose_tasks_and_keep_all_their_bodies(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "a.xlsx", policy="hefei-cold-chain-2022", role="lead")
    found = rows(load_workbook(path)["督办台账"])
    assert found and all(row[4] and "hefei" in str(row[13]) for row in found)
    [path] = write_ledger(graph, tmp_path / "b.xlsx", due_before=date(2022, 12, 31))
    due = rows(load_workbook(path)["督办台账"])
    assert due and all(isinstance(row[7], datetime) and row[7] <= datetime(2022, 12, 31) for row in due)


def test_quotes_lead_to_their_place_in_the_atlas(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx", atlas=str(tmp_path / "atlas"))
    link = load_workbook(path)["督办台账"]["I4"].hyperlink
    assert link is not None
    assert (link.target, link.location) == ("atlas/policy/anhui-cold-chain-2020.html", "measure/1")


def test_the_same_graph_gives_the_same_bytes(graph: Dataset, tmp_path: Path) -> None:
    one, other = (write_ledger(graph, tmp_path / name)[0].read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


def test_headings_are_english_on_request(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "tasks.xlsx", lang="en")
    page = load_workbook(path)["Ledger"]
    assert [cell.value for cell in page[3]][:5] == ["No.", "Source", "Category", "Task", "Lead"]


def test_hostile_words_stay_words() -> None:
    words = "=1+1\x02\ud800" + "长" * 40_000
    rows_ = [Row("a/measure/1", {"number": 1, "task": words, "quote": "http://example.org/ @x"}, "", "")]
    data = write_workbook([Sheet("a/b:c*?[]", "<title>&", rows_)], {"format": "1"})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
    page = load_workbook(BytesIO(data)).worksheets[0]
    assert page["D4"].data_type == "s" and str(page["D4"].value).startswith("=1+1\ufffd")
    assert page["I4"].hyperlink is None


def test_wrong_targets_are_refused_and_nothing_is_written(graph: Dataset, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for target, by, error in (
        (tmp_path / "a.pdf", None, UsageError),
        (tmp_path / "folder", None, UsageError),
        (tmp_path / "full", "body", UsageError),
        (tmp_path / "none" / "a.xlsx", None, StoreError),
    ):
        with pytest.raises(error):
            write_ledger(graph, target, by=by)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]
    with pytest.raises(StoreError, match="no task meets"):
        write_ledger(graph, tmp_path / "a.xlsx", due_before=date(1990, 1, 1))


def test_a_body_has_its_own_deadline_in_its_list(tmp_path: Path) -> None:
    source = tmp_path / "plan.txt"
    said = "责任单位：市财政局（6月底前）、市水利局（长期坚持）"
    source.write_text(f"关于印发2025年工作方案的通知\n\n1.修路。全面修路。{said}\n", encoding="utf-8")
    tasks = list_tasks(build([source]).dataset)
    assert make_row(tasks[0], 1).values["deadline"] == "市财政局：2025-06-30、市水利局：长期坚持"
    lists = assign(tasks)
    assert {name: make_row(rows[0], 1).values["deadline"] for name, rows in lists.items()} == {
        "市财政局": date(2025, 6, 30),
        "市水利局": "长期坚持",
    }
