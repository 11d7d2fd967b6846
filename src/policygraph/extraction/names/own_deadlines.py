"""Deadlines of single bodies in a list: 市财政局（6月底前）、市水利局（12月底前）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..phrases.deadline_phrases import DEADLINE_REMARK
from ..phrases.english_dates import english_remark
from ..text.spans import SEPARATORS, Span, skip_back, trim
from .party import Party

__all__ = ["bracket_around", "find_deadlines_of_one", "find_own_deadlines", "give_deadlines", "is_deadline"]

_BRACKET = re.compile(r"\((?P<inside>[^()]{2,60})\)")


def is_deadline(folded: str, start: int, end: int) -> bool:
    """Tell whether a passage of folded text is a deadline and nothing else.

    >>> [is_deadline(words, 0, len(words)) for words in ("6月底前完成", "by June 2025", "牵头")]
    [True, True, False]
    """
    return bool(DEADLINE_REMARK.match(folded, start, end) or english_remark(folded, start, end))


def find_own_deadlines(folded: str, start: int, end: int) -> list[Span]:
    """Find the brackets in a list that stand directly behind a name and hold only a deadline.

    Args:
        folded: The folded text.
        start: Where the list starts.
        end: Where it ends.

    Returns:
        Where the words in each bracket start and end.

    Example:
        >>> words = "市财政局(6月底前)、市水利局(牵头)"
        >>> [words[slice(*span)] for span in find_own_deadlines(words, 0, len(words))]
        ['6月底前']
    """
    if folded.find("(", start, end) < 0:
        return []
    found = [
        trim(folded, *match.span("inside"), " \n")
        for match in _BRACKET.finditer(folded, start, end)
        if (before := skip_back(folded, match.start(), " \n")) >= start and folded[before] not in SEPARATORS + "。("
    ]
    return [span for span in found if is_deadline(folded, *span)]


def bracket_around(folded: str, words: Span) -> Span:
    """Find the bracket around the words of a deadline.

    >>> bracket_around("市财政局( 6月底前 )", (6, 10))
    (4, 12)
    """
    return folded.rindex("(", 0, words[0]), folded.index(")", words[1]) + 1


def find_deadlines_of_one(folded: str, start: int, end: int) -> list[Span]:
    """Find the deadlines in brackets that are about one body of a passage.

    In 市财政局(6月底前)、市水利局(12月底前) they are. A single bracket at the end, 市财政局、市水利局(12月底前), is
    about all.

    Args:
        folded: The folded text.
        start: Where the passage starts.
        end: Where it ends.

    Returns:
        Where the words in each bracket start and end.
    """
    found = find_own_deadlines(folded, start, end)
    if len(found) == 1 and not folded[found[0][1] : end].strip(SEPARATORS + ")。."):
        return []
    return found


def give_deadlines(text: str, parties: Sequence[Party], dues: Sequence[Span]) -> tuple[Party, ...]:
    """Give each deadline to the body whose name stands directly before its bracket.

    Args:
        text: The list.
        parties: Its bodies, with their places in it.
        dues: Where the words of the deadlines are in it.

    Returns:
        The bodies; a class that one name makes of several, such as 市、县(区)政府, shares the deadline.
    """
    found = list(parties)
    for due in dues:
        opening, _ = bracket_around(text, due)
        ends = [party.end for party in found if party.end <= opening]
        if ends and not text[max(ends) : opening].strip(" \n)"):
            found = [party._replace(due=due) if party.end == max(ends) else party for party in found]
    return tuple(found)
