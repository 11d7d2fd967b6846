"""Putting a graph elsewhere: into another triple store, with proof that it arrived, or into a folder for any of them.

``remote`` speaks to one database over HTTP, ``plan`` says what it lacks, ``transfer`` sends that and nothing else,
``proof`` compares graph by graph and question by question. ``release`` writes the folder.
"""

from __future__ import annotations

from .plan import Action, Step, is_first, make_plan
from .proof import Proof, prove
from .release import write_release
from .remote import Remote
from .source import Source
from .transfer import Outcome, transfer

__all__ = [
    "Action",
    "Outcome",
    "Proof",
    "Remote",
    "Source",
    "Step",
    "is_first",
    "make_plan",
    "prove",
    "transfer",
    "write_release",
]
