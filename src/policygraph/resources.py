"""Where the ontology, the queries and the examples lie.

They travel inside a wheel (``policygraph/_data/…``) and stand at the top of a checkout. One function per
folder; callers never build such paths themselves.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .errors import PolicyGraphError

__all__ = ["examples_dir", "ontology_dir", "queries_dir"]


@cache
def _folder(name: str) -> Path:
    here = Path(__file__).resolve().parent
    for candidate in (here / "_data" / name, here.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise PolicyGraphError("data_missing", name=name)


def ontology_dir() -> Path:
    """Folder of the ontology, the shapes and the vocabularies (Turtle).

    >>> (ontology_dir() / "policygraph.ttl").exists()
    True
    """
    return _folder("ontology")


def queries_dir() -> Path:
    """Folder of the catalogue's SPARQL files (``.rq``)."""
    return _folder("queries")


def examples_dir() -> Path:
    """Folder of the bundled example notices."""
    return _folder("examples")
