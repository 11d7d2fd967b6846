"""Ledgers compared: tasks added, withdrawn and moved, reports carried over, and what a city took up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from policygraph import build
from policygraph.cli.analyze import compare
from policygraph.errors import UsageError
from policygraph.graph.engine import dataset_of
from policygraph.graph.status import report_quads
from policygraph.ledger import write_ledger
from policygraph.ledger.carrying import carry_over
from policygraph.ledger.comparison import compare_ledgers, find_breakdown, read_tasks
from policygraph.ledger.returns import read_returns
from policygraph.store import dump

OLD = """关于加强冷链建设的通知

一、重点任务
（一）扩大冷库容量。新建冷库三座。（市农业农村局牵头，市财政局配合）
（二）健全地方标准。制定分级标准。（市市场监管局负责）
（三）发展冷链专线。开通专线。（市交通运输局负责）
"""
NEW = """关于加强冷链建设的通知

一、重点任务
（一）扩大冷库容量。新建冷库三座。（市农业农村局牵头，市财政局配合）
（二）健全地方标准。制定分级标准。（市农业农村局负责）
（三）培训冷链人员。培训一百人。（市人力资源社会保障局负责）
"""


def ledger(folder: Path, name: str, words: str) -> Path:
    source = folder / f"{name}.txt"
    source.write_text(words, encoding="utf-8")
    return write_ledger(build(source, id="cold-chain").dataset, folder / f"{name}.xlsx")[0]


@pytest.fixture
def ledgers(tmp_path: Path) -> tuple[Path, Path]:
    old, new = ledger(tmp_path, "old", OLD), ledger(tmp_path, "new", NEW)
    book = load_workbook(old)
    page = book.worksheets[0]
    for row, state in ((4, "已完成"), (5, "进行中"), (6, "进行中")):
        page.cell(row, 10).value = f"进展{row}"
        page.cell(row, 11).value = state
    book.save(old)
    return old, new


def test_what_was_added_withdrawn_and_moved_is_told(ledgers: tuple[Path, Path]) -> None:
    found = compare_ledgers(*ledgers)
    assert [each.title for each in found.added] == ["培训冷链人员"]
    assert [each.title for each in found.dropped] == ["发展冷链专线"]
    [moved] = found.changed
    assert (moved.joined, moved.left) == (("市农业农村局",), ("市市场监管局",))
    assert found.same == 1


def test_reports_are_carried_over_and_changed_tasks_are_asked_again(ledgers: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "carried.xlsx"
    found = compare_ledgers(*ledgers)
    assert carry_over(*ledgers, target, found, "任务有调整，请重新填报") == (1, 1)
    page = load_workbook(target).worksheets[0]
    rows = [[page.cell(row, column).value for column in range(10, 14)] for row in range(4, 7)]
    assert rows == [
        ["进展4", "已完成", None, None],
        ["进展5", None, None, "任务有调整，请重新填报"],
        [None, None, None, None],
    ]
    assert page.data_validations.dataValidation  # what the sheet has stays


def test_what_is_carried_over_is_nothing_new(ledgers: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = ledgers
    before = build(tmp_path / "old.txt", id="cold-chain").dataset
    (tmp_path / "new.txt").rename(tmp_path / "later.txt")
    after = build(tmp_path / "later.txt", id="cold-chain-2").dataset
    write_ledger(after, new)
    first = read_returns([old], before, day=date(2024, 3, 1))
    assert first.count("added") == 3
    target = tmp_path / "carried.xlsx"
    carry_over(old, new, target, compare_ledgers(old, new), "请重新填报")
    known = dataset_of(report_quads(first.reports))
    found = read_returns([target], after, known, day=date(2024, 6, 1))
    # The report of March is one of March, of the file that said it, on the task of the new notice.
    assert [(each.measure.rpartition("/policy/")[2], each.day, each.submission.file) for each in found.reports] == [
        ("cold-chain-2/measure/1", date(2024, 3, 1), "old.xlsx")
    ]
    assert {kind: found.count(kind) for kind in ("added", "changed", "carried", "unchanged")} == {
        "added": 0,
        "changed": 0,
        "carried": 1,
        "unchanged": 2,
    }
    both = dataset_of([*report_quads(first.reports), *report_quads(found.reports, found.before)])
    again = read_returns([target], after, both, day=date(2024, 6, 1))
    assert (again.reports, again.count("carried"), again.count("unchanged")) == ([], 0, 2)
    # Read for the first time, it is what somebody reported; a change to it is a change.
    assert read_returns([target], after, day=date(2024, 6, 1)).count("added") == 1
    book = load_workbook(target)
    book.worksheets[0].cell(4, 10).value = "四座建成"
    book.save(target)
    changed = read_returns([target], after, both, day=date(2024, 6, 1))
    assert [each.progress for each in changed.reports] == ["四座建成"] and changed.count("changed") == 1


def test_lists_of_bodies_are_carried_over_each_for_itself(tmp_path: Path) -> None:
    graphs, paths = [], []
    for name, words in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
        graphs.append(build(tmp_path / f"{name}.txt", id=name).dataset)
        paths += write_ledger(graphs[-1], tmp_path / f"{name}.xlsx", by="body")
    book = load_workbook(paths[0])
    for name, state in (("市农业农村局", "进行中"), ("市财政局", "已完成")):
        book[name].cell(4, 12).value = state
    book.save(paths[0])
    target = tmp_path / "carried.xlsx"
    carry_over(paths[0], paths[1], target, compare_ledgers(paths[0], paths[1]), "请重新填报")
    made = load_workbook(target)
    assert (made["市农业农村局"].cell(4, 12).value, made["市财政局"].cell(4, 12).value) == ("进行中", "已完成")
    first = read_returns(paths[:1], graphs[0], day=date(2024, 3, 1))
    found = read_returns([target], graphs[1], dataset_of(report_quads(first.reports)))
    assert {(each.reporter, each.state) for each in found.reports} == {
        ("市农业农村局", "in-progress"),
        ("市财政局", "completed"),
    }
    assert found.count("carried") == 1 and found.count("added") == 0


@pytest.mark.parametrize("mark", ["_", "、", " "])
def test_a_title_with_other_punctuation_is_the_same_task(mark: str, tmp_path: Path) -> None:
    old = ledger(tmp_path, "old", OLD)
    new = ledger(tmp_path, "new", OLD.replace("健全地方标准", f"健全地方{mark}标准"))
    book = load_workbook(old)
    for row in (4, 5, 6):
        book.worksheets[0].cell(row, 11).value = "已完成"
    book.save(old)
    target = tmp_path / "carried.xlsx"
    carry_over(old, new, target, compare_ledgers(old, new), "")
    page = load_workbook(target).worksheets[0]
    assert [page.cell(row, 11).value for row in (4, 5, 6)] == ["已完成"] * 3


def test_a_task_with_another_deadline_or_other_words_is_asked_again(tmp_path: Path) -> None:
    words = OLD.replace("新建冷库三座", "2023年7月底前，新建冷库三座")
    old = ledger(tmp_path, "old", words)
    later = words.replace("2023年7月", "2024年3月").replace("制定分级标准", "制定并公布分级标准")
    new = ledger(tmp_path, "new", later)
    book = load_workbook(old)
    for row in (4, 5, 6):
        book.worksheets[0].cell(row, 11).value = "已完成"
    book.save(old)
    target = tmp_path / "carried.xlsx"
    result = CliRunner().invoke(compare, [str(old), str(new), "-o", str(target), "--lang", "zh"])
    assert result.exit_code == 1, result.output
    assert "时限 2023-07-31 → 2024-03-31" in result.output
    assert result.output.count("内容有改动") == 2 and "2 项须重新填报" in result.output
    page = load_workbook(target).worksheets[0]
    assert [page.cell(row, 11).value for row in (4, 5, 6)] == [None, None, "已完成"]
    graph = dump(build(tmp_path / "new.txt", id="cold-chain").dataset, tmp_path / "new.ttl")
    assert len(compare_ledgers(new, graph)) == 0


def test_a_ledger_is_compared_with_a_graph(ledgers: tuple[Path, Path], tmp_path: Path) -> None:
    graph = dump(build(tmp_path / "new.txt", id="cold-chain").dataset, tmp_path / "new.ttl")
    assert len(compare_ledgers(ledgers[1], graph)) == 0
    assert len(compare_ledgers(graph, ledgers[0])) == len(compare_ledgers(*ledgers))


def test_what_a_city_takes_up_is_found_in_the_same_words(tmp_path: Path) -> None:
    city = """实施方案

