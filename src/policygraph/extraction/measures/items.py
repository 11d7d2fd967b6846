"""Items of running text as measures: title, text, deadline, and the headings above."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ...model import Category
from ..document.closing import find_closings
from ..forms.english import find_english_sentences
from ..forms.statements import RawMeasure, Statement, Whole
from ..forms.unit_first import UnitMeasure
from ..names.english_lists import is_english
from ..phrases.deadline_phrases import DEADLINE_LABEL, DEADLINE_REMARK
from ..phrases.english_dates import ENGLISH_LABEL, english_remark
from ..text.folding import legible
from ..text.outline import OutlineItem
from ..text.spans import skip_back
from .assignment import Held, gather, split_item
from .passages import cut_passage, is_cut

__all__ = ["ItemReader", "number_items", "read_items"]

_ABSTRACT = re.compile(r"^[ ]*(?P<label>摘要|Abstract) *: *(?P<text>[^\n]+)$", re.MULTILINE)
_ABSTRACT_LANGUAGE = {"摘要": "zh", "Abstract": "en"}
#: The end of a sentence in English.
_FULL_STOP = re.compile(r"(?<=[a-z][a-z)])\.(?= +[A-Z(]| *$)")
_LONGEST_TITLE, _LONGEST_ENGLISH_TITLE = 60, 120
#: Where a long title is cut, in folded text.
_CUT = re.compile("[,;]")


def read_items(text: str, folded: str, tree: OutlineItem, statements: Iterable[Statement]) -> list[RawMeasure]:
    """Read the items of the outline that carry statements.

    Args:
        text: The logical text.
        folded: The same, folded.
        tree: Its outline.
        statements: The statements of the text.

    Returns:
        The items in the order of the text, then lines of duties, then sentences in English outside of items.
    """
    held, listed = gather(folded, tree, list(statements))
    told: list[RawMeasure] = []
    for sentence in find_english_sentences(folded, tree, set(held)):
        if sentence.item.style == "root":
            told.append(sentence.measure(text, len(listed) + len(told) + 1))
        else:
            held.setdefault(id(sentence.item), (sentence.item, []))[1].append(sentence.statement)
    reader = ItemReader(text, folded, held, number_items(tree), find_closings(folded, tree))
    found: list[RawMeasure] = []
    for item, own in sorted(held.values(), key=lambda pair: pair[0].start):
        found += reader.read_paragraphs(own) if item.style == "root" else reader.read_item(item, own)
    return [*found, *reader.read_duties(listed), *told]


def number_items(tree: OutlineItem) -> dict[int, tuple[int, ...]]:
    """Give each item a path of numbers, unique among siblings: the printed number, or the next free one."""
    paths: dict[int, tuple[int, ...]] = {id(tree): ()}
    for item in tree.walk():
        taken: set[int] = set()
        highest = 0
        for child in item.children:
            number = highest + 1 if child.number in taken else child.number
            taken.add(number)
            highest = max(highest, number)
            paths[id(child)] = (*paths[id(item)], number)
    return paths


@dataclass(frozen=True, slots=True)
class ItemReader:
    """A text with its items, their statements and their paths; each heading is read once."""

    text: str
    folded: str
    held: Held
    paths: dict[int, tuple[int, ...]]
    closings: list[int]
    headings: dict[int, Category] = field(default_factory=dict)

    def read_item(self, item: OutlineItem, own: list[Statement]) -> Iterator[RawMeasure]:
        """Read the measure of an item, or several measures that it has under one number."""
        end = item.own_end if any(id(child) in self.held for child in item.children) else item.end
        parts = split_item(self.folded, item, own)
        title = self._find_title(item, own)
        if len(parts) == 1:
            yield self._make(item, own, (item.start, item.end), (item.body, end), title)
            return
        whole = Whole(title[0], item.start, self.strip_end(item.start, item.end))
        for place, (start, governed) in enumerate(parts, 1):
            stop = end if place == len(parts) else governed[-1].end
            title = self.find_clause(start, min(statement.start for statement in governed))
            yield self._make(item, governed, (start, stop), (start, stop), title, place, whole)

    def _make(
        self,
        item: OutlineItem,
        own: list[Statement],
        span: tuple[int, int],
        body: tuple[int, int],
        title: tuple[str, int],
        part: int = 0,
        whole: Whole | None = None,
    ) -> RawMeasure:
        # A statement within a sentence is a part of the text and is not cut out.
        cuts = [(statement.start, statement.end) for statement in own if not statement.told]
        abstracts = {} if part else dict(self._cut_abstracts(*body, cuts))
        return RawMeasure(
            path=self.paths[id(item)],
            number=self._read_number(item),
            title=title[0],
            text=self._read_text(item, title[1], body[1], cuts, own),
            start=span[0],
            end=self.strip_end(*span),
            categories=self.read_headings(item.ancestors),
            statements=tuple(own),
            abstracts=abstracts,
            deadline=self.read_deadline(*body, own),
            part=part,
            whole=whole,
        )

    def read_paragraphs(self, statements: Iterable[Statement]) -> Iterator[RawMeasure]:
        """Make a measure of the paragraph that each statement closes, before or without any numbered item.

        All sentences of a paragraph that state duties make one measure.
        """
        text, folded = self.text, self.folded
        at = 0
        last: RawMeasure | None = None
        for position, (statement, *more) in enumerate(_group_by_paragraph(folded, statements), 1):
            told = statement.told
            # A bracket on a line of its own belongs to the paragraph above.
            start = folded.rfind("\n", at, max(skip_back(folded, statement.start, " \n("), at)) + 1 or at
            start = max(folded.rfind("\n", at, statement.start) + 1 if told else start, at)
            stop = statement.start
            if told:
                end = folded.find("\n", (more or [statement])[-1].end)
                stop = end if end >= 0 else len(folded)
            if not text[start:stop].strip():
                at = stop if told else statement.end
                if last is not None:
                    # A further statement about the paragraph above.
                    last = replace(last, end=at, statements=(*last.statements, statement, *more))
                continue
            # A bracket may open or close right outside of the passage.
            passage = cut_passage(text, folded, start, stop, [(start, start), (stop, stop)])
            at = stop if told else statement.end
            start += len(text[start:stop]) - len(text[start:stop].lstrip())
            words = passage or legible(text[statement.start : statement.end]).strip()
            title = re.split(r"[。;；\n]", words, maxsplit=1)[0]
            if told and len(title) > _LONGEST_TITLE:
                title = re.split(r"[,，]", title, maxsplit=1)[0]
            if last is not None:
                yield last
            name = title[:_LONGEST_TITLE]
            last = RawMeasure((0, position), "", name, passage, start, at, (), (statement, *more))
        if last is not None:
            yield last

    def read_duties(self, listed: Iterable[UnitMeasure]) -> Iterator[RawMeasure]:
        """Make measures of lines of duties, each named after its unit."""
        counts: Counter[tuple[int, ...]] = Counter()
        for duty in listed:
            if duty.form == "heading":
                continue
            item, statement, whole = duty.item, duty.statement, duty.form == "item"
            path = self.paths[id(item)]
            if not whole:
                counts[path] += 1
                path = (*(path or (0,)), counts[path])
            yield RawMeasure(
                path=path,
                number=self._read_number(item) if whole else "",
                title=" ".join(legible(self.text[statement.start : statement.end]).split()),
                text=" ".join(legible(self.text[duty.start : duty.end]).split()),
                start=item.start if whole else statement.start,
                end=duty.end,
                categories=self.read_headings(
                    item.ancestors if whole or item.style == "root" else [*item.ancestors, item]
                ),
                statements=(statement,),
            )

    def read_headings(self, items: Iterable[OutlineItem]) -> tuple[Category, ...]:
        """Return items as categories."""
        for item in (items := list(items)):
            if id(item) not in self.headings:
                title, _ = self._find_title(item, self.held.get(id(item), (item, []))[1])
                self.headings[id(item)] = Category(self.paths[id(item)], self._read_number(item), title)
        return tuple(self.headings[id(item)] for item in items)

    def _read_number(self, item: OutlineItem) -> str:
        return legible(self.text[item.start : item.body]).strip()

    def strip_end(self, start: int, end: int) -> int:
        """Return where the words of a passage end."""
        return start + len(self.text[start:end].rstrip())

    def _find_title(self, item: OutlineItem, statements: Iterable[Statement]) -> tuple[str, int]:
        """Find an item's first clause, and where it ends."""
        starts = (each.start for each in statements if each.start >= item.body and not each.told)
        return self.find_clause(item.body, min([item.own_end, *starts]))

    def find_clause(self, start: int, stop: int) -> tuple[str, int]:
        """Find the first clause of a passage, and where it ends."""
        folded = self.folded
        start_of_words = stop - len(folded[start:stop].lstrip())
        # A heading that lost its line break has a gap behind it.
        for mark in ("\n", "。", ":", "  "):
            at = folded.find(mark, start_of_words, stop)
            stop = at if at >= 0 else stop
        if full_stop := _FULL_STOP.search(folded, start_of_words, stop):
            stop = full_stop.start()
        title = " ".join(legible(self.text[start:stop]).split()).strip("。:：;； ").rstrip("(（〔[［【 ")
        if len(title) > (_LONGEST_ENGLISH_TITLE if title.isascii() else _LONGEST_TITLE):
            cut = re.search(r"[,，;；]", title)
            if cut and cut.start() > 3:
                title = title[: cut.start()]
                # The words that the title leaves out are text of the measure and may state the deadline.
                found = _CUT.search(folded, start_of_words, stop)
                stop = found.end() if found else stop
        return title.rstrip("- ") if title.isascii() else title, stop

    def _read_text(
        self, item: OutlineItem, start: int, end: int, cuts: list[tuple[int, int]], own: Iterable[Statement]
    ) -> str:
        """Return the text of a passage without the cuts, up to the end of the body of the notice."""
        # Statements behind the end of the body still belong to the measure.
        said = max([start, *(statement.end for statement in own)])
        closing = bisect.bisect_left(self.closings, said)
        if closing < len(self.closings):
            end = max(start, min(end, self.closings[closing]))
        for child in item.walk():
            if child.style == "division" and start <= child.start < end:
                cuts += [(child.start, child.body)] if is_cut(self.folded, child.body, child.end, cuts) else []
        return cut_passage(self.text, self.folded, start, end, cuts)

    def _cut_abstracts(self, start: int, end: int, cuts: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
        """Yield the abstracts in a passage by language, and add their spans to the cuts."""
        for match in _ABSTRACT.finditer(self.folded, start, end):
            cuts.append(match.span())
            yield _ABSTRACT_LANGUAGE[match["label"]], legible(self.text[slice(*match.span("text"))]).strip()

    def read_deadline(self, start: int, end: int, statements: Iterable[Statement]) -> str:
        """Find the words of a passage's deadline label, or of a remark on time in its statements, as printed."""
        folded = self.folded
        notes = [note for statement in statements for note in statement.notes]
        found = (
            DEADLINE_LABEL.search(folded, start, end)
            or next((remark for note in notes if (remark := DEADLINE_REMARK.match(folded, *note))), None)
            or (ENGLISH_LABEL.search(folded, start, end) if is_english(folded[start:end]) else None)
            or next((remark for note in notes if (remark := english_remark(folded, *note))), None)
        )
        return " ".join(self.text[slice(*found.span("text"))].split()) if found else ""


def _group_by_paragraph(folded: str, statements: Iterable[Statement]) -> list[list[Statement]]:
    """Group the statements in sentences by paragraph; every other statement is a group of its own."""
    groups: list[list[Statement]] = []
    for statement in statements:
        before = groups[-1][-1] if groups else None
        if before and before.told and statement.told and "\n" not in folded[before.end : statement.start]:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups
