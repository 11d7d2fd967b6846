"""Names that were renamed: the old one works for one release and warns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["redirect"]


def redirect(module: str, renamed: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a module (PEP 562) that serves the old names of things.

    Args:
        module: The name of the module.
        renamed: Each old name, and the module and the name that replace it, with a dot between them.

    Returns:
        The function. It issues a ``DeprecationWarning`` at the line that uses the old name.

    Example:
        >>> find = redirect("policygraph.model", {"Item": "policygraph.model.NumberedItem"})
        >>> with warnings.catch_warnings(record=True) as caught:
        ...     warnings.simplefilter("always")
        ...     find("Item").__name__, str(caught[0].message)
        ('NumberedItem', 'policygraph.model.Item is now policygraph.model.NumberedItem')
    """

    def find(name: str) -> Any:
        if name not in renamed:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        home, _, new = renamed[name].rpartition(".")
        warnings.warn(f"{module}.{name} is now {home}.{new}", DeprecationWarning, stacklevel=2)
        return getattr(import_module(home), new)

    return find
