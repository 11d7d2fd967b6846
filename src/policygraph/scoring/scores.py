"""How well a program found who is responsible for what.

- *who*: a body is right if it has a spelling in common with a body of the annotation in the measure paired with
  its own (``matching``).
- *who and role*: it also has the role of the annotation, or one that the annotation counts as right too.
- *measures*: a measure is right if one was paired with it.

Precision is the share of what was found that is right, recall the share of the annotation that was found. In a group, a
body counts for recall in its group by the annotation, and for precision in that by the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from ..annotation import cohen_kappa
from .figures import Counts, Figure, Share, make_figure
from .outcomes import MeasureOutcome, UnitOutcome

__all__ = ["BY", "By", "Group", "Scores", "compute_scores"]

By = Literal["role", "level", "form", "document"]
BY: tuple[By, ...] = get_args(By)
Drawn = Literal["documents", "measures"]
#: With fewer documents, measures are resampled: the spread of a few documents says little.
_FEWEST_DOCUMENTS = 10


class Group(NamedTuple):
    """The figures of one role, level, form or document.

    Attributes:
        name: The group; empty if the annotation names no form, or has no measure for what was found.
        who: The bodies.
        role: The bodies with their roles.
    """

    name: str
    who: Figure
    role: Figure


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a program.

    Attributes:
        documents: The number of documents.
        who: The bodies.
        role: The bodies with their roles.
        measures: The measures.
        level: The bodies found whose level is right.
        kind: Those that are rightly one body or a class.
        deadlines: The measures with a deadline for which a deadline was found.
        quotes: The quotes that are in their documents; ``None`` if no text is known.
        kappa: Cohen's kappa of the roles, the agreement beyond chance if the program is a second annotator; ``None`` if
            it is not defined.
        drawn: What the intervals are over.
        groups: The figures by role, level, form or document, if they were asked for.
        outcomes: What became of each measure.
    """

    documents: int
    who: Figure
    role: Figure
    measures: Figure
    level: Share
    kind: Share
    deadlines: Share
    quotes: Share | None
    kappa: float | None
    drawn: Drawn
    groups: tuple[Group, ...]
    outcomes: tuple[MeasureOutcome, ...]


def compute_scores(outcomes: Sequence[MeasureOutcome], documents: int, by: By | None = None) -> Scores:
    """Compute the scores.

    Args:
        outcomes: What became of each measure of all documents.
        documents: The number of documents.
        by: What the figures are divided by.

    Returns:
        The scores.
    """
    drawn: Drawn = "documents" if documents >= _FEWEST_DOCUMENTS else "measures"
    samples = _divide(outcomes, drawn)
    units = [unit for outcome in outcomes for unit in outcome.units]
    pairs = [unit for unit in units if unit.who]
    due = [outcome.deadline for outcome in outcomes if outcome.deadline is not None]
    quotes = [outcome.quotes for outcome in outcomes if outcome.quotes is not None]
    [(_, who, role)] = _group(samples, lambda *_: ("", "")) or [Group("", make_figure([]), make_figure([]))]
    return Scores(
        documents,
        who,
        role,
        make_figure([_count_measures(sample) for sample in samples]),
        Share(sum(unit.level for unit in pairs), len(pairs)),
        Share(sum(unit.kind for unit in pairs), len(pairs)),
        Share(sum(due), len(due)),
        Share(sum(right for _, right in quotes), sum(of for of, _ in quotes)) if quotes else None,
        cohen_kappa(map(_judgements, units)),
        drawn,
        tuple(_group(samples, lambda outcome, unit: _names(outcome, unit, by))) if by else (),
        tuple(outcomes),
    )


def _divide(outcomes: Iterable[MeasureOutcome], drawn: Drawn) -> list[list[MeasureOutcome]]:
    """Put together what is drawn together."""
    if drawn == "measures":
        return [[outcome] for outcome in outcomes]
    found: dict[str, list[MeasureOutcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.document].append(outcome)
    return list(found.values())


def _judgements(unit: UnitOutcome) -> tuple[str, str]:
    """Yield the role by the annotation and by the program, "" for none; any of several right roles is agreement."""
    wanted = unit.wanted.role if unit.wanted else ""
    return wanted, wanted if unit.role else unit.found.role if unit.found else ""


def _count_measures(sample: Iterable[MeasureOutcome]) -> Counts:
    """Count measures; those without a body in the annotation are neither wanted nor wrong."""
    counted = [outcome for outcome in sample if outcome.wanted is None or outcome.wanted.units]
    wanted = sum(outcome.wanted is not None for outcome in counted)
    found = sum(outcome.found is not None for outcome in counted)
    both = wanted + found - len(counted)
    return Counts(wanted, both, found, both)


#: Names the groups of a body by the annotation and by the program.
_Naming = Callable[[MeasureOutcome, UnitOutcome], tuple[str, str]]


def _names(outcome: MeasureOutcome, unit: UnitOutcome, by: By) -> tuple[str, str]:
    if by == "document":
        return outcome.document, outcome.document
    if by == "form":
        form = outcome.wanted.form if outcome.wanted else ""
        return form, form
    wanted, found = getattr(unit.wanted, by, ""), getattr(unit.found, by, "")
    # One of several right roles or levels counts as that of the annotation.
    agreed = unit.role if by == "role" else unit.level
    return wanted, wanted if agreed else found


def _group(samples: Sequence[Sequence[MeasureOutcome]], name: _Naming) -> list[Group]:
    """Compute the figures of each group; the groups are sorted by name."""
    who: dict[str, list[Counts]] = defaultdict(list)
    role: dict[str, list[Counts]] = defaultdict(list)
    for sample in samples:
        named = [(*name(outcome, unit), unit) for outcome in sample for unit in outcome.units]
        for group in {each for one, other, _ in named for each in (one, other)}:
            wanted = [unit for one, _, unit in named if one == group and unit.wanted]
            found = [unit for _, other, unit in named if other == group and unit.found]
            if wanted or found:
                who[group].append(_count(wanted, found, lambda unit: unit.who))
                role[group].append(_count(wanted, found, lambda unit: unit.role))
    return [Group(group, make_figure(who[group]), make_figure(role[group])) for group in sorted(who)]


def _count(wanted: Sequence[UnitOutcome], found: Sequence[UnitOutcome], right: Callable[[UnitOutcome], bool]) -> Counts:
    return Counts(len(wanted), sum(map(right, wanted)), len(found), sum(map(right, found)))
