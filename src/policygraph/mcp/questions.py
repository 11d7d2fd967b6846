"""Find the question of the catalogue that a sentence asks, and answer it with a quote for every duty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..ask.evidence import QuotedEvidence, choose_evidence, states_duty, write_evidence_query
from ..ask.matching import Match, match
from ..ask.names import NameIndex
from ..errors import UsageError
from ..formats import QUERY_MEDIA_TYPE, media_type
from ..server.graph_cache import parse_rows
from ..server.messages import Query, Question
from ..server.negotiation import RESULTS
from ..sparql import CatalogueQuery, catalogue, find
from ..sparql.parameters import parse_iri
from ..texts import text
from .results import Answer, Candidate, CatalogueEntry, Lang, QuestionFound, Quote, Row
from .source import Link, Source, clean, cut, read_rows

__all__ = ["Given", "answer_question", "count_triples", "find_question", "list_catalogue", "quote_evidence"]

#: Parameters as clients give them.
Given = Mapping[str, "str | int | list[str]"]
#: Limits: bytes of the rows of a page, and quotes of a row.
_MOST_BYTES, _MOST_QUOTES = 60_000, 10


def list_catalogue(lang: Lang) -> list[CatalogueEntry]:
    """List the questions of the catalogue.

    Args:
        lang: The language of the questions.

    Returns:
        The questions.

    Example:
        >>> next(each for each in list_catalogue("en") if each.name == "measures-of-body").parameters
        ['body*']
    """
    return [
        CatalogueEntry(
            name=name,
            question=query.summary[lang],
            parameters=[each.name + "*" * each.required for each in query.parameters if each.name != "lang"],
        )
        for name, query in catalogue().items()
    ]


async def find_question(source: Source, sentence: str, lang: Lang, today: date | None) -> QuestionFound:
    """Find the questions that a sentence may ask.

    Args:
        source: The graph.
        sentence: What a person asks, in Chinese or English.
        lang: The language of the answer.
        today: The day on which it is asked.

    Returns:
        The questions with their parameters, or a note why there is none.
    """
    known, day = await source.known(), today or date.today()
    reading, matches = await source.turn.run(match, sentence, known.names, day)
    absent = reading.absent
    if matches:
        note = text("assist_ask_it", lang, name=matches[0].query.name)
    else:
        note = text("assist_absent", lang, names=absent) if absent else text("assist_no_question", lang)
    return QuestionFound(
        lang=lang,
        today=day.isoformat(),
        questions=[_candidate(each, lang) for each in matches],
        labels=known.label((v for each in matches for values in each.parameters.values() for v in values), lang),
        unknown=absent,
        note=note,
        catalogue=[] if matches else list_catalogue(lang),
    )


def _candidate(found: Match, lang: Lang) -> Candidate:
    return Candidate(
        name=found.query.name,
        question=found.query.summary[lang],
        score=round(found.score, 3),
        wording=found.wording,
        shared=list(found.shared),
        parameters={name: list(values) for name, values in found.parameters.items()},
    )


async def answer_question(
    source: Source, name: str, given: Given, lang: Lang, offset: int, limit: int, link: Link
) -> Answer:
    """Answer a question of the catalogue.

    Args:
        source: The graph.
        name: The name of the question.
        given: The values of its parameters; a body by IRI or by any of its names.
        lang: The language of labels and headings.
        offset: The first row.
        limit: The most rows.
        link: Finds the pages of things.

    Returns:
        One page of the answer; each row that states a duty has its evidence.

    Raises:
        QueryError: There is no such question.
        UsageError: No body has the given name.
        RefusedError: A parameter is invalid, or the answer takes too long.
    """
    question = find(name)
    known = await source.known()
    values = await source.turn.run(_resolve, question, given, known.names)
    said: dict[str, Any] = {
        "lang": lang,
        "name": name,
        "question": question.summary[lang],
        "parameters": values,
        "columns": {column: heading[lang] for column, heading in question.columns.items()},
        "states_duty": states_duty(question.columns),
        "offset": offset,
    }
    if question.form != "SELECT":
        return await _answer_whole(source, question, values, said, limit)
    asked = Question(name, values, lang, RESULTS[0], limit, offset)
    answer = await source.pool.ask(asked)
    rows = read_rows(question.columns, parse_rows(answer.content))
    query = write_evidence_query(rows) if said["states_duty"] else None
    evidence = choose_evidence(rows, await source.select(query) if query else ())
    shown, size = [], 0
    for row, found in zip(rows, evidence, strict=True):
        quotes = [quote_evidence(each, link) for each in found[:_MOST_QUOTES]]
        shown.append(Row(values={column: cut(value) for column, value in row.items()}, evidence=quotes))
        size += len(shown[-1].model_dump_json().encode())
        if size > _MOST_BYTES:
            break
    more = answer.more or len(shown) < len(rows)
    return Answer(
        form="rows",
        rows=shown,
        labels=known.label((value for row in shown for value in row.values.values()), lang),
        count=len(shown),
        more=more,
        next_offset=offset + len(shown) if more else None,
        note="" if shown else text("assist_no_rows", lang),
        **said,
    )


async def _answer_whole(
    source: Source, question: CatalogueQuery, values: dict[str, list[str]], said: dict[str, Any], limit: int
) -> Answer:
    """Answer with yes or no, or with a graph, of which the first triples are shown."""
    text_of = await source.pool.ask(Question(question.name, values, said["lang"], QUERY_MEDIA_TYPE))
    triples = question.form != "ASK"
    accept = media_type("ttl") if triples else RESULTS[0]
    answer = await source.pool.ask(Query(text_of.content.decode(), accept, sorted=True, limit=limit))
    nothing: dict[str, Any] = {"rows": [], "labels": {}, "more": answer.more}
    if not triples:
        return Answer(form="boolean", boolean=bool(parse_rows(answer.content)), count=1, **nothing, **said)
    turtle = clean(answer.content.decode())
    note = text("assist_triples_cut", said["lang"], n=limit) if answer.more else ""
    return Answer(form="triples", turtle=turtle, count=count_triples(turtle), note=note, **nothing, **said)


def count_triples(turtle: str) -> int:
    """Count the triples of a graph in Turtle."""
    from pyoxigraph import RdfFormat, parse

    return sum(1 for _ in parse(turtle, RdfFormat.TURTLE))


def quote_evidence(evidence: QuotedEvidence, link: Link) -> Quote:
    """Convert evidence to a quote for clients.

    Args:
        evidence: The words and their place.
        link: Finds the pages of things.

    Returns:
        The quote.
    """
    return Quote(
        quote=clean(evidence.quote),
        start=evidence.start,
        end=evidence.end,
        text=evidence.text,
        thing=evidence.thing,
        link=link(evidence.thing),
    )


def _resolve(question: CatalogueQuery, given: Given, names: NameIndex) -> dict[str, list[str]]:
    """Replace names of bodies by IRIs; other values are checked by the query itself."""
    values: dict[str, list[str]] = {}
    for name, value in given.items():
        each = [str(item) for item in value] if isinstance(value, list) else [str(value)]
        parameter = question.parameter(name)
        if parameter is not None and parameter.type == "body":
            each = [iri for item in each for iri in _find_bodies(item, names)]
        values[name] = each
    return values


def _find_bodies(name: str, names: NameIndex) -> list[str]:
    iri = parse_iri(name)
    if iri is not None:
        if iri not in names.bodies:
            raise UsageError("assist_unknown_iri", iri=iri)
        return [iri]
    found = names.find(name)
    if not found:
        raise UsageError("assist_no_body", name=name)
    if found[0].how == "similar":
        near = [f"{each.body.zh} ({each.body.en}) <{each.body.iri}>" for each in found]
        raise UsageError("assist_similar_body", name=name, near=near)
    # All bodies that may be meant: the answer names them.
    return [each.body.iri for each in found]
