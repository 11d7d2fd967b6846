"""``policygraph mcp``: a graph for assistants, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from ..server.limits import Limits
from .language import Language, language_option
from .options import graphs_argument

__all__ = ["mcp", "proposals_option"]

proposals_option = click.option(
    "--proposals",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Let assistants propose corrections; they wait in DIR for a person. Off by default.",
)


@click.command()
@graphs_argument
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 86_400),
    default=Limits().timeout,
    show_default=True,
    help="Time limit for a call.",
)
@proposals_option
@language_option("answers to questions that are in neither")
def mcp(graphs: tuple[Path, ...], timeout: float, proposals: Path | None, lang: Language) -> None:
    """Serve graphs to an assistant over standard input and output (MCP).

    An assistant starts this command itself, by its configuration:

        {"mcpServers": {"policygraph": {"command": "policygraph", "args": ["mcp", "/path/to/graph.ttl"]}}}

    Its tools find questions and bodies, answer with the quote and the place of every duty, and change nothing. Linux
    only. 'policygraph serve --mcp' does the same over HTTP.
    """
    from ..mcp import check_installed

    check_installed()
    from ..mcp.stdio import run_stdio

    try:
        run_stdio(graphs, Limits(timeout=timeout), lang, proposals)
    except BrokenPipeError:
        # The client has left: as for any command whose reader is gone.
        raise click.exceptions.Exit(141) from None
