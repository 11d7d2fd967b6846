"""What corrections changed, against the reading without them."""

from __future__ import annotations

from pathlib import Path

from policygraph import read
from policygraph.review.changes import list_changes

from .conftest import TEXT


def test_roles_that_came_went_and_changed_are_listed(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(TEXT, encoding="utf-8")
    before = read(notice)
    notice.with_name("notice.corrections.yaml").write_text(
        "- statement: （省财政厅牵头，省审计厅配合）\n  bodies:\n"
        "  - {name: 省财政厅, role: support}\n  - {name: 省水利厅, role: lead}\n",
        encoding="utf-8",
    )
    after = read(notice)
    assert {(row["body"], row["before"], row["after"]) for row in list_changes(before, after)} == {
        ("福建省财政厅", "lead", "support"),
        ("福建省审计厅", "support", ""),
        ("福建省水利厅", "", "lead"),
    }
    assert all("安排专项资金" in row["measure"] for row in list_changes(before, after))
    assert list_changes(after, after) == list_changes(None, None) == []
    assert len(list_changes(None, after)) == sum(len(measure.responsibilities) for measure in after.measures)
