"""``policygraph score``: measure a program by annotated documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..columns import parse_columns
from ..errors import UsageError
from ..files import decode_name
from ..tabular import shorten
from ..texts import named, text
from .build import SHOWN
from .language import language_option, note
from .options import FILE, PATH
from .tables import print_table

if TYPE_CHECKING:
    from ..scoring import By, Figure, Mistake, Scored, Scores

__all__ = ["score"]

#: Characters that are shown of a title and of the words of a statement.
_SHOWN = 40


@click.command()
@click.argument("gold", type=PATH)
@click.argument("documents", nargs=-1, type=PATH, metavar="[DOCUMENTS...]")
@click.option("--predictions", metavar="FILE", type=FILE, help="Score the rows of any system: .csv or .jsonl.")
@click.option(
    "--by", type=click.Choice(["role", "level", "form", "document"]), help="Also give the figures of each of these."
)
@click.option("--errors", metavar="N", type=click.IntRange(1), help="Show the first N mistakes with their places.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv or json for programs; table for reading.",
)
@click.option(
    "--min-f1", metavar="X", type=click.FloatRange(0, 1), help="Exit 1 if F1 of who and role is below X (0 to 1)."
)
@click.option("--columns", metavar="FIELD=COLUMN,...", help="Columns of a task table and the fields they hold.")
@click.option("--lexicon", type=FILE, metavar="FILE", help="Your own endings of names, labels and aliases (YAML).")
@language_option("headings and messages")
def score(
    gold: Path,
    documents: tuple[Path, ...],
    predictions: Path | None,
    by: By | None,
    errors: int | None,
    format_: str,
    min_f1: float | None,
    columns: str | None,
    lexicon: Path | None,
    lang: str,
) -> None:
    """Score who does what, in which role, against annotated documents.

    GOLD is annotation: a .jsonl file, or a folder of such files. DOCUMENTS are the annotated documents, or folders with
    them; a document belongs to the annotation of its name. policygraph reads them without the corrections beside them:

        policygraph score examples/gold examples

    With --predictions, the rows of another system are scored instead: the columns of the query 'responsibilities', of
    which 'name' and 'measure' are necessary, or the format of the annotation.
    """
    if errors and format_ == "csv":
        raise UsageError("score_errors_csv")
    from ..corpus import Options, read_words
    from ..scoring import score as score_documents

    options = Options(parse_columns(columns), lexicon=read_words(lexicon) if lexicon else None)
    scored = score_documents(gold, documents, predictions, by=by, options=options)
    _tell(scored, lang)
    if format_ == "json":
        click.echo(_json(scored.scores, by, errors))
    elif format_ == "csv":
        click.echo(_csv(scored.scores, by), nl=False)
    else:
        _show(scored.scores, by, errors, lang)
    if min_f1 is not None and scored.scores.role.f1 < min_f1:
        note("score_below", lang, f1=f"{scored.scores.role.f1:.4f}", least=f"{min_f1:g}")
        raise click.exceptions.Exit(1)


def _tell(scored: Scored, lang: str) -> None:
    """Say what was not scored, and what could not be read."""
    if scored.missing:
        more = len(scored.missing) - SHOWN
        names = [*scored.missing[:SHOWN], *(["…"] if more > 0 else [])]
        note("score_missing", lang, n=len(scored.missing), names=names)
    for failure in scored.failures[:SHOWN]:
        note("not_read", lang, reason=failure.names)
    if len(scored.failures) > SHOWN:
        note("score_failures", lang, n=len(scored.failures) - SHOWN)
    if scored.strangers:
        note("score_strangers", lang, n=scored.strangers)


def _json(scores: Scores, by: By | None, errors: int | None) -> str:
    from ..scoring import list_figures, list_mistakes

    whole = {
        "policygraph": __version__,
        "documents": scores.documents,
        "interval": {"level": 0.95, "over": scores.drawn},
        "kappa": scores.kappa,
        "figures": [row._asdict() for row in list_figures(scores, by)],
    }
    if errors:
        whole["errors"] = [mistake._asdict() for mistake in islice(list_mistakes(scores), errors)]
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _csv(scores: Scores, by: By | None) -> str:
    from ..scoring import list_figures

    table = io.StringIO(newline="")
    writer = csv.writer(table)
    rows = list(list_figures(scores, by))
    writer.writerow(rows[0]._fields)
    writer.writerows(rows)
    return table.getvalue()


def _show(scores: Scores, by: By | None, errors: int | None, lang: str) -> None:
    counts = scores.who.counts
    click.echo(
        text(
            "score_counts",
            lang,
            documents=scores.documents,
            measures=scores.measures.counts.wanted,
            n=counts.wanted,
            found=counts.found,
        )
    )
    click.echo()
    headings = [text(f"score_{name}", lang) for name in ("precision", "recall", "f1", "interval")]
    rows = ([text(f"score_{name}", lang), *_figures(getattr(scores, name))] for name in ("who", "role", "measures"))
    print_table(["", *headings], rows)
    click.echo()
    click.echo("\n".join(_shares(scores, lang)))
    if by:
        click.echo()
        _show_groups(scores, by, lang)
    if errors:
        click.echo()
        _show_mistakes(scores, errors, lang)


def _figures(figure: Figure) -> list[str]:
    low, high = figure.interval or (None, None)
    interval = "—" if low is None or high is None else f"{low:.3f}–{high:.3f}"
    return [f"{figure.precision:.3f}", f"{figure.recall:.3f}", f"{figure.f1:.3f}", interval]


def _shares(scores: Scores, lang: str) -> Iterator[str]:
    for name in ("level", "kind", "deadlines", "quotes"):
        share = getattr(scores, name)
        if share is not None and share.of:
            yield text(f"score_{name}", lang, right=share.right, of=share.of, share=f"{share.right / share.of:.1%}")
    if scores.kappa is not None:
        yield text("score_kappa", lang, kappa=f"{scores.kappa:.3f}")
    yield text("score_over", lang, what=named("score_over", scores.drawn).of(lang))


def _show_groups(scores: Scores, by: By, lang: str) -> None:
    """Print a table with a row for each group."""
    columns = ["wanted", "found", "who_f1", "precision", "recall", "role_f1", "interval"]
    rows = (
        [
            (named(by, group.name).of(lang) if by in ("role", "level") else group.name) or text("score_none", lang),
            str(group.role.counts.wanted),
            str(group.role.counts.found),
            f"{group.who.f1:.3f}",
            *_figures(group.role),
        ]
        for group in scores.groups
    )
    print_table([text(f"score_by_{by}", lang), *(text(f"score_{name}", lang) for name in columns)], rows)


def _show_mistakes(scores: Scores, most: int, lang: str) -> None:
    from ..scoring import list_mistakes

    mistakes = list(list_mistakes(scores))
    columns = ("error", "place", "measure", "name", "annotated", "found_as", "words")
    rows = (_mistake(mistake, lang) for mistake in mistakes[:most])
    print_table([text(f"score_{name}", lang) for name in columns], rows)
    click.echo(text("score_mistakes", lang, n=len(mistakes), shown=min(most, len(mistakes))))


def _mistake(mistake: Mistake, lang: str) -> list[str]:
    field = mistake.error if mistake.error in ("level", "kind") else "role"
    place = decode_name(mistake.document)
    return [
        named("score_error", mistake.error).of(lang),
        f"{place}:{mistake.line}" if mistake.line else place,
        shorten(f"{mistake.number} {mistake.measure}".strip(), _SHOWN),
        mistake.name,
        *(named(field, token).of(lang) if token else "—" for token in (mistake.annotated, mistake.found)),
        shorten(mistake.words, _SHOWN),
    ]
