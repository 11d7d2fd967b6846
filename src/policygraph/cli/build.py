"""``policygraph build``: notices in, a graph out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError

if TYPE_CHECKING:
    from ..corpus import Build

__all__ = ["build"]


def parse_columns(text: str | None) -> dict[str, list[str]] | None:
    """``category=section,category=subsection,measure=title`` as a mapping of fields to columns.

    >>> parse_columns("category=section,category=subsection,measure=title")
    {'category': ['section', 'subsection'], 'measure': ['title']}
    """
    if not text:
        return None
    found: dict[str, list[str]] = defaultdict(list)
    for pair in text.split(","):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError(f"--columns wants field=column pairs with commas between them, not {pair!r}")
        found[name.strip()].append(column.strip())
    return dict(found)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="The graph to write: .ttl .nt .nq .trig .jsonld .rdf, or a directory for a store.",
)
@click.option("--columns", metavar="FIELD=COLUMN,...", help="Which columns of a task table hold which field.")
@click.option("--id", "identifier", metavar="NAME", help="The notice's name in IRIs; else made from the file name.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what every character of every statement was taken for: .json or .csv.",
)
@click.option("--strict", is_flag=True, help="Exit 1 where any statement, or part of one, is unread.")
def build(
    sources: tuple[Path, ...],
    output: Path,
    columns: str | None,
    identifier: str | None,
    report: Path | None,
    strict: bool,
) -> None:
    """Turn notices into an RDF graph."""
    mapping = parse_columns(columns)
    from ..corpus import build as build_graph
    from ..corpus import write_report
    from ..store import check_target, dump

    check_target(output)
    made = build_graph(sources, id=identifier, columns=mapping)
    dump(made.dataset, output)
    if report is not None:
        write_report(made, report)
    for line in summary(made):
        click.echo(line, err=True)
    click.echo(f"wrote {output}" + (f" and {report}" if report else ""), err=True)
    if strict and any(policy.unread for policy in made.policies):
        raise SystemExit(1)


def summary(made: Build) -> list[str]:
    """What was built, in a few lines for people."""
    lines = []
    for policy in made.policies:
        duties = [r for measure in policy.measures for r in measure.responsibilities]
        named = {r.body.key for r in duties if r.body.kind == "named"}
        classes = {r.body.key for r in duties if r.body.kind == "class"}
        lines.append(
            f"{policy.id}: {len(policy.measures)} measures in {len(policy.categories)} categories, {len(duties)}"
            f" responsibilities of {len(named)} bodies and {len(classes)} classes of bodies"
        )
        accounted = sum(len(entry.passage.quote) for entry in policy.ledger)
        missed = sum(len(entry.passage.quote) for entry in policy.unread)
        lines.append(
            f"  statements: {accounted:,} characters, {missed:,} of them unread"
            if missed
            else f"  statements: {accounted:,} characters, all accounted for"
        )
        for entry in policy.unread:
            line = policy.document.text.count("\n", 0, entry.passage.start) + 1
            quote = " ".join(entry.passage.quote.split())
            quote = quote if len(quote) <= 40 else quote[:40] + "…"
            lines.append(
                f"warning: {policy.id}, line {line}, characters {entry.passage.start}–{entry.passage.end}:"
                f" not read ({entry.reason}): {quote}"
            )
    for source, reason in made.failures.items():
        lines.append(f"not read: {reason if source in reason else f'{source}: {reason}'}")
    return lines
