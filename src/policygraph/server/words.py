"""The words of a query or an update, so that no keyword is overlooked, however it is written.

Keywords need no space around them: ``SERVICE:x`` calls what ``:x`` stands for, and in ``true.SERVICE`` a call follows
the end of a triple. What is glued to a keyword is parted from it here; a name such as ``schema:Service`` stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..sparql.syntax import TOKEN

__all__ = ["Word", "words"]


@dataclass(frozen=True, slots=True)
class Word:
    """A token, and how many braces are open where it stands.

    ``kind`` is ``word`` for keywords and names, ``iri``, ``string``, ``variable`` or ``mark``. ``glued``: the rest of
    this word follows at once, and both together could be a name too.
    """

    text: str
    kind: str
    start: int
    end: int
    depth: int
    glued: bool = False

    @property
    def key(self) -> str:
        """The word in capitals, as keywords are compared; empty where it can be none."""
        return self.text.upper() if self.kind == "word" else ""


def words(text: str) -> Iterator[Word]:
    """The words of a text without its comments.

    >>> [word.text for word in words("ASK { ?s ?p true.SERVICE:x { ?s a schema:Service } } # SERVICE")]
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
            yield from _parted(found, token.start(), depth)
        else:
            yield Word(found, kind, token.start(), token.end(), depth)
        if found == "{":
            depth += 1


#: Words that something may follow at once.
_KEYS = {"SERVICE", "LOAD", "FROM", "GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_KEYS |= {"SILENT", "USING", "NAMED"}


def _parted(text: str, start: int, depth: int) -> Iterator[Word]:
    """A word in its pieces: a dot ends it unless it is inside the local part of a name."""
    while text:
        head, colon, local = text.partition(":")
        first, dot, rest = head.partition(".")
        if dot:
            piece, after = first, "." + rest + colon + local
        elif colon and head.upper() in _KEYS:
            piece, after = head, colon + local
        elif colon and local.startswith("."):
            piece, after = head + colon, local
        else:
            piece, after = text, ""
        if piece:
            glued = bool(after) and not after.startswith(".")
            yield Word(piece, "word", start, start + len(piece), depth, glued)
            start += len(piece)
        if after.startswith("."):
            yield Word(".", "mark", start, start + 1, depth)
            after, start = after[1:], start + 1
        elif after:
            # The name that is glued to a keyword.
            yield Word(after, "word", start, start + len(after), depth)
            return
        text = after
