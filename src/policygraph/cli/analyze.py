"""``policygraph analyze``: findings, and a folder with report, tables, figures and networks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ..texts import text
from .language import language_option

__all__ = ["analyze"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Write the whole analysis there.")
@click.option("--rdf", metavar="FILE", type=click.Path(path_type=Path), help="Write the measures of bodies as RDF.")
@language_option("findings and report")
@click.option(
    "--crowd",
    type=click.IntRange(min=2),
    default=5,
    show_default=True,
    help="From how many owners on a measure has too many.",
)
@click.option("--level", metavar="LEVEL", help="Only bodies of this level: provincial, county …")
@click.option("--function", metavar="NAME", help="Only bodies with this function of government: education …")
@click.option("--place", metavar="CODE", help="Only bodies of this place and of those within it: 350000 …")
@click.option("--policy", metavar="ID", help="Only measures of this document.")
@click.option("--category", metavar="IRI", help="Only measures under this heading.")
@click.option("--since", type=_DAY, help="Only documents of this day or later.")
@click.option("--until", type=_DAY, help="Only documents of this day or earlier.")
def analyze(
    graphs: tuple[Path, ...],
    output: Path | None,
    rdf: Path | None,
    lang: str,
    crowd: int,
    since: datetime | None,
    until: datetime | None,
    **chosen: str | None,
) -> None:
    """Say what stands out in a graph: overload, gaps, brokers.

    Findings go to standard output, gravest first. With -o also a report in Markdown and HTML with figures and quotes,
    tables as CSV, and the networks as GraphML, GEXF and JSON.
    """
    from ..analysis import findings, incidence, narrow, quotes
    from ..store import check_target, dump, open_graph

    if rdf is not None:
        check_target(rdf)
    dataset = open_graph(*graphs)
    found = narrow(
        incidence(dataset), since=since.date() if since else None, until=until.date() if until else None, **chosen
    )
    for finding in findings(found, crowd):
        click.echo(finding.text(lang))
    if output is not None:
        from ..analysis.report import write_report

        for path in write_report(found, output, lang, crowd=crowd, quotes=lambda wanted: quotes(dataset, wanted)):
            click.echo(text("wrote", lang, path=path), err=True)
    if rdf is not None:
        from ..analysis.results import measurements
        from ..analysis.tables import bodies_table

        named = [str(graph.identifier) for graph in dataset.graphs() if str(graph.identifier).startswith("http")]
        dump(measurements(bodies_table(found), named), rdf)
        click.echo(text("wrote", lang, path=rdf), err=True)
