"""``policygraph compare``: two graphs side by side."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..texts import named, text
from .language import language_option

if TYPE_CHECKING:
    from ..analysis import Incidence

__all__ = ["compare"]


@click.command()
@click.argument("first", metavar="GRAPH", type=click.Path(path_type=Path))
@click.argument("second", metavar="GRAPH", type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["measure", "function"]),
    default="measure",
    show_default=True,
    help="Compare versions of a document by measures, or provinces by functions of government.",
)
@language_option("the answer")
def compare(first: Path, second: Path, by: str, lang: str) -> None:
    """Say what the second graph has that the first has not, and the other way round.

    By measure: measures added and dropped, and of those in both, who came, who went and whose role changed. Exits 1
    where the two differ, 0 where they say the same.

    By function: for each function of government what it bears and leads in each graph, and with whom, as CSV.
    """
    from ..analysis import incidence
    from ..store import open_graph

    one, other = incidence(open_graph(first)), incidence(open_graph(second))
    if by == "function":
        _functions(one, other, lang)
    elif not _measures(one, other, lang):
        raise click.exceptions.Exit(1)


def _measures(one: Incidence, other: Incidence, lang: str) -> bool:
    from ..analysis import compare as set_side_by_side

    found = set_side_by_side(one, other, lang)
    for heading, tasks in (("compare_added", found.added), ("compare_dropped", found.dropped)):
        for task in tasks:
            click.echo(f"{text(heading, lang)}: {task.number}{task.title}")
    for change in found.changed:
        was = f" ← {change.before.number}{change.before.title}" if change.retitled else ""
        click.echo(f"{text('compare_changed', lang)}: {change.after.number}{change.after.title}{was}")
        for sign, names in (("+", change.joined), ("-", change.left)):
            for name in names:
                click.echo(f"  {sign} {name}")
        for name, before, after in change.roles:
            click.echo(f"  {name}: {named('role', before).of(lang)} → {named('role', after).of(lang)}")
    click.echo(text("compare_same", lang, n=found.same), err=True)
    return not (found.added or found.dropped or found.changed)


def _functions(one: Incidence, other: Incidence, lang: str) -> None:
    from ..analysis import compare_functions
    from ..registry import functions

    known = functions()

    def label(slug: str) -> str:
        if slug not in known:
            return slug
        return known[slug].label_zh if lang == "zh" else known[slug].label_en

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        [
            text("compare_function", lang),
            *(text(key, lang, at=at) for key in ("compare_measures", "compare_leads") for at in (1, 2)),
            text("compare_partners", lang),
            *(text("compare_partners_of", lang, at=at) for at in (1, 2)),
        ]
    )
    for row in compare_functions(one, other):
        partners = (row.partners, row.partners_first, row.partners_second)
        told = ("; ".join(map(label, names)) for names in partners)
        writer.writerow([label(row.function), *row.measures, *row.leads, *told])
