"""Publish a graph: into another triple store, where its arrival is verified, or into a folder for any of them.

``publication`` is what is published, ``remote`` one database over HTTP. ``transfer`` plans what the database lacks
and sends that, ``verification`` compares graph by graph and query by query. ``release`` writes the folder.
"""

from __future__ import annotations

from ..renamed import redirect
from .publication import Publication
from .release import write_release
from .remote import Remote
from .transfer import Action, Outcome, Step, is_first, make_plan, transfer
from .verification import Verification, verify

__all__ = [
    "Action",
    "Outcome",
    "Publication",
    "Remote",
    "Step",
    "Verification",
    "is_first",
    "make_plan",
    "transfer",
    "verify",
    "write_release",
]

__getattr__ = redirect(__name__, {"Source": "policygraph.publish.Publication"})
