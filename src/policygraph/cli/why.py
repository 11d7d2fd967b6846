"""``policygraph why``: everything that links two bodies, with quotes."""

from __future__ import annotations

from pathlib import Path

import click

from ..texts import text
from .language import language_option

__all__ = ["why"]


@click.command()
@click.argument("body")
@click.argument("other")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@language_option("headings")
def why(body: str, other: str, graphs: tuple[Path, ...], lang: str) -> None:
    """Show everything that links two bodies, with quotes.

    BODY and OTHER are IRIs, full names, aliases or names in a text. Exits 1 where nothing links them.
    """
    from ..sparql.running import run
    from ..store import open_graph
    from .table import show

    results = run(open_graph(*graphs), "why-linked", {"body": body, "other": other}, lang=lang)
    if not results:
        click.echo(text("no_shared_measure", lang), err=True)
        raise click.exceptions.Exit(1)
    show(results, lang)
