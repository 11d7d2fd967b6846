"""Returned ledgers: every filled-in row becomes a report or is named with its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from policygraph import build
from policygraph.errors import SourceError
from policygraph.graph.engine import dataset_of
from policygraph.graph.status import read_reports, report_quads
from policygraph.graph.validate import validate
from policygraph.ledger import write_ledger
from policygraph.ledger.marks import FORMAT, META_SHEET
from policygraph.ledger.returns import Returns, read_returns
from policygraph.ledger.status_file import extend, open_reports
from policygraph.resources import examples_dir
from policygraph.store import dump, open_graph

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from rdflib import Dataset

DAY = date(2023, 1, 10)
NAME = "合肥市农业农村局"


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return build(examples_dir() / "hefei-cold-chain-2022.txt").dataset


def columns(page: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in page[3] if cell.value and cell.column}


def fill(page: Worksheet, row: int, **values: Any) -> None:
    """Fill in a row of tasks, the first of which is row 0."""
    names = {"progress": "进展情况", "state": "状态", "completed": "完成日期", "note": "备注"}
    for name, value in values.items():
        page.cell(row + 4, columns(page)[names[name]]).value = value


def lists(graph: Dataset, folder: Path) -> Path:
    write_ledger(graph, folder / "lists", by="body")
    return folder / "lists"


def returned(path: Path, change: Callable[[Worksheet], None], to: Path | None = None) -> Path:
    book = load_workbook(path)
    change(book.worksheets[0])
    book.save(to or path)
    return to or path


def told(found: Returns, kind: str) -> list[tuple[str, str]]:
    return [(outcome.place, outcome.message.zh) for outcome in found.outcomes if outcome.kind == kind]


def test_an_untouched_ledger_says_nothing(graph: Dataset, tmp_path: Path) -> None:
    files = sorted(lists(graph, tmp_path).iterdir())
    found = read_returns(files, graph)
    assert (found.reports, found.outcomes) == ([], [])


def test_a_filled_in_row_is_a_report_about_its_task_and_body(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="已办结", completed="2022年12月20日", progress="三万吨全部建成。", note="无")

    path = returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)
    [report] = read_returns([path], graph, day=DAY).reports
    assert report.measure.endswith("/policy/hefei-cold-chain-2022/measure/1")
    assert report.body.endswith("/body/340100/agriculture") and report.reporter == NAME
    assert (report.state, report.completed, report.progress, report.note) == (
        "completed",
        date(2022, 12, 20),
        "三万吨全部建成。",
        "无",
    )
    assert (report.day, report.cell, report.submission.file) == (DAY, f"{NAME}!L4", f"{NAME}.xlsx")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2022, 12, 20), date(2022, 12, 20)),
        (44915, date(2022, 12, 20)),
        ("2022-12-20", date(2022, 12, 20)),
        ("2022.12.20", date(2022, 12, 20)),
        ("２０２２年１２月２０日", date(2022, 12, 20)),
        ("12月20日", date(2022, 12, 20)),  # the report is of January: the December before
        ("1月5日", date(2023, 1, 5)),
        ("12月底", None),
        ("2022年12月", None),
        ("20221220", date(2022, 12, 20)),
        ("20221332", None),
    ],
)
def test_days_are_read_as_they_are_written_and_never_made_up(
    graph: Dataset, tmp_path: Path, value: object, day: date | None
) -> None:
    path = returned(lists(graph, tmp_path) / f"{NAME}.xlsx", lambda page: fill(page, 0, state="完成", completed=value))
    found = read_returns([path], graph, day=DAY)
    assert found.reports[0].completed == day
    assert [place for place, _ in told(found, "unparseable")] == ([] if day else [f"{NAME}.xlsx: {NAME}!M4"])
    assert found.reports[0].unparsed == ("" if day else f"完成日期：{value}")


def test_a_number_that_is_no_day_is_told(graph: Dataset, tmp_path: Path) -> None:
    source = lists(graph, tmp_path) / f"{NAME}.xlsx"
    path = returned(source, lambda page: fill(page, 0, state="完成", completed=20221220))
    assert [place for place, _ in told(read_returns([path], graph, day=DAY), "unparseable")] == [
        f"{NAME}.xlsx: {NAME}!M4"
    ]


def test_sorting_inserting_and_renaming_do_not_matter(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        for row in range(page.max_row - 3):
            fill(page, row, progress=f"第{page.cell(row + 4, columns(page)['序号']).value}项", state="推进中")
        page.insert_cols(2)
        page.cell(3, 2).value = "本单位编号"
        page.cell(3, columns(page)["进展情况"]).value = "目前做到哪一步了"
        page.cell(3, columns(page)["状态"]).value = "任务状态（下拉选择）"
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        for at, values in enumerate(reversed(rows), 4):
            for column, value in enumerate(values, 1):
                page.cell(at, column).value = value
        page.insert_rows(5)
        page.cell(5, 1).value = "（小计）"

    source = lists(graph, tmp_path) / f"{NAME}.xlsx"
    before = {row.key: row.values["number"] for row in _rows(source)}
    found = read_returns([returned(source, work)], graph, day=DAY)
    assert {report.measure.rpartition("policy/")[2]: report.progress for report in found.reports} == {
        key.partition("@")[0]: f"第{number}项" for key, number in before.items()
    }
    assert {report.state for report in found.reports} == {"in-progress"}
    assert [message for _, message in told(found, "renamed")] == ["按位置把“目前做到哪一步了”栏当作“进展情况”"]


def test_a_column_that_cannot_be_found_is_told(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="进行中", progress="在建")
        page.insert_cols(columns(page)["进展情况"])
        page.cell(3, columns(page)["进展情况"] - 1).value = "经办人"
        page.cell(3, columns(page)["进展情况"]).value = "做到哪一步了"

    found = read_returns([returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)], graph, day=DAY)
    assert told(found, "unparseable") == [(f"{NAME}.xlsx: {NAME}", "找不到“进展情况”栏，其内容未读入：请恢复表头")]
    assert found.reports[0].state == "in-progress"


def test_a_list_without_keys_is_read_by_name_only_for_a_body_of_the_notice(graph: Dataset, tmp_path: Path) -> None:
    members = {"合肥市区人民政府": ["包河区人民政府"]}
    write_ledger(graph, tmp_path / "lists", by="body", members=members)

    def work(page: Worksheet) -> None:
        fill(page, 0, state="已完成")
        page.delete_cols(columns(page)["任务标识（勿删）"])

    path = returned(tmp_path / "lists" / "包河区人民政府.xlsx", work)
    # The list as it was sent out stands in the hidden sheet.
    [report] = read_returns([path], graph, day=DAY).reports
    assert report.body.endswith("/group/340100/county/government-xf03e") and report.reporter == "包河区人民政府"
    book = load_workbook(path)
    del book["policygraph"]
    book.save(path)
    found = read_returns([path], graph, day=DAY)
    # Not the whole task: what one district did would be done for every body.
    assert found.reports == []
    assert told(found, "unknown") == [("包河区人民政府.xlsx: 包河区人民政府!L4", "包河区人民政府 不承担这项任务")]
    assert read_returns([path], graph, day=DAY, members=members).reports[0].content == report.content


def test_a_renamed_sheet_without_keys_is_known_by_the_body_in_its_note(graph: Dataset, tmp_path: Path) -> None:
    members = {"合肥市区人民政府": ["包河区人民政府", "蜀山区人民政府"]}
    [path] = write_ledger(graph, tmp_path / "lists.xlsx", by="body", members=members)
    book = load_workbook(path)
    page = book["蜀山区人民政府"]
    page.title = "我区"
    fill(page, 0, state="已完成")
    page.delete_cols(columns(page)["任务标识（勿删）"])
    book.save(path)
    [report] = read_returns([path], graph, day=DAY).reports
    assert report.body.endswith("/group/340100/county/government-xf03e") and report.reporter == "蜀山区人民政府"


def test_words_of_the_notice_that_were_overwritten_are_told_and_not_kept(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        place = columns(page)
        fill(page, 0, state="进行中")
        page.cell(4, place["完成时限"]).value = date(2024, 6, 30)
        page.cell(5, place["牵头单位"]).value = "市财政局"
        page.cell(6, place["工作任务"]).value = str(page.cell(6, place["工作任务"]).value).replace("。", " 。\n")

    found = read_returns([returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)], graph, day=DAY)
    assert told(found, "overwritten") == [
        (f"{NAME}.xlsx: {NAME}!I4", "“完成时限”被改为“2024-06-30”，通知为“2022-12-31”；以通知为准，未采用"),
        (f"{NAME}.xlsx: {NAME}!F5", "“牵头单位”被改为“市财政局”，通知为“市农业农村局”；以通知为准，未采用"),
    ]
    [report] = found.reports
    assert report.state == "in-progress"
    quads = " ".join(map(str, report_quads(found.reports)))
    assert "2024-06-30" not in quads


def test_a_deadline_where_the_notice_has_none_and_an_unreadable_day_are_told(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        page["A2"] = f"{page['A2'].value}2023年1月"
        fill(page, 1, state="基本完成")
        page.cell(5, columns(page)["完成时限"]).value = "2023年底"

    found = read_returns([returned(lists(graph, tmp_path) / "合肥市财政局.xlsx", work)], graph)
    [(place, message)] = told(found, "overwritten")
    assert place.endswith("!I5") and "2023年底" in message and "通知没有写" in message
    unread = [message for _, message in told(found, "unparseable")]
    assert "填报日期“2023年1月”" in unread[0] and "请改为下拉列表中的状态" in unread[1]
    found = read_returns([tmp_path / "lists" / "合肥市财政局.xlsx"], graph, day=DAY)
    assert len(told(found, "unparseable")) == 1


@pytest.mark.parametrize("words", ["2022年12月底前", "2022.12.31", "2022年12月31日", "20221231"])
def test_a_deadline_in_other_figures_is_the_same_day(graph: Dataset, tmp_path: Path, words: str) -> None:
    def work(page: Worksheet) -> None:
        page.cell(4, columns(page)["完成时限"]).value = words

    found = read_returns([returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)], graph, day=DAY)
    assert len(told(found, "overwritten")) == (words == "2022年12月底前")


def test_a_key_beside_the_words_of_another_task_is_not_read(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="已完成")
        key = columns(page)["任务标识（勿删）"]
        page.cell(4, key).value, page.cell(5, key).value = page.cell(5, key).value, page.cell(4, key).value

    found = read_returns([returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)], graph, day=DAY)
    assert found.reports == []
    [(place, message)] = told(found, "contradictory")
    assert place.endswith("!L4") and "请核实是否填错行" in message


def test_cells_are_read_as_they_are_seen(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="进行中", progress=0.8, note="一\r\n二_x000D_\n三")
        page.cell(4, columns(page)["进展情况"]).number_format = "0%"

    [report] = read_returns([returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)], graph, day=DAY).reports
    assert (report.progress, report.note) == ("80%", "一\n二\n三")


def _rows(path: Path) -> list[Any]:
    from policygraph.ledger.sheets import read_file

    return list(read_file(path).sheets[0].rows)


def test_a_row_without_its_key_is_matched_by_its_words(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="进行中")
        for row in range(3, page.max_row + 1):
            page.cell(row, columns(page).get("任务标识（勿删）", 15)).value = None

    path = returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)
    [report] = read_returns([path], graph, day=DAY).reports
    assert report.measure.endswith("measure/1") and report.body.endswith("/body/340100/agriculture")


def test_a_task_that_is_not_in_the_graph_is_named_with_its_cell(graph: Dataset, tmp_path: Path) -> None:
    def work(page: Worksheet) -> None:
        fill(page, 0, state="进行中")
        last = page.max_row + 1
        page.cell(last, columns(page)["工作任务"]).value = "自加任务"
        page.cell(last, columns(page)["状态"]).value = "已完成"

    path = returned(lists(graph, tmp_path) / f"{NAME}.xlsx", work)
    found = read_returns([path], graph, day=DAY)
    [(place, message)] = told(found, "unknown")
    assert place.startswith(f"{NAME}.xlsx: {NAME}!L") and message == "图谱中没有这项任务：自加任务"
    assert len(found.reports) == 1


def test_history_grows_and_repeating_adds_nothing(graph: Dataset, tmp_path: Path) -> None:
    target, source = tmp_path / "status.trig", lists(graph, tmp_path) / f"{NAME}.xlsx"
    first = read_returns([returned(source, lambda page: fill(page, 0, state="进行中"))], graph, day=DAY)
    extend(target, first)
    again = read_returns([source], graph, open_reports(target), day=date(2023, 2, 1))
    assert (again.reports, again.count("unchanged")) == ([], 1)
    later = read_returns(
        [returned(source, lambda page: fill(page, 0, state="已完成"))],
        graph,
        open_reports(target),
        day=date(2023, 2, 1),
    )
    assert later.count("changed") == 1
    extend(target, later)
    kept = open_reports(target)
    assert kept is not None
    assert [(report.day, report.state) for report in read_reports(kept)] == [
        (DAY, "in-progress"),
        (date(2023, 2, 1), "completed"),
    ]


def test_a_state_that_does_not_follow_is_told(graph: Dataset, tmp_path: Path) -> None:
    target, source = tmp_path / "status.trig", lists(graph, tmp_path) / f"{NAME}.xlsx"
    extend(target, read_returns([returned(source, lambda page: fill(page, 0, state="已完成"))], graph, day=DAY))
    returned(source, lambda page: fill(page, 0, state="未启动"))
    found = read_returns([source], graph, open_reports(target), day=date(2023, 2, 1))
    [(_, message)] = told(found, "unexpected")
    assert "由“已完成”变为“未启动”" in message and len(found.reports) == 1


def test_reports_are_valid(graph: Dataset, tmp_path: Path) -> None:
    target, source = tmp_path / "status.trig", lists(graph, tmp_path) / f"{NAME}.xlsx"
    extend(target, read_returns([returned(source, lambda page: fill(page, 0, state="已完成"))], graph, day=DAY))
    dump(graph, tmp_path / "graph.nq")
    found = validate(open_graph(tmp_path / "graph.nq", target))
    assert [each.line("en") for each in found if each.severity == "violation"] == []


def test_bodies_with_different_states_of_their_own_shares_are_normal(graph: Dataset, tmp_path: Path) -> None:
    folder = lists(graph, tmp_path)
    one = returned(folder / f"{NAME}.xlsx", lambda page: fill(page, 0, state="已完成"))
    other = returned(folder / "合肥市财政局.xlsx", lambda page: fill(page, 0, state="未启动"))
    found = read_returns([other, one], graph, day=DAY)
    assert len(found.reports) == 2 and told(found, "contradictory") == []


def test_a_whole_task_completed_and_a_body_that_is_not_contradict_each_other(graph: Dataset, tmp_path: Path) -> None:
    write_ledger(graph, tmp_path / "tasks.xlsx")
    whole = returned(tmp_path / "tasks.xlsx", lambda page: fill(page, 0, state="已完成"))
    body = returned(lists(graph, tmp_path) / "合肥市财政局.xlsx", lambda page: fill(page, 0, state="未启动"))
    found = read_returns([body, whole], graph, day=DAY)
    assert len(found.reports) == 2
    [(_, message)] = told(found, "contradictory")
    assert "合肥市财政局" in message


@pytest.mark.parametrize(
    ("state", "completed", "day", "words"),
    [
        ("已完成", "2023-01-11", DAY, "晚于填报日期"),
        ("进行中", "2023-01-05", DAY, "而填有完成日期"),
        ("逾期", None, date(2022, 12, 1), "未到"),
    ],
)
def test_what_cannot_be_is_told_and_kept(
    graph: Dataset, tmp_path: Path, state: str, completed: str | None, day: date, words: str
) -> None:
    source = lists(graph, tmp_path) / f"{NAME}.xlsx"
    path = returned(source, lambda page: fill(page, 0, state=state, completed=completed))
    found = read_returns([path], graph, day=day)
    [(place, message)] = told(found, "unexpected")
    assert words in message and place.endswith("!M4" if completed else "!L4") and len(found.reports) == 1


def test_two_files_of_one_body_that_differ_are_both_kept_and_told(graph: Dataset, tmp_path: Path) -> None:
    source = lists(graph, tmp_path) / f"{NAME}.xlsx"
    one = returned(source, lambda page: fill(page, 0, state="已完成"), tmp_path / "a.xlsx")
    other = returned(source, lambda page: fill(page, 0, state="进行中"), tmp_path / "b.xlsx")
    found = read_returns([other, one], graph, day=DAY)
    assert {report.state for report in found.reports} == {"completed", "in-progress"}
    assert any("同一天" in message for _, message in told(found, "contradictory"))


def test_files_that_cannot_be_read_are_one_line_each(graph: Dataset, tmp_path: Path) -> None:
    source = lists(graph, tmp_path) / f"{NAME}.xlsx"
    (tmp_path / "damaged.xlsx").write_bytes(source.read_bytes()[:3000])
    (tmp_path / "protected.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    (tmp_path / "list.ods").write_bytes(b"PK")
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "会议纪要"
    book.save(tmp_path / "other.xlsx")
    returned(source, lambda page: fill(page, 0, state="=A1"), tmp_path / "formula.xlsx")

    def double(page: Worksheet) -> None:
        fill(page, 0, state="已完成")
        fill(page, 1, state="未启动")
        key = columns(page)["任务标识（勿删）"]
        page.cell(5, key).value = page.cell(4, key).value

    returned(source, double, tmp_path / "double.xlsx")
    for name, words in (
        ("damaged.xlsx", "damaged"),
        ("protected.xlsx", "password"),
        ("other.xlsx", "no ledger"),
        ("formula.xlsx", r"!L4 is a formula"),
        ("double.xlsx", "the same key"),
        ("list.ods", r"save it as \.xlsx"),
        ("missing.xlsx", "no such file"),
    ):
        with pytest.raises(SourceError, match=words) as raised:
            read_returns([tmp_path / name], graph, day=DAY)
        assert "\n" not in str(raised.value)


def test_a_ledger_of_a_later_version_is_refused(graph: Dataset, tmp_path: Path) -> None:
    """Its columns may mean something else: better one line than a wrong report."""
    path = lists(graph, tmp_path) / f"{NAME}.xlsx"
    book = load_workbook(path)
    [cell] = [row[1] for row in book[META_SHEET].iter_rows() if row[0].value == "format"]
    cell.value = FORMAT + 1
    book.save(path)
    with pytest.raises(SourceError, match="a later version"):
        read_returns([path], graph, day=DAY)


def test_a_ledger_of_another_graph_is_refused(graph: Dataset, tmp_path: Path) -> None:
    other = build(examples_dir() / "wuhu-cold-chain-2023.txt").dataset
    with pytest.raises(SourceError, match="another graph"):
        read_returns(sorted(lists(graph, tmp_path).iterdir()), other)


def test_reports_come_back_from_the_graph_as_they_were(graph: Dataset, tmp_path: Path) -> None:
    path = returned(lists(graph, tmp_path) / f"{NAME}.xlsx", lambda page: fill(page, 0, state="差不多", note="a\nb\\"))
    found = read_returns([path], graph, day=DAY)
    assert read_reports(dataset_of(report_quads(found.reports))) == list(found.reports)
