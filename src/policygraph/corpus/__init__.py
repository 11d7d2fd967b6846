"""Build a graph from sources: find, read and join one or many documents."""

from __future__ import annotations

from .discovery import discover
from .lexicon_file import read_words
from .pipeline import build, build_corpus
from .progress import Bar, PageLines, Progress
from .reading import Options, explain, identifier_of, read
from .record import Account, Span
from .report import Build, group_failures, write_report

__all__ = [
    "Account",
    "Bar",
    "Build",
    "Options",
    "PageLines",
    "Progress",
    "Span",
    "build",
    "build_corpus",
    "discover",
    "explain",
    "group_failures",
    "identifier_of",
    "read",
    "read_words",
    "write_report",
]
