"""Read the vocabularies from Turtle: functions of government and places.

The files are authoritative (``ontology/functions.ttl``, ``body-names.ttl``, ``places.ttl``, ``counties.ttl``); this
module turns them into plain dataclasses once per process. It reads them with pyoxigraph, which takes milliseconds;
rdflib takes a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal, cast, get_args

from ..model import Level, Place
from ..namespaces import DCTERMS, FUNCTION, LEVEL, PG, PLACE, RDFS, SKOS
from ..resources import ontology_dir

__all__ = [
    "Function",
    "Tier",
    "Triples",
    "collections",
    "english_names",
    "functions",
    "places",
    "registered_names",
]

#: The bodies with a canonical name: the centre's, a province's, a city's or a county's.
Tier = Literal["national", "provincial", "municipal", "local"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of government and the names of its bodies.

    Attributes:
        slug: The last part of its IRI.
        label_zh: Its label in Chinese.
        label_en: Its label in English.
        stems: Names of bodies without place and ending (发改, 发展改革), the function's own label first.
        whole: Short names that are not a stem with an ending (人民银行).
        body_type: The class of its bodies.
        names: The canonical name without place, by tier and language.
        full: Further full names in use (经济和信息化局).
        compound: The stem's form in names of several functions if it is not the label (文化旅游 in 文化旅游体育局).
        members: The functions, if the entry is for several.
        valid_until: The day on which a reform ended it.
        replaced_by: The slug of the function that replaced it.
    """

    slug: str
    label_zh: str
    label_en: str
    stems: tuple[str, ...]
    whole: tuple[str, ...]
    body_type: str
    names: Mapping[tuple[Tier, str], str]
    full: tuple[str, ...]
    compound: str
    members: tuple[str, ...]
    valid_until: date | None
    replaced_by: str | None

    @property
    def title(self) -> str:
        """The English label as a part of a name.

        Example:
            >>> functions()["culture"].title
            'Culture'
        """
        small = {"and", "of", "the", "for", "in", "on", "to", "or"}
        words = self.label_en.partition(" (")[0].split()
        return " ".join(word if word in small else word[:1].upper() + word[1:] for word in words)


class Triples:
    """The triples of one Turtle file by subject and predicate; blank nodes are ignored."""

    def __init__(self, file: str | Path) -> None:
        """Read a file.

        Args:
            file: Its name in the folder of the ontology, or its path.
        """
        from pyoxigraph import Literal, NamedNode, RdfFormat, parse

        self.subjects: dict[str, dict[str, list[tuple[str, str | None]]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(path=str(ontology_dir() / file), format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, Literal | NamedNode):
                language = value.language if isinstance(value, Literal) else None
                self.subjects[subject.value][quad.predicate.value].append((value.value, language))

    def texts(self, subject: str, predicate: str, language: str | None = None) -> tuple[str, ...]:
        """Return the values of a property, in a language if one is given."""
        found = self.subjects[subject].get(predicate, ())
        return tuple(value for value, tag in found if language is None or tag == language)

    def text(self, subject: str, predicate: str, language: str | None = None) -> str:
        """Return the first value of a property; empty if there is none."""
        return next(iter(self.texts(subject, predicate, language)), "")


@cache
def _vocabulary() -> Triples:
    return Triples("functions.ttl")


def _read_function(subject: str) -> Function:
    triples = _vocabulary()
    zh, en = (triples.text(subject, SKOS + "prefLabel", language) for language in ("zh", "en"))
    members = tuple(member.removeprefix(FUNCTION) for member in triples.texts(subject, SKOS + "member"))
    stems = triples.texts(subject, SKOS + "altLabel", "zh")
    names: dict[tuple[Tier, str], str] = {}
    for tier, language in product(get_args(Tier), ("zh", "en")):
        name = triples.text(subject, PG + f"{tier}Name", language)
        if not name and tier == "municipal":
            name = triples.text(subject, PG + "localName", language)
        if name:
            names[tier, language] = name
    ended = triples.text(subject, PG + "validUntil")
    return Function(
        slug=subject.rpartition("/")[2],
        label_zh=zh,
        label_en=en,
        stems=stems if members else tuple(dict.fromkeys((zh, *stems))),
        whole=tuple(dict.fromkeys(triples.texts(subject, PG + "shortName"))),
        body_type=triples.text(subject, PG + "bodyType").removeprefix(PG) or "Department",
        names=names,
        full=triples.texts(subject, PG + "fullName", "zh"),
        compound=triples.text(subject, PG + "compoundStem", "zh"),
        members=members,
        valid_until=date.fromisoformat(ended) if ended else None,
        replaced_by=triples.text(subject, DCTERMS + "isReplacedBy").removeprefix(FUNCTION) or None,
    )


@cache
def functions() -> Mapping[str, Function]:
    """Return every function of government.

    Returns:
        The functions by slug.

    Example:
        >>> functions()["education"].label_zh
        '教育'
    """
    found = (_read_function(subject) for subject in sorted(_vocabulary().subjects) if subject.startswith(FUNCTION))
    return {function.slug: function for function in found}


@cache
def collections() -> tuple[Function, ...]:
    """Return the entries for bodies with several functions.

    Returns:
        An entry for each set of functions that one body often has.

    Example:
        >>> next(entry.members for entry in collections() if "教体" in entry.stems)
        ('education', 'sport')
    """
    triples = _vocabulary()
    return tuple(_read_function(each) for each in sorted(triples.subjects) if triples.texts(each, SKOS + "member"))


@cache
def english_names() -> Mapping[str, str]:
    """Return the English of names whose function has another English title: 防汛 is not “Emergency Management”.

    Returns:
        The English by stem or whole name.

    Example:
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
    """Return the full names in a place's own list that do not follow from the rules.

    Returns:
        The names without the place, by the code of the place.

    Example:
        >>> "旅游和文化广电体育厅" in registered_names()["460000"]
        True
    """
    triples = Triples("body-names.ttl")
    names = {subject: triples.texts(subject, PG + "bodyName", "zh") for subject in triples.subjects}
    return {subject.removeprefix(PLACE): tuple(sorted(found)) for subject, found in names.items() if found}


@cache
def places(file: str = "places.ttl") -> Mapping[str, Place]:
    """Return the places of one vocabulary file.

    Args:
        file: The name of the file.

    Returns:
        The places by GB/T 2260 code.

    Example:
        >>> places()["350000"].name
        '福建省'
    """
    triples = Triples(file)
    found: dict[str, Place] = {}
    for subject in sorted(triples.subjects):
        code = subject.removeprefix(PLACE)
        if subject.startswith(PLACE) and code.isdigit():
            zh, en = (triples.text(subject, SKOS + "prefLabel", language) for language in ("zh", "en"))
            level = cast(Level, triples.text(subject, PG + "level").removeprefix(LEVEL))
            parent = triples.text(subject, SKOS + "broader").removeprefix(PLACE) or None
            short = triples.texts(subject, SKOS + "altLabel", "zh")
            found[code] = Place(code, zh, en, level, parent, short)
    return found
