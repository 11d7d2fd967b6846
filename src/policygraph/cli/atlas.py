"""``policygraph atlas``: the offline page."""

from __future__ import annotations

from pathlib import Path

import click

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
    help="Folder that the page goes into; it is made where it does not exist.",
)
def atlas(graphs: tuple[Path, ...], folder: Path) -> None:
    """Write DIR/index.html: the network of bodies that share measures, in one page that works offline.

    GRAPH is an RDF file or a store directory. The page opens in any browser from where it lies, in Chinese and English,
    and has tables that say the same as the network.
    """
    from ..atlas import write_atlas
    from ..store import open_graph

    page = write_atlas(open_graph(*graphs), folder)
    click.echo(f"wrote {page}", err=True)
