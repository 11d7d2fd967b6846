"""Apply actions of a person on the page to the corrections of a document: corrections × actions × text → corrections.

This module reads and writes no file and does not read the document. The same actions give the same corrections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from ..correction import AnyCorrection
from ..errors import UsageError
from ..model import CorrectedBody, Correction, CorrectionRule, Corrections, MeasureCorrection, RuleCorrection
from .places import EntryKind, Locator, Place, choose_before, entry_id, kind_of, trim_span

__all__ = ["Action", "ActionKind", "Draft", "Signature"]

ActionKind = Literal["accept", "set", "measure", "rule", "withdraw", "resolve"]
#: Characters of a measure by which it is found again.
_BEGINNING = 40


class Signature(NamedTuple):
    """Who reviews, and when (ISO 8601)."""

    reviewer: str = ""
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a person.

    Attributes:
        do: The kind: accept a reading, set the bodies of a statement, correct a measure, set a rule, withdraw an entry,
            or resolve one whose words are no longer in the text.
        start: The start of the passage.
        end: Its end.
        bodies: The bodies of a statement.
        fields: ``number``, ``title``, ``heading`` and ``deadline`` of a measure, those that change.
        new: Whether the passage becomes a measure of its own.
        rule: The rule.
        of: The kind of the entry to withdraw.
        lost: The identifier of the lost entry.
        words: Its new words; ``None`` withdraws it.
    """

    do: ActionKind
    start: int = 0
    end: int = 0
    bodies: tuple[CorrectedBody, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    new: bool = False
    rule: CorrectionRule = "none"
    of: EntryKind = "statement"
    lost: str = ""
    words: str | None = None

    def place(self, text: str) -> Place | None:
        """Return the place that it changes; ``None`` for an entry without a place."""
        if self.do == "resolve":
            return None
        kinds: Mapping[str, EntryKind] = {"measure": "measure", "rule": "rule", "withdraw": self.of}
        return Place(kinds.get(self.do, "statement"), *trim_span(text, self.start, self.end))


class Draft:
    """Corrections that are being changed.

    Example:
        >>> text = "一、修路。（省财政厅负责）"
        >>> draft = Draft(Corrections("", ""), Locator(text), Signature("综合处"))
        >>> draft.apply(Action("set", 5, 13, (CorrectedBody("省交通厅", "lead"),)))
        >>> [(entry.statement, entry.bodies[0].name) for entry in draft.corrections().entries]
        [('（省财政厅负责）', '省交通厅')]
    """

    def __init__(self, corrections: Corrections, locator: Locator, signature: Signature) -> None:
        """Begin with what there is.

        Args:
            corrections: The corrections so far.
            locator: Finds places in the text.
            signature: Who makes the changes.
        """
        self._before, self._locator, self._signature = corrections, locator, signature
        self._at: dict[Place, AnyCorrection] = {}
        #: The places of each entry that has several.
        self._spread: dict[int, list[Place]] = {}
        self._lost: dict[str, AnyCorrection] = {}
        for entry in corrections.all:
            places = [Place(kind_of(entry), *span) for span in locator.find(entry)]
            if not places:
                self._lost[entry_id(entry)] = entry
            if len(places) > 1:
                self._spread[id(entry)] = places
            for place in places:
                self._at.setdefault(place, entry)

    @property
    def places(self) -> set[Place]:
        """The places of all entries."""
        return set(self._at)

    def apply(self, action: Action) -> None:
        """Apply an action.

        Args:
            action: The action.

        Raises:
            UsageError: The action has no words, or names an entry that is not lost.
        """
        if action.do == "resolve":
            self._resolve(action)
            return
        place = action.place(self._locator.text)
        assert place is not None
        if place.start == place.end:
            raise UsageError("review_no_words")
        if action.do == "withdraw":
            self._take(place)
        elif action.do == "measure":
            self._measure(action, place)
        else:
            self._statement_or_rule(action, place)

    def corrections(self) -> Corrections:
        """Return the changed corrections, in the order of the text, lost entries last."""
        found: dict[int, AnyCorrection] = {}
        for place in sorted(self._at, key=lambda place: (place.start, place.end)):
            entry = self._at[place]
            spread = self._spread.get(id(entry), [])
            if any(self._at.get(other) is not entry for other in spread):
                entry = self._only_at(entry, place)
            found.setdefault(id(entry), entry)
        return self._before.with_all([*found.values(), *self._lost.values()])

    def _only_at(self, entry: AnyCorrection, place: Place) -> AnyCorrection:
        """Limit an entry to one of its places after another entry has replaced it at another."""
        before = choose_before(self._locator.text, place.start, place.end)
        made = replace(entry, before=before)
        self._spread[id(made)] = []
        self._at[place] = made
        return made

    def _words(self, place: Place) -> tuple[str, str]:
        text = self._locator.text
        return text[place.start : place.end], choose_before(text, place.start, place.end)

    def _take(self, place: Place) -> AnyCorrection | None:
        """Remove the entries at a place; return the entry if it is the only one."""
        if (found := self._at.pop(place, None)) is not None:
            return found
        met = [other for other in self._at if other.meets(place)]
        taken = [self._at.pop(other) for other in met]
        return taken[0] if len(taken) == 1 else None

    def _statement_or_rule(self, action: Action, place: Place) -> None:
        words, before = self._words(place)
        if action.do == "rule":
            self._take(place)
            self._at[place] = RuleCorrection(words, action.rule, before, *self._signature)
            return
        there = self._at.get(place)
        self._take(place)
        bodies: tuple[CorrectedBody, ...] | None = action.bodies
        if action.do == "accept":
            # To accept a correction leaves it unchanged, under the name of the new reviewer.
            bodies = there.bodies if isinstance(there, Correction) else None
        self._at[place] = Correction(words, bodies, "", before, *self._signature)

    def _measure(self, action: Action, place: Place) -> None:
        there = self._take(place)
        known = there if isinstance(there, MeasureCorrection) else MeasureCorrection("")
        if known.words and not action.new:
            place = place._replace(end=place.start + len(known.words))
        elif not action.new:
            line = self._locator.text[place.start : min(place.end, place.start + _BEGINNING)].partition("\n")[0]
            place = place._replace(end=place.start + len(line.rstrip()))
        words, before = self._words(place)
        name, moment = self._signature
        new = action.new or known.new
        self._at[place] = replace(
            known, words=words, before=before, new=new, **action.fields, reviewer=name, reviewed=moment
        )

    def _resolve(self, action: Action) -> None:
        entry = self._lost.get(action.lost)
        if entry is None:
            raise UsageError("review_not_lost")
        del self._lost[action.lost]
        if action.words is None:
            return
        start, end = trim_span(self._locator.text, action.start, action.end)
        if self._locator.text[start:end] != action.words.strip():
            start = self._locator.text.find(action.words.strip())
            end = start + len(action.words.strip())
        if start < 0 or start == end:
            raise UsageError("review_words_missing", words=action.words)
        place = Place(kind_of(entry), start, end)
        self._take(place)
        words, before = self._words(place)
        name, moment = self._signature
        if isinstance(entry, Correction):
            entry = replace(entry, statement=words, before=before, measure="", reviewer=name, reviewed=moment)
        else:
            entry = replace(entry, words=words, before=before, reviewer=name, reviewed=moment)
        self._at[place] = entry
