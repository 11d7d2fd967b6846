"""Results as a table for people: headings in their language, short IRIs, Chinese characters two columns wide."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..sparql.results import compact

if TYPE_CHECKING:
    from ..sparql.results import Results

__all__ = ["show"]

#: Wide enough that nothing is folded where the output is a file or a pipe.
_UNBOUNDED = 100_000


def show(results: Results, lang: str) -> None:
    """Print results to standard output: rows as a table, triples as Turtle, yes or no as a word."""
    if results.kind == "boolean":
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        click.echo(yes if results else no)
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
        table.add_row(*("" if value is None else _cell(value) for value in row.values()))
    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else _UNBOUNDED, markup=False, highlight=False)
    console.print(table)
    click.echo(f"{count} 行" if lang == "zh" else f"{count} row{'' if count == 1 else 's'}", err=True)


def _cell(value: object) -> str:
    text = str(value)
    return compact(text) if text.startswith("http") else text.replace("\n", " ")
