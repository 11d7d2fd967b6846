"""What the text of an update says of the graphs it may change, and the dataset its patterns are matched against.

The text is cut at token borders only. Where it does not say plainly which graphs it changes, the answer is: any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import QueryError
from .words import Word, words

__all__ = ["changed", "using"]

#: After these, and SILENT or GRAPH, comes the name of a graph that may change.
_NAMING = ("GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


def _read(found: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
    """Each word, and whether it stands in the pattern of a WHERE, where graphs are read and not written."""
    reading = False
    for index, word in enumerate(found):
        if word.text == "}" and word.depth == 0:
            reading = False
        yield word, reading
        if word.text == "{" and word.depth == 0 and index and found[index - 1].key == "WHERE":
            # DELETE WHERE { … } is pattern and template in one.
            reading = not (index > 1 and found[index - 2].key == "DELETE")


def changed(text: str) -> list[str | None] | None:
    """The graphs that an update may change, ``None`` among them for the default graph; ``None`` alone for any graph.

    >>> changed("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
    [None, 'http://e/g']
    >>> changed("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { GRAPH ?h { ?s ?p ?o } }")
    [None, 'http://e/g']
    >>> changed("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
    >>> changed("CLEAR ALL")
    """
    found: dict[str | None, None] = {None: None}
    waiting = False
    for word, reading in _read(list(words(text))):
        if word.text.startswith("\\"):
            return None
        if waiting and word.key in ("SILENT", "GRAPH"):
            continue
        if waiting:
            waiting = False
            if word.kind == "iri" and ":" in word.text:
                found[word.text[1:-1]] = None
            elif word.key != "DEFAULT":
                return None
        elif word.key in _NAMING and not reading:
            waiting = True
    # MOVE <a> TO <b> takes from <a>, which stands after MOVE; COPY and ADD only read it, and that does no harm.
    return list(found)


def using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose patterns are matched against these graphs, as if each operation had its ``USING`` clauses.

    Raises:
        QueryError: the update has a dataset of its own (``USING`` or ``WITH``).

    >>> using("INSERT { ?s a <http://e/T> } WHERE { ?s ?p ?o }", ["http://e/g"], [])
    'INSERT { ?s a <http://e/T> } USING <http://e/g> WHERE { ?s ?p ?o }'
    >>> using("DELETE WHERE { ?s ?p ?o }", [], ["http://e/g"])
    'DELETE { ?s ?p ?o } USING NAMED <http://e/g> WHERE { ?s ?p ?o }'
    """
    found = list(words(text))
    if any(word.depth == 0 and word.key in ("USING", "WITH") for word in found):
        raise QueryError("using_twice")
    clauses = "".join(f"USING <{iri}> " for iri in default) + "".join(f"USING NAMED <{iri}> " for iri in named)
    pieces, at = [], 0
    for index, word in enumerate(found):
        if word.depth or word.key != "WHERE":
            continue
        pieces.append(text[at : word.start])
        if index and found[index - 1].key == "DELETE":
            closing = next((later for later in found[index:] if later.text == "}" and later.depth == 0), None)
            if closing is not None:
                pieces.append(text[word.end : closing.end].strip() + " ")
        pieces.append(clauses)
        at = word.start
    return "".join(pieces) + text[at:]
