"""From sources to a graph: reading, extracting and putting together one or many documents."""

from __future__ import annotations

from .sources import Build, build, identifier_of, read

__all__ = ["Build", "build", "identifier_of", "read"]
