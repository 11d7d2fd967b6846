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
from typing import Literal

from ..model import LEVELS, Level, Place
from ..namespaces import DCTERMS, FUNCTION, LEVEL, PG, PLACE, RDFS, SKOS
from ..resources import ontology_dir

__all__ = [
    "Function",
    "PlaceNames",
    "Tier",
    "abbreviations",
    "collections",
    "english_names",
    "functions",
    "places",
    "registered_names",
]

#: Who bears a canonical name: the centre's body, a province's, a city's, a county's.
Tier = Literal["national", "provincial", "municipal", "local"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of government and the names its bodies go by.

    ``stems`` are what stays of a body's name without place and organ suffix (发改, 发展改革), the function's own label
    first; ``whole`` are short names that no such rule gives (人民银行). ``names`` has the canonical name without
    place, by tier and language; ``full`` further full names in use (经济和信息化局). ``compound`` is the stem's form in
    names of several functions where it is not the label (文化旅游 in 文化旅游体育局). ``members`` are the functions of
    an entry for several.
    """

    slug: str
    label_zh: str
    label_en: str
    stems: tuple[str, ...]
    whole: tuple[str, ...]
    body_type: str
    names: Mapping[tuple[Tier, str], str] = field(default_factory=dict)
    full: tuple[str, ...] = ()
    compound: str = ""
    members: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: str | None = None

    @property
    def title(self) -> str:
        """The English label as a part of a name.

        >>> functions()["culture"].title
        'Culture'
        """
        small = {"and", "of", "the", "for", "in", "on", "to", "or"}
        words = self.label_en.partition(" (")[0].split()
        return " ".join(word if word in small else word[:1].upper() + word[1:] for word in words)


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


_TIERS: tuple[Tier, ...] = ("national", "provincial", "municipal", "local")


@cache
def _vocabulary() -> _Triples:
    return _Triples(ontology_dir() / "functions.ttl")


def _canonical(triples: _Triples, subject: str, tier: Tier, language: str) -> str:
    """The canonical name at a tier; a city's is the local one where it has none of its own."""
    name = triples.text(subject, PG + f"{tier}Name", language)
    return name or (_canonical(triples, subject, "local", language) if tier == "municipal" else "")


def _entry(subject: str, slug: str) -> Function:
    triples = _vocabulary()
    zh = triples.text(subject, SKOS + "prefLabel", "zh")
    members = tuple(member.removeprefix(FUNCTION) for member in triples.texts(subject, SKOS + "member"))
    stems = triples.texts(subject, SKOS + "altLabel", "zh")
    return Function(
        slug,
        zh,
        triples.text(subject, SKOS + "prefLabel", "en"),
        stems if members else tuple(dict.fromkeys((zh, *stems))),
        tuple(dict.fromkeys(triples.texts(subject, PG + "shortName"))),
        triples.text(subject, PG + "bodyType").removeprefix(PG) or "Department",
        {
            (tier, language): name
            for tier in _TIERS
            for language in ("zh", "en")
            if (name := _canonical(triples, subject, tier, language))
        },
        triples.texts(subject, PG + "fullName", "zh"),
        triples.text(subject, PG + "compoundStem", "zh"),
        members,
        _day(triples.text(subject, PG + "validFrom")),
        _day(triples.text(subject, PG + "validUntil")),
        triples.text(subject, DCTERMS + "isReplacedBy").removeprefix(FUNCTION) or None,
    )


@cache
def functions() -> Mapping[str, Function]:
    """Every function of government, by slug.

    >>> functions()["education"].label_zh
    '教育'
    """
    slugs = (
        subject.removeprefix(FUNCTION) for subject in sorted(_vocabulary().subjects) if subject.startswith(FUNCTION)
    )
    return {slug: _entry(FUNCTION + slug, slug) for slug in slugs}


@cache
def collections() -> tuple[Function, ...]:
    """What is known of bodies with several functions: an entry for each such set.

    >>> next(entry.members for entry in collections() if "教体" in entry.stems)
    ('education', 'sport')
    """
    triples = _vocabulary()
    subjects = [subject for subject in sorted(triples.subjects) if triples.texts(subject, SKOS + "member")]
    return tuple(_entry(subject, subject.rpartition("/")[2]) for subject in subjects)


@cache
def abbreviations() -> Mapping[str, tuple[str, ...]]:
    """Stems of bodies with several functions, and the functions they stand for: 教体 is education and sport.

    >>> abbreviations()["教体"]
    ('education', 'sport')
    """
    return {stem: entry.members for entry in collections() for stem in entry.stems}


@cache
def english_names() -> Mapping[str, str]:
    """The English of stems, and of whole names, whose function goes by another: 防汛 is no emergency management.

    >>> english_names()["防汛"]
    'Flood Control'
    """
    triples = _vocabulary()
    subjects = [subject for subject in sorted(triples.subjects) if subject.startswith(PG + "stem/")]
    return {
        zh: triples.text(subject, RDFS + "label", "en")
        for subject in subjects
        for zh in triples.texts(subject, RDFS + "label", "zh")
    }


@cache
def registered_names() -> Mapping[str, tuple[str, ...]]:
    """The full names in a place's own list that no rule gives, by the place's code, without the place.

    >>> "旅游和文化广电体育厅" in registered_names()["460000"]
    True
    """
    triples = _Triples(ontology_dir() / "body-names.ttl")
    return {
        subject.removeprefix(PLACE): tuple(sorted(triples.texts(subject, PG + "bodyName", "zh")))
        for subject in triples.subjects
        if triples.texts(subject, PG + "bodyName", "zh")
    }


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
