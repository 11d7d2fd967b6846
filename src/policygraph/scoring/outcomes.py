"""Compare a document with its annotation, body by body: what is right, missed, or invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .matching import pair_measures, pair_units
from .names import fold_words, list_forms
from .records import ScoredDocument, ScoredMeasure, ScoredUnit

__all__ = ["CELLS", "ErrorKind", "MeasureOutcome", "UnitOutcome", "compare_document"]

#: Between the cells of a table, in a statement of the annotation.
CELLS = " | "
ErrorKind = Literal["missed", "invented", "role", "level", "kind", ""]


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """A body of the annotation, or of a program, or of both.

    Attributes:
        wanted: The body in the annotation; ``None`` if it is not there.
        found: The body that a program found; ``None`` if it did not.
    """

    wanted: ScoredUnit | None
    found: ScoredUnit | None

    @property
    def who(self) -> bool:
        """Whether the body is in both."""
        return self.wanted is not None and self.found is not None

    @property
    def role(self) -> bool:
        """Whether it has a right role, too."""
        return self.wanted is not None and self.found is not None and self.found.role in self.wanted.roles

    @property
    def level(self) -> bool:
        """Whether it has a right level."""
        return self.wanted is not None and self.found is not None and self.found.level in self.wanted.levels

    @property
    def kind(self) -> bool:
        """Whether it is rightly one body or a class."""
        return self.wanted is not None and self.found is not None and self.found.kind == self.wanted.kind

    @property
    def error(self) -> ErrorKind:
        """What is wrong with it; empty if nothing is."""
        if self.found is None:
            return "missed"
        if self.wanted is None:
            return "invented"
        if not self.role:
            return "role"
        # A program that says no levels or kinds makes no mistakes in them.
        if not self.level and self.found.level:
            return "level"
        return "kind" if not self.kind and self.found.kind else ""


@dataclass(frozen=True, slots=True)
class MeasureOutcome:
    """A measure of the annotation with the one that was found for it; either can be missing.

    Attributes:
        document: The document.
        wanted: The measure in the annotation.
        found: The measure that was found.
        units: What became of the bodies.
        deadline: Whether a deadline was found; ``None`` if the annotation has none.
        quotes: How many rows quote words, and how many of these quotes are in the document; ``None`` without its text.
    """

    document: str
    wanted: ScoredMeasure | None
    found: ScoredMeasure | None
    units: tuple[UnitOutcome, ...]
    deadline: bool | None = None
    quotes: tuple[int, int] | None = None

    @property
    def measure(self) -> ScoredMeasure:
        """The measure of the annotation, or else that of the program."""
        measure = self.wanted or self.found
        assert measure is not None
        return measure


def compare_document(wanted: ScoredDocument, found: ScoredDocument) -> list[MeasureOutcome]:
    """Compare a document with its annotation.

    Args:
        wanted: The annotation.
        found: What a program found, with the text of the document if it is known.

    Returns:
        The measures of the annotation in their order, then the measures that it does not have. The order of measures
        and of what a program lists has no effect on what is right.
    """
    wanted = replace(wanted, measures=tuple(_locate(measure, found.text) for measure in wanted.measures))
    measures = sorted((_ordered(measure) for measure in found.measures if measure.units), key=_order_of_measure)
    # Where two pairings are equally good the first is taken: that of an order that depends on the content alone.
    order = sorted(range(len(wanted.measures)), key=lambda at: _order_of_measure(_ordered(wanted.measures[at])))
    pairs = pair_measures([wanted.measures[at] for at in order], measures)
    partner = {order[one]: other for one, other in pairs}
    text = fold_words(found.text)
    outcomes = [
        _compare(wanted, measure, measures[partner[at]] if at in partner else None, text)
        for at, measure in enumerate(wanted.measures)
    ]
    paired = set(partner.values())
    for at, measure in enumerate(measures):
        if at not in paired:
            units = tuple(UnitOutcome(None, unit) for unit in measure.units)
            outcomes.append(MeasureOutcome(wanted.id, None, measure, units, quotes=_count_quotes(measure, text)))
    return outcomes


def _locate(measure: ScoredMeasure, text: str) -> ScoredMeasure:
    """Find the lines of the bodies of the annotation: where the statement names them."""
    # A statement in several places has a line for each, that of a table has its cells.
    first = measure.statement.partition("\n")[0].partition(CELLS)[0]
    start = text.find(first) if first else -1
    start = text.find(measure.title) if start < 0 and measure.title else start
    if start < 0:
        return measure
    places = (max(text.find(unit.words, start), start) if unit.words else start for unit in measure.units)
    lines = (text.count("\n", 0, place) + 1 for place in places)
    return replace(measure, units=tuple(map(_at_line, measure.units, lines)))


def _at_line(unit: ScoredUnit, line: int) -> ScoredUnit:
    return replace(unit, line=line)


def _ordered(measure: ScoredMeasure) -> ScoredMeasure:
    return replace(measure, units=tuple(sorted(measure.units, key=_order_of_unit)))


def _order_of_unit(unit: ScoredUnit) -> tuple[object, ...]:
    return unit.line, unit.name, unit.role, unit.level, unit.kind, unit.deadline, unit.words


def _order_of_measure(measure: ScoredMeasure) -> tuple[object, ...]:
    units = tuple(_order_of_unit(unit) for unit in measure.units)
    return measure.category, measure.number, measure.title, measure.statement, units


def _compare(document: ScoredDocument, wanted: ScoredMeasure, found: ScoredMeasure | None, text: str) -> MeasureOutcome:
    units = found.units if found else ()
    partner = dict(pair_units(wanted.units, units))
    outcomes = [
        UnitOutcome(unit, units[partner[at]] if at in partner else None) for at, unit in enumerate(wanted.units)
    ]
    outcomes += _invented(wanted, units, partner)
    due = any(fold_words(unit.deadline) for unit in units) if wanted.deadline else None
    return MeasureOutcome(
        document.id, wanted, found, tuple(outcomes), due, _count_quotes(found, text) if found else None
    )


def _invented(
    wanted: ScoredMeasure, units: tuple[ScoredUnit, ...], partner: Mapping[int, int]
) -> Iterator[UnitOutcome]:
    paired = set(partner.values())
    for at, unit in enumerate(units):
        if at not in paired and wanted.implied.isdisjoint(list_forms(unit.name)):
            yield UnitOutcome(None, unit)


def _count_quotes(measure: ScoredMeasure, text: str) -> tuple[int, int] | None:
    if not text:
        return None
    quotes = [fold_words(unit.words) for unit in measure.units if unit.words]
    return len(quotes), sum(quote in text for quote in quotes)
