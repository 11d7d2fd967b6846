"""Which bodies belong to a class of bodies: a table in which an office names them.

A notice says 各县（区）教育部门; the office that sends out the ledger knows which bureaus these are. The table is a CSV
file with two columns, the class and the name of a body that belongs to it, one line for each body.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .naming import drop_each, fold_name

if TYPE_CHECKING:
    from ..model import Body

__all__ = ["find_members", "list_strangers", "read_members"]


def read_members(path: Path) -> dict[str, list[str]]:
    r"""Read the table.

    Args:
        path: A CSV file in UTF-8 (or GB18030, as Excel in China saves it) with a line of headings and two columns: the
            class, by its label or its path, and the name of a body.

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
    return direct or next((found for name, found in members.items() if _is_class(name, body)), ())


def list_strangers(members: Mapping[str, Sequence[str]], classes: Iterable[Body]) -> list[str]:
    """List the classes of the table that a graph does not have.

    Args:
        members: What ``read_members`` returns.
        classes: The classes of bodies of the graph.

    Returns:
        The classes as the table has them.
    """
    known = list(classes)
    return [name for name in members if not any(_is_class(name, body) for body in known)]


def _is_class(name: str, body: Body) -> bool:
    return name == body.key or drop_each(fold_name(name)) == drop_each(fold_name(body.label))
