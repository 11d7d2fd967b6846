"""A reading as JSON: what the page of a document shows. Offsets count code points of the text."""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from ..correction import AnyCorrection
from ..documents.page_places import PlacedLine
from ..model import (
    Body,
    Correction,
    Entry,
    Evidence,
    Measure,
    Policy,
    RecognisedLine,
    Recognition,
    Responsibility,
)
from ..texts import Bilingual, unread_reason
from .places import Place, entry_id, kind_of
from .readings import Reading

__all__ = ["Statement", "find_statements", "is_known", "write_content", "write_names"]

_SPACE = re.compile(r"\s+")


class Statement(NamedTuple):
    """A statement as it is read: its place, the measure that it belongs to, and what it says of whom.

    ``entry`` is what a person said about it, if anything.
    """

    id: str
    start: int
    end: int
    measure: Measure | None
    parts: tuple[Responsibility, ...]
    entry: Correction | None


def write_names(names: Bilingual | None) -> dict[str, str] | None:
    """Write a text in both languages."""
    return {"zh": names.zh, "en": names.en} if names else None


def find_statements(policy: Policy | None, entries: Sequence[tuple[Place, AnyCorrection]]) -> list[Statement]:
    """Find the statements of a policy, and those by which nobody is responsible, in the order of the text.

    Args:
        policy: The policy, if one was read.
        entries: The entries of the corrections with their places.

    Returns:
        The statements.
    """
    by_measure: dict[tuple[str, int, int], list[Responsibility]] = defaultdict(list)
    measures = {measure.key: measure for measure in (policy.measures if policy else ())}
    for measure in measures.values():
        for part in measure.responsibilities:
            by_measure[measure.key, part.evidence.start, part.evidence.end].append(part)
    said = {(place.start, place.end): entry for place, entry in entries if isinstance(entry, Correction)}
    spans = sorted(said)
    used: set[tuple[int, int]] = set()
    found: list[Statement] = []
    taken: Counter[str] = Counter()
    for (key, start, end), parts in by_measure.items():
        span = _find_span(spans, start, end)
        if span:
            used.add(span)
        id = f"{start}-{end}"
        taken[id] += 1
        id = id if taken[id] == 1 else f"{id}.{taken[id]}"
        found.append(Statement(id, start, end, measures[key], tuple(parts), said[span] if span else None))
    for span in spans:
        if span not in used and said[span].bodies == ():
            inside = [each for each in measures.values() if each.span.start <= span[0] < each.span.end]
            found.append(Statement(f"{span[0]}-{span[1]}", *span, inside[-1] if inside else None, (), said[span]))
    return sorted(found, key=lambda statement: (statement.start, statement.end))


