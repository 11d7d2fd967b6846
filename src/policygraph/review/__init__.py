"""The review page: how notices were read, checked and corrected by a person in the browser.

``policygraph review`` starts a server on this machine alone. ``session`` has the documents, each a ``notice`` with its
source, its ``readings`` by revision and its file of corrections; ``places`` finds where an entry of that file stands,
``actions`` puts what a person does into the corrections, ``history`` takes it back. ``content`` writes a reading as
JSON, with the queue of what needs ``attention``; ``suggestions`` completes names of bodies, ``changes`` compares with
the reading without corrections, ``outputs`` makes the files to save. ``uploads`` takes files in. ``app`` has the
addresses, ``access`` decides who may ask, ``forms`` reads what is sent, ``pages`` sends pages and assets. Needs the
extra ``server``.
"""

from __future__ import annotations

from .running import review

__all__ = ["review"]
