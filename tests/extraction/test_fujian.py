"""The first subject, read from the bundled example and, where it is at hand, from the published text itself."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from policygraph.corpus import read
from policygraph.model import Policy
from policygraph.resources import examples_dir

ISSUERS = {
    "发展和改革委员会", "农业农村厅", "教育厅", "民政厅", "财政厅", "人力资源和社会保障厅", "自然资源厅",
    "住房和城乡建设厅", "商务厅", "卫生健康委员会", "人民政府国有资产监督管理委员会", "林业局", "医疗保障局",
}  # fmt: skip


@pytest.fixture(params=["bundled", "published"])
def policy(request: pytest.FixtureRequest) -> Policy:
    if request.param == "bundled":
        return read(examples_dir() / "fujian-relocation-2020.txt")
    shared: Path = request.getfixturevalue("shared")
    return read(shared / "documents" / "00-fujian-relocation-2020.txt")


def duties(policy: Policy) -> list[tuple[str, str, str, str]]:
    return [
        (measure.number, duty.name, duty.role, duty.body.level)
        for measure in policy.measures
        for duty in measure.responsibilities
    ]


def test_counts(policy: Policy) -> None:
    assert len(policy.issuers) == 14
    assert len(policy.measures) == 24
    assert len(policy.categories) == 6
    levels = Counter(level for *_, level in duties(policy))
    assert levels["provincial"] == 36
    assert levels["municipal"] + levels["county"] == 70
    assert len(duties(policy)) == 106
    assert not policy.unread


def test_issuers_and_bearers(policy: Policy) -> None:
    issuers = {body.label.removeprefix("福建省") for body in policy.issuers}
    assert issuers == ISSUERS | {"中国人民银行福州中心支行"}
    bearers = {
        duty.body.key: duty.name
        for measure in policy.measures
        for duty in measure.responsibilities
        if duty.body.level == "provincial"
    }
    assert len(bearers) == 14
    issuing = {body.key for body in policy.issuers}
    assert {name for key, name in bearers.items() if key not in issuing} == {"省扶贫办"}
    assert {body.aliases for body in policy.issuers if body.key not in bearers} == {("省国资委",)}


def test_shared_measures_and_pairs(policy: Policy) -> None:
    pairs: Counter[tuple[str, ...]] = Counter()
    shared = 0
    for measure in policy.measures:
        names = sorted(duty.name for duty in measure.responsibilities if duty.body.level == "provincial")
        shared += len(names) > 1
        pairs.update(combinations(names, 2))
    assert shared == 10
    assert len(pairs) == 11
    assert pairs.most_common(1) == [(("省发改委", "省扶贫办"), 5)]


def test_one_measure_is_open_ended(policy: Policy) -> None:
    assert [measure.number for measure in policy.measures if measure.open_ended] == ["(十九)"]


def test_finance_has_no_local_counterpart_in_measure_three(policy: Policy) -> None:
    third = policy.measures[2]
    assert "省财政厅" in [duty.name for duty in third.responsibilities]
    local = [duty for duty in third.responsibilities if duty.body.level in ("municipal", "county")]
    assert not any("finance" in duty.body.functions for duty in local)


def test_dates_and_origin_are_the_texts_own(policy: Policy) -> None:
    assert policy.issued == date(2020, 5, 11)
    assert policy.source_name == "中国福建"
    assert policy.title is None
    assert policy.number is None
    assert policy.dated is None
    assert [basis.issuers for basis in policy.based_on] == ["国家发展改革委等十三部门"]
    assert policy.place is not None
    assert policy.place.code == "350000"


def test_both_sources_say_the_same(shared: Path) -> None:
    bundled = read(examples_dir() / "fujian-relocation-2020.txt", id="one")
    published = read(shared / "documents" / "00-fujian-relocation-2020.txt", id="one")
    assert duties(bundled) == duties(published)
    assert [m.title for m in bundled.measures] == [m.title for m in published.measures]
    assert bundled.categories == published.categories
    assert bundled.issuers == published.issuers


def test_the_example_has_abstracts_in_both_languages() -> None:
    policy = read(examples_dir() / "fujian-relocation-2020.txt")
    assert all(set(measure.abstracts) == {"zh", "en"} for measure in policy.measures)
