"""Corrections of version 2 as YAML that a person can read and edit: one body a line, Chinese as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import CorrectedBody, Correction, Corrections, MeasureCorrection, RuleCorrection

__all__ = ["format_corrections"]

#: Texts that need no quotes: no character of them, and none of their beginnings, means anything in YAML.
_PLAIN = re.compile(r"[A-Za-z一-龥（《“〈【〔][A-Za-z0-9一-龥（）《》“”〈〉【】〔〕：；，、。·—+./_-]*")
#: Words that YAML takes for a truth value or nothing.
_SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"})
#: Characters that YAML does not allow or takes for line breaks, and those of text between quotes that mean something.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\xad\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def format_corrections(corrections: Corrections) -> str:
    """Write corrections as YAML of version 2.

    Args:
        corrections: The corrections.

    Returns:
        The text. Halves of surrogate pairs, which no file can hold, become U+FFFD.

    Example:
        >>> bodies = (CorrectedBody("省财政厅", "lead"), CorrectedBody("各县", "support", "county", "class"))
        >>> print(format_corrections(Corrections("", "", (Correction("责任：财政厅", bodies, "3."),))))
        version: 2
        statements:
        - words: 责任：财政厅
          measure: "3."
          bodies:
          - {name: 省财政厅, role: lead}
          - {name: 各县, role: support, level: county, kind: class}
        <BLANKLINE>
    """
    lines = ["version: 2"]
    lines += _section("statements", map(_statement, corrections.entries))
    lines += _section("measures", map(_measure, corrections.measures))
    lines += _section("rules", map(_rule, corrections.rules))
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Iterable[Iterator[str]]) -> Iterator[str]:
    """Yield the lines of a list, if it has any."""
    for number, entry in enumerate(entries):
        if not number:
            yield f"{name}:"
        for at, line in enumerate(entry):
            yield f"{' ' if at else '-'} {line}"


def _statement(entry: Correction) -> Iterator[str]:
    yield f"words: {_scalar(entry.statement)}"
    yield from _fields(before=entry.before, measure=entry.measure)
    if entry.bodies is not None:
        yield "bodies:" if entry.bodies else "bodies: []"
        yield from (f"- {{{', '.join(_body(body))}}}" for body in entry.bodies)
    yield from _fields(reviewer=entry.reviewer, reviewed=entry.reviewed)


def _body(body: CorrectedBody) -> Iterator[str]:
    yield f"name: {_scalar(body.name)}"
    yield f"role: {body.role}"
    yield from _fields(level=body.level or "", kind=body.kind or "", deadline=body.deadline)


def _measure(entry: MeasureCorrection) -> Iterator[str]:
    yield f"words: {_scalar(entry.words)}"
    yield from _fields(before=entry.before)
    if entry.new:
        yield "new: true"
    said = {"number": entry.number, "title": entry.title, "heading": entry.heading, "deadline": entry.deadline}
    yield from (f"{name}: {_scalar(value)}" for name, value in said.items() if value is not None)
    yield from _fields(reviewer=entry.reviewer, reviewed=entry.reviewed)


def _rule(entry: RuleCorrection) -> Iterator[str]:
    yield f"words: {_scalar(entry.words)}"
    yield from _fields(before=entry.before, rule=entry.rule, reviewer=entry.reviewer, reviewed=entry.reviewed)


def _fields(**values: str) -> Iterator[str]:
    return (f"{name}: {_scalar(value)}" for name, value in values.items() if value)


def _scalar(value: str) -> str:
    """Write a text, between quotes if YAML would take it, or a part of it, for something else."""
    if _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL:
        # A comma of full width separates nothing, a colon of full width makes no key.
        return value
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04x}"
