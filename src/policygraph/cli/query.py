"""``policygraph query``: a question and the graphs it is put to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..formats import ROW_FORMATS, TRIPLE_FORMATS
from ..texts import filled
from .language import language_option

if TYPE_CHECKING:
    from ..sparql.header import CatalogueQuery

__all__ = ["query"]


@click.command()
@click.argument("question", metavar="NAME|FILE.rq|-")
@click.argument("graphs", metavar="[GRAPH...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--endpoint", metavar="URL", help="Ask the SPARQL endpoint at this address, not a file.")
@click.option("--store", metavar="NAME", help="What kind of store the endpoint is, where its answers do not tell.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=60,
    show_default=True,
    help="For each request, to the end of its answer.",
)
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True, help="A value for a parameter; repeatable.")
@language_option("labels and headings")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", *ROW_FORMATS, *TRIPLE_FORMATS]),
    default="table",
    show_default=True,
    help="csv, tsv, json, xml for rows; ttl, nt, jsonld for triples; table is for reading.",
)
def query(
    question: str,
    graphs: tuple[Path, ...],
    endpoint: str | None,
    store: str | None,
    timeout: float,
    params: tuple[str, ...],
    lang: str,
    format_: str,
) -> None:
    """Ask a graph a question of the catalogue, or one of your own.

    NAME is a name that 'policygraph queries' lists; FILE.rq is a file of SPARQL, - is SPARQL on standard input.
    GRAPH is an RDF file or a store directory. A body may be given by its IRI, its name or an alias:

        policygraph query responsibilities notice.ttl --param body=省教育厅

    For an endpoint, credentials come from the environment (POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, with
    POLICYGRAPH_AUTH=digest where it asks for that, or POLICYGRAPH_TOKEN) or from netrc.
    """
    if (endpoint is None) == (not graphs):
        raise UsageError("graphs_or_endpoint")
    values = dict(_pair(text) for text in params)
    from ..sparql.endpoint import Endpoint
    from ..sparql.running import run
    from ..store import open_graph

    asked = _question(question)
    source = Endpoint(endpoint, store, timeout) if endpoint else open_graph(*graphs)
    results = run(source, asked, values, lang=lang)
    if format_ == "table":
        from .table import show

        show(results, lang)
        return
    sys.stdout.flush()
    results.serialize(format_, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError("param_form", given=text)
    return name, value


def _question(text: str) -> CatalogueQuery:
    from ..sparql.catalogue import find, load
    from ..sparql.header import read_query

    if text == "-":
        try:
            return read_query(sys.stdin.buffer.read().decode("utf-8"), name="query", origin=filled("origin_input"))
        except UnicodeDecodeError as error:
            raise UsageError("input_not_utf8", byte=error.start) from None
    return load(Path(text)) if text.endswith(".rq") else find(text)
