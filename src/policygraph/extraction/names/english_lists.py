"""Lists of bodies in English: the NDRC, Ministry of Industry and Information Technology and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Role
from ...registry import any_of, is_english_body, lexicon, remembered, stands_for
from ..text.spans import trim
from .english_classes import find_english_classes, find_english_level
from .party import Party, PartyList

__all__ = ["is_english", "open_words", "read_english_list"]

_LATIN = re.compile(r"[A-Za-z]{2}")
_HAN = re.compile(r"[一-龥]")
_JOINT = re.compile(r"[,;](?:\s+(?:and|or|as well as)(?=\s))?|(?<=\s)(?:and|or|as well as)(?=\s)|\n")
_BEFORE = re.compile(r"(?:(?:the|also|both|with|and|by|as well as)\s+)+", re.IGNORECASE)
#: A bracket behind a name with its abbreviation, (NDRC), or its role, (lead).
_ASIDE = re.compile(
    r"\((?P<short>[A-Z][A-Za-z&-]{1,9})\)|\((?P<role>(?i:lead|leading|support|supporting)(?: [a-z]+)?)\)"
)
#: The maximum number of pieces, parted by commas and “and”s, of a known name.
_MOST_PIECES = 5


def is_english(text: str) -> bool:
    """Tell whether a text is English.

    >>> is_english("the NDRC and MOF"), is_english("省5G办")
    (True, False)
    """
    return not _HAN.search(text) and bool(_LATIN.search(text))


@remembered()
def open_words() -> re.Pattern[str]:
    """Return the pattern of words that leave a list open: others, other departments."""
    return re.compile(rf"\b{any_of(lexicon().english.open)}\b\.?", re.IGNORECASE)


def read_english_list(text: str) -> PartyList:
    """Read the names of a list.

    A comma or an “and” separates two names only if both sides are names: Ministry of Culture and Tourism is one name.

    >>> [party.name for party in read_english_list("the Ministry of Culture and Tourism, NDRC and others").parties]
    ['Ministry of Culture and Tourism', 'NDRC']
    """
    open_ended = False
    marks = {mark.start(): mark for mark in _ASIDE.finditer(text)}
    text = _ASIDE.sub(lambda mark: " " * len(mark.group()), text)
    runs: list[tuple[int, int]] = []
    pieces = list(_pieces(text))
    at = 0
    while at < len(pieces):
        start, end, comma = pieces[at]
        words = text[start:end]
        known = _known(text, pieces, at)
        if open_words().fullmatch(words):
            open_ended = True
        elif known:
            runs.append((start, pieces[known - 1][1]))
            at = known
            continue
        elif runs and not (_is_name(text[slice(*runs[-1])]) and _begins_name(words, comma)):
            # A piece continues the name before it if that name is unfinished or the piece is not a name.
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        at += 1
    parties: list[Party] = []
    unread: list[tuple[int, int]] = []
    for start, end in runs:
        name = " ".join(text[start:end].split())
        role, aliases = _aside(marks, text, end)
        if classes := find_english_classes(name):
            parties += (each._replace(start=start, end=end, role=role) for each in classes)
        elif is_english_body(name):
            parties.append(Party(name, "named", start, end, find_english_level(name), aliases=aliases, role=role))
        else:
            unread.append((start, end))
    return PartyList(tuple(parties), open_ended, tuple(unread))


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the pieces between commas and “and”s, each with whether a comma stands before it."""
    at, comma = 0, True
    for joint in [*_JOINT.finditer(text), None]:
        start, end = _trimmed(text, at, joint.start() if joint else len(text))
        if start < end:
            yield start, end, comma
        if joint:
            at, comma = joint.end(), joint.group()[0] in ",;\n"


def _known(text: str, pieces: list[tuple[int, int, bool]], at: int) -> int:
    """Return the index behind the last piece of the longest known name that begins at piece ``at``, or 0."""
    start = pieces[at][0]
    for behind in range(min(len(pieces), at + _MOST_PIECES), at, -1):
        name = " ".join(text[start : pieces[behind - 1][1]].split())
        if stands_for(name) != name or bool(find_english_classes(name)):
            return behind
    return 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = trim(text, start, end, " \n.")
    before = _BEFORE.match(text, start, end)
    return (before.end() if before else start), end


def _aside(marks: dict[int, re.Match[str]], text: str, end: int) -> tuple[Role | None, tuple[str, ...]]:
    """Return the role that a bracket behind a name gives, or the short name that it introduces."""
    behind = end + len(text[end:]) - len(text[end:].lstrip())
    mark = next((marks[at] for at in range(end, behind + 1) if at in marks), None)
    if mark is None:
        return None, ()
    if mark["short"]:
        return None, (mark["short"],)
    return ("lead" if mark["role"].lower().startswith("lead") else "support"), ()


def _begins_name(words: str, comma: bool) -> bool:
    """Tell whether words are a name or begin one: China Banking | and Insurance Regulatory Commission."""
    return _is_name(words) or (comma and words.startswith(lexicon().english.starts))


def _is_name(words: str) -> bool:
    name = " ".join(words.split())
    return is_english_body(name) or bool(find_english_classes(name))
