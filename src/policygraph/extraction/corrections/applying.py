"""Applying a person's corrections to a text: replacing statements, adding bodies, making measures of passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..forms.statements import RawMeasure, Statement
from ..measures.added import PassageReader
from ..measures.items import read_items
from ..text.outline import OutlineItem
from ..text.spans import Span, blank
from .statements import Index, Placed, replace_statements, settle

__all__ = ["TextToRead", "find_corrected_measures"]


class TextToRead(NamedTuple):
    """A text to read measures from, with its outline and the rows of its tables.

    ``running`` and ``text`` are without the tables, ``whole`` and ``folded`` with them.
    """

    text: str
    running: str
    whole: str
    folded: str
    outline: OutlineItem
    rows: Sequence[RawMeasure]


def find_corrected_measures(
    given: TextToRead, statements: Sequence[Statement], placed: Sequence[Placed], passages: Sequence[Span]
) -> tuple[list[RawMeasure], list[Placed]]:
    """Read the measures of a text as a person corrects them.

    Args:
        given: The text.
        statements: The statements outside of tables that the program finds.
        placed: The corrections of statements.
        passages: The passages that are measures of their own.

    Returns:
        The measures, and the corrections as they stand in them.
    """
    placed = list(settle(placed, Index(statements)))
    measures, placed = _read(given, statements, placed)
    if not passages:
        return measures, placed
    inside, outside = _part(statements, passages)
    own = [statement for each in measures for statement in each.statements]
    blanked = given._replace(text=blank(given.text, passages), running=blank(given.running, passages))
    blanked = blanked._replace(rows=[_without(row, passages) for row in given.rows])
    apart = [entry for entry in placed if not _within(entry.start, passages)]
    measures, apart = _read(blanked, outside, apart)
    within = [entry for entry in placed if _within(entry.start, passages)]
    reader = PassageReader(given.whole, given.folded, given.outline, measures)
    for start, end in passages:
        here = [each for each in {*own, *(each for each in inside if not each.told)} if start <= each.start < end]
        if all(each.told for each in here):
            here = list({*here, *(each for each in inside if start <= each.start < end)})
        entries = [entry for entry in within if start <= entry.start < end]
        told = replace_statements(here, entries)
        added = [entry.statement for entry in entries if entry.lists and entry.statement not in told]
        measures.append(reader.read(start, end, sorted([*told, *added], key=lambda each: each.start)))
    return measures, [*apart, *within]


def _read(
    given: TextToRead, statements: Sequence[Statement], placed: Sequence[Placed]
) -> tuple[list[RawMeasure], list[Placed]]:
    """Read the measures with the statements replaced, and add the bodies that a person adds."""
    corrected = replace_statements(statements, placed)
    by_place = Index(placed)
    items = read_items(given.text, given.running, given.outline, corrected)
    measures = [_replace_in(each, by_place) for each in [*items, *given.rows]]
    held = {statement for each in measures for statement in each.statements}
    missing = [entry.statement for entry in placed if entry.lists and entry.statement not in held]
    if not missing:
        return measures, list(placed)
    # A body that a person adds belongs to the measure that contains its words; the measure's parts stay as they are.
    changed: dict[Statement, Statement] = {}
    homeless: list[Statement] = []
    for statement in missing:
        around = [at for at, each in enumerate(measures) if _holds(each, statement.start)]
        if not around:
            changed[statement] = statement
            homeless.append(statement)
            continue
        told = changed[statement] = statement._replace(closing=False)
        at = min(around, key=lambda at: _distance(measures[at], told.start))
        both = sorted([*measures[at].statements, told], key=lambda each: each.start)
        measures[at] = replace(measures[at], statements=tuple(both))
    placed = [replace(entry, statement=changed.get(entry.statement, entry.statement)) for entry in placed]
    return [*measures, *_make_measures(given, measures, homeless)], placed


def _replace_in(measure: RawMeasure, placed: Index[Placed]) -> RawMeasure:
    if not measure.statements:
        return measure
    start, end = min(each.start for each in measure.statements), max(each.end for each in measure.statements)
    near = placed.touching(start, end)
    corrected = tuple(replace_statements(measure.statements, near)) if near else measure.statements
    return measure if corrected == measure.statements else replace(measure, statements=corrected)


def _make_measures(
    given: TextToRead, measures: Sequence[RawMeasure], homeless: Sequence[Statement]
) -> list[RawMeasure]:
    """Make measures for statements outside of measures, of their items or else of their lines."""
    items = read_items(given.text, given.running, given.outline, homeless)
    made = [each for each in items if each.path[:1] != (0,) and any(own in homeless for own in each.statements)]
    held = {statement for each in made for statement in each.statements}
    reader = PassageReader(given.whole, given.folded, given.outline, measures)
    lines: dict[Span, list[Statement]] = {}
    for statement in homeless:
        if statement not in held:
            start = given.folded.rfind("\n", 0, statement.start) + 1
            end = given.folded.find("\n", statement.end)
            lines.setdefault((start, end if end >= 0 else len(given.folded)), []).append(statement)
    return [*made, *(reader.read(*line, statements) for line, statements in lines.items())]


def _holds(measure: RawMeasure, at: int) -> bool:
    """Tell whether a place is in a measure, or in the item that the measure is a part of."""
    start, end = measure.whole[1:] if measure.whole else (measure.start, measure.end)
    return start <= at < end


def _distance(measure: RawMeasure, at: int) -> tuple[int, int]:
    """Return the distance of a place from a measure, and the length of the measure."""
    return max(measure.start - at, at - measure.end + 1, 0), measure.end - measure.start


def _within(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _part(statements: Sequence[Statement], passages: Sequence[Span]) -> tuple[list[Statement], list[Statement]]:
    """Separate the statements in some passages from the others."""
    inside = [statement for statement in statements if _within(statement.start, passages)]
    return inside, [statement for statement in statements if not _within(statement.start, passages)]


def _without(row: RawMeasure, passages: Sequence[Span]) -> RawMeasure:
    kept = tuple(statement for statement in row.statements if not _within(statement.start, passages))
    return row if kept == row.statements else replace(row, statements=kept)
