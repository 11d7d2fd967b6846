"""Notices: their metadata and their text."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ..errors import UsageError
from ..graph.engine import local_name
from .results import Notice
from .source import Link, Source, clean, read_rows

__all__ = ["find_notice", "list_notices", "read_text"]

_COLUMNS = ("policy", "name", "heading", "number", "dated", "issued", "source")
_NOTICES = """
SELECT ?policy (MIN(?names) AS ?name) (MIN(?headings) AS ?heading) (MIN(?numbers) AS ?number) (MIN(?dates) AS ?dated)
  (MIN(?days) AS ?issued) (MIN(?sources) AS ?source)
WHERE {
  %s
  ?policy a pg:Policy ; rdfs:label ?headings .
  OPTIONAL { ?policy dcterms:identifier ?names }
  OPTIONAL { ?policy eli:id_local ?numbers }
  OPTIONAL { ?policy eli:date_document ?dates }
  OPTIONAL { ?policy dcterms:issued ?days }
  OPTIONAL { ?policy dcterms:source ?sources }
}
GROUP BY ?policy ORDER BY ?policy LIMIT %d OFFSET %d"""
_TEXT = """SELECT (SUBSTR(?content, %d, %d) AS ?part) (STRLEN(?content) AS ?length) ?text WHERE {
  %s dcterms:source ?source . ?text prov:wasDerivedFrom ?source ; pg:textContent ?content
} LIMIT 1"""


async def list_notices(source: Source, link: Link, most: int, offset: int = 0, iri: str | None = None) -> list[Notice]:
    """List notices in the order of their IRIs.

    Args:
        source: The graph.
        link: Finds the pages of things.
        most: How many.
        offset: The first.
        iri: Only this one.

    Returns:
        The notices.
    """
    chosen = f"VALUES ?policy {{ {NamedNode(iri)} }}" if iri else ""
    rows = read_rows(_COLUMNS, await source.select(_NOTICES % (chosen, most, offset)))
    return [
        Notice(
            iri=str(row["policy"]),
            name=local_name(str(row["policy"])),
            heading=clean(str(row["heading"])),
            number=_text(row["number"]),
            dated=_text(row["dated"]),
            issued=_text(row["issued"]),
            source=_text(row["source"]),
            link=link(str(row["policy"])),
        )
        for row in rows
        if row["policy"]
    ]


def _text(value: object) -> str | None:
    return None if value is None else clean(str(value))


async def find_notice(source: Source, given: str) -> str:
    """Find a notice.

    Args:
        source: The graph.
        given: Its IRI, its identifier, or a part of its heading.

    Returns:
        Its IRI.

    Raises:
        UsageError: No notice or several notices match; the message names some.
    """
    known = await source.known()
    given = given.strip()
    if given in known.headings:
        return given
    found = [iri for iri in known.headings if local_name(iri) == given]
    found = found or [iri for iri, heading in known.headings.items() if given and given in heading]
    if len(found) == 1:
        return found[0]
    if not found:
        some = [f"{heading} ({local_name(iri)})" for iri, heading in list(known.headings.items())[:5]]
        raise UsageError("assist_no_notice", name=clean(given), some=some)
    raise UsageError("assist_several_notices", name=clean(given), some=[local_name(iri) for iri in found[:10]])


async def read_text(source: Source, iri: str, offset: int, most: int) -> tuple[str, int, str]:
    """Read a part of the stored text of a notice.

    Args:
        source: The graph.
        iri: The notice.
        offset: The first character, from 0.
        most: The most characters.

    Returns:
        The part as it is stored, the length of the whole, and the IRI of the text; empty without a text.
    """
    rows = read_rows(("part", "length", "text"), await source.select(_TEXT % (offset + 1, most, NamedNode(iri))))
    if not rows:
        return "", 0, ""
    return str(rows[0]["part"]), int(str(rows[0]["length"])), str(rows[0]["text"])
