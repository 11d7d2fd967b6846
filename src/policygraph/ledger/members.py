"""Read which bodies belong to a class of bodies: from a table in which an office names them.

A notice says 各县（区）教育部门; the office that sends out the ledger knows which bureaus these are. The table is a CSV
file with two columns, the class and the name of a body that belongs to it, one line for each body.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..folding import fold_width
from .naming import drop_each

if TYPE_CHECKING:
    from ..model import Body, Responsibility

__all__ = ["find_members", "list_similar", "read_members", "resolve_members"]


def read_members(path: Path) -> dict[str, list[str]]:
    r"""Read the table.

    Args:
        path: A CSV file in UTF-8 (or GB18030, as Excel in China saves it) with a line of headings and two columns: the
            class, by its name or its path, and the name of a body.

    Returns:
        The names by class, in the order of the file.

    Raises:
        UsageError: The file cannot be read, or a line does not have two values.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     table = Path(folder) / "members.csv"
        ...     _ = table.write_text("类别,单位\n福建省县(区)教育部门,鼓楼区教育局\n", encoding="utf-8")
        ...     read_members(table)
        {'福建省县(区)教育部门': ['鼓楼区教育局']}
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("members_unreadable", path=path, reason=error) from error
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("gb18030", "replace")
    found: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(csv.reader(words.splitlines()), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or number == 1:
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise UsageError("members_line", path=path, line=number)
        found[cells[0]].append(cells[1])
    return dict(found)


def find_members(members: Mapping[str, Sequence[str]], body: Body) -> Sequence[str]:
    """Find the bodies that belong to a class.

    Args:
        members: What ``read_members`` returns.
        body: The class.

    Returns:
        Their names; none if the table does not have the class, by its label, with or without 各 and with brackets of
        either width, or its path.
    """
    direct = members.get(body.label) or members.get(body.key)
    return direct or next((found for name, found in members.items() if _plain(name) == _plain(body.label)), ())


def resolve_members(
    members: Mapping[str, Sequence[str]], parts: Iterable[Responsibility]
) -> tuple[dict[str, list[str]], list[str]]:
    """Find the classes of a graph that a table of members means.

    A class may have its label, its path, or the name that the notices give it, which the ledger shows, and each of
    these without its place. Classes of one label are one list of the ledger and have the same members. A name that
    classes of several labels have counts for none of them.

    Args:
        members: What ``read_members`` returns.
        parts: The responsibilities of the graph.

    Returns:
        The names of the members by the path of their class, and the classes of the table that the graph does not have.
    """
    whole: dict[str, set[str]] = defaultdict(set)
    short: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        body = part.body
        if body.kind != "class":
            continue
        whole[body.key].add(body.key)
        whole[_plain(body.label)].add(body.key)
        for name in (part.name, *body.aliases, *_without_place(body)):
            short[_plain(name)].add(_plain(body.label))
    found: dict[str, list[str]] = defaultdict(list)
    strangers: list[str] = []
    for name, names in members.items():
        labels = short.get(_plain(name), set())
        meant = next(iter(labels)) if len(labels) == 1 else ""
        keys = whole.get(name) or whole.get(_plain(name)) or whole.get(meant)
        for key in keys or ():
            found[key] += names
        if not keys:
            strangers.append(name)
    return dict(found), strangers


def list_similar(strangers: Sequence[str], known: Iterable[str]) -> list[str]:
    """List the names of classes, those first that are most like a name that is not among them.

    Args:
        strangers: The names that the graph does not have.
        known: The names that it has.

    Returns:
        The names that the graph has.
    """

    def distance(name: str) -> float:
        return -max((SequenceMatcher(None, name, each).ratio() for each in strangers), default=0)

    return sorted(dict.fromkeys(known), key=distance)


def _without_place(body: Body) -> list[str]:
    place = body.place.name if body.place else ""
    return [body.label.removeprefix(place)] if place and body.label.startswith(place) else []


def _plain(name: str) -> str:
    return drop_each(fold_width(name))
