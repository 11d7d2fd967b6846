"""From sources to a graph: reading, extracting and putting together one or many documents."""

from __future__ import annotations

from .building import Corpus, build_corpus
from .discovery import discover
from .failures import told
from .own_words import read_words
from .progress import Bar
from .record import Options
from .report import write_corpus_report, write_report
from .sources import Build, build, explain, identifier_of, read

__all__ = [
    "Bar",
    "Build",
    "Corpus",
    "Options",
    "build",
    "build_corpus",
    "discover",
    "explain",
    "identifier_of",
    "read",
    "read_words",
    "told",
    "write_corpus_report",
    "write_report",
]
