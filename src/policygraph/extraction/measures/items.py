"""Items of running text: which numbered item carries which statement, its title, its text, the headings above it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...model import Category
from ..forms.duties import Duty
from ..forms.english import english_sentences
from ..forms.statements import RawMeasure, Statement, Whole
from ..names.english_lists import is_english
from ..phrases.deadline_phrases import DEADLINE_LABEL, DEADLINE_REMARK
from ..phrases.english_dates import ENGLISH_LABEL, english_remark
from ..text.folding import legible
from ..text.outline import Item
from .assignment import Held, gather, parts_of

__all__ = ["raw_measures"]

_ABSTRACT = re.compile(r"^[ ]*(?P<label>摘要|Abstract) *: *(?P<text>[^\n]+)$", re.MULTILINE)
#: The end of a sentence in English.
_FULL_STOP = re.compile(r"(?<=[a-z][a-z)])\.(?= +[A-Z(]| *$)")
_LONGEST_ENGLISH = 120
_ABSTRACT_LANGUAGE = {"摘要": "zh", "Abstract": "en"}


def _title(folded: str, text: str, item: Item, statements: Iterable[Statement]) -> tuple[str, int]:
    """The item's first clause, and where it ends."""
    return _first_clause(
        folded,
        text,
        item.body,
        min([item.own_end, *(s.start for s in statements if s.start >= item.body and s.rule != "prose")]),
    )


def _first_clause(folded: str, text: str, start: int, stop: int) -> tuple[str, int]:
    """The first clause of a passage, and where it ends."""
    lead = len(folded[start:stop]) - len(folded[start:stop].lstrip())
    # A heading that lost its line break has a gap behind it.
    for mark in ("\n", "。", ":", "  "):
        at = folded.find(mark, start + lead, stop)
        if at >= 0:
            stop = at
    if full_stop := _FULL_STOP.search(folded, start + lead, stop):
        stop = full_stop.start()
    title = " ".join(legible(text[start:stop]).split()).strip("。:：;； ").rstrip("(（〔[［【 ")
    if len(title) > (_LONGEST_ENGLISH if title.isascii() else 60):
        cut = re.search(r"[,，;；]", title)
        title = title[: cut.start()] if cut and cut.start() > 3 else title
        if title.isascii() and cut:
            # What the title leaves out may state the deadline.
            stop = folded.find(cut.group(), start + lead, stop) + 1 or stop
    return title.rstrip("- ") if title.isascii() else title, stop


