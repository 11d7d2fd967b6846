"""The vocabularies, read from Turtle: functions of government and places.

The files are the truth (``ontology/functions.ttl``, ``ontology/places.ttl``); this module turns them into plain
dataclasses once per process. It reads with pyoxigraph, which takes milliseconds where rdflib takes a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from ..model import LEVELS, Level, Place
from ..namespaces import DCTERMS, FUNCTION, LEVEL, PG, PLACE, SKOS
from ..resources import ontology_dir

__all__ = ["Function", "PlaceNames", "abbreviations", "functions", "places"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of government and the names its bodies go by.

    ``stems`` are what stays of a body's name without place and organ suffix (发改, 发展改革); ``whole`` are short names
    that no such rule gives (人民银行). ``names`` has the canonical name without place, by tier (``national``,
    ``provincial``, ``local``) and language.
    """

    slug: str
    label_zh: str
    label_en: str
    stems: tuple[str, ...]
    whole: tuple[str, ...]
    body_type: str
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """A place with its short names (福建 beside 福建省)."""

    place: Place
    short: tuple[str, ...]


class _Triples:
    """The triples of one Turtle file by subject and predicate."""

    def __init__(self, path: Path) -> None:
        from pyoxigraph import Literal, NamedNode, parse

        self.subjects: dict[str, dict[str, list[tuple[str, str | None]]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(path=str(path)):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(value, Literal):
                self.subjects[subject.value][quad.predicate.value].append((value.value, value.language))
            elif isinstance(value, NamedNode):
                self.subjects[subject.value][quad.predicate.value].append((value.value, None))

    def text(self, subject: str, predicate: str, language: str | None = None) -> str:
        return next(iter(self.texts(subject, predicate, language)), "")

    def texts(self, subject: str, predicate: str, language: str | None = None) -> tuple[str, ...]:
        found = self.subjects[subject].get(predicate, ())
        return tuple(value for value, tag in found if language is None or tag == language)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def functions() -> Mapping[str, Function]:
    """Every function of government, by slug.

    >>> functions()["education"].label_zh
    '教育'
    """
    triples = _Triples(ontology_dir() / "functions.ttl")
    found: dict[str, Function] = {}
    for subject in sorted(triples.subjects):
        if not subject.startswith(FUNCTION):
            continue
        slug = subject.removeprefix(FUNCTION)
        zh = triples.text(subject, SKOS + "prefLabel", "zh")
        names = {
            (tier, language): name
            for tier in ("national", "provincial", "local")
            for language in ("zh", "en")
            if (name := triples.text(subject, PG + f"{tier}Name", language))
        }
        found[slug] = Function(
            slug,
            zh,
            triples.text(subject, SKOS + "prefLabel", "en"),
            tuple(dict.fromkeys((zh, *triples.texts(subject, SKOS + "altLabel", "zh")))),
            tuple(dict.fromkeys(triples.texts(subject, SKOS + "hiddenLabel"))),
            triples.text(subject, PG + "bodyType").removeprefix(PG) or "Department",
            names,
            _day(triples.text(subject, PG + "validFrom")),
            _day(triples.text(subject, PG + "validUntil")),
            triples.text(subject, DCTERMS + "isReplacedBy").removeprefix(FUNCTION) or None,
        )
    return found


@cache
def abbreviations() -> Mapping[str, tuple[str, ...]]:
    """Stems of one character a function, and the functions they stand for: 教体 is education and sport.

    >>> abbreviations()["教体"]
    ('education', 'sport')
    """
    triples = _Triples(ontology_dir() / "functions.ttl")
    found: dict[str, tuple[str, ...]] = {}
    for subject in sorted(triples.subjects):
        members = triples.texts(subject, SKOS + "member")
        if members:
            slugs = tuple(member.removeprefix(FUNCTION) for member in members)
            found |= dict.fromkeys(triples.texts(subject, SKOS + "altLabel", "zh"), slugs)
    return found


_LEVELS: Mapping[str, Level] = {level: level for level in LEVELS}


@cache
def places(file: str = "places.ttl") -> Mapping[str, PlaceNames]:
    """The places of one vocabulary file, by GB/T 2260 code.

    >>> places()["350000"].place.name
    '福建省'
    """
    path = ontology_dir() / file
    triples = _Triples(path)
    found: dict[str, PlaceNames] = {}
    for subject in sorted(triples.subjects):
        code = subject.removeprefix(PLACE)
        if code == subject or not code.isdigit():
            continue
        level = _LEVELS[triples.text(subject, PG + "level").removeprefix(LEVEL)]
        parent = triples.text(subject, SKOS + "broader").removeprefix(PLACE) or None
        place = Place(
            code,
            triples.text(subject, SKOS + "prefLabel", "zh"),
            triples.text(subject, SKOS + "prefLabel", "en"),
            level,
            parent,
        )
        found[code] = PlaceNames(place, triples.texts(subject, SKOS + "altLabel", "zh"))
    return found
