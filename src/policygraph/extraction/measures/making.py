"""Making a measure with its responsibilities from an item and its statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...model import Body, Measure, NumberedItem, Responsibility
from ...registry import Setting, make_body, make_group
from ..document.metadata import About
from ..forms.document_rules import DocumentRules
from ..forms.statements import Clause, RawMeasure
from ..names.english_lists import is_english
from ..names.own_deadlines import is_deadline
from ..names.party import Party, printed
from ..phrases.deadlines import due_day, find_deadline
from ..phrases.english_dates import english_day, find_english_deadline
from ..phrases.periods import NoticeYear
from ..text.folding import fold
from ..text.logical import Logical
from .reading import Reading

__all__ = ["find_notice_year", "make_bodies", "make_measure", "read_day"]

#: A year of a heading, one of two in 2023—2025年; not that of a number such as 〔2023〕5号.
_HEADING_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[-—–~至])")
#: Q3 2026, which in Chinese is 2026Q3.
_QUARTER = re.compile(r"Q[1-4] ?,? ?20\d\d")
_ANY_YEAR = re.compile(r"\b20\d\d\b")
#: Characters that are rare in a text without a deadline; searched before the text is folded.
_MAY_STATE_TIME = re.compile("[前内內]")


def _read_due(raw: RawMeasure, notice_year: NoticeYear | None) -> tuple[date | None, str]:
    """Read the day and the words of a measure's deadline.

    A deadline column or label that states no day has none: a date elsewhere in the text does not replace 长期坚持.
    """
    if re.search(r"\w", raw.deadline) and raw.deadline != "无":
        return read_day(raw.deadline, notice_year), raw.deadline
    text = f"{raw.title}。{raw.text}"
    found = find_english_deadline(text, notice_year) if is_english(text) else None
    if not found and _MAY_STATE_TIME.search(text):
        found = find_deadline(fold(text), notice_year)
    return (found[0], " ".join(text[found[1]].split())) if found else (None, "")


def read_day(words: str, notice_year: NoticeYear | None) -> date | None:
    """Read the day of the words of a deadline.

    Args:
        words: The words, or a day as ISO 8601.
        notice_year: The year of dates that leave it out.

    Returns:
        The day, if the words state one.
    """
    if is_english(words) or _QUARTER.match(words):
        return english_day(words, notice_year)
    return due_day(fold(words), notice_year)


def find_notice_year(info: About) -> NoticeYear | None:
    """Find the year of a notice: of its heading, 2023年工作要点, or of its date; ``None`` if the heading has two."""
    heading = fold(info.heading)
    named = set((_ANY_YEAR if is_english(heading) else _HEADING_YEAR).findall(heading))
    if named:
        return NoticeYear(int(named.pop())) if len(named) == 1 else None
    day = info.dated or info.issued
    return NoticeYear(day.year, since=day) if day else None


def _body(party: Party, setting: Setting, apart: bool = False) -> Body:
    if party.kind == "class":
        return make_group(party.name, party.level or "other", setting, party.functions, party.government)
    return make_body(party.name, setting, party.level, party.aliases, apart)


def make_bodies(parties: Sequence[Party], setting: Setting) -> list[Body]:
    """Make the bodies of one list. Two names side by side are two bodies even if they share a function.

    Args:
        parties: The names of the list.
        setting: The setting of the document.

    Returns:
        A body for each name.
    """
    names: dict[str, str] = {}
    found: list[Body] = []
    for party in parties:
        body = _body(party, setting)
        if names.setdefault(body.key, party.name) != party.name and party.kind == "named":
            body = _body(party, setting, apart=True)
        found.append(body)
    return found


def _deadlines_of_lists(text: str, readings: Sequence[Reading]) -> dict[Clause, tuple[int, int]]:
    """Find the deadlines in brackets at the ends of lists, if they differ; a single deadline is that of the measure.

    In 牵头单位：市财政局（6月底前）；配合单位：市水利局、市林业局（12月底前） the last deadline holds for both bodies.
    """
    found = {
        reading.clause: note
        for reading in readings
        for note in reading.statement.notes
        if text[reading.clause.end : note[0]].strip() in ("(", "（")
        and is_deadline(words := fold(text[slice(*note)]), 0, len(words))
    }
    return found if len({text[slice(*note)] for note in found.values()}) > 1 else {}


def make_measure(
    logical: Logical,
    raw: RawMeasure,
    key: str,
    readings: Sequence[Reading],
    setting: Setting,
    rules: DocumentRules,
    notice_year: NoticeYear | None,
) -> Measure:
    """Make the measure of an item: who does what in it, by its statements and the document's rules, and by when.

    Args:
        logical: The logical text.
        raw: The item with its statements.
        key: The key of the measure within the policy.
        readings: The clauses of the item with their parties.
        setting: The setting of the document.
        rules: The rules that the document gives for all its lists.
        notice_year: The year of dates that leave it out.

    Returns:
        The measure.
    """
    text = logical.text
    responsibilities: dict[tuple[str, str], Responsibility] = {}
    of_lists = _deadlines_of_lists(text, readings)
    for reading in readings:
        statement, clause = reading.statement, reading.clause
        # A bracket that was left open ends with its line.
        end = statement.end - (text[statement.end - 1] == "\n")
        evidence = logical.evidence(statement.start, end)
        lead, changed = rules.find_leads(clause, reading.parties, statement)
        parties = reading.parties.parties
        for index, (party, body) in enumerate(zip(parties, make_bodies(parties, setting), strict=True)):
            role, basis = party.role or clause.role, clause.basis
            if party.role:
                basis = "stated"
            elif index in lead:
                role, basis = "lead", "first-listed"
            if index in changed:
                basis = "corrected"
            surface = text[party.start : party.end].strip()
            place = party.due or of_lists.get(clause)
            due = party.due_words or (" ".join(text[slice(*place)].split()) if place else "")
            own = (read_day(due, notice_year) if due else None, due)
            entry = Responsibility(body, role, basis, printed(text, party), surface, evidence, *own)
            responsibilities.setdefault((body.key, role), entry)
    if any(reading.statement.told or reading.refers(text) for reading in readings):
        responsibilities = _strongest(responsibilities)
    borne = {key for key, _ in responsibilities}
    for party, (start, end) in rules.implied(raw.start):
        body = _body(party, setting)
        if body.key not in borne:
            surface, evidence = text[party.start : party.end].strip(), logical.evidence(start, end)
            responsibilities[(body.key, "responsible")] = Responsibility(
                body, "responsible", "document-rule", printed(text, party), surface, evidence
            )
    lists_due = {" ".join(text[slice(*place)].split()) for place in of_lists.values()}
    deadline, deadline_text = (None, "") if raw.deadline in lists_due else _read_due(raw, notice_year)
    return Measure(
        key=key,
        number=raw.number,
        title=raw.title,
        text=raw.text,
        category=raw.categories[-1] if raw.categories else None,
        responsibilities=tuple(responsibilities.values()),
        span=logical.evidence(raw.start, raw.end),
        open_ended=any(reading.parties.open_ended for reading in readings),
        abstracts=raw.abstracts,
        deadline=deadline,
        deadline_text=deadline_text,
        item=_item(logical, raw, key),
    )


_STRENGTH = ("lead", "responsible", "joint", "support")


def _strongest(found: dict[tuple[str, str], Responsibility]) -> dict[tuple[str, str], Responsibility]:
    """Keep each body's strongest role, since sentences of one item may state several duties of a body."""
    best: dict[str, str] = {}
    for key, role in found:
        best[key] = min(best.get(key, role), role, key=_STRENGTH.index)
    return {(key, role): entry for (key, role), entry in found.items() if best[key] == role}


def _item(logical: Logical, raw: RawMeasure, key: str) -> NumberedItem | None:
    """Return the item that a measure is a part of."""
    if raw.whole is None:
        return None
    title, start, end = raw.whole
    return NumberedItem(key.removesuffix(f"-{raw.part}"), raw.number, title, logical.evidence(start, end))
