"""Media types, and which of them a request prefers."""

from __future__ import annotations

from collections.abc import Sequence

from ..formats import media_type

__all__ = ["BOOLEANS", "GRAPHS", "RESULTS", "choose", "weight"]

#: Media types of the answer to ASK, of rows and of triples; a request without a preference gets the first.
BOOLEANS = (media_type("json"), media_type("xml"), "application/json", "application/xml", "text/xml")
RESULTS = (*BOOLEANS[:2], media_type("csv"), media_type("tsv"), *BOOLEANS[2:])
GRAPHS = (*map(media_type, ("ttl", "nt", "rdf", "jsonld")), "text/plain", "application/json", "application/xml")


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that an Accept header wants most, or ``None`` where it wants none of those offered.

    The more specific range decides on a type; of types with equal weight the one named first in the header wins, and
    for a wild card the one offered first.

    >>> choose("text/csv;q=0.5, text/turtle;q=0.1, */*;q=0.2", ["application/json", "text/csv"])
    'text/csv'
    >>> choose("text/csv;q=0, text/*", ["text/csv"])
    >>> choose(None, ["text/csv"])
    'text/csv'
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = []
    for place, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        ranges.append((kind, weight(parameters), place))
    best: tuple[float, int, int] | None = None
    chosen = None
    for order, kind in enumerate(offered):
        family = kind.partition("/")[0] + "/*"
        found = [
            (specific, worth, place)
            for name, worth, place in ranges
            for specific, wanted in ((2, kind), (1, family), (0, "*/*"))
            if name == wanted
        ]
        if not found:
            continue
        _, worth, place = max(found, key=lambda each: (each[0], -each[2]))
        rank = (-worth, place, order)
        if worth > 0 and (best is None or rank < best):
            best, chosen = rank, kind
    return chosen


def weight(parameters: Sequence[str]) -> float:
    """The weight that the parameters of a range give it.

    >>> weight(["level=1", "q=0.5"]), weight([])
    (0.5, 1.0)
    """
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
