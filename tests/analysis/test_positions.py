"""The table of positions: the metrics of each body in its row."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import replace

from policygraph.analysis import Incidence, lead_support, metrics, shared_network
from policygraph.analysis.positions import tabulate_positions
from policygraph.analysis.sections import make_position_blocks
from policygraph.model import ROLES


def invented() -> Incidence:
    chance = random.Random(3)
    parts = [(f"m{chance.randrange(20)}", f"b{chance.randrange(9)}", chance.choice(ROLES)) for _ in range(60)]
    whole = Incidence.of([*parts, ("alone", "b9", "lead")])
    bodies = [
        replace(body, level=chance.choice(("provincial", "county")), functions=(chance.choice("fgh"),) if at else ())
        for at, body in enumerate(whole.bodies)
    ]
    return replace(whole, bodies=bodies)


def test_each_row_has_what_the_metrics_say_of_its_body() -> None:
    whole = invented()
    shared, led = shared_network(whole), lead_support(whole)
    sizes, core = metrics.effective_size(shared), metrics.core_periphery(shared)
    functions: dict[Hashable, Hashable] = {body.iri: body.functions[0] for body in whole.bodies if body.functions}
    brokers = {
        "level": metrics.brokerage(led, {body.iri: body.level for body in whole.bodies}),
        "function": metrics.brokerage(led, functions),
    }
    rows = tabulate_positions(whole)
    assert {row["body"] for row in rows} == {body.iri for body in whole.bodies}
    for row in rows:
        body = row["body"]
        assert row["partners"] == shared.degree(body) and row["in_core"] == (body in core)
        assert row["effective_size"] == (round(sizes[body], 6) if body in sizes else None)
        for name, found in brokers.items():
            for role in metrics.BROKERS:
                assert row[f"{role}_{name}"] == (found[body][role].count if body in found else None)
    counts = [sum(row[f"{role}_function"] or 0 for role in metrics.BROKERS) for row in rows if row["function"]]
    assert counts == sorted(counts, reverse=True) and counts[0] > 0


def test_bodies_with_the_same_ties_are_in_one_class() -> None:
    parts = [(f"m{leaf}", body, "lead") for leaf in "abc" for body in ("centre", leaf)]
    classes = {row["body"]: row["equivalence_class"] for row in tabulate_positions(Incidence.of(parts))}
    assert classes == {"a": 1, "b": 1, "c": 1, "centre": 2}


def test_the_report_shows_bodies_with_partners_alone() -> None:
    (_, (_, (head, table)), _) = make_position_blocks(tabulate_positions(invented()), "en", 100)
    assert len(head) == len(table[0]) and {row[0] for row in table} == {f"b{n}" for n in range(9)}
    assert make_position_blocks(tabulate_positions(Incidence.of([("m", "a", "lead")])), "en", 100) == []
    assert tabulate_positions(Incidence.of([])) == []
