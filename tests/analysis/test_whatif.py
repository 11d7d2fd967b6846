"""What if and findings, on small incidences and on the examples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from competency import dataset
from policygraph.analysis import Incidence, findings, incidence, merged, without
from policygraph.errors import UsageError

SMALL = [
    ("m1", "a", "lead"),
    ("m1", "b", "support"),
    ("m2", "a", "responsible"),
    ("m3", "b", "lead"),
    ("m3", "c", "support"),
    ("m4", "c", "responsible"),
    ("m4", "d", "responsible"),
]


def test_without_a_body() -> None:
    found = without(Incidence.of(SMALL), "b")
    assert [measure.iri for measure in found.lose_lead] == ["m3"] and found.lose_owner == ()
    assert (found.parts, found.parts_after, found.ties_lost) == (1, 1, 2)
    assert [measure.iri for measure in without(Incidence.of(SMALL), "a").lose_owner] == ["m2"]


def test_two_bodies_merged() -> None:
    found = merged(Incidence.of(SMALL), "a", "b")
    assert found.lose_owner == found.lose_lead == ()
    assert (found.ties_lost, found.ties_gained) == (2, 1)
    left = found.after
    parts = {(left.measures[t].iri, left.bodies[b].iri) for t, b in zip(left.measure, left.body, strict=True)}
    assert parts == {("m1", "a"), ("m2", "a"), ("m3", "a"), ("m3", "c"), ("m4", "c"), ("m4", "d")}
    assert len(left.body) == 6, "lead and support of one measure are one part, the lead's"


def test_the_incidence_itself_is_not_changed() -> None:
    given = Incidence.of(SMALL)
    before = given.body.copy(), given.role.copy()
    without(given, "b"), merged(given, "a", "b")
    assert np.array_equal(given.body, before[0]) and np.array_equal(given.role, before[1])


@pytest.mark.parametrize(
    "call", [lambda i: without(i, "x"), lambda i: merged(i, "a", "x"), lambda i: merged(i, "a", "a")]
)
def test_bodies_that_cannot_be(call: Callable[[Incidence], object]) -> None:
    with pytest.raises(UsageError):
        call(Incidence.of(SMALL))


def test_every_kind_of_finding_on_the_second_example() -> None:
    told = findings(incidence(dataset("anhui")))
    kinds = {finding.kind for finding in told}
    assert kinds == {"stops", "idle-issuer", "lonely", "crowded", "leaderless", "overloaded", "broker"}
    assert [finding.weight for finding in told] == sorted((finding.weight for finding in told), reverse=True)
    assert told == findings(incidence(dataset("anhui")))
