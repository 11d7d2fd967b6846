"""Briefings: every sentence rests on a deadline or a report."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from competency import dataset
from policygraph import build
from policygraph.analysis.progress import find_standings
from policygraph.errors import StoreError, UsageError
from policygraph.graph.read import read_policies
from policygraph.graph.status import read_reports
from policygraph.ledger.brief_files import write_brief
from policygraph.store import open_graph

DAY = date(2022, 12, 30)


def written(tmp_path: Path, suffix: str, lang: str = "zh", day: date = DAY) -> str:
    path = write_brief(dataset("season"), tmp_path / f"brief{suffix}", day, lang)[0]
    if suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return path.read_text(encoding="utf-8")


def test_it_says_what_is_new_due_and_overdue_with_names_and_words(tmp_path: Path) -> None:
    text = written(tmp_path, ".md")
    parts = dict(re.findall(r"## (.、[^\n]+)\n(.*?)(?=\n## |\n---)", text, re.DOTALL))
    assert list(parts) == [
        *("一、总体情况", "二、新近填报", "三、即将到期", "四、逾期未完成", "五、申请延期", "六、未填报单位"),
    ]
    assert "截至 2022年12月30日，共 21 项任务" in parts["一、总体情况"]
    assert "合肥市农业农村局（牵头）于 2022年12月28日 填报：已完成、三万吨全部建成。" in parts["二、新近填报"]
    assert "合肥市乡村振兴局（负责）：剩余 1 天，未填报。" in parts["三、即将到期"]
    assert "合肥市农业农村局" not in parts["三、即将到期"]  # it has completed the task
    assert "安徽省财政厅（配合）：逾期 729 天，逾期。" in parts["四、逾期未完成"]
    assert "落实补助资金" not in parts["四、逾期未完成"]  # completed as a whole
    assert "申请延至2023年9月" in parts["五、申请延期"]
    assert "安徽省审计厅" not in parts["六、未填报单位"] and "合肥市审计局" in parts["六、未填报单位"]
    assert (
        "原文：“牵头单位：省农业农村厅；配合单位：省财政厅、扶贫办；完成时限：2020年12月底前”"
        in parts["四、逾期未完成"]
    )


def test_a_task_is_told_with_the_deadlines_of_the_bodies_named(tmp_path: Path) -> None:
    source = tmp_path / "plan.txt"
    said = "责任单位：市财政局（6月底前）、市水利局（12月底前）"
    source.write_text(f"关于印发2025年工作方案的通知\n\n1.修路。全面修路。{said}\n", encoding="utf-8")
    (path,) = write_brief(build([source]).dataset, tmp_path / "brief.md", date(2025, 8, 1))[:1]
    (late,) = re.findall(r"## 四、逾期未完成\n(.*?)(?=\n## |\n---)", path.read_text(encoding="utf-8"), re.DOTALL)
    assert "6月底前" in late.partition("原文")[0] and "12月底前" not in late.partition("原文")[0]


def test_later_reports_are_not_known_yet(tmp_path: Path) -> None:
    text = written(tmp_path, ".md", day=date(2022, 10, 1))
    assert "已建成一万八千吨" in text and "三万吨全部建成" not in text


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_all_forms_say_the_same(suffix: str, tmp_path: Path) -> None:
    text = written(tmp_path, suffix)
    lines = written(tmp_path, ".md").splitlines()
    for line in lines:
        words = re.sub(r"^[#\-*\s]+|\*\*|\\", "", line).strip()
        assert words in text


def test_english_names_bodies_in_english(tmp_path: Path) -> None:
    text = written(tmp_path, ".md", "en")
    assert "Hefei Municipal Rural Revitalisation Bureau (responsible): 1 day left, not reported." in text
    assert "Words of the notice" in text


def test_the_calendar_has_the_deadlines_of_what_is_open(tmp_path: Path) -> None:
    write_brief(dataset("season"), tmp_path / "brief.md", DAY)
    calendar = Calendar.from_ical((tmp_path / "calendar.ics").read_bytes())
    events = {(str(event["summary"]), event.decoded("dtstart")): event for event in calendar.walk("VEVENT")}
    assert ("1.扩大冷库容量", date(2022, 12, 31)) in events
    assert not any("落实补助资金" in name for name, _ in events)
    assert all(len(event.subcomponents) == 2 for event in events.values())


def test_the_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    for suffix in (".md", ".html", ".docx"):
        one = write_brief(dataset("season"), tmp_path / f"a{suffix}", DAY)[0].read_bytes()
        assert one == write_brief(dataset("season"), tmp_path / f"b{suffix}", DAY)[0].read_bytes()


def test_wrong_targets_and_empty_graphs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.docx"):
        write_brief(dataset("season"), tmp_path / "brief.pdf", DAY)
    with pytest.raises(StoreError, match="polic"):
        write_brief(open_graph(), tmp_path / "brief.md", DAY)
    assert list(tmp_path.iterdir()) == []


def test_standings_agree_with_the_queries() -> None:
    from policygraph.sparql import run

    graph = dataset("season")
    standings = find_standings(read_policies(graph), read_reports(graph))
    asked = {(row["measure_iri"], row["body"]) for row in run(graph, "status-overdue", {"day": "2023-07-10"}).rows}
    late = [each for each in standings if each.is_overdue(date(2023, 7, 10))]
    assert {(each.measure.iri, each.responsibility.body.iri) for each in late} == asked
    open_tasks = {(row["measure_iri"], row["body"]) for row in run(graph, "status-open").rows}
    assert {
        (each.measure.iri, each.responsibility.body.iri) for each in standings if not each.is_completed
    } == open_tasks
