"""Turn errors of YAML files into one line that names the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import PolicyGraphError
from ..texts import Message, filled

if TYPE_CHECKING:
    from yaml import Mark

__all__ = ["place_of", "valid_yaml"]


@contextmanager
def valid_yaml(path: str, error: type[PolicyGraphError]) -> Iterator[None]:
    """Turn an error of the YAML parser into one that names the line.

    Args:
        path: The name of the file in messages.
        error: The class of the error.

    Yields:
        ``None``: the block parses.

    Raises:
        PolicyGraphError: The block found invalid YAML, or YAML that is nested too deep.
    """
    import yaml

    try:
        yield
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = place_of(path, mark) if mark else path
        raise error("yaml_invalid", path=place, reason=getattr(fault, "problem", None) or str(fault)) from None
    except RecursionError:
        raise error("yaml_invalid", path=path, reason=filled("nested_too_deep")) from None


def place_of(path: str, mark: Mark) -> Message:
    """Name a place in a file.

    Args:
        path: The name of the file in messages.
        mark: The place as the YAML parser gives it.

    Returns:
        The file and the line.
    """
    return filled("at_line", path=path, line=str(mark.line + 1), column=mark.column + 1)