def _find_span(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Find the first span that overlaps a passage; the spans are in order."""
    at = bisect_left(spans, (start, start))
    for span in spans[max(0, at - 1) : at + 1]:
        if span[0] < end and start < span[1]:
            return span
    return None


def is_known(body: Body, times: int) -> bool:
    """Tell whether a body is known: by the vocabularies, as a class, or because the document names it twice.

    Args:
        body: The body.
        times: How often the document makes it responsible.

    Returns:
        Whether it is.
    """
    return bool(body.functions) or body.kind == "class" or body.type in ("Government", "Zone") or times > 1


def write_content(
    reading: Reading,
    statements: Sequence[Statement],
    queue: Sequence[Mapping[str, Any]],
    pages: int,
    placed: Sequence[PlacedLine],
    find: Callable[[AnyCorrection], Place | None],
) -> dict[str, Any]:
    """Write a reading.

    Args:
        reading: The reading.
        statements: Its statements.
        queue: What needs attention.
        pages: How many pages have a picture.
        placed: Where lines are on pages, if recognition has not placed them.
        find: Finds the place of an entry.

    Returns:
        What ``json`` can serialise.
    """
    policy, document = reading.policy, reading.source.document
    times = Counter(part.body.key for statement in statements for part in statement.parts)
    entries = policy.account if policy else ()
    named = _Named(entries)
    of_measure: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        if statement.measure:
            of_measure[statement.measure.key].append(statement.id)
    unread = policy.unread if policy else document.unread if document else ()
    recognition = document.recognition if document else None
    return {
        "revision": reading.revision,
        "text": reading.source.text,
        "title": (policy.title or policy.heading) if policy else "",
        "failure": write_names(reading.failure),
        "pages": pages,
        "categories": [
            {"path": ".".join(map(str, each.path)), "number": each.number, "title": each.title}
            for each in (policy.categories if policy else ())
        ],
        "measures": [_measure(each, of_measure[each.key]) for each in (policy.measures if policy else ())],
        "statements": [_statement(each, reading.rules, times, named) for each in statements],
        "marks": [[entry.kind, entry.passage.start, entry.passage.end] for entry in entries],
        "unread": [
            {
                "start": each.passage.start,
                "end": each.passage.end,
                "reason": write_names(unread_reason(each.reason, each.detail)),
            }
            for each in unread
        ],
        "lines": [
            *(_line(line, recognition) for line in (recognition.lines if recognition else ())),
            *(each._asdict() | {"confidence": 1, "doubtful": False, "picture": ""} for each in placed),
        ],
        "lost": [_lost(entry) for entry in reading.lost],
        "queue": list(queue),
        "rules": [
            {"start": place.start, "end": place.end, "rule": entry.rule}
            for entry in (reading.corrections.rules if reading.corrections else ())
            if (place := find(entry))
        ],
    }


def _line(line: RecognisedLine, recognition: Recognition | None) -> dict[str, Any]:
    return {
        "start": line.passage.start,
        "end": line.passage.end,
        "page": line.page,
        "confidence": round(line.confidence, 3),
        "doubtful": recognition is not None and line.confidence < recognition.threshold,
        "picture": f"data:image/png;base64,{base64.b64encode(line.picture).decode()}" if line.picture else "",
        "box": line.box,
    }


def _measure(measure: Measure, statements: list[str]) -> dict[str, Any]:
    return {
        "key": measure.key,
        "number": measure.number,
        "title": measure.title,
        "heading": measure.category.title if measure.category else "",
        "deadline": measure.deadline.isoformat() if measure.deadline else "",
        "deadlineText": measure.deadline_text,
        "start": measure.span.start,
        "end": measure.span.end,
        "openEnded": measure.open_ended,
        "statements": statements,
    }


def _statement(
    statement: Statement, rules: Mapping[int, str], times: Mapping[str, int], named: _Named
) -> dict[str, Any]:
    entry = statement.entry
    review = "unseen" if entry is None else "accepted" if entry.bodies is None else "corrected"
    return {
        "id": statement.id,
        "start": statement.start,
        "end": statement.end,
        "rule": rules.get(statement.start, ""),
        "review": review,
        "reviewer": entry.reviewer if entry else "",
        "reviewed": entry.reviewed if entry else "",
        "measure": statement.measure.key if statement.measure else None,
        "bodies": list(_bodies(statement, times, named)),
    }


def _bodies(statement: Statement, times: Mapping[str, int], named: _Named) -> Iterator[dict[str, Any]]:
    given = {body.name: body for body in (statement.entry.bodies or () if statement.entry else ())}
    for part, (start, end) in zip(statement.parts, named.find(statement), strict=True):
        body = part.body
        written: dict[str, Any] = {
            "name": part.name,
            "surface": part.surface,
            "start": start,
            "end": end,
            "role": part.role,
            "basis": part.basis,
            "level": body.level,
            "kind": body.kind,
            "label": body.label,
            "labelEn": body.names.en,
            "known": is_known(body, times[body.key]),
            "deadlineText": part.due.label,
        }
        if said := given.get(part.name):
            # What a person said, so that it is sent again with the next change.
            written["given"] = {"level": said.level, "kind": said.kind, "deadline": said.deadline}
        yield written


class _Named:
    """The places of the names of bodies, from the account of the statements."""

    def __init__(self, account: Sequence[Entry]) -> None:
        names = sorted({entry.passage for entry in account if entry.kind in ("body", "class")}, key=lambda e: e.start)
        self._names: list[Evidence] = names
        self._starts = [name.start for name in names]

    def find(self, statement: Statement) -> list[tuple[int, int]]:
        """Find the place of the body of each part; an empty passage if it has no own place.

        Args:
            statement: The statement.

        Returns:
            A passage for each part.
        """
        first, last = (bisect_left(self._starts, at) for at in (statement.start, statement.end))
        free = [(name.start, name.end, _SPACE.sub("", name.quote)) for name in self._names[first:last]]
        whole = next((part.evidence.quote for part in statement.parts), "")
        found: list[tuple[int, int]] = []
        for part in statement.parts:
            surface = _SPACE.sub("", part.surface)
            place = next((name for name in free if name[2] == surface and surface != _SPACE.sub("", whole)), None)
            if place:
                free.remove(place)
                found.append(place[:2])
            else:
                found.append(_find_name(whole, part, statement.start))
        return found


def _find_name(whole: str, part: Responsibility, offset: int) -> tuple[int, int]:
    """Find a name, or an end of it of more than two characters, in the words of a statement."""
    surface = part.surface if _SPACE.sub("", part.surface) != _SPACE.sub("", whole) else part.name
    for begin in range(max(1, len(surface) - 1)):
        at = whole.find(surface[begin:])
        if at >= 0 and surface:
            return offset + at, offset + at + len(surface) - begin
    return offset, offset


def _lost(entry: AnyCorrection) -> dict[str, Any]:
    written = asdict(entry)
    if isinstance(entry, Correction) and entry.bodies is not None:
        written["bodies"] = [body._asdict() for body in entry.bodies]
    return {"id": entry_id(entry), "kind": kind_of(entry), "words": entry.words, "entry": written}