一、工作任务
1. 落实扩大冷库容量任务。在三个县新建冷库。（市农业农村局负责）
2. 建立健全本市地方标准体系。（市市场监管局负责）
"""
    found = find_breakdown(read_tasks(ledger(tmp_path, "old", OLD)), read_tasks(ledger(tmp_path, "city", city)))
    assert [(each.measure.title, [other.number for other in each.taken_up]) for each in found] == [
        ("扩大冷库容量", ["1."]),
        ("健全地方标准", ["2."]),
        ("发展冷链专线", []),
    ]


def test_the_command_line_tells_and_writes(ledgers: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "carried.xlsx"
    result = CliRunner().invoke(compare, [*map(str, ledgers), "-o", str(target), "--lang", "zh"])
    assert result.exit_code == 1 and target.exists()
    assert "  + 市农业农村局" in result.output and "1 项须重新填报" in result.output
    result = CliRunner().invoke(compare, [*map(str, ledgers), "--by", "breakdown", "--lang", "en"])
    assert result.exit_code == 1 and "not broken down: （三）发展冷链专线" in result.output


def test_only_ledgers_can_carry_reports_over(ledgers: tuple[Path, Path], tmp_path: Path) -> None:
    found = compare_ledgers(*ledgers)
    lists = write_ledger(build(tmp_path / "new.txt", id="cold-chain").dataset, tmp_path / "lists.xlsx", by="body")[0]
    with pytest.raises(UsageError, match="both with or both without --by body"):
        carry_over(ledgers[0], lists, tmp_path / "carried.xlsx", compare_ledgers(ledgers[0], lists), "")
    assert not (tmp_path / "carried.xlsx").exists()
    with pytest.raises(UsageError, match=r"takes \.xlsx ledgers"):
        carry_over(*ledgers, tmp_path / "carried.docx", found, "")
