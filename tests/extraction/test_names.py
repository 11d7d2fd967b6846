"""No body has a name that is none: half a sentence, a label, a list's open end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygraph.columns import parse_columns
from policygraph.corpus import read
from policygraph.errors import PolicyGraphError
from policygraph.extraction import extract
from policygraph.extraction.text.folding import fold
from policygraph.model import Policy
from policygraph.scoring.gold import read_annotation, read_column_maps
from policygraph.scoring.names import fold_words, list_forms
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


def _policies(shared: Path) -> Iterator[tuple[str, Policy]]:
    mapped = read_column_maps(shared / "gold")
    for path in sorted((shared / "documents").iterdir()):
        try:
            yield path.name, read(path, columns=parse_columns(mapped.get(path.name.split("-")[0])))
        except PolicyGraphError:
            continue


def test_published_documents_name_bodies_and_hardly_any_that_is_not_annotated(shared: Path) -> None:
    wrong: dict[str, list[str]] = {}
    found = invented = 0
    for document_name, policy in _policies(shared):
        if names := wrong_names(policy):
            wrong[document_name] = names
        annotation = shared / "gold" / f"{document_name.split('-')[0]}.jsonl"
        if not annotation.is_file():
            continue
        [gold] = read_annotation(annotation)
        known = {form for measure in gold.measures for unit in measure.units for form in unit.forms}
        known.update(form for measure in gold.measures for form in measure.implied)
        distinct = {fold_words(duty.name) for measure in policy.measures for duty in measure.responsibilities}
        found += len(distinct)
        invented += sum(list_forms(name).isdisjoint(known) for name in distinct)
    assert not wrong
    assert found > 300
    assert invented < 0.02 * found
