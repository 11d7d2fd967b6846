"""Measure programs that find who is responsible for what, by annotated documents.

``gold`` reads annotation, ``predictions`` the rows of any system, ``readings`` what policygraph reads itself. ``names``
and ``matching`` say what counts as the same, ``outcomes`` what is right, missed or invented in a document, ``figures``
and ``scores`` compute precision, recall and F1. ``scoring`` does it all, ``tables`` writes the result.
docs/en/reference/annotation.md has the definitions for readers.
"""

from __future__ import annotations

from .figures import Counts, Figure, Share
from .outcomes import MeasureOutcome, UnitOutcome
from .scores import BY, By, Group, Scores
from .scoring import Scored, score
from .tables import Mistake, list_figures, list_mistakes

__all__ = [
    "BY",
    "By",
    "Counts",
    "Figure",
    "Group",
    "MeasureOutcome",
    "Mistake",
    "Scored",
    "Scores",
    "Share",
    "UnitOutcome",
    "list_figures",
    "list_mistakes",
    "score",
]
