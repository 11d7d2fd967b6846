"""Briefings: every sentence rests on a deadline or a report."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar

from competency import dataset
from policygraph import build
from policygraph.analysis.progress import find_standings
from policygraph.errors import StoreError, UsageError
from policygraph.graph.engine import engine
from policygraph.graph.read import read_policies
from policygraph.graph.status import read_reports, report_quads
from policygraph.ledger.brief_files import write_brief
from policygraph.status import StatusReport, Submission
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
    assert "截至2022年12月30日，共 21 项任务" in parts["一、总体情况"]
    assert (
        "合肥市农业农村局（牵头）于2022年12月28日填报：已完成，2022年12月20日完成，三万吨全部建成。"
        in parts["二、新近填报"]
    )
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


def test_later_reports_are_not_known_yet_and_their_number_is_told(tmp_path: Path) -> None:
    text = written(tmp_path, ".md", day=date(2022, 10, 1))
    assert "已建成一万八千吨" in text and "三万吨全部建成" not in text
    assert "另有 4 份填报晚于该日，未计入。" in text
    assert "未计入" not in written(tmp_path, ".md")


def test_later_reports_about_other_notices_are_not_counted(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(NOTICE, encoding="utf-8")
    other.write_text(NOTICE, encoding="utf-8")
    graph, stranger = build([one]).dataset, read_policies(build([other]).dataset)[0].measures[0]
    sent = Submission("a.xlsx", "0" * 64, date(2025, 9, 1), "市财政局")
    engine(graph).bulk_extend(report_quads([StatusReport(stranger.iri, "", "市财政局", sent, "completed")]))
    path = write_brief(graph, tmp_path / "brief.md", date(2025, 8, 1))[0]
    assert "晚于该日" not in path.read_text(encoding="utf-8")


NOTICE = """关于印发2025年工作方案的通知

1.修路。全面修路。责任单位：市财政局、
市水利局
2.治水。全面治水。责任单位：市财政局（6月底前）、市水利局（6月底前）
"""


def briefed(tmp_path: Path, *reports: tuple[int, int | None, dict[str, Any]], day: date = date(2025, 8, 1)) -> str:
    """The briefing of two tasks with reports: the task, the number of its body or none, and what is reported."""
    source = tmp_path / "plain.txt"
    source.write_text(NOTICE, encoding="utf-8")
    graph = build([source]).dataset
    [policy] = read_policies(graph)
    made = []
    for number, (task, at, content) in enumerate(reports):
        measure = policy.measures[task]
        body = None if at is None else measure.responsibilities[at].body
        name = body.label if body else ""
        sent = Submission("a.xlsx", f"{number:x}".ljust(64, "0"), date(2025, 7, 30), name)
        made.append(StatusReport(measure.iri, body.iri if body else "", name, sent, **content))
    engine(graph).bulk_extend(report_quads(made))
    return write_brief(graph, tmp_path / "brief.md", day)[0].read_text(encoding="utf-8")


def test_a_report_without_a_state_is_no_silence_and_its_words_are_quoted(tmp_path: Path) -> None:
    text = briefed(tmp_path, (0, 0, {"unparsed": "状态：差不多了；完成日期：年底"}), (1, 0, {"progress": "在建。"}))
    assert "：状态待核 2 项、未填报 2 项。" in text
    assert "填报：状态待核（“差不多了”），完成日期待核（“年底”）。" in text.partition("## 二")[0]
    assert "填报：未填状态，在建。" in text.partition("## 二")[0]


def test_words_that_are_no_day_stay_beside_a_state(tmp_path: Path) -> None:
    text = briefed(tmp_path, (0, 0, {"state": "completed", "unparsed": "完成日期：年底"}))
    assert "填报：已完成，完成日期待核（“年底”）。" in text


@pytest.mark.parametrize(("state", "name"), [("in-progress", "进行中"), ("completed", "已完成")])
def test_a_report_on_the_whole_task_is_told_once_and_of_no_body(tmp_path: Path, state: str, name: str) -> None:
    text = briefed(tmp_path, (0, None, {"state": state}))
    new = text.partition("## 二")[2].partition("## 三")[0]
    assert new.count("填报：") == 1 and f"整项任务：督办台账于2025年7月30日填报：{name}。" in new
    assert "水利局" not in new.partition("原文")[0]


def test_silent_bodies_of_one_task_share_a_sentence_and_no_deadline_is_not_written(tmp_path: Path) -> None:
    text = briefed(tmp_path, (0, 0, {"state": "not-started"}))
    late = text.partition("## 四")[2].partition("## 五")[0]
    assert late.count("未填报") == 1 and late.count("逾期 32 天") == 1
    assert "**1.修路**" in text.replace("1\\.", "1.") and "—" not in text


def test_a_line_break_in_the_source_is_no_space_in_a_quote(tmp_path: Path) -> None:
    assert "市财政局、市水利局”" in briefed(tmp_path, (0, 0, {"state": "not-started"}))


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
    calendar = Calendar.from_ical((tmp_path / "brief.ics").read_bytes())
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
