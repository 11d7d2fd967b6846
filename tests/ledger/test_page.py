"""What the pages about the ledger show is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from policygraph import build
from policygraph.ledger.changes import OutcomeKind
from policygraph.ledger.members import read_members
from policygraph.ledger.tasks import list_tasks
from policygraph.registry.states import find_state, states
from policygraph.resources import examples_dir

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "en" / "guides" / "ledger.md").read_text(encoding="utf-8")
FILES = (DOCS / "en" / "reference" / "files.md").read_text(encoding="utf-8")


def test_the_states_of_an_office_are_read(tmp_path: Path) -> None:
    [turtle] = re.findall(r"```turtle\n(.+?)```", FILES, re.DOTALL)
    own = tmp_path / "own.ttl"
    own.write_text(turtle, encoding="utf-8")
    found = find_state("暂缓实施", states(own))
    assert found is not None and (found.token, found.after, found.rank) == ("suspended", ("in-progress",), 6)


def test_the_members_are_of_a_class_of_the_example(tmp_path: Path) -> None:
    [lines] = re.findall(r"(?m)^    类别,单位\n(?:    .+\n)+", FILES)
    table = tmp_path / "members.csv"
    table.write_text("\n".join(line.strip() for line in lines.splitlines()), encoding="gb18030")
    [(name, members)] = read_members(table).items()
    tasks = list_tasks(build(examples_dir() / "fujian-relocation-2020.txt").dataset)
    classes = {part.body.label for task in tasks for part in task.measure.responsibilities if part.body.kind == "class"}
    assert name in classes and members == ["鼓楼区教育局", "晋安区教育局"]


def test_every_outcome_is_explained() -> None:
    rows = re.findall(r"(?m)^\| ([a-z, ]+) \| .+ \| [01] \|$", GUIDE)
    assert sorted(word for row in rows for word in row.split(", ")) == sorted(get_args(OutcomeKind))
