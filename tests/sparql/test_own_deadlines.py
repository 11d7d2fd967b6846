"""Queries give each body its own deadline, and that of the measure only where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policygraph.corpus import build
from policygraph.sparql import catalogue, run

if TYPE_CHECKING:
    from rdflib import Dataset

NOTICE = """关于印发2025年工作方案的通知

1.修路。全面修路。责任单位：市财政局（6月底前）、市水利局（长期坚持）、市林业局；完成时限：2025年9月底前
2.植树。全面植树。（责任单位：市教育局（3月底前）、市民政局（11月底前））
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    source = tmp_path_factory.mktemp("own") / "plan.txt"
    source.write_text(NOTICE, encoding="utf-8")
    return build([source]).dataset


@pytest.mark.parametrize(
    ("name", "given", "columns", "rows"),
    [
        (
            "responsibilities",
            {},
            ("number", "name", "deadline"),
            [
                ("1.", "市财政局", "2025-06-30"),
                ("1.", "市水利局", "长期坚持"),
                ("1.", "市林业局", "2025-09-30"),
                ("2.", "市教育局", "2025-03-31"),
                ("2.", "市民政局", "2025-11-30"),
            ],
        ),
        ("measures-of-body", {"body": "市水利局"}, ("number", "deadline"), [("1.", "长期坚持")]),
        (
            "deadlines-by-month",
            {},
            ("month", "deadline", "number", "name"),
            [
                ("2025-03", "2025-03-31", "2.", "市教育局"),
                ("2025-06", "2025-06-30", "1.", "市财政局"),
                ("2025-09", "2025-09-30", "1.", ""),
                ("2025-11", "2025-11-30", "2.", "市民政局"),
            ],
        ),
        (
            "overdue",
            {"day": "2025-10-01"},
            ("deadline", "number", "label"),
            [
                ("2025-03-31", "2.", "市教育局"),
                ("2025-06-30", "1.", "市财政局"),
                ("2025-09-30", "1.", "市林业局"),
            ],
        ),
        ("undated-measures", {}, ("number",), []),
        (
            "status-overdue",
            {"day": "2025-10-01"},
            ("deadline", "number", "label"),
            [
                ("2025-03-31", "2.", "市教育局"),
                ("2025-06-30", "1.", "市财政局"),
                ("2025-09-30", "1.", "市林业局"),
            ],
        ),
        (
            "status-due",
            {"day": "2025-09-15"},
            ("deadline", "number", "label"),
            [("2025-09-30", "1.", "市林业局")],
        ),
    ],
)
def test_a_body_has_its_own_deadline(
    dataset: Dataset, name: str, given: dict[str, str], columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    found = run(dataset, catalogue()[name], given, lang="zh").rows
    assert [tuple(str(row[column] or "") for column in columns) for row in found] == rows
