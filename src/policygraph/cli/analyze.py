"""``policygraph analyze``: findings, and a folder with report, tables, figures and networks."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["analyze"]


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Write the whole analysis there.")
@click.option("--rdf", metavar="FILE", type=click.Path(path_type=Path), help="Write the measures of bodies as RDF.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of findings and report."
)
@click.option("--crowd", type=int, default=5, show_default=True, help="From how many owners on a measure has too many.")
def analyze(graphs: tuple[Path, ...], output: Path | None, rdf: Path | None, lang: str, crowd: int) -> None:
    """Say what stands out in a graph: overload, gaps, brokers.

    Findings go to standard output, gravest first. With -o also a report in Markdown and HTML with figures, tables as
    CSV, and the networks as GraphML, GEXF and JSON.
    """
    from ..analysis import findings, incidence
    from ..store import check_target, dump, open_graph

    if rdf is not None:
        check_target(rdf)
    dataset = open_graph(*graphs)
    found = incidence(dataset)
    for finding in findings(found, crowd):
        click.echo(finding.text(lang))
    if output is not None:
        from ..analysis.report import write_report

        for path in write_report(found, output, lang):
            click.echo(f"wrote {path}", err=True)
    if rdf is not None:
        from ..analysis.results import measurements
        from ..analysis.tables import bodies_table

        named = [str(graph.identifier) for graph in dataset.graphs() if str(graph.identifier).startswith("http")]
        dump(measurements(bodies_table(found), named), rdf)
        click.echo(f"wrote {rdf}", err=True)
