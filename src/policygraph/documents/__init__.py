"""Files of many formats → one ``Document``: text with offsets, the tables in it, and its own metadata."""

from __future__ import annotations

from policygraph.documents.lines import line_of
from policygraph.documents.reader import SUFFIXES, read, read_bytes

__all__ = ["SUFFIXES", "line_of", "read", "read_bytes"]
