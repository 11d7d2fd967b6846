"""Pages, scripts and queries agree on which measures have a deadline."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.atlas.comparison import build_comparison
from policygraph.atlas.content import Content, read_content
from policygraph.atlas.detail_pages import build_body_page, build_policy_page
from policygraph.atlas.script_data import build_content_data
from policygraph.atlas.timeline import build_timeline, has_deadlines
from policygraph.corpus import build
from policygraph.sparql import catalogue, run

#: A measure with a day, one with words alone, one with neither, and one whose bodies alone have a day and words.
NOTICE = """关于印发2025年工作方案的通知

1.修路。全面修路。（责任单位：市交通局；完成时限：2025年6月底前）
2.植树。全面植树。（责任单位：市林业局；完成时限：长期坚持）
3.办学。全面办学。（责任单位：市教育局）
4.建厂。全面建厂。（责任单位：市财政局（9月底前）、市水利局（长期坚持））
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, dict[str, list[dict[str, str]]]]:
    """What the atlas shows of the notice, and the rows of each query on deadlines."""
    source: Path = tmp_path_factory.mktemp("deadlines") / "plan.txt"
    source.write_text(NOTICE, encoding="utf-8")
    dataset = build([source]).dataset
    asked: dict[str, dict[str, str]] = {
        "deadlines-by-month": {},
        "undated-measures": {},
        "responsibilities": {},
        "overdue": {"day": "2026-01-01"},
    }
    found = {
        name: [
            {column: str(value or "") for column, value in row.items()}
            for row in run(dataset, catalogue()[name], given, lang="zh").rows
        ]
        for name, given in asked.items()
    }
    return read_content(dataset), found


def test_counts_of_pages_are_the_rows_of_queries(answers: tuple[Content, dict[str, list[dict[str, str]]]]) -> None:
    content, rows = answers
    (policy,) = content.policies.values()
    assert [measure.deadline_kind for measure in policy.measures] == ["dated", "worded", "none", "dated"]
    months = [(row["month"], row["number"], row["name"]) for row in rows["deadlines-by-month"]]
    assert months == [("2025-06", "1.", ""), ("2025-09", "4.", "市财政局")]
    overdue = [(row["deadline"], row["number"], row["label"]) for row in rows["overdue"]]
    assert overdue == [("2025-06-30", "1.", "市交通运输局"), ("2025-09-30", "4.", "市财政局")]
    assert [(row["number"], row["words"]) for row in rows["undated-measures"]] == [("2.", "长期坚持"), ("3.", "")]
    timeline = build_timeline(content)
    assert has_deadlines(content)
    assert (timeline["undated"], timeline["worded"]) == (2, 1)
    assert build_policy_page(content, policy)["dated"] == 2
    assert build_comparison(content)["documents"][0]["values"][6] == 2
    pages = [build_body_page(content, body) for body in content.bodies.values()]
    dues = {page["each"].label: [due for due, _, _ in page["dues"]] for page in pages}
    assert {body: days for body, days in dues.items() if days} == {
        "市交通运输局": ["2025-06-30"],
        "市财政局": ["2025-09-30"],
    }
    shown = {page["each"].label: page["groups"][0]["measures"][0]["dues"] for page in pages}
    assert shown == {
        "市交通运输局": ["2025年6月底前"],
        "市林业局": ["长期坚持"],
        "市教育局": [],
        "市财政局": ["9月底前"],
        "市水利局": ["长期坚持"],
    }
    last = [shown for group in build_policy_page(content, policy)["groups"] for shown in group["measures"]][-1]
    assert [due for _, bodies in last["roles"] for _, due in bodies] == ["9月底前", "长期坚持"]


def test_days_at_both_ends_of_the_line_have_labels_that_fit(
    answers: tuple[Content, dict[str, list[dict[str, str]]]],
) -> None:
    ticks = build_timeline(answers[0])["axis"]["ticks"]
    assert ticks == [(20.0, "2025-06-30", "start"), (980.0, "2025-09-30", "end")]


def test_scripts_get_the_deadlines_of_the_query(answers: tuple[Content, dict[str, list[dict[str, str]]]]) -> None:
    content, rows = answers
    data = build_content_data(content)
    wanted = ["2025-06-30", "长期坚持", "", "2025-09-30", "长期坚持"]
    assert [row["deadline"] for row in rows["responsibilities"]] == wanted
    assert [measure["due"] for measure in data["measures"]] == [*wanted[:3], ""]
    duties = sorted((duty for body in data["bodies"] for duty in body["duties"]), key=lambda duty: duty["measure"])
    assert [duty.get("due", "") for duty in duties] == wanted
    own = [(duty.get("deadline"), duty.get("day")) for duty in duties]
    assert own == [(None, None)] * 3 + [("9月底前", "2025-09-30"), ("长期坚持", None)]
