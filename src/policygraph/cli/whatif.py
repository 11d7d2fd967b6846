"""``policygraph whatif``: a graph without a body, or with two bodies merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
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
        raise UsageError("say either --without BODY or --merge BODY OTHER")
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
    zh = lang == "zh"
    _list("无人承担的措施" if zh else "measures that lose their only owner", changed.lose_owner)
    _list("失去牵头的措施" if zh else "measures that lose their lead", changed.lose_lead)
    lost, gained = changed.ties_lost, changed.ties_gained
    click.echo(f"协作关系：减少 {lost}，增加 {gained}" if zh else f"ties: {lost} lost, {gained} gained")
    before, after = changed.parts, changed.parts_after
    click.echo(
        f"协作网络：{before} 块变为 {after} 块" if zh else f"parts of the network: {before} before, {after} after"
    )


def _list(heading: str, tasks: Sequence[Task]) -> None:
    click.echo(f"{heading}: {len(tasks)}")
    for task in tasks:
        click.echo(f"  {task.number}{task.title}")
