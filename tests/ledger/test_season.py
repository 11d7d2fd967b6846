"""A season: sixteen offices fill in their lists of four notices three times, in every way that people do.

The generator knows what each office reported. Every report must land on its task with its words, or be named with its
cell; nothing is lost and nothing counts twice.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from needs import lacking
from policygraph import build
from policygraph.graph.engine import dataset_of, engine
from policygraph.graph.status import latest_reports, read_reports, report_quads
from policygraph.ledger import write_ledger
from policygraph.ledger.returns import Returns, read_returns
from policygraph.ledger.status_file import extend, open_reports
from policygraph.ledger.tasks import make_key
from policygraph.registry.states import states
from policygraph.resources import examples_dir
from policygraph.status import StatusReport

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from rdflib import Dataset

NOTICES = ("anhui-cold-chain-2020", "hefei-cold-chain-2022", "wuhu-cold-chain-2023", "fujian-relocation-2020")
MEMBERS = """类别,单位
福建省县(区)教育部门,鼓楼区教育局
福建省县(区)教育部门,晋安区教育局
福建省县(区)发改部门,鼓楼区发展和改革局
安徽省市农业农村部门,合肥市农业农村局
合肥市县(市)人民政府,肥东县人民政府
合肥市县(市)人民政府,肥西县人民政府
"""
OFFICES = (
    *("福建省农业农村厅", "福建省发展和改革委员会", "福建省教育厅", "福建省自然资源厅", "福建省扶贫开发办公室"),
    *("安徽省农业农村厅", "安徽省财政厅", "合肥市农业农村局", "合肥市财政局", "芜湖市农业农村局"),
    *("鼓楼区教育局", "晋安区教育局", "鼓楼区发展和改革局", "肥东县人民政府", "福建省住房和城乡建设厅"),
    "福建省人力资源和社会保障厅",
)
DAYS = (date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 28))
HEADINGS = {"progress": "进展情况", "state": "状态", "completed": "完成日期", "note": "备注", "task": "工作任务"}
KEY = "任务标识（勿删）"
#: Key of the row and reporter.
Subject = tuple[str, str]
Content = tuple[str, date | None, str, str, str]


@dataclass
class Office:
    """An office's list: the workbook and what was reported in it."""

    book: Workbook
    random: random.Random
    day: date
    name: str
    said: dict[str, Content] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def page(self) -> Worksheet:
        page: Worksheet = self.book.worksheets[0]
        return page

    def column(self, heading: str) -> int:
        return next(int(cell.column) for cell in self.page[3] if cell.value == heading and cell.column)

    def rows(self) -> list[int]:
        keys = self.column(KEY)
        return [row for row in range(4, self.page.max_row + 1) if self.page.cell(row, keys).value]

    def key(self, row: int) -> str:
        return str(self.page.cell(row, self.column(KEY)).value)

    def put(self, row: int, name: str, value: Any) -> None:
        write(self.page, row, self.column(HEADINGS[name]), value)

    def fill(self, row: int, number: int) -> None:
        """Report something on a task; the words tell office, row and round."""
        state = self.random.choice(list(states().values()))
        day = self.day - timedelta(days=self.random.randrange(60)) if state.token == "completed" else None
        words = (
            self.random.choice(["=已开工", "两处\n建成", "🚜", "+3%", "'推进", "“按期”"]) + f"{self.name}{number}-{row}"
        )
        note = self.random.choice(["", "缺资金", "=无"])
        for name, value in {"state": self.random.choice(state.words), "progress": words, "note": note}.items():
            self.put(row, name, value)
        self.put(row, "completed", self.written(day) if day else None)
        self.said[self.key(row)] = (state.token, day, words, note, "")

    def written(self, day: date) -> Any:
        """A day as people write it."""
        return self.random.choice(
            [
                datetime(day.year, day.month, day.day),
                (day - date(1899, 12, 30)).days,
                day.isoformat(),
                f"{day.year}.{day.month}.{day.day}",
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.month}月{day.day}日" if day.year == self.day.year else f"{day:%Y/%m/%d}",
            ]
        )


def write(page: Worksheet, row: int, column: int, value: Any) -> None:
    cell = page.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


# --- what people do ---------------------------------------------------------------------------------------------------


def sort(office: Office) -> None:
    rows = [[cell.value for cell in office.page[row]] for row in office.rows()]
    at = office.rows()
    office.random.shuffle(rows)
    for row, values in zip(at, rows, strict=True):
        for column, value in enumerate(values, 1):
            write(office.page, row, column, value)


def insert_row(office: Office) -> None:
    office.page.insert_rows(4)
    office.page.cell(4, 1).value = "其中："


