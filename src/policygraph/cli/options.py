"""Arguments and options that commands share; ``language`` has the option for the language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["FILE", "PATH", "graphs_argument", "store_option", "timeout_option"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)

graphs_argument = click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=PATH)
store_option = click.option("--store", metavar="NAME", help="Type of the store, if it cannot be detected.")


def timeout_option(default: float) -> Decorator:
    """Make the option ``--timeout`` for requests to a remote store.

    Args:
        default: The default in seconds.

    Returns:
        The decorator.
    """
    return click.option(
        "--timeout",
        metavar="SECONDS",
        type=click.FloatRange(0, 86_400, min_open=True),
        default=default,
        show_default=True,
        help="Time limit for each request, including its response.",
    )
