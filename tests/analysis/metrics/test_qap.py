"""QAP and MRQAP against all permutations of small networks, one regression at a time."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest

from policygraph.analysis.metrics import mrqap, qap_correlation
from policygraph.errors import UsageError

Matrix = np.ndarray[Any, np.dtype[Any]]


def matrices(count: int, nodes: int, directed: bool, seed: int) -> list[Matrix]:
    """Random networks: the first with values, the others 0 or 1, with an isolated node."""
    rng = np.random.default_rng(seed)
    found = []
    for at in range(count):
        matrix = rng.random((nodes, nodes)) * (1 if at == 0 else 0) + (rng.random((nodes, nodes)) < 0.45)
        matrix = matrix if directed else np.triu(matrix) + np.triu(matrix, 1).T
        matrix[-1, :] = matrix[:, -1] = 0
        found.append(matrix)
    return found


def dyads(matrix: Matrix, directed: bool) -> Matrix:
    """The values above the diagonal, and below it too in a directed network."""
    size = range(len(matrix))
    return np.array([matrix[i, j] for i in size for j in size if (i != j if directed else i < j)])


def arrangements(matrix: Matrix) -> Iterator[Matrix]:
    """The matrix in all orders of its nodes; the first one is its own."""
    for order in itertools.permutations(range(len(matrix))):
        yield matrix[np.ix_(order, order)]


def statistic(y: Matrix, columns: list[Matrix]) -> tuple[float, float]:
    """The coefficient of the last column and its t, by least squares with an intercept."""
    design = np.column_stack([np.ones(len(y)), *columns])
    found, *_ = np.linalg.lstsq(design, y, rcond=None)
    rest = y - design @ found
    freedom = len(y) - design.shape[1]
    covariance = np.linalg.inv(design.T @ design) * (rest @ rest) / freedom
    return float(found[-1]), float(found[-1] / math.sqrt(covariance[-1, -1]))


def shares(values: list[float], first: float) -> tuple[float, float, float]:
    """How many are as high, as low and as far from 0 as the first one, of those that are defined or not."""
    found = np.array(values)
    return (
        float(np.mean(~(found < first - 1e-9))),
        float(np.mean(~(found > first + 1e-9))),
        float(np.mean(~(abs(found) < abs(first) - 1e-9))),
    )


def alike(found: tuple[float, float, float], exact: tuple[float, float, float], permutations: int) -> bool:
    """Whether drawn shares are within four standard errors of the exact ones."""
    return all(
        abs(p - q) <= 4 * math.sqrt(q * (1 - q) / permutations) + 2 / permutations
        for p, q in zip(found, exact, strict=True)
    )


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_correlation_against_all_permutations(directed: bool, seed: int) -> None:
    x, y = matrices(2, 6, directed, seed)
    values = [float(np.corrcoef(dyads(each, directed), dyads(y, directed))[0, 1]) for each in arrangements(x)]
    found = qap_correlation(x, y, permutations=2000, seed=seed)
    assert found.correlation == pytest.approx(values[0], abs=1e-12)
    assert (found.dyads, found.directed, found.permutations) == (30 if directed else 15, directed, 2000)
    assert alike((found.p_greater, found.p_less, found.p_both), shares(values, values[0]), 2000)
    assert found.mean == pytest.approx(np.mean(values), abs=4 * float(np.std(values)) / math.sqrt(2000))
    assert found.deviation == pytest.approx(np.std(values), rel=0.1)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("seed", range(2))
def test_regression_against_all_permutations(directed: bool, count: int, seed: int) -> None:
    y, *rest = matrices(count + 1, 6, directed, 20 + seed)
    predictors = {f"x{at}": each for at, each in enumerate(rest)}
    found = mrqap(y, predictors, permutations=1500, seed=seed)
    column = dyads(y, directed)
    for name, matrix in predictors.items():
        others = [dyads(each, directed) for other, each in predictors.items() if other != name]
        value, t = statistic(column, [*others, dyads(matrix, directed)])
        coefficient = found.coefficients[name]
        assert (coefficient.value, coefficient.t) == pytest.approx((value, t), rel=1e-10)
        design = np.column_stack([np.ones(len(column)), *others])
        residual = np.zeros_like(matrix)
        places = [(i, j) for i in range(6) for j in range(6) if (i != j if directed else i < j)]
        own = dyads(matrix, directed)
        left = own - design @ np.linalg.lstsq(design, own, rcond=None)[0]
        for (i, j), each in zip(places, left, strict=True):
            residual[i, j] = each
            if not directed:
                residual[j, i] = each
        values = []
        for each in arrangements(residual):
            permuted = dyads(each, directed)
            if np.linalg.matrix_rank(np.column_stack([design, permuted]), tol=1e-6) <= design.shape[1]:
                values.append(math.nan)
            else:
                values.append(statistic(column, [*others, permuted])[1])
        assert values[0] == pytest.approx(t, rel=1e-8)
        assert alike((coefficient.p_greater, coefficient.p_less, coefficient.p_both), shares(values, t), 1500)
    design = np.column_stack([np.ones(len(column)), *(dyads(each, directed) for each in rest)])
    fitted, *_ = np.linalg.lstsq(design, column, rcond=None)
    unexplained = float(np.sum((column - design @ fitted) ** 2) / np.sum((column - column.mean()) ** 2))
    assert found.intercept == pytest.approx(fitted[0], rel=1e-10)
    assert found.r_squared == pytest.approx(1 - unexplained, abs=1e-12)
    adjusted = 1 - unexplained * (len(column) - 1) / (len(column) - count - 1)
    assert found.adjusted_r_squared == pytest.approx(adjusted, abs=1e-12)
    assert found.dyads == len(column)


def test_one_predictor_has_the_p_of_the_correlation() -> None:
    y, x = matrices(2, 9, False, 3)
    alone, regression = qap_correlation(x, y, 500, seed=4), mrqap(y, {"x": x}, 500, seed=4).coefficients["x"]
    assert regression.p_greater == pytest.approx(alone.p_greater, abs=4 * math.sqrt(0.25 / 500))
    assert mrqap(y, {"x": x}).r_squared == pytest.approx(alone.correlation**2)


def test_no_link_gives_even_p() -> None:
    """Under the hypothesis p is uniform: of 200 pairs of unrelated networks a tenth have p of at most 0.1."""
    low, lowest = 0, 0
    for seed in range(200):
        y, x, z = matrices(3, 10, False, seed)
        order = np.random.default_rng(1000 + seed).permutation(10)
        x = x[np.ix_(order, order)]
        low += qap_correlation(y, x, 99, seed).p_greater <= 0.1
        lowest += mrqap(y, {"x": x, "z": z}, 99, seed).coefficients["x"].p_both <= 0.1
    assert 6 <= low <= 36 and 6 <= lowest <= 36


def test_the_order_of_the_nodes_does_not_matter() -> None:
    x = nx.gnp_random_graph(9, 0.4, seed=1)
    y = nx.gnp_random_graph(9, 0.4, seed=2)
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(y)))
    turned.add_edges_from(y.edges)
    first = qap_correlation(x, y, weight=None)
    assert qap_correlation(x, turned, weight=None) == first
    assert qap_correlation(x, nx.to_numpy_array(y, nodelist=list(x)), weight=None) == first
    assert qap_correlation(x, nx.to_scipy_sparse_array(y, nodelist=list(x)), weight=None) == first
    assert qap_correlation(y, x, weight=None).correlation == pytest.approx(first.correlation)


def test_weights_loops_and_directions() -> None:
    chance = random.Random(1)
    y = nx.gnp_random_graph(8, 0.5, seed=1, directed=True)
    for a, b in y.edges:
        y.edges[a, b]["weight"] = chance.random()
    x = nx.gnp_random_graph(8, 0.5, seed=2)
    nx.set_edge_attributes(x, 2, "weight")
    found = qap_correlation(x, y, 50)
    assert (found.directed, found.dyads) == (True, 56)
    assert found.correlation != qap_correlation(x, y, 50, weight=None).correlation
    y.add_edge(3, 3, weight=100)
    assert qap_correlation(x, y, 50) == found
    both = qap_correlation(x, x.to_directed(), 50, directed=True)
    assert (both.directed, both.dyads, round(both.correlation, 12)) == (True, 56, 1.0)
    assert qap_correlation(x, x.to_directed(), 50).dyads == 28


def test_a_network_and_itself() -> None:
    x = nx.path_graph(8)
    found = qap_correlation(x, x, 400, weight=None)
    assert found.correlation == pytest.approx(1) and found.p_greater < 0.02 and found.p_less == 1
    perfect = mrqap(nx.to_numpy_array(x) * 3 + 2, {"x": x}, 400, weight=None)
    assert (perfect.r_squared, perfect.coefficients["x"].t) == (1.0, math.inf)
    assert perfect.coefficients["x"].value == pytest.approx(3) and perfect.intercept == pytest.approx(2)
    assert perfect.coefficients["x"].p_both == found.p_greater


def test_the_seed_decides_and_nothing_else() -> None:
    y, x, z = matrices(3, 12, True, 5)
    kept = y.copy()
    assert mrqap(y, {"x": x, "z": z}, 200, seed=1) == mrqap(y, {"x": x, "z": z}, 200, seed=1)
    assert qap_correlation(x, y, 200, seed=1) == qap_correlation(x, y, 200, seed=1)
    assert qap_correlation(x, y, 200, seed=1).p_greater != qap_correlation(x, y, 200, seed=2).p_greater
    assert np.array_equal(y, kept)


def named(*ties: tuple[str, str], nodes: str = "abcd") -> nx.Graph:
    graph = nx.Graph(ties)
    graph.add_nodes_from(nodes)
    return graph


PATH, STAR = named(("a", "b"), ("b", "c")), named(("a", "b"), ("a", "c"))
ASYMMETRIC = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])
SMALL = ASYMMETRIC + ASYMMETRIC.T
WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "y lacks 1 node (d)": (lambda: qap_correlation(PATH, named(("a", "b"), nodes="abc"), weight=None), "y"),
    "x lacks 2 nodes (e, f)": (lambda: qap_correlation(PATH, named(nodes="abcdef"), weight=None), "x"),
    "level lacks 1 node (d)": (lambda: mrqap(PATH, {"level": named(nodes="abc")}, weight=None), "level"),
    "no number 'weight' at the tie of a and b": (lambda: qap_correlation(PATH, STAR), "x"),
    "one value in all of 6 dyads": (lambda: qap_correlation(PATH, named(), weight=None), "y"),
    "one value in all of 0 dyads": (lambda: qap_correlation(named(nodes="a"), named(nodes="a")), "x"),
    "in all of 0 dyads": (lambda: qap_correlation(nx.Graph(), nx.Graph()), "x"),
    "all of 6 dyads": (lambda: mrqap(PATH, {"all": nx.complete_graph("abcd")}, weight=None), "all"),
    "is a combination of the others": (
        lambda: mrqap(PATH, {"one": STAR, "two": nx.complement(STAR)}, weight=None),
        "two",
    ),
    "6 dyads cannot carry 0 predictors": (lambda: mrqap(PATH, {}, weight=None), ""),
    "3 dyads cannot carry 2 predictors": (lambda: mrqap(SMALL, {"a": SMALL, "b": np.eye(3)[::-1]}), ""),
    "is not symmetric": (lambda: qap_correlation(ASYMMETRIC, ASYMMETRIC, directed=False), "x"),
    "has to be a matrix of 3 × 3": (lambda: qap_correlation(ASYMMETRIC, np.eye(4)), "y"),
    "has to be a matrix of 2 × 2": (lambda: qap_correlation(np.ones((2, 3)), np.ones((2, 3))), "x"),
    "finite numbers": (lambda: qap_correlation(ASYMMETRIC * math.nan, ASYMMETRIC), "x"),
    "at least one permutation is needed, not 0": (lambda: qap_correlation(PATH, STAR, 0, weight=None), ""),
}


@pytest.mark.parametrize("message", WRONG)
def test_errors_say_what_is_wrong_and_where(message: str) -> None:
    call, name = WRONG[message]
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        call()
    assert not name or re.search(rf"(network|predictor) {name}\b", str(caught.value))


def test_the_diagonal_may_be_anything() -> None:
    x = np.array([[math.nan, 1, 0], [1, math.inf, 0], [0, 0, 7]])
    assert qap_correlation(x, x, 10).correlation == pytest.approx(1)
