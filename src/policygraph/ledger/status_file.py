"""Keep the file of reports: open it, and add new reports to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.engine import dataset_of, engine
from ..graph.status import report_quads
from ..namespaces import expand
from ..store import dump, open_graph

if TYPE_CHECKING:
    from rdflib import Dataset

    from .returns import Returns

__all__ = ["extend", "open_reports"]


def open_reports(path: Path) -> Dataset | None:
    """Open a file of reports.

    Args:
        path: The file.

    Returns:
        Its graph; ``None`` if there is no file yet.

    Raises:
        StoreError: The file cannot be read.
    """
    return open_graph(path, vocabulary=False) if path.exists() else None


def extend(path: Path, found: Returns) -> None:
    """Add new reports to a file of reports, atomically; those in it are kept.

    A report that arrives late takes its place in the history: the next one by day revises it.

    Args:
        path: The file; it is made if it does not exist. A format without named graphs holds the triples alone.
        found: What was read.

    Raises:
        StoreError: The file cannot be read or written.
    """
    before = open_reports(path)
    new = report_quads(found.reports, found.before)
    link = expand("prov:wasRevisionOf")
    linked = {quad.subject for quad in new if quad.predicate.value == link}
    kept = engine(before) if before is not None else ()
    quads = [quad for quad in kept if quad.predicate.value != link or quad.subject not in linked]
    dump(dataset_of([*quads, *new]), path)
