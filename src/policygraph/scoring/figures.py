"""Precision, recall and F1 from counts, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

__all__ = ["Counts", "Figure", "Share", "make_figure"]

_RESAMPLES = 10_000
#: The number of resamples in memory at a time.
_AT_A_TIME = 500


class Counts(NamedTuple):
    """What is counted in a document or measure.

    Attributes:
        wanted: How much the annotation has.
        wanted_right: How much of it was found.
        found: How much was found.
        found_right: How much of it is right.
    """

    wanted: int
    wanted_right: int
    found: int
    found_right: int


_NO_COUNTS = Counts(0, 0, 0, 0)


class Share(NamedTuple):
    """A part of a whole."""

    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1.

    Attributes:
        counts: What they are computed from.
        samples: The counts of each document or measure, of what is drawn together.

    Example:
        >>> figure = make_figure([Counts(3, 2, 4, 2), Counts(1, 1, 1, 1)])
        >>> figure.precision, figure.recall, round(figure.f1, 3)
        (0.6, 0.75, 0.667)
        >>> make_figure([]).f1, make_figure([Counts(2, 0, 0, 0)]).precision
        (1.0, 0.0)
    """

    counts: Counts
    samples: tuple[Counts, ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float:
        """The share of what was found that is right. If nothing was found: 0, or 1 if there is nothing to find."""
        return _share(self.counts.found_right, self.counts.found, self.counts.wanted)

    @property
    def recall(self) -> float:
        """The share of the annotation that was found."""
        return _share(self.counts.wanted_right, self.counts.wanted, self.counts.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, from whole numbers: a limit that is met exactly is met."""
        wanted, wanted_right, found, found_right = self.counts
        whole = found_right * wanted + wanted_right * found
        return 2 * found_right * wanted_right / whole if whole else float(not wanted and not found)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of F1, or ``None`` if there is nothing to resample.

        They are the 2.5th and the 97.5th percentile over resamples with replacement (B. Efron and R. Tibshirani, An
        introduction to the bootstrap, 1993).
        """
        return _draw(self.samples) if len(self.samples) > 1 else None


def _share(part: int, whole: int, other: int) -> float:
    return part / whole if whole else float(not other)


def make_figure(samples: Iterable[Counts]) -> Figure:
    """Sum up what was counted.

    Args:
        samples: The counts of each document or measure: of what is drawn together.

    Returns:
        The figure.
    """
    kept = tuple(counts for counts in samples if any(counts))
    return Figure(Counts(*map(sum, zip(*kept, strict=True))) if kept else _NO_COUNTS, kept)


@cache
def _draw(samples: tuple[Counts, ...]) -> tuple[float, float]:
    import numpy

    # Samples with the same counts are drawn as one, so that their order has no effect and there are few to draw.
    table, times = numpy.unique(numpy.array(samples, dtype=numpy.float64), axis=0, return_counts=True)
    # The legacy generator draws the same numbers in every version of numpy, so published intervals can be repeated.
    random = numpy.random.RandomState(0)
    drawn = []
    for _ in range(0, _RESAMPLES, _AT_A_TIME):
        sums = random.multinomial(len(samples), times / len(samples), size=_AT_A_TIME) @ table
        wanted, wanted_right, found, found_right = sums.T
        with numpy.errstate(divide="ignore", invalid="ignore"):
            precision = numpy.where(found > 0, found_right / found, wanted == 0)
            recall = numpy.where(wanted > 0, wanted_right / wanted, found == 0)
            whole = precision + recall
            drawn.append(numpy.where(whole > 0, 2 * precision * recall / whole, 0.0))
    low, high = numpy.percentile(numpy.concatenate(drawn), (2.5, 97.5))
    return float(low), float(high)
