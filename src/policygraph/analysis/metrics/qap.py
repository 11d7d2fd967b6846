"""Compare networks on the same bodies: the quadratic assignment procedure, for a correlation and for a regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ...errors import UsageError
from .dyads import dyad_values, in_both_directions, permuted_products, to_matrices

__all__ = ["Coefficient", "QapCorrelation", "QapRegression", "mrqap", "qap_correlation"]

_Array = np.ndarray[Any, np.dtype[Any]]
#: Permutations that give the same value up to rounding count as equal.
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class QapCorrelation:
    """The correlation of two networks, and how often permuted networks have one as high, as low, or as far from 0.

    ``mean`` and ``deviation`` are those of the permuted networks; ``dyads`` is the number of pairs compared.
    """

    correlation: float
    p_greater: float
    p_less: float
    p_both: float
    mean: float
    deviation: float
    dyads: int
    permutations: int
    directed: bool


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The coefficient of a predictor with its t, and how often permutations give a t as high, as low, or as far from 0.

    ``t`` is infinite where the fit is perfect.
    """

    value: float
    t: float
    p_greater: float
    p_less: float
    p_both: float


@dataclass(frozen=True, slots=True)
class QapRegression:
    """A network regressed on others: the coefficients by the names of the predictors, the intercept, and the fit."""

    coefficients: dict[str, Coefficient]
    intercept: float
    r_squared: float
    adjusted_r_squared: float
    dyads: int
    permutations: int
    directed: bool


def qap_correlation(
    x: nx.Graph | _Array,
    y: nx.Graph | _Array,
    permutations: int = 1000,
    seed: int = 0,
    weight: str | None = "weight",
    directed: bool | None = None,
) -> QapCorrelation:
    """Correlate two networks on the same bodies, and test the correlation by permuting the bodies of one.

    The correlation is Pearson's over all dyads, pairs of different bodies, with 0 where there is no tie. Dyads of one
    body depend on each other, so its usual test is wrong; exchanging rows and columns together keeps the structure of
    both networks and breaks only the link between them (D. Krackhardt, "Predicting with networks: nonparametric
    multiple regression analysis of dyadic data", Social Networks 10, 1988). The two networks themselves count as one of
    the permutations, so that p is never 0; its standard error is √(p(1-p)/permutations).

    Args:
        x: A network, or a square matrix in the order of the other one's nodes. Loops and the diagonal are left out.
        y: The other network, with the same nodes.
        permutations: So many; the smallest p that can come out is 1/(permutations + 1).
        seed: The same seed draws the same permutations.
        weight: The attribute with the value of a tie; ``None`` for 1.
        directed: Whether (a, b) and (b, a) are two dyads; by default only if one of the networks is not symmetric.

    Returns:
        The correlation. Cost: permutations times the ties of the network with fewer of them, and up to 50 bytes for
        each network and pair of nodes.

    Raises:
        UsageError: The networks have different nodes, or one of them has the same value everywhere.

    Example:
        >>> found = qap_correlation(nx.cycle_graph(8), nx.path_graph(8), weight=None)
        >>> round(found.correlation, 3), found.p_greater < 0.01
        (0.913, True)
    """
    matrices = to_matrices([("x", x), ("y", y)], weight)
    directed = in_both_directions(matrices, "xy", directed)
    a, b = (dyad_values(matrix, name, directed) for matrix, name in zip(matrices, "xy", strict=True))
    few, many = sorted(matrices, key=np.count_nonzero)
    products = permuted_products([few], [many], permutations, seed, directed)[:, 0, 0]
    scale = a.std() * b.std()
    permuted = (products / len(a) - a.mean() * b.mean()) / scale
    greater, less, both = _tails(permuted)
    return QapCorrelation(
        float((a - a.mean()) @ (b - b.mean()) / len(a) / scale),
        greater,
        less,
        both,
        float(permuted[1:].mean()),
        float(permuted[1:].std()),
        len(a),
        permutations,
        directed,
    )


