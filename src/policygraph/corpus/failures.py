"""What could not be read, for people: documents that share a reason are named together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

__all__ = ["of_all", "told"]

#: So many documents are named where a reason is that of many.
_NAMED = 5
_LINE = re.compile(r".+?, line [0-9]+(?=\W)")


def told(failures: Mapping[str, str]) -> list[str]:
    """A line for each reason: of one document as it stands, of several once, with their number and the first names.

    >>> told({"a.txt": "a.txt: no measure", "b.txt": "b.txt: no measure", "c.pdf": "c.pdf is damaged"})
    ['2 documents: no measure: a.txt, b.txt', 'c.pdf is damaged']
    """
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, failure in sorted(failures.items(), key=lambda each: _natural(each[1])):
        # A line of JSON is named by its number.
        line = _LINE.match(failure)
        name = source if failure.startswith(source) else line[0] if line else ""
        found[failure.removeprefix(name)].append((name or source, failure))
    return [_line(reason, documents) for reason, documents in found.items()]


def of_all(failures: Mapping[str, str]) -> str:
    """The message where no document could be read."""
    lines = told(failures)
    if len(failures) < 2:
        return lines[0] if lines else "no document was found in the sources"
    more = f"; and {len(lines) - _NAMED} other reasons" if len(lines) > _NAMED else ""
    return f"none of {len(failures):,} documents could be read: {'; '.join(lines[:_NAMED])}{more}"


def _natural(text: str) -> list[tuple[int, str]]:
    """For sorting: line 9 comes before line 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split("([0-9]{1,9})", text[:300])]


def _line(reason: str, documents: list[tuple[str, str]]) -> str:
    if len(documents) == 1:
        return documents[0][1]
    names = ", ".join(name for name, _ in documents[:_NAMED])
    more = f" and {len(documents) - _NAMED:,} more" if len(documents) > _NAMED else ""
    return f"{len(documents):,} documents: {reason.strip(': ')}: {names}{more}"
