"""A person's review: the status of each responsibility, and the rules that the person gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...model import (
    Correction,
    Corrections,
    Entry,
    Evidence,
    Measure,
    Responsibility,
    ReviewStatus,
    RuleCorrection,
    Unread,
)
from ..text.logical import Logical
from ..text.spans import Span
from .places import Lost, place_entries
from .statements import Index, Placed

__all__ = ["PlacedRule", "mark_reviewed", "place_rules", "settle_rests"]

PlacedRule = tuple[int, RuleCorrection]


class _Accepted(NamedTuple):
    start: int
    end: int
    entry: Correction


def place_rules(logical: Logical, corrections: Corrections, lost: Lost) -> list[PlacedRule]:
    """Find the places from which the rules of a person hold.

    Args:
        logical: The logical text.
        corrections: The corrections.
        lost: Receives rules whose words are not in the text.

    Returns:
        The rules with their places, in the order of the text.
    """
    found = [(start, entry) for entry, start, _ in place_entries(logical, corrections.rules, lost)]
    return sorted(found, key=lambda pair: pair[0])


def mark_reviewed(
    logical: Logical, measures: Iterable[Measure], placed: Sequence[Placed], rules: Sequence[PlacedRule]
) -> list[Measure]:
    """Mark the responsibilities that a person has accepted or corrected, with the person and the time.

    Args:
        logical: The logical text.
        measures: The measures.
        placed: The corrections of statements, and those that accept a reading.
        rules: The rules that a person gives.

    Returns:
        The measures.
    """
    corrected: dict[Span, Correction] = {}
    accepted: list[_Accepted] = []
    for each in placed:
        _, start, end = logical.evidence(each.start, each.end)
        if each.entry.bodies is None:
            accepted.append(_Accepted(start, end, each.entry))
        else:
            corrected[start, end] = each.entry
    index = Index(accepted)
    origins = [(logical.origin(start), rule) for start, rule in rules]

    def find(part: Responsibility) -> tuple[ReviewStatus, Correction | RuleCorrection | None]:
        _, start, end = part.evidence
        if part.basis == "corrected":
            by_rule = [rule for at, rule in origins if at < end]
            return "corrected", corrected.get((start, end)) or (by_rule[-1] if by_rule else None)
        for each in index.touching(start, end):
            if (each.start <= start and end <= each.end) or (start <= each.start and each.end <= end):
                return "accepted", each.entry
        return "unseen", None

    def mark(part: Responsibility) -> Responsibility:
        status, by = find(part)
        return part._replace(review=status, reviewer=by.reviewer, reviewed=by.reviewed) if by else part

    return [replace(each, responsibilities=tuple(map(mark, each.responsibilities))) for each in measures]


def settle_rests(
    logical: Logical, entries: Iterable[Entry], unread: Iterable[Unread], accepted: Sequence[Placed]
) -> tuple[list[Entry], list[Unread]]:
    """Mark unknown words as naming nobody if a person has accepted the statement that contains them.

    Args:
        logical: The logical text.
        entries: The account of the characters of the statements.
        unread: The passages that are unread.
        accepted: The corrections that accept a reading.

    Returns:
        The entries, and the passages that remain unread.
    """
    index = Index(_Accepted(*logical.evidence(each.start, each.end)[1:], each.entry) for each in accepted)

    def is_settled(passage: Evidence) -> bool:
        _, start, end = passage
        return any(each.start <= start and end <= each.end for each in index.touching(start, end))

    settled = {each.passage for each in unread if each.reason == "rest" and is_settled(each.passage)}
    kept = [each._replace(kind="nobody") if each.passage in settled else each for each in entries]
    return kept, [each for each in unread if each.passage not in settled]
