"""Content negotiation: which media type and which language a request prefers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..formats import media_type

__all__ = ["BOOLEANS", "GRAPHS", "RESULTS", "choose", "negotiate_language"]

#: Media types of the answer to ASK, of rows and of triples; a request without a preference gets the first.
BOOLEANS = (media_type("json"), media_type("xml"), "application/json", "application/xml", "text/xml")
RESULTS = (*BOOLEANS[:2], media_type("csv"), media_type("tsv"), *BOOLEANS[2:])
GRAPHS = (*map(media_type, ("ttl", "nt", "rdf", "jsonld")), "text/plain", "application/json", "application/xml")


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Choose the media type that an Accept header wants most.

    The most specific range decides on a type. Of types with equal weight the one named first in the header wins, and
    for a wild card the one offered first.

    Args:
        accept: The header; ``None`` accepts anything.
        offered: Media types, the default first.

    Returns:
        One of those offered, or ``None`` where none is acceptable.

    Example:
        >>> choose("text/csv;q=0.5, text/turtle;q=0.1, */*;q=0.2", ["application/json", "text/csv"])
        'text/csv'
        >>> choose("text/csv;q=0, text/*", ["text/csv"])
        >>> choose(None, ["text/csv"])
        'text/csv'
    """
    if accept is None or not accept.strip():
        return offered[0]
    # The first range of a name counts: reading backwards lets it overwrite the others.
    ranges = {name: (weight, place) for place, name, weight in reversed(_ranges(accept))}
    best: tuple[float, int, int] | None = None
    for order, kind in enumerate(offered):
        names = (kind, kind.partition("/")[0] + "/*", "*/*")
        weight, place = next((ranges[name] for name in names if name in ranges), (0.0, 0))
        if weight > 0 and (best is None or (-weight, place, order) < best):
            best = (-weight, place, order)
    return None if best is None else offered[best[2]]


def negotiate_language(accept: str) -> Literal["zh", "en"]:
    """Choose between Chinese and English; English where a header wants both or neither.

    Args:
        accept: An Accept-Language header.

    Returns:
        The language.

    Example:
        >>> negotiate_language("zh-CN,zh;q=0.9,en;q=0.8"), negotiate_language("de, en-GB;q=0.7, zh;q=0.3")
        ('zh', 'en')
    """
    weights: dict[str, float] = {}
    for _, tag, weight in _ranges(accept):
        name = tag.partition("-")[0]
        weights[name] = max(weights.get(name, 0.0), weight)
    # A language that is not named is as welcome as any other.
    zh, en = (weights.get(name, weights.get("*", 0.0)) for name in ("zh", "en"))
    return "zh" if zh > en else "en"


def _ranges(header: str) -> list[tuple[int, str, float]]:
    """Place, name and weight of each range of an Accept header."""
    found = []
    for place, part in enumerate(header.lower().split(",")):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        found.append((place, name, _weight(parameters)))
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
