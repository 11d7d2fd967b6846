"""Results as a table for people: headings in their language, short IRIs, Chinese characters two columns wide."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..namespaces import compact
from ..texts import named, text

if TYPE_CHECKING:
    from ..sparql.results import Results

__all__ = ["TOKENS", "show"]

#: Columns whose values are tokens with a name in each language.
TOKENS = ("level", "role", "kind", "basis")
#: Wide enough that nothing is folded where the output is a file or a pipe.
_UNBOUNDED = 100_000


def show(results: Results, lang: str) -> None:
    """Print results to standard output: rows as a table, triples as Turtle, yes or no as a word."""
    if results.kind == "boolean":
        click.echo(text("answer_yes" if results else "answer_no", lang))
        return
    if results.kind == "triples":
        written = results.serialize("ttl") or b""
        click.echo(written.decode(), nl=False)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    headings = results.query.columns
    for name in results.columns:
        table.add_column(headings[name][lang] if name in headings else name, overflow="fold")
    count = 0
    for row in results.rows:
        count += 1
        table.add_row(*("" if value is None else _cell(name, value, lang) for name, value in row.items()))
    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else _UNBOUNDED, markup=False, highlight=False)
    console.print(table)
    click.echo(text("n_result_rows", lang, n=count), err=True)


def _cell(column: str, value: object, lang: str) -> str:
    """A value for people: short IRIs, and names in place of the tokens of levels, roles and the like."""
    shown = str(value)
    if shown.startswith("http"):
        return compact(shown) or shown
    kind = column.removeprefix("other_")
    return named(kind, shown).of(lang) if kind in TOKENS else shown.replace("\n", " ")
