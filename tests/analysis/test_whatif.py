"""What if and findings, on small incidences and on the examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from competency import dataset
from policygraph import build
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


def test_findings_claim_only_what_the_lists_of_bodies_say(tmp_path: Path) -> None:
    """Prose may name all counties; a company of no level is not one of the bodies of one level."""
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "滁州市人民政府办公室关于老旧小区工作的通知\n"
        "（一）开展调查。各县（市、区）组织入户调查。（牵头单位：市住房城乡建设局；配合单位：市民政局）\n"
        "（二）核查管线。（责任单位：市城市管理局、国网滁州供电公司、市民政局）\n"
        "（三）加强监管。（责任单位：市市场监督管理局，各县（市、区）人民政府）\n",
        encoding="utf-8",
    )
    told = {(finding.kind, finding.measures[-1:]): finding for finding in findings(incidence(build(notice).dataset))}
    texts = {kind: finding for (kind, measures), finding in told.items() if measures and measures[0][-1] in "12"}
    stopped = next(each for (kind, at), each in told.items() if kind == "stops" and at[0].endswith("/1"))
    assert stopped.text("zh").endswith("的任务止于市级：责任单位名单里没有下级单位。")
    assert "the duties of" in stopped.text("en") and "Bureau stop at the municipal level" in stopped.text("en")
    assert texts["leaderless"].text("zh").endswith("没有写明谁牵头：3个具名责任单位中，2个同为市级。")
    assert "2 of its 3 named bodies are of one level (Municipal)" in texts["leaderless"].text("en")


def test_every_kind_of_finding_on_the_second_example() -> None:
    told = findings(incidence(dataset("anhui")))
    kinds = {finding.kind for finding in told}
    assert kinds == {"stops", "idle-issuer", "lonely", "crowded", "leaderless", "overloaded", "broker"}
    assert [finding.weight for finding in told] == sorted((finding.weight for finding in told), reverse=True)
    assert told == findings(incidence(dataset("anhui")))
