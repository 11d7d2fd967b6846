"""policygraph: from a government notice to a graph of who must do what, with whom, at which level.

The names below are the public API. They are loaded on first use, so that ``import policygraph`` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import compare, draw, findings, network, responsibilities, to_pyvis, validate
    from .atlas import write_atlas
    from .corpus import build, read
    from .errors import PolicyGraphError
    from .model import Policy
    from .sparql import Endpoint, query
    from .sparql.catalogue import catalogue
    from .store import dump, open_graph

#: The module of each public name.
_HOME = {
    "Endpoint": "sparql",
    "Policy": "model",
    "PolicyGraphError": "errors",
    "build": "corpus",
    "catalogue": "sparql",
    "compare": "api",
    "draw": "api",
    "dump": "store",
    "findings": "api",
    "network": "api",
    "open_graph": "store",
    "query": "sparql",
    "read": "corpus",
    "responsibilities": "api",
    "to_pyvis": "api",
    "validate": "api",
    "write_atlas": "atlas",
}

__all__ = [
    "Endpoint",
    "Policy",
    "PolicyGraphError",
    "build",
    "catalogue",
    "compare",
    "draw",
    "dump",
    "findings",
    "network",
    "open_graph",
    "query",
    "read",
    "responsibilities",
    "to_pyvis",
    "validate",
    "write_atlas",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
