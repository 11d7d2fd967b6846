"""What a query's text says of other places: FROM clauses, and SERVICE calls to other hosts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..sparql.syntax import TOKEN

__all__ = ["foreign", "has_dataset"]


def foreign(text: str, allowed: Sequence[str]) -> str | None:
    """The first SERVICE (or LOAD) of a text that is not allowed by name; ``None`` where there is none.

    A service must be written as a whole IRI: what a variable or a prefix stands for is not looked up.

    >>> foreign("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", ["http://a/"])
    >>> foreign("SELECT * { SERVICE silent ?x { ?s ?p ?o } }", ["http://a/"])
    '?x'
    >>> foreign('SELECT * { ?s ?p "SERVICE <http://a/>" }', [])
    """
    if not re.search("service|load", text, re.IGNORECASE):
        return None
    waiting = False
    for found in TOKEN.finditer(text):
        if found.lastgroup == "comment":
            continue
        word = found.group()
        if waiting and word.upper() not in ("SILENT", "INTO"):
            waiting = False
            if word[1:-1] not in allowed or found.lastgroup != "iri":
                return word
        elif found.lastgroup == "word" and word.upper() in ("SERVICE", "LOAD"):
            waiting = True
    return None


def has_dataset(text: str) -> bool:
    """Does a query name its own dataset with FROM?

    >>> has_dataset("SELECT * FROM <http://a/> { }"), has_dataset('ASK { ?s ?p "from" }')
    (True, False)
    """
    if not re.search("from", text, re.IGNORECASE):
        return False
    return any(found.lastgroup == "word" and found.group().upper() == "FROM" for found in TOKEN.finditer(text))
