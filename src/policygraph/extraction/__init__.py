"""From a document's text to a policy: outline, statements, bodies, roles. No I/O, no clock."""

from __future__ import annotations

from .explaining import Explained
from .policy import extract

__all__ = ["Explained", "extract"]
