"""Scores and mistakes as rows, for tables, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .figures import Figure, Share
from .outcomes import ErrorKind, MeasureOutcome, UnitOutcome
from .scores import By, Scores

__all__ = ["Mistake", "Row", "list_figures", "list_mistakes"]


class Row(NamedTuple):
    """A figure as a row.

    Attributes:
        by: What is divided; ``all`` for all documents together.
        group: The role, level, form or document.
        metric: ``who``, ``role`` (who and role) or ``measures``, with precision, recall and F1; ``level``, ``kind``,
            ``deadlines`` or ``quotes``, a share, which is given as recall.
        gold: How much the annotation has, or of how many the share is.
        gold_matched: How much of it was found, or is right.
        found: How much was found.
        found_matched: How much of it is right.
        precision: The share of what was found that is right.
        recall: The share of the annotation that was found.
        f1: Their harmonic mean.
        f1_low: The lower bound of F1.
        f1_high: The upper bound of F1.
    """

    by: str
    group: str
    metric: str
    gold: int
    gold_matched: int
    found: int | None = None
    found_matched: int | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    f1_low: float | None = None
    f1_high: float | None = None


class Mistake(NamedTuple):
    """A difference between a program and the annotation.

    Attributes:
        error: ``missed``, ``invented``, or what is wrong with a body that was found: ``role``, ``level`` or ``kind``.
        document: The document.
        line: The line in its text, from 1; 0 if it is not known.
        number: The number of the measure.
        measure: Its title.
        name: The name of the body in the annotation, or else in the reading.
        annotated: Its role in the annotation, or its level or kind if that is wrong.
        found: The same by the program.
        words: The words of the statement.
    """

    error: ErrorKind
    document: str
    line: int
    number: str
    measure: str
    name: str
    annotated: str
    found: str
    words: str


def list_figures(scores: Scores, by: By | None = None) -> Iterator[Row]:
    """List the figures as rows.

    Args:
        scores: The scores.
        by: What they are divided by, if they are.

    Yields:
        The rows: those of all documents together, then those of the groups.
    """
    for metric in ("who", "role", "measures"):
        yield _row("all", "", metric, getattr(scores, metric))
    for metric in ("level", "kind", "deadlines", "quotes"):
        share: Share | None = getattr(scores, metric)
        if share is not None:
            recall = share.right / share.of if share.of else None
            yield Row("all", "", metric, share.of, share.right, recall=recall)
    for group in scores.groups:
        yield _row(by or "", group.name, "who", group.who)
        yield _row(by or "", group.name, "role", group.role)


def _row(by: str, group: str, metric: str, figure: Figure) -> Row:
    low, high = figure.interval or (None, None)
    return Row(by, group, metric, *figure.counts, figure.precision, figure.recall, figure.f1, low, high)


def list_mistakes(scores: Scores) -> Iterator[Mistake]:
    """List what is wrong, in the order of the annotation.

    Args:
        scores: The scores.

    Yields:
        The mistakes.
    """
    for outcome in scores.outcomes:
        for unit in outcome.units:
            if unit.error:
                yield _mistake(outcome, unit, unit.error)


def _mistake(outcome: MeasureOutcome, unit: UnitOutcome, error: ErrorKind) -> Mistake:
    one: Any = unit.wanted or unit.found
    measure = outcome.measure
    field = error if error in ("level", "kind") else "role"
    found = getattr(unit.found, field, "")
    annotated = getattr(unit.wanted, field, "")
    # What a program quotes is whole; the annotation names the body and has the statement beside it.
    words = measure.statement if unit.wanted and measure.statement else one.words
    return Mistake(error, outcome.document, one.line, measure.number, measure.title, one.name, annotated, found, words)
