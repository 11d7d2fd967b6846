"""The catalogue of queries, and running queries on a local dataset or a remote endpoint.

``header`` and ``catalogue`` read ``queries/*.rq``, ``syntax`` and ``parameters`` put terms into a query, ``running``
runs it, ``results`` holds the answer. ``endpoint`` and ``protocol`` query a server through ``http`` and ``network``;
``presets`` describes the differences between stores.
"""

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
