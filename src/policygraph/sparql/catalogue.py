"""The catalogue: every ``.rq`` file of the ``queries`` folder, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..errors import QueryError
from ..resources import queries_dir
from .header import CatalogueQuery, read_query

__all__ = ["catalogue", "find", "load"]

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def catalogue(folder: Path | None = None) -> Mapping[str, CatalogueQuery]:
    """All queries of a folder (the project's own by default), by name, in alphabetical order.

    Raises:
        QueryError: a header is missing or wrong; the message has file and line.

    >>> catalogue()["responsibilities"].summary["en"]
    'Who must do what, in which role, and where does it say so?'
    """
    return _read(folder or queries_dir())


@cache
def _read(folder: Path) -> Mapping[str, CatalogueQuery]:
    return MappingProxyType({path.stem: _checked(path) for path in sorted(folder.glob("*.rq"))})


@cache
def _checked(path: Path) -> CatalogueQuery:
    query = load(path)
    if not query.has_header:
        raise QueryError("query_without_header", path=path.name, line=1)
    return query


def load(path: Path) -> CatalogueQuery:
    """One query file, a catalogue's or a user's own.

    Raises:
        QueryError: the file is missing, unreadable or not UTF-8, or its header is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QueryError("query_missing", path=path) from None
    except UnicodeDecodeError as error:
        raise QueryError("query_not_utf8", path=path, at=error.start) from None
    except OSError as error:
        raise QueryError("query_unreadable", path=path, reason=error) from error
    return read_query(text, name=path.stem, origin=path.name)


def find(name: str) -> CatalogueQuery:
    """The catalogue query of a name.

    Raises:
        QueryError: there is none; the message suggests near names.
    """
    path = queries_dir() / f"{name}.rq"
    if _NAME.fullmatch(name) and path.is_file():
        return _checked(path)
    near = get_close_matches(name, sorted(path.stem for path in queries_dir().glob("*.rq")), 3, 0.5)
    if near:
        raise QueryError("near_query", name=name, near=near)
    raise QueryError("no_such_query", name=name)
