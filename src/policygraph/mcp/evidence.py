"""Show the evidence of a thing: its words, their place, and the text around them."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ..ask.evidence import QuotedEvidence
from ..errors import UsageError
from ..graph.engine import local_name
from ..sparql.parameters import parse_iri
from .notices import list_notices
from .questions import quote_evidence
from .results import EvidenceFound, Lang, Statement
from .source import Link, Source, clean, read_rows

__all__ = ["show_evidence"]

_MOST = 30
_WORDS = """
SELECT ?thing ?body ?role ?quote ?start ?end ?text ?before ?after WHERE {
  {
    SELECT DISTINCT ?thing ?evidence WHERE {
      { BIND(%(iri)s AS ?thing) %(iri)s pg:evidence ?evidence }
      UNION { %(iri)s pg:hasResponsibility ?thing . ?thing pg:evidence ?evidence }
    }
  }
  ?evidence oa:hasSource ?text ; oa:hasSelector ?position , ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .
  ?text pg:textContent ?content .
  OPTIONAL { ?thing cv:hasParticipant ?body }
  OPTIONAL { ?thing cv:role ?role }
  BIND(IF(?start > %(around)d, ?start - %(around)d, 0) AS ?from)
  BIND(SUBSTR(?content, ?from + 1, ?start - ?from) AS ?before)
  BIND(SUBSTR(?content, ?end + 1, %(around)d) AS ?after)
} ORDER BY ?start ?end ?thing"""
_MEASURE = """
SELECT ?measure ?number ?title ?policy WHERE {
  { %(iri)s pg:ofMeasure ?measure } UNION { %(iri)s eli:is_part_of ?whole BIND(%(iri)s AS ?measure) }
  ?measure eli:is_part_of ?policy . ?policy a pg:Policy .
  OPTIONAL { ?measure eli:number ?number }
  OPTIONAL { ?measure dcterms:title ?title }
} LIMIT 1"""
_FACTS = ("measure", "number", "title", "policy")
_COLUMNS = ("thing", "body", "role", "quote", "start", "end", "text", "before", "after")


async def show_evidence(source: Source, given: str, around: int, lang: Lang, link: Link) -> EvidenceFound:
    """Show the words of a responsibility, a measure or a numbered item.

    Args:
        source: The graph.
        given: Its IRI.
        around: The limit of characters before and after the words.
        lang: The language of names.
        link: Finds the pages of things.

    Returns:
        The words of the thing itself and, of a measure, of its responsibilities.

    Raises:
        UsageError: It is not an IRI, or the thing has no words in the text.
    """
    try:
        iri = NamedNode(parse_iri(given) or "")
    except ValueError:
        raise UsageError("assist_not_iri", given=clean(given)) from None
    known = await source.known()
    if iri.value in known.names.bodies or iri.value in known.headings:
        raise UsageError("assist_no_statement", iri=iri.value)
    found = await source.select(_WORDS % {"iri": iri, "around": around}, limit=_MOST + 1)
    rows = read_rows(_COLUMNS, found)
    if not rows:
        raise UsageError("assist_no_evidence", iri=iri.value)
    facts = read_rows(_FACTS, await source.select(_MEASURE % {"iri": iri}))
    fact = facts[0] if facts else dict.fromkeys(_FACTS)
    notices = await list_notices(source, link, 1, iri=str(fact["policy"])) if fact["policy"] else []
    statements = [
        Statement(
            words=quote_evidence(_evidence(row), link),
            before=clean(str(row["before"])),
            after=clean(str(row["after"])),
            body=str(row["body"]) if row["body"] else None,
            role=local_name(str(row["role"])) if row["role"] else None,
        )
        for row in rows[:_MOST]
    ]
    return EvidenceFound(
        lang=lang,
        iri=iri.value,
        notice=notices[0] if notices else None,
        measure=str(fact["measure"]) if fact["measure"] else None,
        number=clean(str(fact["number"])) if fact["number"] else None,
        title=clean(str(fact["title"])) if fact["title"] else None,
        statements=statements,
        labels=known.label((each.body for each in statements), lang),
        more=len(rows) > _MOST,
    )


def _evidence(row: dict[str, str | int | float | bool | None]) -> QuotedEvidence:
    start, end = int(str(row["start"])), int(str(row["end"]))
    return QuotedEvidence(str(row["thing"]), str(row["quote"]), start, end, str(row["text"]))
