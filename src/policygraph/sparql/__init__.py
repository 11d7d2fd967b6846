"""The catalogue of questions and one way to ask them: ``queries/*.rq``, parameters as terms, results."""

from __future__ import annotations

from .catalogue import catalogue, find, load
from .endpoint import Endpoint
from .header import CatalogueQuery, Parameter, read_query
from .results import Results
from .running import prepare, query, run

__all__ = [
    "CatalogueQuery",
    "Endpoint",
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