def insert_column(office: Office) -> None:
    office.page.insert_cols(6)
    office.page.cell(3, 6).value = "本单位经办人"
    office.page.cell(4, 6).value = "科室"


def rename(office: Office) -> None:
    new = {
        "进展情况": "目前做到哪一步了",
        "状态": "任务状态（下拉选择）",
        "完成日期": "实际完成时间",
        "备注": "问题及原因",
    }
    for old, words in new.items():
        office.page.cell(3, office.column(old)).value = words


def colour(office: Office) -> None:
    for row in office.rows():
        office.page.cell(row, 3).fill = PatternFill("solid", fgColor="FFFF00")
    office.page["A1"].value = "（第二稿）"


def merge(office: Office) -> None:
    """One text for two tasks."""
    one, other = office.rows()[:2]
    column = office.column(HEADINGS["progress"])
    for row in (one, other):
        if office.key(row) not in office.said:
            office.fill(row, 0)
    words = office.said[office.key(one)][2]
    office.page.merge_cells(start_row=one, end_row=other, start_column=column, end_column=column)
    state, day, _, note, unparsed = office.said[office.key(other)]
    office.said[office.key(other)] = (state, day, words, note, unparsed)


def more_sheets(office: Office) -> None:
    contacts = office.book.create_sheet("联系人", 0)
    contacts.append(["姓名", "电话"])
    office.book.move_sheet(contacts, 1)
    office.book.copy_worksheet(office.page)


def hide(office: Office) -> None:
    office.page.column_dimensions["C"].hidden = True
    office.page.auto_filter.add_filter_column(1, ["牵头"])
    for row in office.rows()[1:]:
        office.page.row_dimensions[row].hidden = True


def delete_key(office: Office) -> None:
    office.page.cell(office.rows()[0], office.column(KEY)).value = None


def delete_all_keys(office: Office) -> None:
    """A body of the notice is known by its name, a member of a class by the list as it was sent out."""
    office.page.delete_cols(office.column(KEY))


def repeat(office: Office) -> None:
    last = office.page.max_row + 1
    for column, cell in enumerate(office.page[office.rows()[0]], 1):
        write(office.page, last, column, cell.value)


def write_below(office: Office) -> None:
    """Words that belong to no task."""
    last = office.page.max_row + 2
    office.put(last, "progress", f"另：{office.name}增派人员")
    office.put(last + 1, "task", "自加任务")
    office.put(last + 1, "progress", f"{office.name}自加任务已完成")
    office.lost += [f"另：{office.name}增派人员", f"{office.name}自加任务已完成"]


def shift_keys(office: Office) -> None:
    """Sorting without the hidden column: keys stand beside other tasks."""
    one, other = office.rows()[:2]
    keys = [office.key(one), office.key(other)]
    for row, key in zip((one, other), reversed(keys), strict=True):
        office.page.cell(row, office.column(KEY)).value = key
    office.lost += [office.said.pop(key)[2] for key in keys if key in office.said]


def write_oddly(office: Office) -> None:
    row = office.rows()[0]
    office.fill(row, 9)
    _, _, words, note, _ = office.said[office.key(row)]
    office.put(row, "state", "差不多了")
    office.put(row, "completed", "年底前")
    office.said[office.key(row)] = ("", None, words, note, "状态：差不多了；完成日期：年底前")
    office.odd += [words, words]


HABITS: tuple[tuple[Callable[[Office], None], ...], ...] = (
    (sort, insert_column),
    (rename, colour),
    (insert_row, merge),
    (more_sheets,),
    (hide, sort),
    (delete_key, colour),
    (repeat, sort),
    (write_below,),
    (shift_keys,),
    (write_oddly, insert_column),
    (hide, delete_all_keys),
    (sort, rename, insert_row),
)


# --- the season -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return build([examples_dir() / f"{name}.txt" for name in NOTICES]).dataset


