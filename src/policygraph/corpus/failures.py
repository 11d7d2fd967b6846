"""What could not be read, for people: documents that share a reason are named together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from ..texts import Names, text

__all__ = ["of_all", "told"]

#: So many documents are named where a reason is that of many.
_NAMED = 5
#: The name of a line of JSON, see the text ``at_line``.
_LINE = re.compile(r".+?(?:, line [0-9]+(?=\W)| 第 [0-9]+ 行)")


def told(failures: Mapping[str, Names], lang: str) -> list[str]:
    """A line for each reason: of one document as it stands, of several once, with their number and the first names.

    >>> both = {name: Names(f"{name}：没有措施", f"{name}: no measure") for name in ("a.txt", "b.txt")}
    >>> told({**both, "c.pdf": Names("c.pdf 已损坏", "c.pdf is damaged")}, "en")
    ['2 documents: no measure: a.txt, b.txt', 'c.pdf is damaged']
    >>> told(both, "zh")
    ['2 份文件（a.txt、b.txt）：没有措施']
    """
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    said = ((source, failure.of(lang)) for source, failure in failures.items())
    for source, failure in sorted(said, key=lambda each: _natural(each[1])):
        # A line of JSON is named by its number.
        line = _LINE.match(failure)
        name = source if failure.startswith(source) else line[0] if line else ""
        found[failure.removeprefix(name)].append((name or source, failure))
    return [_line(reason, documents, lang) for reason, documents in found.items()]


def of_all(failures: Mapping[str, Names]) -> Names:
    """The message where no document could be read."""
    return Names(_of_all(failures, "zh"), _of_all(failures, "en"))


def _of_all(failures: Mapping[str, Names], lang: str) -> str:
    lines = told(failures, lang)
    if len(failures) < 2:
        return lines[0] if lines else text("no_document_found", lang)
    more = len(lines) - _NAMED
    reasons = text("semicolon", lang).join(lines[:_NAMED])
    return text(
        "none_readable_more" if more > 0 else "none_readable", lang, n=len(failures), reasons=reasons, more=more
    )


def _natural(text: str) -> list[tuple[int, str]]:
    """For sorting: line 9 comes before line 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split("([0-9]{1,9})", text[:300])]


def _line(reason: str, documents: list[tuple[str, str]], lang: str) -> str:
    if len(documents) == 1:
        return documents[0][1]
    more = len(documents) - _NAMED
    key = "shared_reason_more" if more > 0 else "shared_reason"
    names = [name for name, _ in documents[:_NAMED]]
    return text(key, lang, n=len(documents), reason=reason.strip(":： "), names=names, more=more)
