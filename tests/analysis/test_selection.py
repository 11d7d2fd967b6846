"""Parts of an incidence by level, function, heading, document, place and time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from competency import dataset
from policygraph.analysis import Incidence, incidence, issuing, narrow
from policygraph.errors import UsageError
from policygraph.model import Category


def borne(found: Incidence) -> set[tuple[str, str]]:
    return {
        (found.measures[t].iri, found.bodies[b].iri)
        for t, b in zip(found.measure.tolist(), found.body.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    ("given", "meets"),
    [
        ({"level": "county"}, lambda measure, body: body.level == "county"),
        ({"function": "education"}, lambda measure, body: "education" in body.functions),
        ({"place": "350000"}, lambda measure, body: body.place.code.startswith("35")),
        ({"policy": "fujian-relocation-2020"}, lambda measure, body: True),
        ({"category": "policy/fujian-relocation-2020/category/6"}, lambda measure, body: measure.category.path == (6,)),
        ({"since": date(2020, 5, 11), "until": date(2020, 5, 11)}, lambda measure, body: True),
        ({"since": date(2020, 5, 12)}, lambda measure, body: False),
        ({"until": date(2020, 5, 10)}, lambda measure, body: False),
        (
            {"level": "provincial", "category": "policy/fujian-relocation-2020/category/1"},
            lambda measure, body: body.level == "provincial" and measure.category.path == (1,),
        ),
    ],
)
def test_a_part_holds_what_meets_the_conditions_and_no_more(given: dict[str, Any], meets: Any) -> None:
    whole = incidence(dataset("fujian"))
    bodies, measures = {b.iri: b for b in whole.bodies}, {t.iri: t for t in whole.measures}
    wanted = {pair for pair in borne(whole) if meets(measures[pair[0]], bodies[pair[1]])}
    assert borne(narrow(whole, **given)) == wanted
    assert borne(whole), "the whole is as it was"


def test_documents_and_years_of_several() -> None:
    whole = incidence(dataset("anhui"))
    policies = sorted({measure.policy for measure in whole.measures})
    assert len(policies) == 3
    for policy in policies:
        part = narrow(whole, policy=policy)
        assert {measure.policy for measure in part.measures} == {policy}
        assert set(part.policies) == {policy}
        there = {part.bodies[body].iri for body in part.body.tolist()}
        assert {body.iri for body in part.bodies} == there | {body.iri for body in part.policies[policy].issuers}
        assert set(issuing(part)) <= {body.iri for body in part.bodies}
    first = min(policy.day for policy in whole.policies.values() if policy.day)
    early = narrow(whole, until=first)
    assert {policy.day for policy in early.policies.values()} == {first}
    assert {measure.policy for measure in early.measures} == set(early.policies)
    assert 0 < len(early.measures) < len(whole.measures)


def test_a_heading_holds_what_stands_under_it() -> None:
    from dataclasses import replace

    whole = Incidence.of([("t1", "a", "lead"), ("t2", "a", "lead"), ("t3", "a", "lead")])
    paths = ("p/category/3", "p/category/3.1", "p/category/31")
    headings = [Category((), "", "", iri=f"https://x.org/{path}") for path in paths]
    measures = [replace(each, category=heading) for each, heading in zip(whole.measures, headings, strict=True)]
    found = narrow(replace(whole, measures=measures), category="https://x.org/p/category/3")
    assert [measure.iri for measure in found.measures] == ["t1", "t2"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"level": "provincal"}, "no level 'provincal'.*provincial"),
        ({"function": "educaton"}, "no function 'educaton'.*education"),
        ({"place": "440000"}, "no place '440000'"),
        ({"policy": "other"}, "no policy"),
        ({"category": "other"}, "no category"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_near(given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        narrow(incidence(dataset("fujian")), **given)


def test_what_is_not_there_is_said_in_chinese() -> None:
    with pytest.raises(UsageError) as caught:
        narrow(incidence(dataset("fujian")), level="provincal")
    assert caught.value.names.zh.startswith("图中没有层级“provincal”；相近或可选的有：provincial")


@pytest.mark.parametrize("name", ["县级", "County", "county"])
def test_a_level_is_found_by_its_name_in_both_languages(name: str) -> None:
    found = narrow(incidence(dataset("fujian")), level=name)
    assert found.bodies and {body.level for body in found.bodies} == {"county"}
