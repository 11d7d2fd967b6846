"""``policygraph whatif``: a graph without a body, or with two bodies merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..texts import text
from .language import language_option

if TYPE_CHECKING:
    from ..analysis import Task

__all__ = ["whatif"]


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--without", metavar="BODY", help="As if this body did not exist.")
@click.option("--merge", metavar="BODY OTHER", nargs=2, help="As if the second body were part of the first.")
@language_option("the answer")
def whatif(graphs: tuple[Path, ...], without: str | None, merge: tuple[str, str] | None, lang: str) -> None:
    """Say what would change without a body, or with two merged.

    Which measures lose their only owner or their lead, which ties are lost, how the network falls apart.
    """
    if (without is None) == (not merge):
        raise UsageError("without_or_merge")
    from ..analysis import incidence, merged
    from ..analysis import without as left_out
    from ..sparql.names import one_body
    from ..store import open_graph

    dataset = open_graph(*graphs)
    found = incidence(dataset)
    if without is not None:
        changed = left_out(found, one_body(dataset, without))
    else:
        assert merge
        changed = merged(found, one_body(dataset, merge[0]), one_body(dataset, merge[1]))
    _list(text("whatif_owner", lang), changed.lose_owner)
    _list(text("whatif_lead", lang), changed.lose_lead)
    click.echo(text("whatif_ties", lang, lost=changed.ties_lost, gained=changed.ties_gained))
    click.echo(text("whatif_parts", lang, before=changed.parts, after=changed.parts_after))


def _list(heading: str, tasks: Sequence[Task]) -> None:
    click.echo(f"{heading}: {len(tasks)}")
    for task in tasks:
        click.echo(f"  {task.number}{task.title}")
