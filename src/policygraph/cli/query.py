"""``policygraph query``, ``queries``, ``why`` and ``validate``: ask a graph, and check it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..formats import ROW_FORMATS, TRIPLE_FORMATS
from ..namespaces import compact
from ..texts import filled, named, text
from .language import language_option, note
from .options import PATH, graphs_argument, store_option, timeout_option
from .tables import print_table

if TYPE_CHECKING:
    from ..sparql.header import CatalogueQuery
    from ..sparql.results import Results

__all__ = ["TOKENS", "queries", "query", "show_cell", "show_results", "validate", "why"]

#: Columns whose values are tokens with a name in each language.
TOKENS = ("level", "role", "kind", "basis", "review_status")


@click.command()
@click.argument("question", metavar="NAME|FILE.rq|-")
@click.argument("graphs", metavar="[GRAPH...]", nargs=-1, type=PATH)
@click.option("--endpoint", metavar="URL", help="Query the SPARQL endpoint at this address instead of files.")
@store_option
@timeout_option(60)
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True, help="Value of a parameter; repeatable.")
@language_option("labels and headings")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", *ROW_FORMATS, *TRIPLE_FORMATS]),
    default="table",
    show_default=True,
    help="csv, tsv, json, xml for rows; ttl, nt, jsonld for triples; table for reading.",
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
    """Run a query of the catalogue, or your own SPARQL.

    NAME is a query that 'policygraph queries' lists; FILE.rq is a SPARQL file; - reads SPARQL from standard input.
    GRAPH is an RDF file or a store directory. A body can be given by its IRI, its name or an alias:

        policygraph query responsibilities notice.ttl --param body=省教育厅

    Credentials for an endpoint are read from the environment (POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, with
    POLICYGRAPH_AUTH=digest for digest authentication, or POLICYGRAPH_TOKEN) or from netrc.
    """
    if (endpoint is None) == (not graphs):
        raise UsageError("graphs_or_endpoint")
    values = dict(_pair(given) for given in params)
    from ..sparql.endpoint import Endpoint
    from ..sparql.running import run
    from ..store import open_graph

    asked = _read_question(question)
    results = run(Endpoint(endpoint, store, timeout) if endpoint else open_graph(*graphs), asked, values, lang=lang)
    if format_ == "table":
        show_results(results, lang)
        return
    sys.stdout.flush()
    results.serialize(format_, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name:
        raise UsageError("param_form", given=given)
    return name, value


def _read_question(given: str) -> CatalogueQuery:
    from ..sparql.catalogue import find, load
    from ..sparql.header import read_query

    if given == "-":
        try:
            return read_query(sys.stdin.buffer.read().decode("utf-8"), name="query", origin=filled("origin_input"))
        except UnicodeDecodeError as error:
            raise UsageError("input_not_utf8", byte=error.start) from None
    return load(Path(given)) if given.endswith(".rq") else find(given)


def show_results(results: Results, lang: str, *, brief: bool = False) -> None:
    """Print results for people: rows as a table, triples as Turtle, a boolean as a word.

    Args:
        results: The answer to a query.
        lang: The language of headings and names.
        brief: Whether to leave out columns of IRIs beside which others have the names.
    """
    if results.kind == "boolean":
        click.echo(text("answer_yes" if results else "answer_no", lang))
        return
    if results.kind == "triples":
        click.echo((results.serialize("ttl") or b"").decode(), nl=False)
        return
    headings = results.query.columns
    found: Iterable[Mapping[str, object]] = list(results.rows) if brief else results.rows
    columns = _choose_columns(results.columns, list(found)) if brief else results.columns
    rows = (["" if row[name] is None else show_cell(name, row[name], lang) for name in columns] for row in found)
    count = print_table([headings[name][lang] if name in headings else name for name in columns], rows)
    note("n_result_rows", lang, n=count)


def _choose_columns(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Sequence[str]:
    """Leave out IRIs that another column names, and those that are the same in every row."""

    def is_named(name: str) -> bool:
        label = "label" if name in ("body", "function") else f"{name}_label"
        return name.endswith("_iri") or label in columns or f"{name}_label" in columns

    def is_needless(name: str) -> bool:
        values = {str(row[name]) for row in rows if row[name] is not None}
        return all(value.startswith("http") for value in values) and (is_named(name) or len(values) < 2)

    return [name for name in columns if not is_needless(name)] or columns


def show_cell(column: str, value: object, lang: str) -> str:
    """Return a value for people: short IRIs, and names for the tokens of levels, roles, states and the like.

    Args:
        column: The name of the column.
        value: The value.
        lang: The language.

    Returns:
        The text.
    """
    shown = str(value)
    if shown.startswith("http"):
        return compact(shown) or shown
    if column == "state":
        from ..registry.states import states

        known = states().get(shown)
        return known.names.of(lang) if known else shown
    kind = column.removeprefix("other_")
    return named(kind, shown).of(lang) if kind in TOKENS else shown.replace("\n", " ")


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@language_option("the queries' texts")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "ttl"]),
    default="text",
    show_default=True,
    help="ttl: the catalogue as Turtle, each query a sh:SPARQLExecutable.",
)
def queries(name: str | None, lang: str, format_: str) -> None:
    """List the queries of the catalogue, or show one.

    With NAME: its question, parameters, columns and SPARQL.
    """
    from ..sparql.catalogue import find

    if format_ == "ttl":
        from ..sparql.catalogue import executables

        click.echo(executables([find(name)] if name else None), nl=False)
    elif name is None:
        _list_catalogue(lang)
    else:
        _show_entry(find(name), lang)


def _list_catalogue(lang: str) -> None:
    from ..sparql.catalogue import catalogue
    from ..sparql.header import AUDIENCES

    width = max(map(len, catalogue()))
    for audience, label in AUDIENCES.items():
        click.echo(click.style(label[lang], bold=True))
        for entry in catalogue().values():
            if entry.audience == audience:
                click.echo(f"  {entry.name:{width}}  {entry.summary[lang]}")


def _show_entry(entry: CatalogueQuery, lang: str) -> None:
    for told in (entry.summary, entry.description):
        click.echo(" ".join(told[lang].split()))
    click.echo(text("query_tags", lang, tags=", ".join(entry.tags)))
    for parameter in entry.parameters:
        if parameter.default and not parameter.required:
            state = text("parameter_default", lang, value=parameter.default)
        else:
            state = text("parameter_required" if parameter.required else "optional", lang)
        choice = text("parameter_choice", lang, values=", ".join(parameter.values)) if parameter.values else ""
        click.echo(f"--param {parameter.name}=… ({parameter.type}, {state}{choice})")
        click.echo(f"    {parameter.description[lang]}")
    if entry.columns:
        click.echo(text("query_columns", lang, columns=", ".join(entry.columns)))
    click.echo()
    click.echo(entry.body)


@click.command()
@click.argument("body")
@click.argument("other")
@graphs_argument
@language_option("headings")
def why(body: str, other: str, graphs: tuple[Path, ...], lang: str) -> None:
    """Show everything that links two bodies, with quotes.

    BODY and OTHER are IRIs, full names, aliases or names in a text. Exits 1 if nothing links them.
    """
    from ..sparql.running import run
    from ..store import open_graph

    results = run(open_graph(*graphs), "why-linked", {"body": body, "other": other}, lang=lang)
    if not results:
        note("no_shared_measure", lang)
        raise click.exceptions.Exit(1)
    show_results(results, lang)


@click.command()
@graphs_argument
@language_option("findings")
def validate(graphs: tuple[Path, ...], lang: str) -> None:
    """Validate graphs against the SHACL shapes.

    Each finding gives its place in the source. Exits 1 if there is a violation, 0 if there are only warnings.
    """
    from ..graph.validate import validate as check
    from ..store import open_graph

    results = check(open_graph(*graphs))
    for result in results:
        click.echo(result.line(lang))
    violations = sum(result.severity == "violation" for result in results)
    note("validated", lang, n=violations, others=len(results) - violations)
    if violations:
        raise click.exceptions.Exit(1)
