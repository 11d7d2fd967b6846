"""Names in ledgers: classes keep their 各, numbers have their mark, English tabs fit and differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from policygraph import build
from policygraph.ledger import write_ledger
from policygraph.ledger.brief_files import write_brief
from policygraph.ledger.comparison import compare_ledgers
from policygraph.ledger.members import resolve_members
from policygraph.ledger.naming import add_each, shorten_for_sheet
from policygraph.ledger.returns import read_returns
from policygraph.ledger.tasks import list_tasks
from policygraph.resources import examples_dir
from policygraph.store import dump

if TYPE_CHECKING:
    from rdflib import Dataset

LIST = "福建省各县(区)教育部门"


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return build(examples_dir() / "fujian-relocation-2020.txt").dataset


@pytest.mark.parametrize(
    ("name", "quote", "wanted"),
    [
        ("县（区）教育部门", "各县（区）教育部门负责", "各县（区）教育部门"),
        ("州人民政府", "责任单位：省财政厅，各市、州、县人民政府", "各州人民政府"),
        ("县区政府", "各县区政府、各级发改、财政部门", "各县区政府"),
        ("财政部门", "各县区政府、各级发改、财政部门", "各级财政部门"),
        ("相关部门", "盟民政局牵头，各相关部门配合", "各相关部门"),
        ("园区管委会", "各区市县政府、园区管委会负责", "园区管委会"),
        ("市人民政府", "省通信管理局，相关市人民政府", "市人民政府"),
    ],
)
def test_a_class_has_the_word_for_each_where_its_notice_has_it(name: str, quote: str, wanted: str) -> None:
    assert add_each(name, quote) == wanted


def test_classes_keep_their_word_in_columns_lists_and_briefings(graph: Dataset, tmp_path: Path) -> None:
    [whole] = write_ledger(graph, tmp_path / "tasks.xlsx")
    cells = [cell.value for row in load_workbook(whole).worksheets[0].iter_rows(min_row=4) for cell in row]
    assert any("、各县(区)教育部门" in str(cell) for cell in cells)
    lists = tmp_path / "lists"
    write_ledger(graph, lists, by="body")
    page = load_workbook(lists / f"{LIST}.xlsx").worksheets[0]
    assert page["A1"].value == f"{LIST}任务清单"
    # The table of members may have the class by either name, and with brackets of either width.
    wide = LIST.replace("(", "（").replace(")", "）")
    for at, name in enumerate((LIST, wide, LIST.replace("各", ""), wide.removeprefix("福建省"), "县(区)教育部门")):
        members = {name: ["鼓楼区教育局", "晋安区教育局"]}
        assert len(write_ledger(graph, tmp_path / f"{at}", by="body", members=members)) == 1 + len(
            list(lists.iterdir())
        )
    [brief] = [path for path in write_brief(graph, tmp_path / "brief.md", date(2023, 1, 1)) if path.suffix == ".md"]
    assert LIST in brief.read_text(encoding="utf-8")
    # A list that lost its keys and its hidden sheet is still that of the class.
    book = load_workbook(lists / f"{LIST}.xlsx")
    page = book.worksheets[0]
    page["L4"] = "进行中"
    page.delete_cols(15)
    del book["policygraph"]
    book.save(lists / "returned.xlsx")
    [report] = read_returns([lists / "returned.xlsx"], graph).reports
    assert report.body.endswith("/group/350000/county/education")


def test_a_name_that_several_classes_have_is_no_name_of_either(tmp_path: Path) -> None:
    for province in ("福建省", "安徽省"):
        title, signed = f"{province}人民政府关于修路的通知", f"{province}人民政府\n2024年3月18日"
        own = "责任单位：省财政厅，各县（区）人民政府"
        (tmp_path / f"{province}.txt").write_text(f"{title}\n\n1.修路。{own}\n{signed}\n", encoding="utf-8")
    made = build([tmp_path]).dataset
    parts = [part for task in list_tasks(made) for part in task.measure.responsibilities]
    both, own = "各县（区）人民政府", "福建省各县（区）人民政府"
    found, strangers = resolve_members({both: ["甲"], own: ["乙"]}, parts)
    assert strangers == [both] and list(found.values()) == [["乙"]]
    assert next(iter(found)).startswith("group/350000/")
    only, _ = resolve_members({both: ["甲"]}, [part for part in parts if part.body.key in found])
    assert list(only.values()) == [["甲"]]


def test_classes_of_one_label_have_the_same_members(tmp_path: Path) -> None:
    """Of two notices whose place is not known, the ledger makes one list."""
    for number in "12":
        (tmp_path / f"{number}.txt").write_text(
            f"关于修路的通知\n\n1.修路{number}。责任单位：各县（市、区）人民政府\n", encoding="utf-8"
        )
    made = build([tmp_path]).dataset
    parts = [part for task in list_tasks(made) for part in task.measure.responsibilities]
    found, strangers = resolve_members({"各县（市、区）人民政府": ["甲"]}, parts)
    assert (list(found.values()), strangers) == ([["甲"], ["甲"]], [])


def test_a_ledger_and_its_graph_name_the_same_bodies(tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    source.write_text(
        "关于修路的通知\n\n1.修路。全面修路。责任单位：市财政局，各县（市、区）人民政府\n", encoding="utf-8"
    )
    made = build(source).dataset
    [ledger] = write_ledger(made, tmp_path / "tasks.xlsx")
    assert len(compare_ledgers(ledger, dump(made, tmp_path / "notice.ttl"))) == 0


def test_english_tabs_are_english_fit_and_differ(graph: Dataset, tmp_path: Path) -> None:
    [path] = write_ledger(graph, tmp_path / "lists.xlsx", by="body", lang="en")
    names = load_workbook(path).sheetnames
    assert all(name.isascii() and len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert "Department of Finance" in names and "Dept of Human Res & Social Sec" in names
    book = load_workbook(path)
    page = book["Department of Finance"]
    assert page["A1"].value == "Tasks of Fujian Provincial Department of Finance"
    page["L4"] = "completed"
    book.save(path)
    [report] = read_returns([path], graph).reports
    assert (report.reporter, report.state) == ("福建省财政厅", "completed")


@pytest.mark.parametrize("name", ["Department of " + "Extraordinarily " * 4, "Body “农业信贷担保公司”", "X" * 40])
def test_a_name_for_a_tab_is_never_empty(name: str) -> None:
    assert shorten_for_sheet(name).strip()


def test_the_number_of_a_table_row_has_its_mark(tmp_path: Path) -> None:
    source = tmp_path / "tasks.csv"
    source.write_text("序号,工作任务,责任单位,完成时限\n1,实施试点工程,市财政局,2022年6月底前\n", encoding="utf-8")
    made = build(source).dataset
    [ledger] = write_ledger(made, tmp_path / "tasks.xlsx")
    assert str(load_workbook(ledger).worksheets[0]["D4"].value).startswith("1.实施试点工程")
    brief = write_brief(made, tmp_path / "brief.md", date(2023, 1, 1))[0].read_text(encoding="utf-8")
    assert "1.实施试点工程" in brief.replace("\\", "")
