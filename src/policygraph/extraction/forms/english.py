"""Statements in English: (Led by the NDRC, with MOF and others), “the Ministry of Finance shall be responsible for …”.

A bracket or a labelled line belongs to its item, and so does a sentence in a numbered item. Elsewhere each sentence is
a measure, and its title is what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..names.english_lists import is_english
from ..phrases.english_dates import find_english_deadline
from ..phrases.english_words import JOB, LABEL, MARK
from ..text.outline import OutlineItem
from ..text.spans import bracket_pairs, trim
from .english_passages import LONGEST, Passage, read_passage
from .statements import RawMeasure, Statement

__all__ = ["find_english", "find_english_sentences"]

#: A full stop, or a line that does not go on in the next.
_SENTENCE_END = re.compile(r"(?<!\bNo)[.!?](?=\s|$)|;\s*\n|\n(?=\s*[^\sa-z])|\n\s*\n")
#: Article 2 (Funds) The Ministry of Finance shall.
_HEADING = re.compile(r"[\s.]*\([^()\n]{2,80}\)(?=\s+[A-Z])")
#: What stands between two clauses of a sentence.
_JOINED = re.compile(r"[,;]?\s+(?:and|but|while|whereas|with)(?:\s+the)?\s*$")
#: Every statement contains one of these; the search for them costs almost nothing in a Chinese text.
_HINTS = ("esponsib", "lead", "ed by ", "shall", "must", "ssist", "upport", "ooperat", "Ministry")


def _hinted(folded: str) -> bool:
    return any(hint in folded for hint in _HINTS)


def find_english(folded: str) -> Iterator[Statement]:
    """Find brackets, (Led by the NDRC, with MOF and others), and lines, Lead agency: NDRC; supporting agencies: MOF."""
    if not _hinted(folded):
        return
    for start, end in bracket_pairs(folded):
        if end - start < LONGEST and is_english(folded[start:end]):
            apart = _stands_apart(folded, start, end + 1)
            if passage := read_passage(folded, start + 1, end, bare=apart):
                yield Statement("english", start, end + 1, passage.clauses, passage.notes)
    for start, end in _find_labelled_lines(folded):
        if passage := read_passage(folded, start, end):
            yield Statement("english", start, end, passage.clauses, passage.notes)


def _stands_apart(folded: str, start: int, end: int) -> bool:
    """Tell whether a bracket stands behind a full stop, or on a line of its own, and ends its line."""
    before = folded[max(0, start - 20) : start].rstrip(" ")
    return before[-1:] in (".", ";", "\n", "") and folded[end : end + 3].lstrip(" .")[:1] in ("\n", "")


def _find_labelled_lines(folded: str) -> Iterator[tuple[int, int]]:
    """Find the lines and sentences that begin with a label."""
    done = 0
    for label in LABEL.finditer(folded):
        start = label.start()
        begin = max(folded.rfind(mark, max(0, start - 20), start) + 1 for mark in ("\n", ". ", "; ", " -", " –", " —"))
        if start >= done and (start < 20 or begin) and folded[begin:start].strip(" -–—") in ("", "The"):
            end = _SENTENCE_END.search(folded, label.end())
            done = end.start() if end else len(folded)
            if done - start < LONGEST:
                yield start, done


class Sentence(NamedTuple):
    """A sentence: its item, its statement, the span of its task, and the words of its deadline."""

    item: OutlineItem
    statement: Statement
    start: int
    end: int
    deadline: str

    def measure(self, text: str, number: int) -> RawMeasure:
        """Return the sentence as a measure of its own; ``number`` counts the measures without an item."""
        title = " ".join(text[self.start : self.end].split())
        start, end = min(self.start, self.statement.start), max(self.end, self.statement.end)
        return RawMeasure((0, number), "", title, "", start, end, (), (self.statement,), deadline=self.deadline)


def find_english_sentences(folded: str, tree: OutlineItem, taken: set[int]) -> Iterator[Sentence]:
    """Find sentences that say who leads or is responsible; ``taken`` are the ids of items that have a statement."""
    if not _hinted(folded):
        return
    for item in tree.walk():
        if id(item) in taken:
            continue
        for start, end in _split_sentences(folded, item.body, item.own_end):
            if MARK.search(folded, start, end) and (passage := read_passage(folded, start, end, sentence=True)):
                statement = Statement("prose", passage.start, passage.end, passage.clauses)
                due = find_english_deadline(folded[start:end])
                words = folded[start:end][due[1]] if due else ""
                yield Sentence(item, statement, *_find_task(folded, start, end, passage), words)


def _split_sentences(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in [*(match.start() for match in _SENTENCE_END.finditer(folded, start, end)), end]:
        heading = _HEADING.match(folded, at, stop)
        left, right = trim(folded, heading.end() if heading else at, stop, " \n.!?;")
        if left < right:
            yield left, right
        at = stop


def _find_task(folded: str, start: int, end: int, passage: Passage) -> tuple[int, int]:
    """Find the span of a sentence's task: before a passive or behind a verb, otherwise the whole sentence."""
    first, *more = passage.clauses
    if passage.kind == "passive":
        left, right = trim(folded, start, passage.start)
    elif mark := MARK.search(folded, first.end, end):
        words = folded[mark.end() : more[0].start if more else end]
        left, right = trim(folded, mark.end(), mark.end() + len(_JOINED.sub("", words)))
    else:
        return start, end
    job = JOB.match(folded, left)
    left = job.end() if job else left
    return (left, right) if right - left > 2 else (start, end)
