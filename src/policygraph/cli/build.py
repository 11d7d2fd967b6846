"""``policygraph build``: build a graph from notices."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from ..columns import parse_columns
from ..errors import UsageError
from ..formats import GRAPH_SUFFIXES
from ..model import OcrMode
from ..tabular import shorten
from ..texts import text, unread_reason
from .language import language_option, note
from .options import FILE, PATH

if TYPE_CHECKING:
    from ..corpus import Account, Build, Options, Span
    from ..corpus.record import DoubtfulLine

__all__ = ["build"]

#: The most notices, warnings and failures that are printed; the report has all.
SHOWN = 20


@click.command()
@click.argument("sources", nargs=-1, required=True, type=PATH, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="OUT",
    help=f"Graph to write: {' '.join(GRAPH_SUFFIXES)}, or a directory for a store. Optional with --strict.",
)
@click.option("--columns", metavar="FIELD=COLUMN,...", help="Columns of a task table and the fields they hold.")
@click.option(
    "--ocr",
    type=click.Choice(get_args(OcrMode)),
    default="auto",
    show_default=True,
    help="Recognise pages without a text layer of use, all pages of PDF and pictures, or none.",
)
@click.option("--lexicon", type=FILE, metavar="FILE", help="Your own endings of names, labels and aliases (YAML).")
@click.option("--id", metavar="NAME", help="Identifier of the notice in IRIs; by default made from the file name.")
@click.option("--report", type=FILE, metavar="FILE", help="Write how every character was read: .json or .csv.")
@click.option("--parts", is_flag=True, help="Write compressed N-Quads to the folder OUT instead of a store.")
@click.option("--resume", is_flag=True, help="Resume an interrupted build of a directory.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes for a directory; by default one per core.")
@click.option("--explain", is_flag=True, help="Print which rule matched each statement, and why others did not.")
@click.option("--strict", is_flag=True, help="Exit 1 if a statement, or a part of one, is unread.")
@language_option("summary, warnings and report")
def build(
    sources: tuple[Path, ...],
    output: Path | None,
    columns: str | None,
    lexicon: Path | None,
    ocr: OcrMode,
    report: Path | None,
    explain: bool,
    strict: bool,
    lang: str,
    **how: Any,
) -> None:
    """Build an RDF graph from notices.

    A SOURCE is a file, a folder, a pattern, a zip or tar archive, or a file of line-delimited JSON. A directory is
    built by a process pool, and the next time only from what changed. With --strict and without --output the sources
    are only checked.
    """
    from ..corpus import Bar, Options, PageLines, read_words, write_report
    from ..corpus import build as build_graph
    from ..store import names_directory

    if output is None and not strict:
        raise UsageError("output_missing")
    options = Options(parse_columns(columns), lexicon=read_words(lexicon) if lexicon else None, ocr=ocr)
    if explain:
        _explain(sources, options, lang)
    words: dict[str, Any] = {"columns": options.columns, "lexicon": options.lexicon, "ocr": ocr}
    try:
        with Bar(lang) if sys.stderr.isatty() else PageLines(lang) as progress:
            made = build_graph(sources, output, **words, **how, progress=progress)
    except KeyboardInterrupt:
        if output is not None and names_directory(output):
            note("interrupted_build", lang, path=output)
        raise
    if report is not None:
        write_report(made, report, lang)
    for line in _summary(made, lang):
        click.echo(line, err=True)
    written = [path for path in (output, report) if path is not None]
    if written:
        note("wrote" if len(written) == 1 else "and_wrote", lang, path=written[0], other=written[-1])
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


def _summary(made: Build, lang: str) -> list[str]:
    """Describe the build in a few lines, with the first warnings and failures."""
    from ..corpus import group_failures

    lines: list[str] = []
    warnings: list[str] = []
    doubtful: list[str] = []
    doubts = 0
    for account in made.accounts():
        if made.documents <= SHOWN:
            lines += _notice(account, lang)
        doubts += len(account.doubtful)
        name = _name(account)
        doubtful += [_doubt(name, line, lang) for line in account.doubtful[: SHOWN - len(doubtful)]]
        if len(warnings) >= SHOWN:
            continue
        unread = (span for span in account.spans if span.reason)
        warnings += [_warning(name, span, lang) for span in islice(unread, SHOWN - len(warnings))]
    if made.documents > 1 or made.removed or made.built != made.documents or made.failures:
        counts = ("documents", "measures", "responsibilities", "unread", "built", "removed")
        lines.append(text("built_corpus", lang, **{name: getattr(made, name) for name in counts}))
    failures = [text("not_read", lang, reason=line) for line in group_failures(made.failures, lang)]
    lines += _first(warnings, made.unread, "more_warnings", lang)
    lines += _first(doubtful, doubts, "more_doubtful", lang)
    return lines + _first(failures, len(failures), "more_failures", lang)


def _name(account: Account) -> str:
    """Return the identifier of a notice, or the name of its document if that is a hash: 方案.docx."""
    from ..corpus.identifiers import is_digest

    return account.document if is_digest(account.policy) else account.policy


def _notice(account: Account, lang: str) -> Iterator[str]:
    """Describe one notice."""
    counts = ("measures", "categories", "responsibilities", "bodies", "classes")
    yield text("built_notice", lang, policy=_name(account), **{name: getattr(account, name) for name in counts})
    accounted = sum(len(span.text) for span in account.spans)
    missed = sum(len(span.text) for span in account.spans if span.reason)
    yield text("built_unread" if missed else "built_accounted", lang, n=accounted, missed=missed)
    if account.recognised:
        yield text("built_recognised", lang, n=account.recognised, doubtful=len(account.doubtful))


def _warning(policy: str, span: Span, lang: str) -> str:
    """Describe a passage that was not read; one without text, such as a formula, has no position."""
    quote = shorten(span.text, 40)
    # Numbers as text: positions have no thousands separators.
    at = {name: str(getattr(span, name)) for name in ("line", "start", "end")}
    reason = unread_reason(span.reason, span.detail)
    said = text("built_warning" if quote else "built_warning_file", lang, id=policy, reason=reason, **at)
    return said + (text("colon", lang) + quote if quote else "")


def _doubt(policy: str, line: DoubtfulLine, lang: str) -> str:
    """Describe a line whose recognition is doubtful."""
    at = {name: str(getattr(line, name)) for name in ("page", "line", "start", "end")}
    said = text("built_doubtful", lang, id=policy, confidence=f"{line.confidence:.2f}", **at)
    return said + text("colon", lang) + shorten(line.text, 40)


def _first(lines: list[str], whole: int, key: str, lang: str) -> list[str]:
    """Return the first lines, and one that says how many more there are."""
    shown = lines[:SHOWN]
    return [*shown, text(key, lang, n=whole - len(shown))] if whole > len(shown) else shown
