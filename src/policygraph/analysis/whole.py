"""Describe whole networks, one row for each network and period: how dense, central, clustered and divided they are."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ..graph.incidence import Incidence
from .metrics import (
    Adjacency,
    assortativity,
    bipartite_clustering,
    core_share,
    correlated_core,
    degree_centralization,
    in_degree_centralization,
    mean_clustering,
    modularity_range,
    out_degree_centralization,
    reciprocity,
    shortest_paths,
    transitivity,
)
from .periods import divide
from .reforms import follow_bodies
from .sources import Source, make_source

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["COMPARED", "Row", "choose_draws", "describe_networks"]

Row = dict[str, Any]

#: With more bodies than this, paths are followed from a sample of ``_SOURCES`` bodies, and fewer seeds are tried.
_SAMPLED, _SOURCES = 2000, 128
_SEEDS, _FEW_SEEDS = 20, 5
#: So many random networks beside each whole network; fewer where that many parts are drawn, and none below the fewest.
_DRAWS, _FEWEST, _DRAWN = 100, 40, 2_000_000
#: The columns that are compared with random networks of the same degrees.
COMPARED = (
    "density",
    "components",
    "mean_path_length",
    "transitivity",
    "clustering",
    "bipartite_clustering",
    "degree_centralization",
    "in_degree_centralization",
    "out_degree_centralization",
    "betweenness_centralization",
    "core_share",
    "core_correlation",
    "modularity",
    "reciprocity",
    "assortativity_level",
    "assortativity_function",
)


def choose_draws(incidence: Incidence) -> int:
    """Choose how many random networks each whole network is compared with.

    Args:
        incidence: Who bears what.

    Returns:
        A hundred, or as many as the work allows; none where they would be too few for an interval. Cost of a draw: in
        proportion to the responsibilities.
    """
    draws = min(_DRAWS, _DRAWN // max(len(incidence.body), 1))
    return draws if draws >= _FEWEST else 0


def describe_networks(
    incidence: Incidence,
    *,
    periods: str | Sequence[date] | None = None,
    networks: Sequence[str] = ("shared", "lead-support"),
    intervals: int = 0,
    seeds: int | None = None,
    samples: int | None = None,
    follow: bool = False,
    seed: int = 0,
) -> list[Row]:
    """Describe each network in each period by the statistics of whole networks.

    The columns of a row:

    - ``network``, ``period``, ``since``, ``until``: the last two ISO dates, ``None`` where the period is open.
    - ``follow``: whether bodies were followed through reforms; ``merged``: how many bodies of the whole incidence were
      replaced by a successor; ``divided``: how many have several successors, and were left as they are.
    - ``documents``, ``measures``, ``nodes``, ``isolated``, ``ties``: counts. The nodes are the bodies that bear or
      issued something in the period.
    - ``density``: the share of possible ties; ``components``: their number, directions ignored; ``largest_component``:
      the share of bodies in the largest.
    - ``mean_path_length`` over the pairs that a path links, ``reachable`` the share of such pairs, and
      ``path_length_error`` the standard error, 0 where all paths were followed; directions count.
    - ``transitivity``, ``clustering``, directions ignored; ``bipartite_clustering`` of the bodies with their measures
      or policies, for ``shared`` and ``issuing``.
    - ``degree_centralization``, for directed networks ``in_degree_centralization`` and ``out_degree_centralization``;
      ``betweenness_centralization`` with its standard error ``betweenness_error``, as for paths.
    - ``core_share`` after Lip; ``correlated_core_share`` and ``core_correlation`` after Borgatti and Everett.
    - ``modularity``, ``modularity_min``, ``modularity_max``: median and range over ``seeds`` divisions,
      of weighted ties, directions ignored.
    - ``reciprocity``: of directed networks. ``assortativity_level``, ``assortativity_function``: by the level and by
      the first function of bodies.
    - With ``intervals`` also ``draws`` and, for each column in ``COMPARED``, ``…_low`` and ``…_high``, between which
      95 % of random networks lie, and ``…_z``, how many of their standard deviations the value is above their mean.

    A value that is not defined is ``None``; ``metrics`` says where that is so, and gives formulas and references.

    Args:
        incidence: Who bears what.
        periods: ``year``, ``plan``, ``reform``, days, or ``None`` for one period of everything, as in ``divide``.
        networks: ``shared``, ``lead-support``, ``vertical``, ``issuing``.
        intervals: So many random networks are drawn for each row by curveball trades on the bipartite graph, which is
            then projected; 0 for none.
        seeds: The number of divisions for the range of modularity; by default 20, or 5 in networks of more than 2,000
            bodies.
        samples: The number of bodies from which paths are followed; by default all, or 128 in networks of more than
            2,000.
        follow: Replace bodies by their latest successors first, as ``follow_bodies`` does.
        seed: The same seed draws the same samples and random networks.

    Returns:
        The rows, by network and then by period; an empty period has a row of zeros. Policies without a date are in a
        last period ``undated``. The same arguments give the same rows. Cost: for 10,000 bodies and 1,000,000 measures
        some tens of seconds; each random network costs nearly as much as the observed one, and its trades.

    Raises:
        UsageError: There is no such network or way to divide time.

    Example:
        >>> parts = [("m", "a", "lead"), ("m", "b", "support"), ("n", "a", "lead"), ("n", "c", "support")]
        >>> (row,) = describe_networks(Incidence.of(parts), networks=["shared"])
        >>> row["nodes"], row["ties"], row["mean_path_length"], row["degree_centralization"]
        (3, 2, 1.333333, 1.0)
    """
    merged = divided = 0
    if follow:
        followed = follow_bodies(incidence)
        incidence, merged, divided = followed.incidence, len(followed.into), len(followed.divided)
    parts = divide(incidence, periods)
    rows = []
    for network in networks:
        for period, part in parts:
            source = make_source(part, network)
            described = _Described(source, seeds, samples, seed)
            found = described.measure(source.matrices, source.project())
            rows.append(
                {
                    "network": network,
                    "period": period.name,
                    "since": period.since.isoformat() if period.since else None,
                    "until": period.until.isoformat() if period.until else None,
                    "follow": follow,
                    "merged": merged,
                    "divided": divided,
                    "documents": len(part.policies),
                    "measures": len(part.measures),
                    **{name: _round(value) for name, value in found.items()},
                    **(described.compare(found, intervals) if intervals else {}),
                }
            )
    return rows


class _Described:
    """The statistics of one network, observed or drawn."""

    def __init__(self, source: Source, seeds: int | None, samples: int | None, seed: int) -> None:
        self._source, self._seed = source, seed
        large = len(source.bodies) > _SAMPLED
        self._seeds = seeds if seeds is not None else _FEW_SEEDS if large else _SEEDS
        self._samples = _SOURCES if samples is None and large else samples
        self._level: dict[Hashable, Hashable] = {body.iri: body.level for body in source.bodies}
        self._function: dict[Hashable, Hashable] = {
            body.iri: body.functions[0] for body in source.bodies if body.functions
        }

    def measure(
        self, matrices: tuple[csr_array, ...], made: Adjacency, seeds: int | None = None
    ) -> dict[str, float | None]:
        """Compute the columns of a network that was made of some matrices."""
        from scipy.sparse.csgraph import connected_components

        count = len(made)
        parts, member = connected_components(made.either, directed=False) if count else (0, np.zeros(0, dtype=int))
        paths = shortest_paths(made, self._samples, self._seed)
        ideal = correlated_core(made)
        seeds = self._seeds if seeds is None else seeds
        spread = modularity_range(made, seeds)
        directed = made.directed
        return {
            "nodes": count,
            "isolated": int((made.degrees == 0).sum()),
            "ties": made.count,
            "density": made.density,
            "components": parts,
            "largest_component": float(np.bincount(member).max() / count) if count else None,
            "mean_path_length": paths.length,
            "path_length_error": paths.length_error if paths.length is not None else None,
            "reachable": paths.reachable,
            "transitivity": transitivity(made),
            "clustering": mean_clustering(made),
            "bipartite_clustering": bipartite_clustering(matrices[0]) if self._of_one_matrix() else None,
            "degree_centralization": degree_centralization(made),
            "in_degree_centralization": in_degree_centralization(made) if directed else None,
            "out_degree_centralization": out_degree_centralization(made) if directed else None,
            "betweenness_centralization": paths.centralization,
            "betweenness_error": paths.centralization_error if paths.centralization is not None else None,
            "core_share": core_share(made),
            "correlated_core_share": len(ideal.members) / count if ideal.correlation is not None else None,
            "core_correlation": ideal.correlation,
            "modularity": spread.median if spread else None,
            "modularity_min": spread.least if spread else None,
            "modularity_max": spread.most if spread else None,
            "seeds": seeds,
            "reciprocity": reciprocity(made),
            "assortativity_level": assortativity(made, self._level),
            "assortativity_function": assortativity(made, self._function),
        }

    def _of_one_matrix(self) -> bool:
        return len(self._source.matrices) == 1 and not self._source.directed

    def compare(self, observed: Mapping[str, float | None], intervals: int) -> Row:
        """Where the values of random networks lie."""
        drawn = islice(self._source.draws(self._seed), intervals) if self._source.bodies else ()
        found = [self.measure(matrices, self._source.project(matrices), seeds=1) for matrices in drawn]
        row: Row = {"draws": len(found)}
        for name in COMPARED:
            values = np.array([each[name] for each in found if each[name] is not None], dtype=np.float64)
            value = observed[name]
            if value is None or len(values) < 2:
                row |= {f"{name}_low": None, f"{name}_high": None, f"{name}_z": None}
                continue
            low, high = np.percentile(values, [2.5, 97.5])
            spread = float(values.std(ddof=1))
            z = (value - float(values.mean())) / spread if spread > 1e-12 else None
            row |= {f"{name}_low": _round(low), f"{name}_high": _round(high), f"{name}_z": _round(z)}
        return row


def _round(value: float | None) -> float | int | None:
    if value is None or isinstance(value, int):
        return value
    return None if math.isnan(value) else round(float(value), 6)
