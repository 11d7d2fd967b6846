"""Find the folders of the ontology, the queries and the examples, and load the templates of packages.

In a wheel the folders are in ``policygraph/_data``, in a checkout at the top. Callers never build these paths
themselves.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import PolicyGraphError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["examples_dir", "load_templates", "ontology_dir", "queries_dir"]


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


def load_templates(*packages: str, autoescape: bool = True) -> Environment:
    """Load the templates of packages.

    Args:
        *packages: The packages with a folder ``templates``; an earlier one takes precedence.
        autoescape: Whether values are escaped for HTML.

    Returns:
        A template environment that refuses undefined values.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
