"""The columns of task tables, as they are written in one line: ``measure=title,lead=owner``."""

from __future__ import annotations

from collections import defaultdict

from .errors import UsageError

__all__ = ["parse_columns"]


def parse_columns(text: str | None) -> dict[str, list[str]] | None:
    """Parse the option ``--columns``.

    Args:
        text: Pairs of a field and a column.

    Returns:
        The columns of each field; ``None`` without text.

    Raises:
        UsageError: The text is not of this form.

    Example:
        >>> parse_columns("category=section,category=subsection,measure=title")
        {'category': ['section', 'subsection'], 'measure': ['title']}
    """
    if not text:
        return None
    found: dict[str, list[str]] = defaultdict(list)
    for pair in text.split(","):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError("columns_form", given=pair)
        found[name.strip()].append(column.strip())
    return dict(found)
