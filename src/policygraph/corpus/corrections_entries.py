"""Read the entries of corrections of version 2, one by one so that an error names the entry and the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn, TypeVar, get_args

from ..errors import SourceError
from ..model import (
    LEVELS,
    ROLES,
    BodyKind,
    CorrectedBody,
    Correction,
    CorrectionRule,
    MeasureCorrection,
    RuleCorrection,
)
from ..tabular import shorten
from ..texts import Message, filled

__all__ = ["read_entries"]

T = TypeVar("T")
_SECTIONS = ("version", "statements", "measures", "rules")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.A)
_KINDS: tuple[BodyKind, ...] = get_args(BodyKind)
_RULES: tuple[CorrectionRule, ...] = get_args(CorrectionRule)
#: The maximum number of characters of a value that an error repeats.
_SHOWN = 40

Entries = tuple[tuple[Correction, ...], tuple[MeasureCorrection, ...], tuple[RuleCorrection, ...]]


def read_entries(path: str, loaded: Mapping[Any, Any]) -> Entries:
    """Read the entries of a mapping of version 2.

    Args:
        path: The name of the file in messages.
        loaded: The mapping, with all values as text.

    Returns:
        The entries about statements, measures and rules.

    Raises:
        SourceError: An entry lacks a field, or has an unknown or invalid one.
    """
    if loaded["version"] != "2":
        raise SourceError("corrections_version", path=path, version=shorten(loaded["version"], _SHOWN))
    _refuse_others(path, loaded, _SECTIONS)
    return (
        _section(path, "statements", loaded, _statement),
        _section(path, "measures", loaded, _measure),
        _section(path, "rules", loaded, _rule),
    )


def _section(path: str, name: str, loaded: Mapping[Any, Any], read: Callable[[_Record], T]) -> tuple[T, ...]:
    written = loaded.get(name) or []
    if not isinstance(written, list):
        raise SourceError("about", what=path, reason=filled("corrections_section", name=name))
    places = (filled("corrections_at", path=path, section=name, number=str(at)) for at in range(1, len(written) + 1))
    return tuple(read(_Record(place, entry)) for place, entry in zip(places, written, strict=True))


def _refuse_others(place: Message | str, record: Mapping[Any, Any], known: Sequence[str]) -> None:
    for name in record:
        if name not in known:
            reason = filled("corrections_field", name=shorten(name, _SHOWN), known=tuple(known))
            raise SourceError("about", what=place, reason=reason)


class _Record:
    """One entry, or one body of an entry."""

    def __init__(self, place: Message, record: object) -> None:
        self.place = place
        if not isinstance(record, Mapping):
            self.wrong("corrections_mapping")
        self.record = record

    def wrong(self, key: str, **values: Any) -> NoReturn:
        raise SourceError("about", what=self.place, reason=filled(key, **values))

    def only(self, *names: str) -> None:
        """Refuse fields with other names, which would be ignored."""
        _refuse_others(self.place, self.record, names)

    def text(self, name: str) -> str | None:
        value = self.record.get(name)
        if value is not None and not isinstance(value, str):
            self.wrong("corrections_text", name=name)
        return value

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value or not value.strip():
            self.wrong("corrections_needed", name=name)
        return value

    def choice(self, name: str, known: Sequence[T]) -> T | None:
        value = self.text(name)
        if not value:
            return None
        found = next((each for each in known if each == value), None)
        if found is None:
            self.wrong("corrections_choice", name=name, given=shorten(value, _SHOWN), known=tuple(known))
        return found

    def chosen(self, name: str, known: Sequence[T]) -> T:
        self.needed(name)
        found = self.choice(name, known)
        assert found is not None
        return found

    def flag(self, name: str) -> bool:
        value = self.text(name) or "false"
        if value.lower() not in ("true", "false"):
            self.wrong("corrections_choice", name=name, given=shorten(value, _SHOWN), known=("true", "false"))
        return value.lower() == "true"

    def moment(self, name: str) -> str:
        value = self.text(name) or ""
        if value:
            try:
                datetime.fromisoformat(value if _MOMENT.fullmatch(value) else "")
            except ValueError:
                self.wrong("corrections_moment", name=name, given=shorten(value, _SHOWN))
        return value


def _statement(entry: _Record) -> Correction:
    entry.only("words", "statement", "before", "measure", "bodies", "reviewer", "reviewed")
    return Correction(
        entry.needed("statement" if "statement" in entry.record and "words" not in entry.record else "words"),
        _bodies(entry),
        entry.text("measure") or "",
        entry.text("before") or "",
        entry.text("reviewer") or "",
        entry.moment("reviewed"),
    )


def _bodies(entry: _Record) -> tuple[CorrectedBody, ...] | None:
    if "bodies" not in entry.record:
        return None
    written = entry.record["bodies"]
    if not isinstance(written, list) or not all(isinstance(body, Mapping) for body in written):
        entry.wrong("corrections_bodies")
    return tuple(_body(_Record(entry.place, body)) for body in written)


def _body(body: _Record) -> CorrectedBody:
    body.only(*CorrectedBody._fields)
    return CorrectedBody(
        body.needed("name"),
        body.chosen("role", ROLES),
        body.choice("level", LEVELS),
        body.choice("kind", _KINDS),
        body.text("deadline") or "",
    )


def _measure(entry: _Record) -> MeasureCorrection:
    entry.only("words", "before", "new", "number", "title", "heading", "deadline", "reviewer", "reviewed")
    return MeasureCorrection(
        entry.needed("words"),
        entry.text("before") or "",
        entry.flag("new"),
        entry.text("number"),
        entry.text("title"),
        entry.text("heading"),
        entry.text("deadline"),
        entry.text("reviewer") or "",
        entry.moment("reviewed"),
    )


def _rule(entry: _Record) -> RuleCorrection:
    entry.only("words", "before", "rule", "reviewer", "reviewed")
    return RuleCorrection(
        entry.needed("words"),
        entry.chosen("rule", _RULES),
        entry.text("before") or "",
        entry.text("reviewer") or "",
        entry.moment("reviewed"),
    )
