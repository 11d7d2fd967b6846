"""Find the folders of the ontology, the queries and the examples.

In a wheel they are in ``policygraph/_data``, in a checkout at the top. Callers never build these paths themselves.
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
    """Return the folder of the ontology, the shapes and the vocabularies (Turtle).

    Returns:
        The folder.

    Example:
        >>> (ontology_dir() / "policygraph.ttl").exists()
        True
    """
    return _folder("ontology")


def queries_dir() -> Path:
    """Return the folder of the catalogue (``.rq`` files)."""
    return _folder("queries")


def examples_dir() -> Path:
    """Return the folder of the bundled example notices."""
    return _folder("examples")
