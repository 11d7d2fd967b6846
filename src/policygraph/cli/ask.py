"""``policygraph ask``: a question in plain language, matched with the catalogue by its words."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..texts import text
from .language import language_option
from .options import graphs_argument
from .query import show_results

if TYPE_CHECKING:
    from ..ask.answering import Answer

__all__ = ["ask"]


@click.command()
@click.argument("words", metavar="WORDS")
@graphs_argument
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which it is asked, for words such as 今年 or overdue; by default today.",
)
@language_option("the answer")
def ask(words: str, graphs: tuple[Path, ...], day: datetime | None, lang: str) -> None:
    """Answer a question in plain Chinese or English.

    WORDS is matched with the questions of the catalogue by its words; no model is called. The first line printed is
    the matched question, the second its parameters, then the answer and the questions that came next:

        policygraph ask "省财政厅和省教育厅一起做什么？" notice.ttl

    If no question matches, nothing is guessed: the exit code is 1.
    """
    from ..ask.answering import ask as find_answer
    from ..ask.answering import describe_parameters
    from ..store import open_graph

    answer = find_answer(words, open_graph(*graphs), lang=lang, today=day.date() if day else None)
    if answer.results is None:
        click.echo(_refuse(answer, lang))
        sys.exit(1)
    first, *others = answer.matches
    click.echo(f"{first.query.name}  {first.query.summary[lang]}")
    click.echo(describe_parameters(first.parameters, answer.names, lang) or text("ask_no_parameters", lang))
    show_results(answer.results, lang, brief=True)
    if others:
        click.echo(text("ask_others", lang))
        for other in others:
            click.echo(f"  {other.query.name}  {other.query.summary[lang]}")


def _refuse(answer: Answer, lang: str) -> str:
    """Say why no question matches; the line begins with 没有 or “no question”."""
    if answer.reading.absent:
        return text("ask_absent", lang, names=answer.reading.absent)
    return text("ask_nothing", lang)
