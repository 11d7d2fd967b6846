"""Read files of many formats into one ``Document``: text with offsets, the tables in it, and its own metadata."""

from __future__ import annotations

from .ocr_engine import ocr_version
from .reader import SUFFIXES, read, read_bytes

__all__ = ["SUFFIXES", "ocr_version", "read", "read_bytes"]
