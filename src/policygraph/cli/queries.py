"""``policygraph queries``: the catalogue."""

from __future__ import annotations

import click

from ..texts import text
from .language import language_option

__all__ = ["queries"]


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@language_option("the questions")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "ttl"]),
    default="text",
    show_default=True,
    help="ttl: the catalogue as Turtle, each question a sh:SPARQLExecutable.",
)
def queries(name: str | None, lang: str, format_: str) -> None:
    """List the questions of the catalogue, or show one.

    With NAME: its question, parameters, columns and SPARQL.
    """
    if format_ == "ttl":
        from ..sparql.catalogue import find
        from ..sparql.executables import executables

        click.echo(executables([find(name)] if name else None), nl=False)
        return
    from ..sparql.catalogue import catalogue, find

    if name is None:
        from ..sparql.header import AUDIENCES

        width = max(len(entry) for entry in catalogue())
        for audience, label in AUDIENCES.items():
            click.echo(click.style(label[lang], bold=True))
            for entry in catalogue().values():
                if entry.audience == audience:
                    click.echo(f"  {entry.name:{width}}  {entry.summary[lang]}")
        return
    entry = find(name)
    for said in (entry.summary, entry.description):
        click.echo(" ".join(said[lang].split()))
    click.echo(text("query_tags", lang, tags=", ".join(entry.tags)))
    for parameter in entry.parameters:
        state = (
            text("parameter_required", lang)
            if parameter.required
            else text("parameter_default", lang, value=parameter.default)
            if parameter.default
            else text("parameter_optional", lang)
        )
        choice = text("parameter_choice", lang, values=", ".join(parameter.values)) if parameter.values else ""
        click.echo(f"--param {parameter.name}=… ({parameter.type}, {state}{choice})")
        click.echo(f"    {parameter.description[lang]}")
    if entry.columns:
        click.echo(text("query_columns", lang, columns=", ".join(entry.columns)))
    click.echo()
    click.echo("\n".join(line for line in entry.text.splitlines() if not line.startswith("#+")))
