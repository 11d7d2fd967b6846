"""``policygraph atlas``: the offline website."""

from __future__ import annotations

from pathlib import Path

import click

from ..texts import text
from .language import language_option

__all__ = ["atlas"]


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that the site goes into; made where it does not exist, an atlas that is there is replaced.",
)
@click.option("--single-file", is_flag=True, help="Write DIR/index.html alone, with everything in it, to send by mail.")
@language_option("messages; pages have both")
def atlas(graphs: tuple[Path, ...], folder: Path, single_file: bool, lang: str) -> None:
    """Write an offline website of the graph into DIR; its first page is DIR/index.html.

    GRAPH is an RDF file or a store directory. The site works from where it lies, offline, in Chinese and English:
    overview and findings, networks, matrices, tables, a dossier for each body and a page for each policy, with Turtle
    and JSON-LD beside them.
    """
    from ..atlas import write_atlas
    from ..store import open_graph

    page = write_atlas(open_graph(*graphs), folder, single_file=single_file)
    click.echo(text("wrote", lang, path=page), err=True)
