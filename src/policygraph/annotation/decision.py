"""Start the corrections file of a third person: it has what two reviewers agree on; the rest is left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from ..correction import AnyCorrection
from ..extraction.text.folding import fold, squeeze
from ..model import Correction, Corrections, MeasureCorrection, RuleCorrection

__all__ = ["Decisions", "LeftOpen", "start_decisions"]

_Entry = TypeVar("_Entry", Correction, MeasureCorrection, RuleCorrection)
#: Marks around a statement that one person selects and another does not.
_AROUND = "()《》「」,.:;。、 "


class LeftOpen(NamedTuple):
    """A place that is left to decide: its words, and the entry of each reviewer there, if any."""

    words: str
    first: AnyCorrection | None
    second: AnyCorrection | None


class Decisions(NamedTuple):
    """The corrections file of the third person, and the places that are left to decide."""

    agreed: Corrections
    open: list[LeftOpen]


def start_decisions(first: Corrections, second: Corrections) -> Decisions:
    """Collect the entries that two reviewers agree on.

    They agree if both have the same entry about the same words. Entries of one reviewer alone are left open, and so are
    equal entries about other words: nothing is decided without the third person.

    Args:
        first: The corrections of one reviewer.
        second: Those of the other.

    Returns:
        The entries that both have, with both names and the later moment, and the places that are left open.

    Example:
        >>> from policygraph.model import CorrectedBody
        >>> lead = (CorrectedBody("省财政厅", "lead"),)
        >>> ours = Corrections("", "", (Correction("（财政厅负责）", lead, reviewer="甲"), Correction("省厅", None)))
        >>> theirs = Corrections("", "", (Correction("财政厅负责", lead, reviewer="乙"),))
        >>> found = start_decisions(ours, theirs)
        >>> [(entry.statement, entry.reviewer) for entry in found.agreed.entries], [each.words for each in found.open]
        ([('（财政厅负责）', '甲、乙')], ['省厅'])
    """
    left: list[LeftOpen] = []
    statements = tuple(_agreed(first.entries, second.entries, left))
    measures = tuple(_agreed(first.measures, second.measures, left))
    rules = tuple(_agreed(first.rules, second.rules, left))
    return Decisions(Corrections("", "", statements, measures, rules), left)


def _agreed(ours: Iterable[_Entry], theirs: Iterable[_Entry], left: list[LeftOpen]) -> Iterator[_Entry]:
    others = {_place(entry): entry for entry in theirs}
    for entry in ours:
        other = others.pop(_place(entry), None)
        if other is not None and _said(entry) == _said(other):
            names = dict.fromkeys(name for each in (entry, other) for name in each.reviewer.split("、") if name)
            moment = max(entry.reviewed, other.reviewed)
            yield replace(entry, reviewer="、".join(names), reviewed=moment)
        else:
            left.append(LeftOpen(entry.words, entry, other))
    left += [LeftOpen(entry.words, None, entry) for entry in others.values()]


def _place(entry: AnyCorrection) -> tuple[str, str, str]:
    """Return a key for the place of an entry."""
    words, before = squeeze(fold(entry.words)), squeeze(fold(entry.before))
    return words.strip(_AROUND), before.rstrip(_AROUND), entry.measure if isinstance(entry, Correction) else ""


def _said(entry: AnyCorrection) -> object:
    """Return the content of an entry, without its reviewer and moment."""
    if isinstance(entry, Correction):
        # The order of bodies has no meaning.
        return None if entry.bodies is None else frozenset(entry.bodies)
    return replace(entry, words="", before="", reviewer="", reviewed="")