def _text(text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> str:
    """The text between, without statements and other spans, white space tidied."""
    pieces, at = [], start
    for left, right in sorted(cuts):
        if right > start and left < end:
            pieces.append(text[at : max(at, left)])
            at = max(at, right)
    pieces.append(text[at:end])
    lines = [" ".join(line.split()) for line in legible("".join(pieces)).split("\n")]
    return "\n".join(line for line in lines if line.strip("。;； ")).lstrip("。:： \n").strip()


def _paths(tree: Item) -> dict[int, tuple[int, ...]]:
    """A path of numbers for each item, unique among siblings: the printed number, or the next free one."""
    paths: dict[int, tuple[int, ...]] = {id(tree): ()}
    taken: dict[tuple[int, ...], set[int]] = defaultdict(set)
    highest: dict[tuple[int, ...], int] = defaultdict(int)
    for item in tree.walk():
        if item.parent is not None:
            above = paths[id(item.parent)]
            number = item.number
            if number in taken[above]:
                number = highest[above] + 1
            taken[above].add(number)
            highest[above] = max(highest[above], number)
            paths[id(item)] = (*above, number)
    return paths


def raw_measures(text: str, folded: str, tree: Item, statements: Iterable[Statement]) -> list[RawMeasure]:
    """The items of the outline that carry statements, in the order of the text."""
    held, listed = gather(folded, tree, list(statements))
    told: list[RawMeasure] = []
    for sentence in english_sentences(folded, tree, set(held)):
        if sentence.item.style == "root":
            told.append(sentence.measure(text, len(listed) + len(told) + 1))
        else:
            held.setdefault(id(sentence.item), (sentence.item, []))[1].append(sentence.statement)
    paths = _paths(tree)
    headings = _Headings(text, folded, held, paths)
    found: list[RawMeasure] = []
    abstracted = any(label in folded for label in _ABSTRACT_LANGUAGE)
    for item, own in sorted(held.values(), key=lambda pair: pair[0].start):
        categories = headings.of(item.ancestors)
        if item.style == "root":
            found += unnumbered(text, folded, own)
            continue
        end = item.own_end if any(id(child) in held for child in item.children) else item.end
        parts = parts_of(folded, item, own)
        if len(parts) == 1:
            found.append(_whole(text, folded, item, own, end, paths[id(item)], categories, abstracted))
            continue
        title, _ = _title(folded, text, item, own)
        whole = Whole(title, item.start, item.start + len(text[item.start : item.end].rstrip()))
        number = legible(text[item.start : item.body]).strip()
        for place, (start, governed) in enumerate(parts, 1):
            stop = end if place == len(parts) else governed[-1].end
            found.append(
                _part(text, folded, (start, stop), governed, number, paths[id(item)], categories, place, whole)
            )
    return found + _duty_lines(text, listed, headings) + told


def _whole(
    text: str,
    folded: str,
    item: Item,
    own: list[Statement],
    end: int,
    path: tuple[int, ...],
    categories: tuple[Category, ...],
    abstracted: bool,
) -> RawMeasure:
    """An item that is one measure; its own text ends at ``end``."""
    title, title_end = _title(folded, text, item, own)
    # What a sentence of the text says belongs to the text.
    abstracts, cuts = {}, [(statement.start, statement.end) for statement in own if statement.rule != "prose"]
    for match in _ABSTRACT.finditer(folded, item.body, end) if abstracted else ():
        abstracts[_ABSTRACT_LANGUAGE[match["label"]]] = legible(text[slice(*match.span("text"))]).strip()
        cuts.append(match.span())
    return RawMeasure(
        path=path,
        number=legible(text[item.start : item.body]).strip(),
        title=title,
        text=_text(text, title_end, end, cuts),
        start=item.start,
        end=item.start + len(text[item.start : item.end].rstrip()),
        categories=categories,
        statements=tuple(own),
        abstracts=abstracts,
        deadline=_deadline(text, folded, item.body, end, own),
    )


def _part(
    text: str,
    folded: str,
    span: tuple[int, int],
    own: list[Statement],
    number: str,
    path: tuple[int, ...],
    categories: tuple[Category, ...],
    place: int,
    whole: Whole,
) -> RawMeasure:
    """The sentences of an item that some statements govern, as a measure of their own."""
    start, end = span
    title, title_end = _first_clause(folded, text, start, min(statement.start for statement in own))
    return RawMeasure(
        path=path,
        number=number,
        title=title,
        text=_text(text, title_end, end, [(statement.start, statement.end) for statement in own]),
        start=start,
        end=start + len(text[start:end].rstrip()),
        categories=categories,
        statements=tuple(own),
        deadline=_deadline(text, folded, start, end, own),
        part=place,
        whole=whole,
    )


def _deadline(text: str, folded: str, start: int, end: int, statements: Iterable[Statement]) -> str:
    """The words of the item's deadline label, or of a remark on time in its statements, as printed."""
    notes = [note for statement in statements for note in statement.notes]
    found = (
        DEADLINE_LABEL.search(folded, start, end)
        or next((remark for note in notes if (remark := DEADLINE_REMARK.match(folded, *note))), None)
        or (ENGLISH_LABEL.search(folded, start, end) if is_english(folded[start:end]) else None)
        or next((remark for note in notes if (remark := english_remark(folded, *note))), None)
    )
    return " ".join(text[slice(*found.span("text"))].split()) if found else ""


@dataclass(frozen=True, slots=True)
class _Headings:
    """Items as categories, each read once however many measures stand below it."""

    text: str
    folded: str
    held: Held
    paths: dict[int, tuple[int, ...]]
    read: dict[int, Category] = field(default_factory=dict)

    def of(self, items: Iterable[Item]) -> tuple[Category, ...]:
        """The categories that the items are."""
        return tuple(self.read.get(id(item)) or self._read(item) for item in items)

    def _read(self, item: Item) -> Category:
        title, _ = _title(self.folded, self.text, item, self.held.get(id(item), (item, []))[1])
        number = legible(self.text[item.start : item.body]).strip()
        return self.read.setdefault(id(item), Category(self.paths[id(item)], number, title))


def _duty_lines(text: str, listed: Iterable[Duty], headings: _Headings) -> list[RawMeasure]:
    """Lines of duties as measures, each named as its unit."""
    found: list[RawMeasure] = []
    counts: dict[tuple[int, ...], int] = defaultdict(int)
    for duty in listed:
        if duty.form == "heading":
            continue
        item = duty.item
        path = headings.paths[id(item)]
        if duty.form != "item":
            counts[path] += 1
            path = (*(path or (0,)), counts[path])
        above = item.ancestors if duty.form == "item" or item.style == "root" else [*item.ancestors, item]
        title = " ".join(legible(text[duty.statement.start : duty.statement.end]).split())
        number = legible(text[item.start : item.body]).strip() if duty.form == "item" else ""
        found.append(
            RawMeasure(
                path=path,
                number=number,
                title=title,
                text=" ".join(legible(text[duty.start : duty.end]).split()),
                start=item.start if duty.form == "item" else duty.statement.start,
                end=duty.end,
                categories=headings.of(above),
                statements=(duty.statement,),
            )
        )
    return found


def unnumbered(text: str, folded: str, statements: Iterable[Statement]) -> list[RawMeasure]:
    """A measure for each statement before or without any numbered item: the paragraph that it closes.

    Sentences that say duties are the paragraph's in which they stand, all together.
    """
    found: list[RawMeasure] = []
    at = 0
    for position, (statement, *more) in enumerate(_by_paragraph(folded, statements), 1):
        told = statement.rule == "prose"
        start = folded.rfind("\n", at, at + len(folded[at : statement.start].rstrip())) + 1 or at
        start = max(folded.rfind("\n", at, statement.start) + 1 if told else start, at)
        stop = statement.start
        if told:
            end = folded.find("\n", (more or [statement])[-1].end)
            stop = end if end >= 0 else len(folded)
        passage = legible(text[start:stop]).strip()
        at = stop if told else statement.end
        if not passage:
            continue
        start += len(text[start:stop]) - len(text[start:stop].lstrip())
        title = re.split(r"[。;；\n]", passage, maxsplit=1)[0]
        title = re.split(r"[,，]", title, maxsplit=1)[0][:60] if told and len(title) > 60 else title[:60]
        found.append(RawMeasure((0, position), "", title, passage, start, at, (), (statement, *more)))
    return found


def _by_paragraph(folded: str, statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements one by one, those that sentences of one paragraph make together."""
    groups: list[list[Statement]] = []
    for statement in statements:
        before = groups[-1][-1] if groups else None
        if before and before.rule == statement.rule == "prose" and "\n" not in folded[before.end : statement.start]:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups
