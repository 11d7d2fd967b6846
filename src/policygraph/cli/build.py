"""``policygraph build``: build a graph from notices."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..formats import GRAPH_SUFFIXES
from ..texts import text, unread_reason
from .options import language_option

if TYPE_CHECKING:
    from ..corpus import Account, Build, Options, Span

__all__ = ["build"]

#: So many notices, warnings and failures are printed; the report has all.
SHOWN = 20


def parse_columns(text: str | None) -> dict[str, list[str]] | None:
    """Parse the option ``--columns``.

    Args:
        text: pairs of a field and a column.

    Returns:
        the columns of each field; none without text.

    Raises:
        UsageError: the text is not of this form.

    Example:
        >>> parse_columns("category=section,category=subsection,measure=title")
        {'category': ['section', 'subsection'], 'measure': ['title']}
    """
    if not text:
        return None
    found: dict[str, list[str]] = defaultdict(list)
    for pair in text.split(","):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError("columns_form", given=pair)
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
    help=f"The graph to write: {' '.join(GRAPH_SUFFIXES)}, or a directory for a store.",
)
@click.option("--columns", metavar="FIELD=COLUMN,...", help="Which columns of a task table hold which field.")
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Words of your own: endings of names, labels, aliases (YAML).",
)
@click.option("--id", "identifier", metavar="NAME", help="The notice's name in IRIs; else made from the file name.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what every character of every statement was taken for: .json or .csv.",
)
@click.option("--parts", is_flag=True, help="Write the folder OUT with compressed N-Quads instead of a store.")
@click.option("--resume", is_flag=True, help="Resume an interrupted build of a directory.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes for a directory; by default one for each core."
)
@click.option("--explain", is_flag=True, help="Print which rule claimed each statement and why others did not.")
@click.option("--strict", is_flag=True, help="Exit 1 where any statement, or part of one, is unread.")
@language_option("summary, warnings and report")
def build(
    sources: tuple[Path, ...],
    output: Path,
    columns: str | None,
    lexicon: Path | None,
    identifier: str | None,
    report: Path | None,
    parts: bool,
    resume: bool,
    jobs: int | None,
    explain: bool,
    strict: bool,
    lang: str,
) -> None:
    """Turn notices into an RDF graph.

    A SOURCE is a file, a folder, a pattern, a zip or tar archive, or a file of line-delimited JSON. A directory is
    built by all cores, and the next time only from what changed.
    """
    from ..corpus import Bar, Options, Progress, read_words, write_report
    from ..corpus import build as build_graph
    from ..store import is_directory

    options = Options(parse_columns(columns), lexicon=read_words(lexicon) if lexicon else None)
    if explain:
        _explain(sources, options, lang)
    try:
        with Bar(lang) if sys.stderr.isatty() else Progress() as progress:
            made = build_graph(
                sources,
                output,
                id=identifier,
                columns=options.columns,
                lexicon=options.lexicon,
                parts=parts,
                jobs=jobs,
                resume=resume,
                progress=progress,
            )
    except KeyboardInterrupt:
        if is_directory(output):
            click.echo(text("interrupted_build", lang, path=output), err=True)
        raise
    if report is not None:
        write_report(made, report, lang)
    for line in summary(made, lang):
        click.echo(line, err=True)
    wrote = text("and_wrote", lang, path=output, other=report) if report else text("wrote", lang, path=output)
    click.echo(wrote, err=True)
    if strict and made.unread:
        raise click.exceptions.Exit(1)


def _explain(sources: tuple[Path, ...], options: Options, lang: str) -> None:
    from ..corpus import explain

    for name, passages, failure in explain(sources, options):
        click.echo(name)
        for passage in passages:
            first, *others = (names.of(lang) for names in passage.told())
            click.echo("\n".join([f"  {first}", *(f"    {other}" for other in others)]))
        if failure is not None:
            click.echo(f"  {failure.of(lang)}")


def summary(made: Build, lang: str) -> list[str]:
    """Describe what was built in a few lines for people; of many warnings and failures the first ones of each.

    Args:
        made: the build.
        lang: the language.

    Returns:
        the lines.
    """
    from ..corpus import group_failures

    lines: list[str] = []
    warnings: list[str] = []
    for account in made.accounts():
        if made.documents <= SHOWN:
            lines += _notice(account, lang)
        if len(warnings) >= SHOWN:
            break
        unread = (span for span in account.spans if span.reason)
        warnings += [_warning(account.policy, span, lang) for span in islice(unread, SHOWN - len(warnings))]
    if made.documents > 1 or made.removed or made.built != made.documents or made.failures:
        lines.append(
            text(
                "built_corpus",
                lang,
                n=made.documents,
                measures=made.measures,
                responsibilities=made.responsibilities,
                unread=made.unread,
                built=made.built,
                removed=made.removed,
            )
        )
    failures = [text("not_read", lang, reason=line) for line in group_failures(made.failures, lang)]
    lines += _first(warnings, made.unread, "more_warnings", lang)
    return lines + _first(failures, len(failures), "more_failures", lang)


def _notice(account: Account, lang: str) -> Iterator[str]:
    """Describe one notice."""
    yield text(
        "built_notice",
        lang,
        id=account.policy,
        n=account.measures,
        categories=account.categories,
        responsibilities=account.responsibilities,
        bodies=account.bodies,
        classes=account.classes,
    )
    accounted = sum(len(span.text) for span in account.spans)
    missed = sum(len(span.text) for span in account.spans if span.reason)
    key = "built_unread" if missed else "built_accounted"
    yield text(key, lang, n=accounted, missed=missed)


def _warning(policy: str, span: Span, lang: str) -> str:
    """Name a passage that was not read. One that no character stands for, such as a formula, has no position."""
    quote = " ".join(span.text.split())
    quote = quote if len(quote) <= 40 else quote[:40] + "…"
    said = text(
        "built_warning" if quote else "built_warning_file",
        lang,
        id=policy,
        line=str(span.line),
        start=str(span.start),
        end=str(span.end),
        reason=unread_reason(span.reason, span.detail),
    )
    return said + (text("colon", lang) + quote if quote else "")


def _first(lines: list[str], whole: int, key: str, lang: str) -> list[str]:
    """Return the first lines, and one that says how many more there are."""
    shown = lines[:SHOWN]
    return [*shown, text(key, lang, n=whole - len(shown))] if whole > len(shown) else shown
