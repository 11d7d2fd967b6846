"""What a query's text says of other places: FROM clauses, and SERVICE calls to other hosts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .words import Word, words

__all__ = ["foreign", "has_dataset"]


def foreign(text: str, allowed: Sequence[str]) -> str | None:
    """The first SERVICE (or LOAD) of a text that is not allowed by name; ``None`` where there is none.

    A service must be written as a whole IRI: what a variable or a prefix stands for is not looked up.

    >>> foreign("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", ["http://a/"])
    >>> foreign("SELECT * { SERVICE silent ?x { ?s ?p ?o } }", ["http://a/"])
    '?x'
    >>> foreign("SELECT * { SERVICE:x { ?s ?p ?o } }", ["http://a/"])
    ':x'
    >>> foreign('SELECT * { ?s ?p "SERVICE <http://a/>" }', [])
    """
    if not re.search("service|load", text, re.IGNORECASE):
        return None
    found = list(words(text))
    waiting = False
    for index, word in enumerate(found):
        if waiting and word.key not in ("SILENT", "INTO"):
            waiting = False
            if word.text[1:-1] not in allowed or word.kind != "iri":
                return word.text
        elif word.key in ("SERVICE", "LOAD") and (not word.glued or _calls(found, index)):
            waiting = True
    return None


def _calls(found: Sequence[Word], index: int) -> bool:
    """Is a keyword with something glued to it one, and not the prefix of a name?"""
    word, after = found[index], found[index + 2 : index + 3]
    if index and found[index - 1].key == "PREFIX":
        return False
    # A group follows a call, and an update loads outside of all braces.
    return word.depth == 0 if word.key == "LOAD" else bool(after) and after[0].text == "{"


def has_dataset(text: str) -> bool:
    """Does a query name its own dataset with FROM?

    >>> has_dataset("SELECT * FROM <http://a/> { }"), has_dataset('ASK { ?s ?p "from" }')
    (True, False)
    """
    if not re.search("from", text, re.IGNORECASE):
        return False
    before = ""
    for word in words(text):
        if word.key == "FROM" and word.depth == 0 and not (word.glued and before == "PREFIX"):
            return True
        before = word.key
    return False
