"""``policygraph validate``: the shapes against a graph."""

from __future__ import annotations

from pathlib import Path

import click

from ..texts import text
from .language import language_option

__all__ = ["validate"]


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@language_option("findings")
def validate(graphs: tuple[Path, ...], lang: str) -> None:
    """Check graphs against the shapes.

    Each finding names its place in the source. Exits 1 where there is a violation, 0 where there are warnings at most.
    """
    from ..graph.validate import validate as check
    from ..store import open_graph

    findings = check(open_graph(*graphs))
    for finding in findings:
        click.echo(finding.line(lang))
    violations = sum(finding.severity == "violation" for finding in findings)
    click.echo(text("validated", lang, n=violations, others=len(findings) - violations), err=True)
    if violations:
        raise click.exceptions.Exit(1)
