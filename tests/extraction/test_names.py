"""No body has a name that is none: half a sentence, a label, a list's open end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gold_scorer import gold_scorer
from policygraph.corpus import read
from policygraph.errors import PolicyGraphError
from policygraph.extraction import extract
from policygraph.extraction.text.folding import fold
from policygraph.model import Policy
from statement_cases import all_cases, document

_NO_NAME = re.compile(
    # marks of a sentence, duties, an open end, a label beside a name
    r"[:。;!?\n]|(?:牵头|负责|配合|协助)(?!.{0,4}(?:单位|部门|机构|处室))|会同|按照"
    r"|(?<![高中初同平优])等.*(?:单位|部门|机构)$|等$"
    r"|[局委厅办](?:责任|牵头|配合|主办|协办)(?:单位|部门)|^(?:责任|牵头|配合|主办|协办)(?:单位|部门).*[局委厅办]$"
    r"|^[、及与的)]|^和(?![平田龙顺静硕县政林])|^.$"
)
#: Classes that their level alone names: 各区.
_LEVELS = {"区", "县", "市", "州", "地", "镇", "乡", "村"}


def wrong_names(policy: Policy) -> list[str]:
    names = {fold(duty.name) for measure in policy.measures for duty in measure.responsibilities} - _LEVELS
    halves = [name for name in names if any(name.count(a) != name.count(b) for a, b in ("()", "“”"))]
    return sorted([*halves, *filter(_NO_NAME.search, names)])


@pytest.mark.parametrize("case", [case for _, case in all_cases() if case["reads"]], ids=lambda case: case["text"][:12])
def test_no_body_of_a_case_has_a_name_that_is_none(case: dict[str, str]) -> None:
    assert not wrong_names(extract(document(case["text"]), "case"))


def _columns(shared: Path, name: str) -> dict[str, list[str]] | None:
    """The mapping of columns that the annotation gives for a document."""
    given = json.loads((shared / "gold" / "columns.json").read_text(encoding="utf-8")).get(name.split("-")[0], "")
    columns: dict[str, list[str]] = {}
    for pair in filter(None, given.split(",")):
        field, _, column = pair.partition("=")
        columns.setdefault(field.strip(), []).append(column.strip())
    return columns or None


def _policies(shared: Path) -> Iterator[tuple[str, Policy]]:
    for path in sorted((shared / "documents").iterdir()):
        try:
            yield path.name, read(path, columns=_columns(shared, path.name))
        except PolicyGraphError:
            continue


def test_published_documents_name_bodies_and_hardly_any_that_is_not_annotated(shared: Path) -> None:
    scorer = gold_scorer(shared)
    wrong: dict[str, list[str]] = {}
    found = invented = 0
    for document_name, policy in _policies(shared):
        if names := wrong_names(policy):
            wrong[document_name] = names
        annotation = shared / "gold" / f"{document_name.split('-')[0]}.jsonl"
        if not annotation.is_file():
            continue
        known: set[str] = set()
        for measure in scorer.read_gold(annotation):
            for unit in [*measure["units"], *measure["implicit"]]:
                named = unit if isinstance(unit, dict) else {"normalized": unit}
                known |= scorer.name_forms(named["normalized"], named.get("aliases") or ())
        distinct = {scorer.fold(duty.name) for measure in policy.measures for duty in measure.responsibilities}
        found += len(distinct)
        invented += sum(not scorer.name_forms(name) & known for name in distinct)
    assert not wrong
    assert found > 300
    assert invented < 0.02 * found
