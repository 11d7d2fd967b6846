"""The pages as data: their addresses, and the names, notes and rows that a template shows."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docs.ontology.facts import PG

HERE = Path(__file__).resolve().parent

Words = dict[str, str]


@cache
def words() -> dict[str, Any]:
    """Return ``labels.yaml``."""
    found: dict[str, Any] = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    return found


def path_of(iri: str) -> str:
    """Return the path of a page below the site's root, without suffix.

    Args:
        iri: An IRI for which ``is_own`` is true.

    Returns:
        ``def/Policy`` for ``https://w3id.org/policygraph/def/Policy``; ``def/index`` for the ontology.
    """
    path = iri.removeprefix(PG.removesuffix("def/"))
    return path + "index" if path.endswith("/") else path


def relative(target: str, page: str) -> str:
    """Return the address of a path as seen from a page; both are below the site's root."""
    return posixpath.relpath(target, posixpath.dirname(page))


@dataclass(frozen=True, slots=True)
class Value:
    """One value in a row.

    Attributes:
        labels: Its text by language; one under ``""`` is the same in both.
        href: Where it leads; empty for a text.
        name: A compact IRI to show behind the label; may be empty.
        lang: The language of a text that is shown to all.
    """

    labels: Words
    href: str = ""
    name: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a page states under one heading."""

    labels: Words
    values: list[Value]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A shape that checks the term."""

    shape: Value
    messages: Words
    severity: str


@dataclass(slots=True)
class Page:
    """Everything that the template of a thing shows."""

    iri: str
    path: str
    name: str
    kind: Words
    labels: Words
    since: str
    deprecated: bool
    notes: dict[str, Words] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    crumbs: list[Value] = field(default_factory=list)
    drawing: str = ""
