"""``policygraph review``: check in the browser how notices were read, and correct it."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any, get_args

import click

from ..columns import parse_columns
from ..model import OcrMode
from .language import language_option, note
from .options import FILE, PATH
from .review_tasks import asks_for_task, run_task, task_options

__all__ = ["review"]


@click.command()
@click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE...]")
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=0, help="Port to listen on; by default a free one."
)
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
@click.option("--reviewer", metavar="NAME", help="Name of who reviews; by default the login name.")
@click.option("--lexicon", type=FILE, metavar="FILE", help="Your own endings of names, labels and aliases (YAML).")
@click.option(
    "--ocr",
    type=click.Choice(get_args(OcrMode)),
    default="auto",
    show_default=True,
    help="Recognise pages without a text layer of use, all pages of PDF and pictures, or none.",
)
@click.option("--columns", metavar="FIELD=COLUMN,...", help="Columns of a task table and the fields they hold.")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default="policygraph-review",
    show_default=True,
    help="Folder for files that are dropped onto the page.",
)
@click.option(
    "--proposals",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Show the corrections that assistants propose, which 'policygraph mcp' keeps in DIR.",
)
@task_options
@language_option("messages; pages have both")
def review(
    sources: tuple[Path, ...],
    port: int,
    no_browser: bool,
    reviewer: str | None,
    lexicon: Path | None,
    ocr: OcrMode,
    columns: str | None,
    folder: Path,
    proposals: Path | None,
    lang: str,
    **task: Any,
) -> None:
    """Check in the browser how notices were read, and correct it.

    Corrections are written to NOTICE.corrections.yaml beside each notice at once. Without a SOURCE, drop files onto the
    page. The address has a token: only who knows it can open the page, and only on this machine. Stop with Ctrl-C or
    from the page.

    With --export, --compare, --propose-words or --add-word no page is served.
    """
    if asks_for_task(task):
        run_task(sources, parse_columns(columns), ocr, lexicon, lang, task)
        return
    from ..corpus import Options, read_words
    from ..review import review as run

    options = Options(parse_columns(columns), lexicon=read_words(lexicon) if lexicon else None, ocr=ocr)
    run(
        sources,
        options=options,
        port=port,
        reviewer=reviewer or "",
        folder=folder,
        lexicon=lexicon,
        proposals=proposals,
        tell=click.echo,
        browse=None if no_browser else webbrowser.open,
    )
    note("review_stopped", lang)