def work(
    source: Path,
    target: Path,
    held: dict[str, Content],
    number: int,
    habits: Iterable[Callable[[Office], None]],
) -> Office:
    """One office fills in some of its tasks and sends a copy. Its own file stays tidy and holds what was filled in."""
    office = Office(load_workbook(source), random.Random(f"{source.stem}{number}"), DAYS[number], source.stem)
    office.said |= held
    rows = office.rows()
    for row in sorted({rows[0], *office.random.sample(rows, (len(rows) + 1) // 2)}):
        office.fill(row, number)
    notes = office.page["A2"]
    notes.value = f"{str(notes.value).partition('填报日期')[0]}填报日期：{DAYS[number].isoformat()}"
    office.book.save(source)
    held |= office.said
    for habit in habits:
        if len(rows) > 1 or habit not in (merge, shift_keys):
            habit(office)
    office.book.save(target)
    return office


def send_out(graph: Dataset, folder: Path, known: Dataset | None) -> Path:
    members = folder.with_suffix(".csv")
    members.write_text(MEMBERS, encoding="utf-8")
    both = dataset_of([*engine(graph), *engine(known)]) if known is not None else graph
    write_ledger(both, folder, by="body", members=members)
    return folder


def collect(
    lists: Path, folder: Path, number: int, held: dict[str, dict[str, Content]], truth: dict[Subject, Content]
) -> tuple[list[Path], dict[Subject, Content], list[Office]]:
    """The files of one round, what is new in them, and the offices."""
    folder.mkdir()
    said: dict[Subject, Content] = {}
    offices = []
    for at, name in enumerate(OFFICES):
        habits = HABITS[(at + 5 * number) % len(HABITS)]
        source, target = lists / f"{name}.xlsx", folder / f"{name}.xlsx"
        office = work(source, target, held.setdefault(name, {}), number, habits)
        offices.append(office)
        said |= {(key, name): each for key, each in office.said.items() if truth.get((key, name)) != each}
    return sorted(folder.iterdir()), said, offices


def content_of(reports: Iterable[StatusReport]) -> dict[Subject, Content]:
    return {(make_key(each.measure, each.body.rpartition("/id/")[2]), each.reporter): each.content for each in reports}


def named_rows(found: Returns, *kinds: str) -> set[tuple[str, str, int]]:
    """File, sheet and row of what is told."""
    rows = set()
    for outcome in found.outcomes:
        if outcome.kind in kinds:
            path, _, place = outcome.place.partition(": ")
            sheet, _, cell = place.rpartition("!")
            rows.add((path, sheet, int("".join(filter(str.isdigit, cell)))))
    return rows


def rows_with(paths: Iterable[Path], words: Iterable[str]) -> set[tuple[str, str, int]]:
    wanted = set(words)
    return {
        (path.name, page.title, cell.row)
        for path in paths
        for page in load_workbook(path)
        for row in page.iter_rows()
        for cell in row
        if cell.value in wanted and cell.row
    }


def check(found: Returns, paths: list[Path], said: dict[Subject, Content], offices: list[Office]) -> None:
    got = content_of(found.reports)
    assert {subject: got.get(subject) for subject in said} == said
    assert got == said and len(found.reports) == len(said)
    lost = rows_with(paths, (words for office in offices for words in office.lost))
    odd = rows_with(paths, (words for office in offices for words in office.odd))
    assert lost and lost <= named_rows(found, "unknown", "contradictory")
    assert named_rows(found, "unknown") <= lost and named_rows(found, "unparseable") == odd


def test_a_season_of_three_rounds(graph: Dataset, tmp_path: Path) -> None:
    target, truth = tmp_path / "status.trig", dict[Subject, Content]()
    lists = send_out(graph, tmp_path / "lists", None)
    held: dict[str, dict[str, Content]] = {}
    every: list[Path] = []
    for number in range(3):
        if number == 2:  # the office sends out a new ledger with what it knows
            lists, held = send_out(graph, tmp_path / "again", open_reports(target)), {}
        paths, said, offices = collect(lists, tmp_path / f"round-{number}", number, held, truth)
        known = open_reports(target)
        found = read_returns(paths, graph, known)
        check(found, paths, said, offices)
        shuffled = random.Random(number).sample(paths, len(paths))
        assert read_returns(shuffled, graph, known).reports == found.reports
        extend(target, found)
        assert read_returns(paths, graph, open_reports(target)).reports == []
        truth |= said
        every += paths
    kept = open_reports(target)
    assert kept is not None
    assert content_of(latest_reports(read_reports(kept)).values()) == truth
    # All rounds at once, in any order, end in the same place.
    once = read_returns(random.Random(0).sample(every, len(every)), graph)
    assert content_of(latest_reports(read_reports(dataset_of(report_quads(once.reports)))).values()) == truth


@pytest.mark.slow
def test_copies_saved_by_libreoffice_say_the_same(graph: Dataset, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        lacking("LibreOffice (soffice) is not installed")
    lists = send_out(graph, tmp_path / "lists", None)
    paths, said, offices = collect(lists, tmp_path / "sent", 0, {}, {})
    profile = (tmp_path / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "copies", *paths], check=True, capture_output=True, timeout=300)
    copies = sorted((tmp_path / "copies").iterdir())
    assert len(copies) == len(paths)
    found = read_returns(copies, graph)
    check(found, copies, said, offices)
    # A file and its copy are one report.
    assert len(read_returns([*paths, *copies], graph).reports) == len(said)
