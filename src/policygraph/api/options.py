"""The options of the public functions: the part of a graph to use, and a check of their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypedDict, TypeVar

from ..errors import UsageError

__all__ = ["Conditions", "check_options"]

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Conditions(TypedDict, total=False):
    """A part of a graph; ``None`` means no condition. See ``policygraph.analysis.narrow``.

    Attributes:
        level: Only bodies of this level, such as ``provincial``.
        function: Only bodies with this function of government, such as ``education``.
        place: Only bodies of the place with this code and of places within it, such as ``350000``.
        policy: Only measures of the document with this identifier or IRI.
        category: Only measures under the heading with this IRI.
        since: Only documents of this day or later: a date, a datetime or a text such as ``2020-05-11``.
        until: Only documents of this day or earlier.
    """

    level: str | None
    function: str | None
    place: str | None
    policy: str | None
    category: str | None
    since: date | str | None
    until: date | str | None


def check_options(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Make a function list its options in the error for an unknown one.

    Args:
        function: The function. Its options are the parameters with a default, and ``Conditions`` if it has ``**``.

    Returns:
        The same function; an unknown option raises ``UsageError``.

    Example:
        >>> @check_options
        ... def cut(graph: str, *, level: str = "") -> str:
        ...     return level
        >>> cut("a", levl="county")
        Traceback (most recent call last):
        policygraph.errors.UsageError: no option 'levl' in cut: use level
    """
    parameters = inspect.signature(function).parameters.values()
    known = [each.name for each in parameters if each.default is not each.empty]
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        known += Conditions.__annotations__
    taken = {*known, *(each.name for each in parameters)}

    @wraps(function)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        for name in kwargs:
            if name not in taken:
                raise UsageError("unknown_option", function=function.__name__, name=name, known=known)
        return function(*args, **kwargs)

    return checked
