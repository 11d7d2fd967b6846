"""Explain a reading: the rule that claimed a passage, and why the other rules did not.

If nothing could be read, the explanation says which passages came closest and what would help. All reasons come from
the rules themselves: the statements they found, and the passages they examined and left (``Miss``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from ..errors import NoMeasureError
from ..texts import Bilingual, filled, named, texts
from .forms.finding import RULES
from .forms.statements import Miss, MissReason, Statement
from .text.logical import Logical
from .text.spans import find_overlap

__all__ = ["Explained", "explain_reading", "say_no_measure"]

#: What would help, by reason, if it is not a correction.
_HELP = {
    "names-unknown": "ending",
    "columns-unknown": "columns",
    "label-unknown": "label",
    "no-body-after-label": "ending",
    "unit-unclear": "alias",
    "names-before-verb": "ending",
    "no-body-in-sentence": "ending",
}
_RANK = {reason: rank for rank, reason in enumerate(get_args(MissReason))}
_NEAREST = 3
_QUOTED = 40


class Explained(NamedTuple):
    """A passage with its line, and the ``rule`` that claimed it; empty if no rule did.

    ``why`` says of each other rule why it did not, as the end of a key of texts.
    """

    line: int
    quote: str
    start: int
    rule: str
    why: tuple[tuple[str, str], ...]

    @property
    def nearest(self) -> str:
        """The reason that is closest to a statement."""
        return min((reason for _, reason in self.why), key=lambda reason: _RANK.get(reason, len(_RANK)))

    def told(self) -> list[Bilingual]:
        """Describe the passage and its rule in one line, the other rules in the lines below."""
        rule = named("rule", self.rule) if self.rule else filled("explain_no_rule")
        first = filled("explain_passage", line=str(self.line), quote=self.quote, rule=rule)
        return [first, *(filled("explain_why", rule=named("rule", rule), why=_said(why)) for rule, why in self.why)]


def _said(reason: str) -> Bilingual:
    found = texts()
    return next(found[key] for key in (f"miss_{reason}", f"unread_{reason}", "absent_other") if key in found)


def explain_reading(logical: Logical, claimed: Iterable[Statement], misses: Iterable[Miss]) -> list[Explained]:
    """Explain every statement that a measure was made of, and every near miss.

    Args:
        logical: The logical text.
        claimed: The statements that measures were made of.
        misses: The passages that rules examined and left.

    Returns:
        The passages in the order of the text.
    """
    known = sorted(set(claimed), key=lambda statement: statement.start)
    spans = [(statement.start, statement.end) for statement in known]
    beside: list[dict[str, str]] = [{} for _ in known]
    alone: list[tuple[int, int, dict[str, str]]] = []
    for miss in sorted(misses, key=lambda miss: (miss.start, miss.end)):
        at = find_overlap(spans, miss.start, max(miss.end, miss.start + 1))
        if at >= 0:
            beside[at].setdefault(miss.rule, miss.reason)
        elif alone and miss.start < alone[-1][1]:
            alone[-1][2].setdefault(miss.rule, miss.reason)
        else:
            alone.append((miss.start, miss.end, {miss.rule: miss.reason}))
    line_ends = [end.start() for end in re.finditer("\n", logical.source)]
    passages = [
        *((each.start, each.end, each.rule, why) for each, why in zip(known, beside, strict=True)),
        *((start, end, "", why) for start, end, why in alone),
    ]
    return [_passage(logical, line_ends, *passage) for passage in sorted(passages, key=lambda passage: passage[0])]


def _passage(
    logical: Logical, line_ends: Sequence[int], start: int, end: int, rule: str, found: dict[str, str]
) -> Explained:
    # A passage that no rule claimed may be a label alone: people need the rest of the line to recognise it.
    stop = logical.text.find("\n", end, end + _QUOTED) if not rule else end
    place = logical.evidence(start, stop if stop >= 0 else min(len(logical.text), end + _QUOTED))
    quote = " ".join(place.quote.split())
    quote = quote if len(quote) <= _QUOTED else quote[:_QUOTED] + "…"
    others = [other for other in (*RULES, "unit-first", "table") if other != rule]
    why = tuple((other, found.get(other) or _absent(other, rule)) for other in others)
    return Explained(bisect_left(line_ends, place.start) + 1, quote, place.start, rule, why)


def _absent(other: str, rule: str) -> str:
    """Return why a rule did not examine a passage."""
    if rule == "table":
        return "in-table"
    return f"no-{other}" if f"miss_no-{other}" in texts() else "other"


def say_no_measure(place: Bilingual | str, found: Sequence[Explained]) -> NoMeasureError:
    """Make the error for a document in which nothing could be read: what came closest, and what would help.

    Args:
        place: The name of the document in the message.
        found: The explanation of its passages.

    Returns:
        The error.
    """
    near = sorted((each for each in found if each.nearest in _RANK), key=lambda each: (_RANK[each.nearest], each.start))
    near = near[:_NEAREST]
    general = filled("no_measure", path=place, label="责任单位:…", end="（…负责）", column="责任单位")
    if not near:
        return NoMeasureError.of(general)
    passages = [
        filled("no_measure_near", line=str(each.line), quote=each.quote, why=_said(each.nearest)) for each in near
    ]
    helps = dict.fromkeys(_HELP.get(each.nearest, "correction") for each in near)
    ways = [filled(f"help_{way}") for way in helps]
    return NoMeasureError("no_measure_but_near", about=general, near=_joined(passages), ways=_joined(ways))


def _joined(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(*(filled("semicolon").of(lang).join(each.of(lang) for each in names) for lang in ("zh", "en")))
