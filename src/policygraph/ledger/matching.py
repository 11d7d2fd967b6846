"""Find the body that a row of a returned ledger is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .members import find_members
from .naming import drop_each
from .sheets import ReturnedFile, ReturnedSheet
from .tasks import Task, split_key

__all__ = ["find_body", "find_path"]


def find_path(task: Task, sheet: ReturnedSheet, file: ReturnedFile) -> str:
    """Find the path of the body of a row without a key.

    Args:
        task: The task of the row.
        sheet: The list that the row is in.
        file: The file of the list.

    Returns:
        The path, from the list as it was sent out, else from its other rows; empty if they do not tell.
    """
    listed = [split_key(key) for key in file.listed_on(sheet)]
    own = {path for key, path in listed if key == task.key}
    others = {path for _, path in listed} | {split_key(each.key)[1] for each in sheet.rows}
    paths = own or {part.body.key for part in task.measure.responsibilities} & others
    return paths.pop() if len(paths) == 1 else ""


def find_body(task: Task, path: str, reporter: str, members: Mapping[str, Sequence[str]]) -> str:
    """Find the body of a row.

    Args:
        task: The task of the row.
        path: The path of the body, from the key; empty if the row has none.
        reporter: The name of the body that reports.
        members: The bodies that belong to each class of bodies.

    Returns:
        The IRI of the body by its path, else by the name of the reporter, else of the only class that the reporter is
        a member of; empty for a row about the whole task.
    """
    parts = task.measure.responsibilities
    for each in parts:
        if path and each.body.iri.endswith(f"/{path}"):
            return each.body.iri
        names = (each.body.label, each.name, *each.body.aliases)
        if not path and reporter and drop_each(reporter) in map(drop_each, names):
            return each.body.iri
    classes = [part.body for part in parts if part.body.kind == "class"]
    found = {each.iri for each in classes if reporter in find_members(members, each)}
    return found.pop() if len(found) == 1 else ""
