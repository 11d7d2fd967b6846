"""From sources to a graph: reading, extracting and putting together one or many documents."""

from __future__ import annotations

from .report import write_report
from .sources import Build, build, identifier_of, read

__all__ = ["Build", "build", "identifier_of", "read", "write_report"]
