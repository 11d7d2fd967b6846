"""Write corrections of version 2 as YAML that a person can read and edit: one body a line, Chinese unescaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import CorrectedBody, Correction, Corrections, MeasureCorrection, RuleCorrection
from .yaml_scalars import write_scalar

__all__ = ["format_corrections"]


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
    yield f"words: {write_scalar(entry.statement)}"
    yield from _fields(before=entry.before, measure=entry.measure)
    if entry.bodies is not None:
        yield "bodies:" if entry.bodies else "bodies: []"
        yield from (f"- {{{', '.join(_body(body))}}}" for body in entry.bodies)
    yield from _fields(reviewer=entry.reviewer, reviewed=entry.reviewed)


def _body(body: CorrectedBody) -> Iterator[str]:
    yield f"name: {write_scalar(body.name)}"
    yield f"role: {body.role}"
    yield from _fields(level=body.level or "", kind=body.kind or "", deadline=body.deadline)


def _measure(entry: MeasureCorrection) -> Iterator[str]:
    yield f"words: {write_scalar(entry.words)}"
    yield from _fields(before=entry.before)
    if entry.new:
        yield "new: true"
    said = {"number": entry.number, "title": entry.title, "heading": entry.heading, "deadline": entry.deadline}
    yield from (f"{name}: {write_scalar(value)}" for name, value in said.items() if value is not None)
    yield from _fields(reviewer=entry.reviewer, reviewed=entry.reviewed)


def _rule(entry: RuleCorrection) -> Iterator[str]:
    yield f"words: {write_scalar(entry.words)}"
    yield from _fields(before=entry.before, rule=entry.rule, reviewer=entry.reviewer, reviewed=entry.reviewed)


def _fields(**values: str) -> Iterator[str]:
    return (f"{name}: {write_scalar(value)}" for name, value in values.items() if value)
