"""``policygraph build``: notices in, a graph out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..formats import GRAPH_SUFFIXES
from ..texts import text, unread_reason
from .options import language_option

if TYPE_CHECKING:
    from ..corpus import Build, Options

__all__ = ["build"]


#: As many files, or anything that holds several documents, are built as a corpus.
MANY = 100
ONE = (".txt", ".text", ".html", ".htm", ".xhtml", ".json", ".csv", ".tsv", ".md", ".docx", ".xlsx", ".xlsm", ".pdf")
#: Of more failures or warnings than this the report tells.
SHOWN = 20


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
@click.option("--resume", is_flag=True, help="Go on with a build that was interrupted.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
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

    A SOURCE is a file, a folder, a pattern, a zip or tar archive, or a file of line-delimited JSON. Many documents
    that go into a store are built by all cores, and only those that changed since the last time.
    """
    from ..corpus import Options, read_words

    options = Options(parse_columns(columns), lexicon=read_words(lexicon) if lexicon else None)
    folder = output.is_dir() or not output.suffix
    if parts and not folder:
        raise UsageError("parts_suffix", path=output)
    if explain:
        _explain(sources, options, lang)
    many = len(sources) >= MANY or not all(source.suffix.lower() in ONE and source.is_file() for source in sources)
    if folder and identifier is None and (many or parts or resume):
        unread = _build_corpus(sources, output, options, report, parts, resume, jobs, lang)
        raise click.exceptions.Exit(1 if strict and unread else 0)
    from ..corpus import build as build_graph
    from ..corpus import write_report
    from ..store import check_target, dump

    check_target(output)
    made = build_graph(sources, id=identifier, columns=options.columns, lexicon=options.lexicon)
    dump(made.dataset, output)
    if report is not None:
        write_report(made, report, lang)
    for line in summary(made, lang):
        click.echo(line, err=True)
    click.echo(_wrote(output, report, lang), err=True)
    if strict and any(policy.unread for policy in made.policies):
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


def _build_corpus(
    sources: tuple[Path, ...],
    output: Path,
    options: Options,
    report: Path | None,
    parts: bool,
    resume: bool,
    jobs: int | None,
    lang: str,
) -> int:
    """The number of passages that were not read."""
    from ..corpus import Bar, build_corpus, told, write_corpus_report

    try:
        with Bar(lang) as bar:
            made = build_corpus(sources, output, options=options, parts=parts, jobs=jobs, resume=resume, progress=bar)
    except KeyboardInterrupt:
        click.echo(text("interrupted_build", lang, path=output), err=True)
        raise
    if report is not None:
        write_corpus_report(made, report, lang)
    click.echo(
        text(
            "built_corpus",
            lang,
            n=made.documents,
            measures=made.measures,
            duties=made.responsibilities,
            unread=made.unread,
            built=made.built,
            removed=made.removed,
        ),
        err=True,
    )
    failures = [text("not_read", lang, reason=line) for line in told(made.failures, lang)]
    for line in _first(failures, "more_failures", lang):
        click.echo(line, err=True)
    click.echo(_wrote(output, report, lang), err=True)
    return made.unread


def _wrote(output: Path, report: Path | None, lang: str) -> str:
    return text("and_wrote", lang, path=output, other=report) if report else text("wrote", lang, path=output)


def summary(made: Build, lang: str) -> list[str]:
    """What was built, in a few lines for people; of many warnings and failures the first ones of each."""
    from ..corpus import told

    lines: list[str] = []
    warnings: list[str] = []
    for policy in made.policies:
        duties = [r for measure in policy.measures for r in measure.responsibilities]
        named = {r.body.key for r in duties if r.body.kind == "named"}
        classes = {r.body.key for r in duties if r.body.kind == "class"}
        lines.append(
            text(
                "built_notice",
                lang,
                id=policy.id,
                n=len(policy.measures),
                categories=len(policy.categories),
                duties=len(duties),
                bodies=len(named),
                classes=len(classes),
            )
        )
        accounted = sum(len(entry.passage.quote) for entry in policy.ledger)
        missed = sum(len(entry.passage.quote) for entry in policy.unread)
        lines.append(
            text("built_unread", lang, n=accounted, missed=missed)
            if missed
            else text("built_accounted", lang, n=accounted)
        )
        for entry in policy.unread:
            line = policy.document.text.count("\n", 0, entry.passage.start) + 1
            quote = " ".join(entry.passage.quote.split())
            quote = quote if len(quote) <= 40 else quote[:40] + "…"
            # What no character of the text stands for, such as a formula, has no place in it.
            said = text(
                "built_warning" if quote else "built_warning_file",
                lang,
                id=policy.id,
                line=str(line),
                start=str(entry.passage.start),
                end=str(entry.passage.end),
                reason=unread_reason(entry.reason, entry.detail),
            )
            warnings.append(said + (text("colon", lang) + quote if quote else ""))
    failures = [text("not_read", lang, reason=line) for line in told(made.failures, lang)]
    return [*lines, *_first(warnings, "more_warnings", lang), *_first(failures, "more_failures", lang)]


def _first(lines: list[str], key: str, lang: str) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - SHOWN
    return lines if more <= 0 else [*lines[:SHOWN], text(key, lang, n=more)]
