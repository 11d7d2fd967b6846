"""What is to be changed: the messages for the writer, and what the text of an update says of the graphs it changes.

The text is cut at token borders only. If it does not clearly name the graphs that it changes, any graph may be
changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ...errors import QueryError
from ..query_text import Word, split_words

__all__ = [
    "Changed",
    "GraphChange",
    "SendGraphs",
    "Update",
    "add_dataset",
    "find_changed_graphs",
]


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update; ``using`` and ``using_named`` are the dataset of its patterns."""

    text: str
    base: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphChange:
    """One graph, or without a name the default graph, is put, added to or deleted.

    ``documents`` are media type and content of what comes, ``base`` what their relative IRIs are resolved against.
    """

    method: Literal["PUT", "POST", "DELETE"]
    graph: str | None
    base: str = ""
    documents: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class SendGraphs:
    """Tells the writer to send graphs, or all of them, through the socket that follows."""

    graphs: tuple[str | None, ...] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change is on disk; ``graphs`` may be other than before, or any of them."""

    status: int
    graphs: tuple[str | None, ...] | None


#: After these, and SILENT or GRAPH, comes the name of a graph that may change.
_NAMING = ("GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


def _outside_patterns(found: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
    """Yield each word, and whether it is in the pattern of a WHERE, where graphs are only read."""
    reading = False
    for index, word in enumerate(found):
        if word.text == "}" and word.depth == 0:
            reading = False
        yield word, reading
        if word.text == "{" and word.depth == 0 and index and found[index - 1].key == "WHERE":
            # DELETE WHERE { … } is pattern and template in one.
            reading = not (index > 1 and found[index - 2].key == "DELETE")


def find_changed_graphs(text: str) -> tuple[str | None, ...] | None:
    """Find the graphs that an update may change.

    Args:
        text: The update.

    Returns:
        Their IRIs, with ``None`` for the default graph; ``None`` instead of them if it may be any graph.

    Example:
        >>> find_changed_graphs("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }")
        (None, 'http://e/g')
        >>> find_changed_graphs("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { GRAPH ?h { ?s ?p ?o } }")
        (None, 'http://e/g')
        >>> find_changed_graphs("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
        >>> find_changed_graphs("CLEAR ALL")
    """
    found: dict[str | None, None] = {None: None}
    expected = False
    for word, reading in _outside_patterns(list(split_words(text))):
        if word.text.startswith("\\"):
            return None
        if expected and word.key in ("SILENT", "GRAPH"):
            continue
        if expected:
            expected = False
            if word.kind == "iri" and ":" in word.text:
                found[word.text[1:-1]] = None
            elif word.key != "DEFAULT":
                return None
        elif word.key in _NAMING and not reading:
            expected = True
    # MOVE <a> TO <b> takes from <a>, which stands after MOVE; COPY and ADD only read it, and that does no harm.
    return tuple(found)


def add_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Give an update a dataset, as if each of its operations had ``USING`` clauses.

    Args:
        text: The update.
        default: The graphs whose union its patterns are matched against.
        named: Those that ``GRAPH`` finds.

    Returns:
        The update with the clauses.

    Raises:
        QueryError: The update has a dataset of its own (``USING`` or ``WITH``).

    Example:
        >>> add_dataset("INSERT { ?s a <http://e/T> } WHERE { ?s ?p ?o }", ["http://e/g"], [])
        'INSERT { ?s a <http://e/T> } USING <http://e/g> WHERE { ?s ?p ?o }'
        >>> add_dataset("DELETE WHERE { ?s ?p ?o }", [], ["http://e/g"])
        'DELETE { ?s ?p ?o } USING NAMED <http://e/g> WHERE { ?s ?p ?o }'
    """
    found = list(split_words(text))
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
