"""Whole networks by period, with bodies followed through reforms or not, beside networks drawn by chance."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice

import networkx as nx
import numpy as np
import pytest

from competency import dataset
from policygraph.analysis import (
    Incidence,
    describe_networks,
    divide,
    follow_bodies,
    incidence,
    issuing,
    lead_support,
    metrics,
    shared_network,
    vertical,
)
from policygraph.analysis.periods import list_periods, parse_periods
from policygraph.analysis.sections import make_network_blocks
from policygraph.analysis.sources import NETWORKS, make_source
from policygraph.analysis.whole import COMPARED
from policygraph.corpus import build
from policygraph.errors import UsageError
from policygraph.graph.successions import Succession
from policygraph.model import LEVELS, ROLES, Body, Measure, Policy
from policygraph.resources import examples_dir


def invented(seed: int, days: bool = True) -> Incidence:
    """Policies of several years, one without a date; bodies of all levels, with functions or without, and a class."""
    chance = random.Random(seed)
    bodies = [
        Body(
            f"b{n}",
            "Body",
            f"b{n}",
            level=chance.choice(LEVELS),
            kind="class" if n == 3 else "named",
            functions=tuple(chance.sample("fgh", chance.randint(0, 2))),
            iri=f"b{n}",
        )
        for n in range(chance.randint(1, 9))
    ]
    policies = [
        Policy(
            f"p{n}",
            "",
            issuers=tuple(chance.sample(bodies, chance.randint(0, min(3, len(bodies))))),
            dated=date(2016 + 2 * n, 5, 1) if days and n else None,
            iri=f"p{n}",
        )
        for n in range(4)
    ]
    measures = [Measure(f"m{n}", policy=f"p{n % 4}", iri=f"m{n}") for n in range(12)]
    parts = [(f"m{chance.randrange(12)}", chance.choice(bodies).iri, chance.choice(ROLES)) for _ in range(30)]
    return Incidence.join(bodies, measures, parts, policies)


# --- periods ---------------------------------------------------------------------------------------------------------


def names(days: list[date], by: str | list[date]) -> list[str]:
    return [each.name for each in list_periods(days, by)]


def test_periods_by_name() -> None:
    days = [date(2012, 12, 31), date(2018, 3, 17), date(2021, 1, 1)]
    assert names(days, "year") == [str(year) for year in range(2012, 2022)]
    assert names(days, "plan") == ["2011–2015", "2016–2020", "2021–2025"]
    assert names(days, "reform") == ["–2013-03-13", "2013-03-14–2018-03-16", "2018-03-17–2023-03-09"]
    assert names([date(2024, 1, 1)], "reform") == ["2023-03-10–"]
    assert names([date(1949, 10, 1), date(1964, 1, 1)], "plan") == [
        "–1952-12-31",
        "1953–1957",
        "1958–1962",
        "1963–1965",
    ]
    assert names([date(1966, 1, 1)], "plan") == ["1966–1970"] and names([], "plan") == []


def test_periods_as_people_write_them() -> None:
    assert parse_periods("reform") == "reform"
    assert parse_periods("2018-03-17, 2023-03-10") == [date(2018, 3, 17), date(2023, 3, 10)]
    for words in ("decade", "2018", "2018-13-01", ""):
        with pytest.raises(UsageError, match="YYYY-MM-DD"):
            parse_periods(words)


def test_periods_by_days() -> None:
    cuts = [date(2020, 1, 1), date(2018, 7, 1), date(2018, 7, 1)]
    assert names([], cuts) == ["–2018-06-30", "2018-07-01–2019-12-31", "2020-01-01–"]
    assert names([date(2020, 1, 1)], []) == ["all"]
    with pytest.raises(UsageError, match="decade"):
        list_periods([], "decade")


@pytest.mark.parametrize("by", ["year", "plan", "reform", [date(2019, 1, 1)]])
def test_every_day_is_in_one_period(by: str | list[date]) -> None:
    chance = random.Random(1)
    days = [date(chance.randint(1950, 2030), chance.randint(1, 12), chance.randint(1, 28)) for _ in range(300)]
    for day in [*days, date(2013, 3, 14), date(2018, 3, 16), date(2020, 12, 31)]:
        assert sum(period.holds(day) for period in list_periods([*days, day], by)) == 1


@pytest.mark.parametrize("by", ["year", "plan", "reform", [date(2019, 1, 1)], None])
def test_nothing_is_lost_and_bodies_belong_to_their_period(by: str | list[date] | None) -> None:
    for seed in range(20):
        whole = invented(seed)
        parts = divide(whole, by)
        assert Counter(m.iri for _, part in parts for m in part.measures) == Counter(m.iri for m in whole.measures)
        assert sorted(iri for _, part in parts for iri in part.policies) == sorted(whole.policies)
        assert sum(len(part.body) for _, part in parts) == len(whole.body)
        for period, part in parts:
            assert all(period.holds(policy.day) for policy in part.policies.values())
            assert by is None or {m.policy for m in part.measures} <= set(part.policies)
            if by is not None:
                there = {part.bodies[at].iri for at in part.body.tolist()}
                there |= {body.iri for policy in part.policies.values() for body in policy.issuers}
                assert {body.iri for body in part.bodies} == there
        assert by is None or parts[-1][0].name == "undated"


# --- reforms ---------------------------------------------------------------------------------------------------------


def bodies_of(**functions: str) -> list[Body]:
    return [Body(name, "Body", name, functions=(slug,), iri=name) for name, slug in functions.items()]


def test_bodies_are_followed_into_the_latest() -> None:
    bodies = bodies_of(poverty="poverty-alleviation", rural="rural-revitalisation", farms="agriculture", other="water")
    measures = [Measure("m", iri="m"), Measure("n", iri="n")]
    parts = [("m", "poverty", "lead"), ("m", "farms", "lead"), ("n", "rural", "support"), ("n", "other", "lead")]
    policy = Policy("p", "", issuers=(bodies[0], bodies[1], bodies[3]), iri="p")
    changes = (Succession(("poverty",), ("rural",), date(2021, 2, 25)), Succession(("rural",), ("farms",)))
    found = follow_bodies(replace(Incidence.join(bodies, measures, parts, [policy]), successions=changes))
    assert dict(found.into) == {"poverty": "farms", "rural": "farms"} and found.divided == ()
    after = found.incidence
    told = {(after.measures[m].iri, after.bodies[b].iri, ROLES[r]) for m, b, r in after.entries()}
    assert told == {("m", "farms", "lead"), ("n", "farms", "support"), ("n", "other", "lead")}
    assert len(after.body) == 3, "the same part of predecessor and successor counts once"
    assert [body.iri for body in after.policies["p"].issuers] == ["farms", "other"]


def test_of_several_successors_the_one_with_the_function_is_followed() -> None:
    bodies = bodies_of(old="health-family-planning", health="health", insurance="healthcare-security")
    whole = Incidence.join(bodies, [], [])
    changes = (Succession(("old",), ("insurance",)), Succession(("old",), ("health",)))
    assert follow_bodies(replace(whole, successions=changes)).into == {"old": "health"}
    unknown = [replace(body, functions=()) for body in bodies]
    found = follow_bodies(replace(whole, bodies=unknown, successions=changes))
    assert (found.into, found.divided, found.incidence.bodies) == ({}, ("old",), unknown)


def test_bodies_that_follow_each_other_in_a_circle_end() -> None:
    bodies = bodies_of(a="x", b="y")
    changes = (Succession(("a",), ("b",)), Succession(("b",), ("a",)), Succession(("a",), ("gone",)))
    found = follow_bodies(replace(Incidence.join(bodies, [], []), successions=changes))
    assert (found.into, len(found.incidence.bodies)) == ({}, 2)


# --- networks --------------------------------------------------------------------------------------------------------


def test_networks_are_those_of_networkx() -> None:
    for seed in range(30):
        whole = invented(seed)
        for name, graph, weight in (
            ("shared", shared_network(whole.named()), "newman"),
            ("lead-support", lead_support(whole.named()), "measures"),
            ("vertical", vertical(whole), "measures"),
            ("issuing", issuing(whole.named()), "policies"),
        ):
            made = make_source(whole, name).project()
            assert set(made.nodes) == set(graph) and made.directed == graph.is_directed()
            wanted = nx.to_numpy_array(graph, nodelist=list(made.nodes), weight=weight)
            assert made.weights.toarray() == pytest.approx(wanted), name


def test_a_row_has_the_statistics_of_its_network_and_period() -> None:
    for seed in range(10):
        whole = invented(seed)
        parts = {period.name: part for period, part in divide(whole, "plan")}
        found = describe_networks(whole, periods="plan", networks=NETWORKS, seeds=3)
        assert [(row["network"], row["period"]) for row in found] == [(n, p) for n in NETWORKS for p in parts]
        for row in found:
            part = parts[row["period"]]
            made = make_source(part, row["network"]).project()
            assert (row["documents"], row["measures"]) == (len(part.policies), len(part.measures))
            assert (row["nodes"], row["ties"]) == (len(made), made.count)
            graph = nx.Graph()
            graph.add_nodes_from(made.nodes)
            graph.add_edges_from((made.nodes[a], made.nodes[b]) for a, b in zip(*made.either.nonzero(), strict=True))
            groups = list(nx.connected_components(graph))
            assert row["components"] == len(groups) and row["isolated"] == nx.number_of_isolates(graph)
            paths = metrics.shortest_paths(made)
            assert row["mean_path_length"] == (paths.length and pytest.approx(paths.length, abs=1e-6))
            assert (row["reciprocity"] is None) == (not made.directed or not made.count)
            assert (row["modularity"] is None) == (not made.count) and row["follow"] is False


def test_an_empty_period_is_a_row_of_zeros() -> None:
    for row in describe_networks(invented(4), periods="year", networks=NETWORKS, intervals=3):
        if row["period"] == "2019":
            counts = [row[name] for name in ("documents", "measures", "nodes", "isolated", "ties", "components")]
            assert counts == [0] * 6 and row["density"] is None and row["modularity_z"] is None
            break
    else:
        pytest.fail("no empty year")
    nobody = Incidence.of([])
    assert describe_networks(nobody, periods="year") == []
    assert [row["nodes"] for row in describe_networks(nobody, networks=NETWORKS, intervals=2)] == [0] * 4


def test_rows_state_whether_bodies_were_followed() -> None:
    bodies = bodies_of(poverty="poverty-alleviation", rural="rural-revitalisation", water="water")
    parts = [("m", "poverty", "lead"), ("m", "water", "lead"), ("n", "rural", "lead"), ("n", "water", "lead")]
    whole = Incidence.join(bodies, [Measure("m", iri="m"), Measure("n", iri="n")], parts)
    whole = replace(whole, successions=(Succession(("poverty",), ("rural",)),))
    (apart,), (joined,) = (describe_networks(whole, networks=["shared"], follow=each) for each in (False, True))
    assert (apart["follow"], apart["merged"], apart["nodes"], apart["ties"]) == (False, 0, 3, 2)
    assert (joined["follow"], joined["merged"], joined["nodes"], joined["ties"]) == (True, 1, 2, 1)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(UsageError, match="sideways"):
        describe_networks(Incidence.of([]), networks=["sideways"])


# --- chance ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("network", NETWORKS)
def test_drawn_matrices_keep_all_degrees(network: str) -> None:
    for seed in range(10):
        source = make_source(invented(seed), network)
        for drawn in islice(source.draws(seed), 3):
            for one, other in zip(drawn, source.matrices, strict=True):
                assert one.shape == other.shape and one.data.max(initial=1) == 1
                for axis in (0, 1):
                    assert np.asarray(one.sum(axis=axis)).tolist() == np.asarray(other.sum(axis=axis)).tolist()


def test_intervals_are_those_of_the_draws() -> None:
    chance = random.Random(1)
    whole = Incidence.of((f"m{n // 2}", f"b{chance.randrange(9)}", "lead") for n in range(30))
    (row,) = describe_networks(whole, networks=["shared"], intervals=40, seed=5)
    source = make_source(whole, "shared")
    drawn = [source.project(each) for each in islice(source.draws(5), 40)]
    for name, metric in (("density", lambda each: each.density), ("transitivity", metrics.transitivity)):
        values = np.array([metric(each) for each in drawn], dtype=float)
        low, high = np.percentile(values, [2.5, 97.5])
        assert (row[f"{name}_low"], row[f"{name}_high"]) == (
            pytest.approx(low, abs=1e-6),
            pytest.approx(high, abs=1e-6),
        )
        z = (row[name] - np.mean(values)) / np.std(values, ddof=1)
        assert row[f"{name}_z"] == pytest.approx(z, abs=1e-3)
    assert row["draws"] == 40 and {f"{name}_z" for name in COMPARED} <= set(row)
    assert row == describe_networks(whole, networks=["shared"], intervals=40, seed=5)[0]


def test_large_networks_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policygraph.analysis.whole._SAMPLED", 30)
    monkeypatch.setattr("policygraph.analysis.whole._SOURCES", 20)
    chance = random.Random(2)
    whole = Incidence.of((f"m{n // 3}", f"b{chance.randrange(60)}", "lead") for n in range(300))
    (row,) = describe_networks(whole, networks=["shared"])
    assert row["seeds"] == 5 and 0 < row["path_length_error"] < 0.1 and 0 < row["betweenness_error"] < 0.1
    (exact,) = describe_networks(whole, networks=["shared"], seeds=2, samples=60)
    assert exact["seeds"] == 2 and exact["path_length_error"] == exact["betweenness_error"] == 0
    assert row["mean_path_length"] == pytest.approx(exact["mean_path_length"], abs=4 * row["path_length_error"])


# --- the section of the report ---------------------------------------------------------------------------------------


def test_the_report_has_a_table_for_each_network_and_says_what_was_done() -> None:
    whole = invented(1)
    found = describe_networks(whole, periods="plan", intervals=20, follow=True)
    (_, title), (_, shared), (_, led), *notes = make_network_blocks(found, "en")
    assert title == "Whole networks" and led[0][0] == "lead to support"
    assert shared[0] == ["shared measures", "2016–2020", "2021–2025", "undated"]
    values = {row[0]: row[1:] for row in shared[1]}
    assert values["bodies"] == [row["nodes"] for row in found if row["network"] == "shared"]
    said = [note for _, note in notes]
    assert [words in said[at] for at, words in ((1, "20 random networks"), (2, "followed"), (3, "1 document has"))] == [
        True
    ] * 3
    assert make_network_blocks([], "zh") == []


def test_values_outside_the_interval_have_arrows() -> None:
    (row,) = describe_networks(Incidence.of([("m", "a", "lead"), ("m", "b", "lead")]), networks=["shared"])
    for low, high, shown in ((0.0, 0.5, "1 ↑"), (1.5, 2.0, "1 ↓"), (0.5, 1.0, 1.0), (None, None, 1.0)):
        (_, table), *_ = make_network_blocks([row | {"density_low": low, "density_high": high}], "en")[1:]
        assert dict(map(tuple, table[1]))["density"] == shown


# --- a graph ---------------------------------------------------------------------------------------------------------


def test_a_graph_says_which_bodies_follow_each_other() -> None:
    """扶贫办 → 乡村振兴局 → 农业农村局 in one graph of several notices."""
    whole = incidence(build(sorted(examples_dir().glob("*.txt"))).dataset)
    found = follow_bodies(whole)
    anhui = {
        body.rpartition("/")[2]: into.rpartition("/")[2] for body, into in found.into.items() if "/340000/" in body
    }
    assert anhui == {"poverty-alleviation": "agriculture", "rural-revitalisation": "agriculture"}
    assert len(found.incidence.bodies) == len(whole.bodies) - len(found.into) and found.divided == ()
    assert [change.day for change in whole.successions] == sorted(
        change.day or date.min for change in whole.successions
    )


def test_a_graph_of_a_notice() -> None:
    (shared, led) = describe_networks(incidence(dataset("fujian")), periods="reform", seeds=3)
    assert (shared["period"], shared["nodes"], shared["ties"]) == ("2018-03-17–2023-03-09", 15, 11)
    assert (led["network"], led["documents"], led["measures"]) == ("lead-support", 1, 24)
