"""Every form of statement on its own cases, which are data: see cases/README.md."""

from __future__ import annotations

import pytest
import yaml

from policygraph.errors import NoMeasureError
from policygraph.extraction import extract
from policygraph.extraction.forms.finding import RULES
from statement_cases import CASES, FILES, all_cases, document


@pytest.mark.parametrize(("form", "case"), all_cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_reads_what_the_case_says(form: str, case: dict[str, object]) -> None:
    text = str(case["text"])
    try:
        policy = extract(document(text), "case")
    except NoMeasureError:
        assert case["reads"] == []
        return
    read = [
        f"{duty.role} {duty.name} {duty.body.level} {duty.body.kind}"
        for measure in policy.measures
        for duty in measure.responsibilities
    ]
    assert sorted(read) == sorted(case["reads"])  # type: ignore[call-overload]
    assert any(measure.open_ended for measure in policy.measures) == case.get("open", False)
    if "measures" in case:
        assert [f"{measure.number} {measure.title}" for measure in policy.measures] == case["measures"]
    if "deadline" in case:
        assert [measure.deadline_text for measure in policy.measures] == [case["deadline"]]
    if "dates" in case:
        assert [str(measure.deadline or measure.deadline_text or "none") for measure in policy.measures] == [
            str(date)
            for date in case["dates"]  # type: ignore[attr-defined]
        ]
    if "own" in case:
        own = [str(duty.due.value or "none") for measure in policy.measures for duty in measure.responsibilities]
        assert own == [str(date) for date in case["own"]]  # type: ignore[attr-defined]
    if "labels" in case:
        labels = {duty.body.label for measure in policy.measures for duty in measure.responsibilities}
        assert labels >= set(case["labels"])  # type: ignore[call-overload]
    if "date" in case:
        assert [str(measure.deadline or "none") for measure in policy.measures] == [str(case["date"])]
    for measure in policy.measures:
        for duty in measure.responsibilities:
            assert text[duty.evidence.start : duty.evidence.end] == duty.evidence.quote


def test_every_form_has_cases_and_near_misses() -> None:
    forms = {path.stem for path in FILES}
    assert forms >= set(RULES)
    for rule in RULES:
        cases = yaml.safe_load((CASES / f"{rule}.yaml").read_text(encoding="utf-8"))
        assert any(case["reads"] for case in cases)
        assert any(not case["reads"] for case in cases)
    assert len(all_cases()) >= 35


def test_the_parts_of_an_item_share_its_number_and_lead_back_to_it() -> None:
    text = "一、民生\n3.办实事。新建公园。（市住建局负责）扩建学校。（市教育局负责）\n4.修路。（市交通局负责）\n"
    parts = extract(document(text), "case").measures
    assert [(part.key, part.number, part.title) for part in parts] == [
        ("3-1", "3.", "办实事"),
        ("3-2", "3.", "扩建学校"),
        ("4", "4.", "修路"),
    ]
    assert [part.item.title if part.item else None for part in parts] == ["办实事", "办实事", None]
    assert parts[0].item is not None
    assert parts[0].item.span.quote == "3.办实事。新建公园。（市住建局负责）扩建学校。（市教育局负责）"
    assert [part.span.quote for part in parts[:2]] == [
        "办实事。新建公园。（市住建局负责）",
        "扩建学校。（市教育局负责）",
    ]
