"""A ledger of a graph with reports shows the latest ones, and comes back without inventing new ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from policygraph import build
from policygraph.graph.engine import dataset_of, engine
from policygraph.graph.status import latest_reports, read_reports, report_quads
from policygraph.graph.validate import validate
from policygraph.ledger import write_ledger
from policygraph.ledger.reported import LatestReports
from policygraph.ledger.returns import read_returns
from policygraph.ledger.sheets import read_file
from policygraph.ledger.status_file import extend, open_reports
from policygraph.ledger.tasks import Task, assign, list_tasks
from policygraph.resources import examples_dir
from policygraph.status import StatusReport, Submission
from policygraph.store import dump, open_graph

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from rdflib import Dataset

DAY, LATER = date(2023, 1, 10), date(2023, 2, 10)
NAME, FINANCE = "合肥市农业农村局", "合肥市财政局"
FIELDS = {"progress": "进展情况", "state": "状态", "completed": "完成日期", "note": "备注"}


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return build(examples_dir() / "hefei-cold-chain-2022.txt").dataset


def change(path: Path, work: Callable[[Worksheet], None]) -> Path:
    book = load_workbook(path)
    work(book.worksheets[0])
    book.save(path)
    return path


def put(page: Worksheet, row: int, field: str, value: Any) -> None:
    """Fill in a cell as a person does: words stay words, even if they begin with =."""
    column = next(cell.column for cell in page[3] if cell.value == FIELDS[field])
    assert column is not None
    cell = page.cell(row + 4, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def with_reports(graph: Dataset, reports: list[StatusReport]) -> Dataset:
    return dataset_of([*engine(graph), *report_quads(reports)])


def report(task: Task, body: str, state: str = "", day: date = DAY, reporter: str = "", **said: Any) -> StatusReport:
    """A report of the body with this name; of the whole task without one."""
    parts = {part.body.label: part.body.iri for part in task.measure.responsibilities}
    sent = Submission(f"{body}.xlsx", "0" * 64, day, reporter or body)
    iri = parts[body] if body else ""
    return StatusReport(task.measure.iri, iri, reporter or body, sent, state, **said)


def cells(path: Path) -> dict[str, dict[str, Any]]:
    """What each row of the first sheet says in the columns that departments fill in, by its key."""
    return {row.key: {name: row.values.get(name) for name in FIELDS} for row in read_file(path).sheets[0].rows}


# Words as people paste them: several lines, formulas, emoji, very long; no character that a workbook cannot hold.
letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n\t")
words = st.one_of(
    st.text(letters, max_size=40),
    st.sampled_from(
        ["=1+1", "+86 551", "-", "@甲", "'文字", "第一行\n第二行", "🚜已收割👩🏽‍🌾", "长" * 9000, "_x000D_", "状态：无"]
    ),
)


@given(progress=words, note=words, state=st.one_of(st.just("已办结"), st.just("未启动"), words), done=words)
@settings(max_examples=12)
def test_what_is_filled_in_comes_back_word_for_word(
    graph: Dataset, progress: str, note: str, state: str, done: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_ledger(graph, folder / "a", by="body", function="agriculture")

        def work(page: Worksheet) -> None:
            for field, value in {"progress": progress, "note": note, "state": state, "completed": done}.items():
                put(page, 0, field, value)

        found = read_returns([change(folder / "a" / f"{NAME}.xlsx", work)], graph, day=DAY)
        both = with_reports(graph, list(found.reports))
        write_ledger(both, folder / "b", by="body", function="agriculture")
        again = read_returns(sorted((folder / "b").iterdir()), graph, dataset_of(report_quads(found.reports)), day=DAY)
        assert again.reports == []
        filled = cells(folder / "b" / f"{NAME}.xlsx").values()
        if not any(map(str.strip, (progress, note, state, done))):
            assert found.reports == []
            return
        [kept] = found.reports
        [shown] = [values for values in filled if any(values.values())]
        assert (shown["progress"] or "", shown["note"] or "") == (kept.progress, kept.note)
        assert (kept.progress, kept.note) == (_plain(progress), _plain(note))
        assert read_reports(both) == [kept]


def _plain(words: str) -> str:
    return words.replace("_x000D_", "\n").strip()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("by", [None, "body"])
def test_a_ledger_that_comes_back_as_it_was_written_reports_nothing(
    graph: Dataset, tmp_path: Path, by: str | None, lang: str
) -> None:
    tasks = list_tasks(graph)
    reports = [
        report(tasks[0], NAME, "in-progress", progress="已建成两处。\n还有一处在建。"),
        report(tasks[0], FINANCE, "completed", completed=date(2023, 1, 5), note="资金已下达"),
        report(tasks[2], FINANCE, "", unparsed="状态：差不多；完成日期：年底"),
        report(tasks[3], "合肥市人力资源和社会保障局", "completed", completed=date(2023, 1, 6)),
        report(tasks[4], "", "in-progress", reporter="市政府督查室", progress="正在审计"),
    ]
    both = with_reports(graph, reports)
    files = write_ledger(both, tmp_path / ("lists" if by else "tasks.xlsx"), by=by, lang=lang)
    assert sum(any(values.values()) for path in files for values in cells(path).values()) >= 4
    for before in (dataset_of(report_quads(reports)), None):
        found = read_returns(files, graph, before, day=LATER)
        assert found.reports == []
        assert {outcome.kind for outcome in found.outcomes} == {"unchanged"}


def test_a_row_is_known_by_its_words_if_the_hidden_sheet_is_gone(graph: Dataset, tmp_path: Path) -> None:
    tasks = list_tasks(graph)
    reports = [report(tasks[0], NAME, "in-progress", progress="在建"), report(tasks[0], FINANCE, "not-started")]
    for by, name in ((None, "tasks.xlsx"), ("body", "lists")):
        files = write_ledger(with_reports(graph, reports), tmp_path / name, by=by)
        for path in files:
            book = load_workbook(path)
            del book["policygraph"]
            book.save(path)
        assert read_returns(files, graph, dataset_of(report_quads(reports)), day=LATER).reports == []


def test_the_row_of_a_task_shows_all_its_bodies(graph: Dataset) -> None:
    tasks = list_tasks(graph)
    shared, single = tasks[0], tasks[3]

    def shown(*reports: StatusReport, task: Task = shared, lang: str = "zh") -> dict[str, Any]:
        return dict(LatestReports(reports, lang).values(task))

    one, two = report(shared, NAME, "completed", completed=DAY, progress="建成"), report(shared, FINANCE, "in-progress")
    third = report(shared, "合肥市乡村振兴局", "completed", completed=LATER, note="已验收")
    office = "合肥市人力资源和社会保障局"
    assert shown() == {}
    # One body alone speaks for its task; with others that are silent it does not.
    assert shown(report(single, office, "completed", completed=DAY), task=single) == {
        "state": "已完成",
        "completed": DAY,
    }
    assert shown(one) == {"progress": "合肥市农业农村局（已完成，2023-01-10 完成，2023-01-10 填报）：建成"}
    # The state that needs attention most; completed only if all are.
    assert shown(one, two, third) == {
        "progress": "合肥市农业农村局（已完成，2023-01-10 完成，2023-01-10 填报）：建成\n"
        "合肥市财政局（进行中，2023-01-10 填报）\n"
        "合肥市乡村振兴局（已完成，2023-02-10 完成，2023-01-10 填报）",
        "state": "进行中",
        "note": "合肥市乡村振兴局：已验收",
    }
    assert shown(one, two)["state"] == "进行中"
    late = report(shared, FINANCE, "overdue", day=LATER)
    assert shown(one, two, late)["state"] == "逾期"
    done = report(shared, FINANCE, "completed", day=LATER, completed=LATER)
    assert shown(one, two, third, done)["state"] == "已完成" and shown(one, two, third, done)["completed"] == LATER
    # All say the same: their words once.
    same = [report(shared, body, "in-progress", progress="在建") for body in (NAME, FINANCE, "合肥市乡村振兴局")]
    assert shown(*same) == {"state": "进行中", "progress": "在建"}
    # What is reported on the whole task comes first.
    assert shown(*same, report(shared, "", "completed", reporter="督查室"), lang="en") == {"state": "completed"}


def test_a_class_without_members_shows_all_that_belong_to_it(graph: Dataset) -> None:
    [row] = [rows[0] for name, rows in assign(list_tasks(graph)).items() if name == "合肥市各区人民政府"]
    body = row.responsibility.body.iri
    sent = Submission("a.xlsx", "0" * 64, DAY)
    reports = [
        StatusReport(row.task.measure.iri, body, name, sent, state)
        for name, state in (("包河区人民政府", "completed"), ("蜀山区人民政府", "not-started"))
    ]
    assert LatestReports(reports).values(row)["state"] == "未启动"
    own = assign([row.task], lambda body: ["包河区人民政府"] if "区人民政府" in body.label else ())
    assert LatestReports(reports).values(own["包河区人民政府"][0]) == {"state": "已完成"}


def test_a_file_that_comes_late_is_history(graph: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "status.trig"
    write_ledger(graph, tmp_path / "lists", by="body")
    source = tmp_path / "lists" / f"{NAME}.xlsx"
    for state, day in (("已完成", LATER), ("未启动", DAY), ("进行中", date(2023, 1, 20))):
        change(source, partial(put, row=0, field="state", value=state))
        extend(target, read_returns([source], graph, open_reports(target), day=day))
    kept = open_reports(target)
    assert kept is not None
    reports = read_reports(kept)
    assert [(each.state, each.revision) for each in reports] == [
        ("not-started", 0),
        ("in-progress", 1),
        ("completed", 2),
    ]
    dump(graph, tmp_path / "graph.nq")
    found = validate(open_graph(tmp_path / "graph.nq", target))
    assert [each.line("en") for each in found if each.severity == "violation"] == []


def test_the_last_of_several_reports_of_one_day_counts(graph: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "status.trig"
    write_ledger(graph, tmp_path / "lists", by="body")
    source = tmp_path / "lists" / f"{NAME}.xlsx"
    for number, state in enumerate(("进行中", "已完成", "进行中", "申请延期", "进行中")):
        change(source, partial(_both, state=state, number=number))
        extend(target, read_returns([source], graph, open_reports(target), day=DAY))
        kept = open_reports(target)
        assert kept is not None
        reports = read_reports(kept)
        [latest] = latest_reports(reports).values()
        assert latest.revision == number and len(reports) == number + 1
    assert latest.state == "in-progress"


def _both(page: Worksheet, state: str, number: int) -> None:
    put(page, 0, "state", state)
    page["A1"] = f"第{number}稿"


def test_two_files_that_differ_are_read_again_without_growing(graph: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "status.trig"
    write_ledger(graph, tmp_path / "lists", by="body")
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path, state in zip(paths, ("已完成", "进行中"), strict=True):
        path.write_bytes((tmp_path / "lists" / f"{NAME}.xlsx").read_bytes())
        change(path, partial(put, row=0, field="state", value=state))
    first = read_returns(paths, graph, day=DAY)
    assert len(first.reports) == 2
    extend(target, first)
    assert read_returns(paths, graph, open_reports(target), day=DAY).reports == []
    assert read_returns(reversed(paths), graph, day=DAY).reports == first.reports
