"""``policygraph queries``: the catalogue."""

from __future__ import annotations

import click

__all__ = ["queries"]


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="One language only; both where it is not given.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "ttl"]),
    default="text",
    show_default=True,
    help="ttl: the catalogue as Turtle, each question a sh:SPARQLExecutable.",
)
def queries(name: str | None, lang: str | None, format_: str) -> None:
    """List the questions of the catalogue, or show one.

    With NAME: its question, parameters, columns and SPARQL.
    """
    if format_ == "ttl":
        from ..sparql.catalogue import find
        from ..sparql.executables import executables

        click.echo(executables([find(name)] if name else None), nl=False)
        return
    from ..sparql.catalogue import catalogue, find

    languages = [lang] if lang else ["zh", "en"]
    if name is None:
        from ..sparql.header import AUDIENCES

        width = max(len(entry) for entry in catalogue())
        for audience, label in AUDIENCES.items():
            click.echo(click.style(" · ".join(label[language] for language in languages), bold=True))
            for entry in catalogue().values():
                for index, language in enumerate(languages) if entry.audience == audience else ():
                    click.echo(f"  {entry.name if index == 0 else '':{width}}  {entry.summary[language]}")
        return
    entry = find(name)
    for text in (entry.summary, entry.description):
        for language in languages:
            click.echo(" ".join(text[language].split()))
    click.echo(f"tags: {', '.join(entry.tags)}")
    for parameter in entry.parameters:
        state = (
            "required" if parameter.required else f"default {parameter.default}" if parameter.default else "optional"
        )
        choice = f", one of {', '.join(parameter.values)}" if parameter.values else ""
        click.echo(f"--param {parameter.name}=… ({parameter.type}, {state}{choice})")
        for language in languages:
            click.echo(f"    {parameter.description[language]}")
    if entry.columns:
        click.echo(f"columns: {', '.join(entry.columns)}")
    click.echo()
    click.echo("\n".join(line for line in entry.text.splitlines() if not line.startswith("#+")))
