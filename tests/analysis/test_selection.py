"""Parts of an incidence by level, function, heading, document, place and time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from competency import dataset
from policygraph.analysis import Incidence, incidence, issuing, narrow
from policygraph.errors import UsageError
from policygraph.namespaces import ID


def borne(found: Incidence) -> set[tuple[str, str]]:
    return {
        (found.tasks[t].iri, found.bearers[b].iri)
        for t, b in zip(found.task.tolist(), found.body.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    ("given", "meets"),
    [
        ({"level": "county"}, lambda task, body: body.level == "county"),
        ({"function": "education"}, lambda task, body: "education" in body.functions),
        ({"place": "350000"}, lambda task, body: body.place.startswith(ID + "place/35")),
        ({"policy": "fujian-relocation-2020"}, lambda task, body: True),
        ({"category": "policy/fujian-relocation-2020/category/6"}, lambda task, body: task.category.endswith("/6")),
        ({"since": date(2020, 5, 11), "until": date(2020, 5, 11)}, lambda task, body: True),
        ({"since": date(2020, 5, 12)}, lambda task, body: False),
        ({"until": date(2020, 5, 10)}, lambda task, body: False),
        (
            {"level": "provincial", "category": "policy/fujian-relocation-2020/category/1"},
            lambda task, body: body.level == "provincial" and task.category.endswith("/1"),
        ),
    ],
)
def test_a_part_holds_what_meets_the_conditions_and_no_more(given: dict[str, Any], meets: Any) -> None:
    whole = incidence(dataset("fujian"))
    bodies, tasks = {b.iri: b for b in whole.bearers}, {t.iri: t for t in whole.tasks}
    wanted = {pair for pair in borne(whole) if meets(tasks[pair[0]], bodies[pair[1]])}
    assert borne(narrow(whole, **given)) == wanted
    assert borne(whole), "the whole is as it was"


def test_documents_and_years_of_several() -> None:
    whole = incidence(dataset("anhui"))
    policies = sorted({task.policy for task in whole.tasks})
    assert len(policies) == 3
    for policy in policies:
        part = narrow(whole, policy=policy)
        assert {task.policy for task in part.tasks} == {policy}
        assert set(part.issuers) <= {policy} and set(part.headings) == {policy}
        there = {part.bearers[body].iri for body in part.body.tolist()}
        assert {bearer.iri for bearer in part.bearers} == there | {b for each in part.issuers.values() for b in each}
        assert set(issuing(part)) <= {bearer.iri for bearer in part.bearers}
    days = sorted(task.dated for task in whole.tasks)
    early = narrow(whole, until=date.fromisoformat(days[0]))
    assert {task.dated for task in early.tasks} == {days[0]} and len(early.tasks) < len(whole.tasks)


def test_a_heading_holds_what_stands_under_it() -> None:
    from dataclasses import replace

    whole = Incidence.of([("t1", "a", "lead"), ("t2", "a", "lead"), ("t3", "a", "lead")])
    paths = ("p/category/3", "p/category/3.1", "p/category/31")
    tasks = [replace(task, category=f"https://x.org/{path}") for task, path in zip(whole.tasks, paths, strict=True)]
    found = narrow(replace(whole, tasks=tasks), category="https://x.org/p/category/3")
    assert [task.iri for task in found.tasks] == ["t1", "t2"]


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
