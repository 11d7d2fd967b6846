"""The catalogue of questions and one way to ask them: ``queries/*.rq``, parameters as terms, results."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from .catalogue import catalogue, find, load
from .header import CatalogueQuery, Parameter, read_query
from .results import Results
from .running import prepare, query, run

__all__ = [
    "CatalogueQuery",
    "Parameter",
    "Results",
    "catalogue",
    "find",
    "load",
    "prepare",
    "query",
    "read_query",
    "run",
]


class _CallableModule(ModuleType):
    """``policygraph.query(…)`` works whether the name holds the function or, once this is imported, the module."""

    def __call__(self, *args: Any, **kwargs: Any) -> Results:
        return query(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
