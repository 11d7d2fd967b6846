"""``policygraph compare``: two graphs side by side."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["compare"]


@click.command()
@click.argument("first", metavar="GRAPH", type=click.Path(path_type=Path))
@click.argument("second", metavar="GRAPH", type=click.Path(path_type=Path))
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the answer."
)
def compare(first: Path, second: Path, lang: str) -> None:
    """Say what the second graph has that the first has not, and the other way round.

    Measures added and dropped, and of those in both, who came, who went and whose role changed. Exits 1 where the two
    differ, 0 where they say the same.
    """
    from ..analysis import incidence
    from ..analysis.comparison import compare as set_side_by_side
    from ..store import open_graph

    found = set_side_by_side(incidence(open_graph(first)), incidence(open_graph(second)), lang)
    zh = lang == "zh"
    for heading, tasks in (
        ("新增" if zh else "added", found.added),
        ("删去" if zh else "dropped", found.dropped),
    ):
        for task in tasks:
            click.echo(f"{heading}: {task.number}{task.title}")
    for change in found.changed:
        click.echo(f"{'变更' if zh else 'changed'}: {change.after.number}{change.after.title}")
        for sign, names in (("+", change.joined), ("-", change.left)):
            for name in names:
                click.echo(f"  {sign} {name}")
        for name, before, after in change.roles:
            click.echo(f"  {name}: {before} → {after}")
    click.echo(f"{found.same} 项相同" if zh else f"{found.same} measures are the same", err=True)
    if found.added or found.dropped or found.changed:
        raise click.exceptions.Exit(1)