def mrqap(
    y: nx.Graph | _Array,
    predictors: Mapping[str, nx.Graph | _Array],
    permutations: int = 1000,
    seed: int = 0,
    weight: str | None = "weight",
    directed: bool | None = None,
) -> QapRegression:
    """Regress a network on other networks of the same bodies: MRQAP with double semi-partialling.

    Least squares over the dyads. For each predictor the part that the others do not explain is permuted, rows and
    columns together, and the regression repeated with it; the t of its coefficient, which unlike the coefficient does
    not depend on the scatter of the others, is compared with those of the permutations (D. Dekker, D. Krackhardt and
    T. A. B. Snijders, "Sensitivity of MRQAP tests to collinearity and autocorrelation conditions", Psychometrika 72,
    2007). A permutation in which the t is not defined counts as one that is as extreme. The intercept is not tested.

    Args:
        y: The network to be explained, or a square matrix. Loops and the diagonal are left out.
        predictors: Networks with the same nodes, or matrices in the order of y, each with a name.
        permutations: So many for each predictor; the smallest p that can come out is 1/(permutations + 1).
        seed: The same seed draws the same permutations.
        weight: The attribute with the value of a tie; ``None`` for 1.
        directed: Whether (a, b) and (b, a) are two dyads; by default only if one of the networks is not symmetric.

    Returns:
        The coefficients with their tests. Cost: permutations times the number of predictors times the pairs of nodes
        that have a tie in some predictor, and up to 50 bytes for each network and pair of nodes.

    Raises:
        UsageError: The networks have different nodes, one of them has the same value everywhere, a predictor follows
            from the others, or there are too few dyads.

    Example:
        >>> level = nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(4))
        >>> chain = nx.path_graph(8)
        >>> found = mrqap(chain, {"same level": level}, weight=None)
        >>> round(found.coefficients["same level"].value, 3), round(found.r_squared, 3)
        (0.437, 0.25)
    """
    names = ["y", *predictors]
    matrices = to_matrices([("y", y), *predictors.items()], weight)
    directed = in_both_directions(matrices, names, directed)
    vectors = [dyad_values(matrix, name, directed) for matrix, name in zip(matrices, names, strict=True)]
    dyads, free = len(vectors[0]), len(vectors[0]) - len(vectors)
    if len(vectors) < 2 or free < 1:
        raise UsageError("regression_size", dyads=dyads, predictors=len(predictors))

    q, r = np.linalg.qr(np.column_stack([np.ones(dyads), *vectors[1:]]))
    for at, name in enumerate(names[1:], 1):
        if abs(r[at, at]) < 1e-7 * np.linalg.norm(r[1:, at]):
            raise UsageError("predictor_collinear", name=name)
    inverse = np.linalg.inv(r)
    values = inverse @ (q.T @ vectors[0])
    spread = dyads * vectors[0].var()
    rest = float(np.sum((vectors[0] - q @ (q.T @ vectors[0])) ** 2))
    if rest < _ROUNDING**2 * spread:
        rest = 0.0
    with np.errstate(divide="ignore"):
        t = values / np.sqrt(rest / free * (inverse**2).sum(axis=1))

    products = permuted_products(matrices[1:], matrices, permutations, seed, directed)
    means, scales = np.array([each.mean() for each in vectors]), np.array([each.std() for each in vectors])
    permuted = (products / dyads - np.outer(means[1:], means)) / np.outer(scales[1:], scales)
    tails = [_tails(_partial(permuted, at)) for at in range(len(predictors))]
    coefficients = {
        name: Coefficient(float(values[at]), float(t[at]), *tails[at - 1]) for at, name in enumerate(names[1:], 1)
    }
    return QapRegression(
        coefficients,
        float(values[0]),
        float(1 - rest / spread),
        float(1 - rest / spread * (dyads - 1) / free),
        dyads,
        permutations,
        directed,
    )


def _partial(correlations: _Array, at: int) -> _Array:
    """The partial correlation of y and the permuted residual of a predictor, given the other predictors.

    t is a monotone function of it, so that both have the same tails. The correlations of permuted predictors with y
    (column 0) and the predictors are all that is needed: a residual is a sum of predictors, and a permuted residual the
    same sum of permuted predictors. The first of them are those of the networks as they are.
    """
    own, count = correlations[0], correlations.shape[1]
    others = np.array([other for other in range(count) if other != at], dtype=np.int64)
    among = np.linalg.inv(own[np.ix_(others, others + 1)])
    parts = np.zeros(count)
    parts[at] = 1.0
    parts[others] = -among @ own[others, at + 1]
    size = parts @ own[:, 1:] @ parts
    with_all = parts @ correlations
    with_y, with_others = with_all[:, 0], with_all[:, others + 1]
    left_of_y = 1 - own[others, 0] @ among @ own[others, 0]
    left = size - np.einsum("pi,ij,pj->p", with_others, among, with_others)
    both = left * left_of_y
    joint = with_y - with_others @ (among @ own[others, 0])
    defined = both > 1e-12
    found: _Array = np.divide(joint, np.sqrt(np.maximum(both, 0)), out=np.full(len(joint), np.nan), where=defined)
    return found


def _tails(values: _Array) -> tuple[float, float, float]:
    """The shares of values as high, as low and as far from 0 as the first one; those not defined are all three."""
    first = values[0]
    greater, less = ~(values < first - _ROUNDING), ~(values > first + _ROUNDING)
    both = ~(np.abs(values) < abs(first) - _ROUNDING)
    return float(greater.mean()), float(less.mean()), float(both.mean())
