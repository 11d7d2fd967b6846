"""The words of English statements: verbs behind a list of bodies, words before one, labels, words between names.

The marks that give a role stand in ``ontology/lexicon.yaml``, ``english``: to teach the program a new wording, add it
there. Patterns are written for folded text; a space stands for any white space.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from ...model import Role
from ...registry import any_of, lexicon

__all__ = [
    "BETWEEN",
    "INTRO",
    "JOB",
    "LABEL",
    "MARK",
    "MODAL",
    "SHARED",
    "MarkKind",
    "compile_words",
    "kind_and_role",
]

#: Where a mark stands, as the lexicon says.
MarkKind = Literal["behind", "told", "passive", "label", "led", "with"]


def compile_words(words: str) -> re.Pattern[str]:
    """Compile a pattern in which a space stands for any white space."""
    return re.compile(words.replace(" ?", r"\s*").replace(" ", r"\s+"))


def _any_mark(*kinds: MarkKind) -> re.Pattern[str]:
    marks = (mark for mark in lexicon().english.marks if not kinds or mark["kind"] in kinds)
    rows = "|".join(f"(?P<{mark['kind']}_{mark['role']}>{'|'.join(mark['words'])})" for mark in marks)
    return compile_words(rf"(?<![\w-])(?:{rows})")


#: All words that give a role; the first row that matches at a place counts.
MARK = _any_mark()
#: A label of a line, or of a sentence.
LABEL = _any_mark("label")
MODAL = re.compile(r"\b(?:shall|will|should|must)\b|\b(?:is|are)\s+to\b")
#: All bodies are responsible together, each for its own part.
SHARED = compile_words(lexicon().english.shared)
#: The words that may begin a sentence before the bodies that it is about.
INTRO = re.compile(rf"{any_of(lexicon().english.intro)}\b")
#: Words before a task that are not part of it.
JOB = re.compile(r"(?:the )?(?:job|task|work) of ")
#: The words between names, and their kinds.
BETWEEN = (
    (MARK, "role"),
    (SHARED, "role"),
    (re.compile(r"(?<=\()[A-Z][A-Za-z&-]{1,9}(?=\))"), "body"),
    (re.compile(r"(?<=\()(?i:lead|support)[a-z ]*(?=\))"), "role"),
    (re.compile(r"\b(?:and|or|while|as well as)\b"), "joint"),
    (re.compile(r"\b(?:the|also|both|with)\b", re.IGNORECASE), "separator"),
)


def kind_and_role(mark: re.Match[str]) -> tuple[MarkKind, Role]:
    """Return the kind of mark that a match of ``MARK`` is, and the role that it gives.

    >>> kind_and_role(MARK.search("the NDRC shall take the lead"))
    ('behind', 'lead')
    """
    kind, _, role = (mark.lastgroup or "").partition("_")
    return cast(MarkKind, kind), cast(Role, role)
