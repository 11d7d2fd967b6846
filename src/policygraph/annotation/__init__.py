"""What people's corrections of readings are good for beyond their own document.

``notices`` parses documents once and reads them as often as needed. ``export`` writes readings in the format of
annotated documents, to measure programs by. ``pairs`` puts the readings of two reviewers side by side, ``agreement``
measures how far they agree, ``differences`` lists where they do not, ``comparison`` does both, ``decision`` starts the
file of a third person.
``statements`` aligns the statements of readings, ``proposals`` finds words for
a user's lexicon in corrections, ``preview`` tells what a word would change.
"""

from __future__ import annotations

from .agreement import Agreement, Score, cohen_kappa
from .comparison import Comparison, compare_reviews
from .decision import Decisions, LeftOpen, start_decisions
from .differences import Difference, write_differences
from .export import annotate, export_annotations, join_headings
from .notices import ParsedNotice, parse_notices
from .preview import Change, Preview
from .proposals import Proposal, extend_words, parse_word, propose_words

__all__ = [
    "Agreement",
    "Change",
    "Comparison",
    "Decisions",
    "Difference",
    "LeftOpen",
    "ParsedNotice",
    "Preview",
    "Proposal",
    "Score",
    "annotate",
    "cohen_kappa",
    "compare_reviews",
    "export_annotations",
    "extend_words",
    "join_headings",
    "parse_notices",
    "parse_word",
    "propose_words",
    "start_decisions",
    "write_differences",
]
