"""What the text of a query or an update says of other hosts and of its dataset.

Keywords need no space around them: ``SERVICE:x`` calls what ``:x`` stands for, and in ``true.SERVICE`` a call follows
the end of a triple. What is joined to a keyword is split from it here; a name such as ``schema:Service`` stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..sparql.syntax import TOKEN
from ..web.refusals import RefusedError

__all__ = ["Word", "find_foreign_service", "has_dataset", "refuse_foreign_services", "split_words"]

#: Keywords that a name may follow without a space.
_KEYWORDS = {"SERVICE", "LOAD", "FROM", "GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_KEYWORDS |= {"SILENT", "USING", "NAMED"}


@dataclass(frozen=True, slots=True)
class Word:
    """A token, and the number of open braces before it.

    ``kind`` is ``word`` for keywords and names, ``iri``, ``string``, ``variable`` or ``mark``. ``joined``: the rest of
    this word follows without a space, and both together could be a name too.
    """

    text: str
    kind: str
    start: int
    end: int
    depth: int
    joined: bool = False

    @property
    def key(self) -> str:
        """The word in capitals, for comparison with keywords; empty if it cannot be one."""
        return self.text.upper() if self.kind == "word" else ""


def split_words(text: str) -> Iterator[Word]:
    """Split a text into words, without its comments.

    Args:
        text: A query or an update.

    Yields:
        Its words in order.

    Example:
        >>> [word.text for word in split_words("ASK { ?s ?p true.SERVICE:x { ?s a schema:Service } } # SERVICE")]
        ['ASK', '{', '?s', '?p', 'true', '.', 'SERVICE', ':x', '{', '?s', 'a', 'schema:Service', '}', '}']
    """
    depth = 0
    for token in TOKEN.finditer(text):
        kind, found = token.lastgroup or "", token.group()
        if kind == "comment":
            continue
        if found == "}":
            depth -= 1
        if kind == "word":
            yield from _split(found, token.start(), depth)
        else:
            yield Word(found, kind, token.start(), token.end(), depth)
        if found == "{":
            depth += 1


def _split(text: str, start: int, depth: int) -> Iterator[Word]:
    """Split a word: a dot ends it unless it is inside the local part of a name."""
    while text:
        head, colon, local = text.partition(":")
        first, dot, rest = head.partition(".")
        if dot:
            piece, after = first, "." + rest + colon + local
        elif colon and head.upper() in _KEYWORDS:
            piece, after = head, colon + local
        elif colon and local.startswith("."):
            piece, after = head + colon, local
        else:
            piece, after = text, ""
        if piece:
            joined = bool(after) and not after.startswith(".")
            yield Word(piece, "word", start, start + len(piece), depth, joined)
            start += len(piece)
        if after.startswith("."):
            yield Word(".", "mark", start, start + 1, depth)
            after, start = after[1:], start + 1
        elif after:
            # The name that is joined to a keyword.
            yield Word(after, "word", start, start + len(after), depth)
            return
        text = after


def refuse_foreign_services(text: str, allowed: Sequence[str]) -> None:
    """Refuse a query or an update that calls another host than those that are allowed.

    Args:
        text: A query or an update.
        allowed: The URLs that may be called.

    Raises:
        RefusedError: 403.
    """
    if place := find_foreign_service(text, allowed):
        raise RefusedError(403, "host_foreign", place=place)


def find_foreign_service(text: str, allowed: Sequence[str]) -> str | None:
    """Find the first SERVICE or LOAD that is not allowed.

    A service must be written as a whole IRI: what a variable or a prefix stands for is not looked up.

    Args:
        text: A query or an update.
        allowed: The URLs that may be called.

    Returns:
        What is called, as it is written; ``None`` where every call is allowed.

    Example:
        >>> find_foreign_service("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", ["http://a/"])
        >>> find_foreign_service("SELECT * { SERVICE silent ?x { ?s ?p ?o } }", ["http://a/"])
        '?x'
        >>> find_foreign_service("SELECT * { SERVICE:x { ?s ?p ?o } }", ["http://a/"])
        ':x'
        >>> find_foreign_service('SELECT * { ?s ?p "SERVICE <http://a/>" }', [])
    """
    if not re.search("service|load", text, re.IGNORECASE):
        return None
    found = list(split_words(text))
    called = False
    for index, word in enumerate(found):
        if called and word.key not in ("SILENT", "INTO"):
            called = False
            if word.text[1:-1] not in allowed or word.kind != "iri":
                return word.text
        elif word.key in ("SERVICE", "LOAD") and (not word.joined or _is_call(found, index)):
            called = True
    return None


def _is_call(found: Sequence[Word], index: int) -> bool:
    """Tell whether a word that is followed by other characters is a keyword and not the prefix of a name."""
    word, after = found[index], found[index + 2 : index + 3]
    if index and found[index - 1].key == "PREFIX":
        return False
    # A group follows a call, and an update loads outside of all braces.
    return word.depth == 0 if word.key == "LOAD" else bool(after) and after[0].text == "{"


def has_dataset(text: str) -> bool:
    """Tell whether a query names its dataset with FROM.

    Args:
        text: A query.

    Returns:
        Whether it does.

    Example:
        >>> has_dataset("SELECT * FROM <http://a/> { }"), has_dataset('ASK { ?s ?p "from" }')
        (True, False)
    """
    if not re.search("from", text, re.IGNORECASE):
        return False
    before = ""
    for word in split_words(text):
        if word.key == "FROM" and word.depth == 0 and not (word.joined and before == "PREFIX"):
            return True
        before = word.key
    return False
