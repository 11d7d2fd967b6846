"""The terms of the ontology: their labels, and their prefixed names for the completion of queries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ..namespaces import LOCAL_NAME, RDFS, SKOS, compact
from ..resources import ontology_dir
from ..texts import Bilingual

__all__ = ["list_terms", "pick_names", "read_labels"]

#: Prefixes of things, not of terms.
_DATA = {"id", "place"}


@cache
def read_labels() -> Mapping[str, Bilingual]:
    """Read the labels of the ontology.

    Returns:
        The labels by IRI.

    Example:
        >>> read_labels()["https://w3id.org/policygraph/def/Policy"].en
        'policy'
    """
    found: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _statements():
        if predicate.value in (RDFS + "label", SKOS + "prefLabel"):
            found.setdefault(subject.value, {}).setdefault(value.language, value.value)
    return {iri: pick_names(names) for iri, names in found.items()}


def pick_names(names: Mapping[str, str], otherwise: str = "") -> Bilingual:
    """Pick the Chinese and the English one of names by language; another stands in for one that is missing.

    Args:
        names: Language to name.
        otherwise: The name if there is no label.

    Returns:
        The name in both languages.

    Example:
        >>> pick_names({"en": "Xiamen"}).zh
        'Xiamen'
    """
    first = next(iter(names.values()), otherwise)
    return Bilingual(names.get("zh", first), names.get("en", first))


@cache
def list_terms() -> tuple[tuple[str, str, str], ...]:
    """List the terms of the ontology and its shapes: the prefixed name of each, and its labels if it has any."""
    from pyoxigraph import NamedNode

    found = {}
    for node in (node for statement in _statements() for node in statement if isinstance(node, NamedNode)):
        name = compact(node.value, LOCAL_NAME)
        if name and name.partition(":")[0] not in _DATA:
            own = read_labels().get(node.value, Bilingual("", ""))
            found[name] = (name, own.zh, own.en)
    return tuple(found[name] for name in sorted(found))


@cache
def _statements() -> tuple[Any, ...]:
    from pyoxigraph import RdfFormat, parse

    paths = [ontology_dir() / name for name in ("policygraph.ttl", "shapes.ttl")]
    return tuple(quad.triple for path in paths for quad in parse(path=path, format=RdfFormat.TURTLE))
