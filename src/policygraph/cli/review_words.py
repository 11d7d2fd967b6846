"""Words for the user's lexicon: what corrections suggest, what a word would change, and adding it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..files import decode_name
from ..tabular import shorten
from ..texts import named, text
from .language import note
from .tables import print_table

if TYPE_CHECKING:
    from ..annotation import Change
    from ..corpus import Options

__all__ = ["add_word", "list_words"]

#: So many statements are shown before a word is added.
_SHOWN = 20
_CELL = 60


def list_words(sources: Sequence[Path], options: Options, lang: str) -> None:
    """Print the words that the corrections of some documents suggest.

    Args:
        sources: The documents, with their corrections beside them.
        options: How they are read.
        lang: The language of the answer.

    Raises:
        PolicyGraphError: A document cannot be read.
    """
    from ..annotation import Preview, parse_notices

    found = Preview(parse_notices(sources, options)).propose()
    if not found:
        note("words_none", lang)
        return
    names = ("word", "kind", "value", "documents", "statements", "right")
    rows = [
        [
            proposal.word,
            named("word", proposal.kind).of(lang),
            named("role", proposal.value).of(lang) if proposal.kind == "label" else proposal.value,
            str(_documents(changes)),
            str(len(changes)),
            str(sum(change.right is True for change in changes)),
        ]
        for proposal, changes in found
    ]
    print_table([text(f"words_{name}", lang) for name in names], rows)
    note("words_how", lang)


def _documents(changes: Iterable[Change]) -> int:
    return len({change.document for change in changes})


def add_word(sources: Sequence[Path], options: Options, lang: str, given: str, lexicon: Path, yes: bool) -> None:
    """Add a word to a lexicon, after a preview of what it changes in some documents.

    Args:
        sources: The documents.
        options: How they are read.
        lang: The language of the answer.
        given: ``WORD=VALUE``.
        lexicon: The file.
        yes: Whether to add it without asking.

    Raises:
        PolicyGraphError: The word is not allowed, or a document cannot be read.
    """
    from ..annotation import Preview, parse_notices, parse_word
    from ..corpus.lexicon_editing import check_word, write_word

    proposal, path = parse_word(given), decode_name(lexicon)
    if not check_word(lexicon, proposal.section, proposal.word, proposal.value):
        note("word_known", lang, word=proposal.word, path=path)
        return
    _show(Preview(parse_notices(sources, options)).changes(proposal), proposal.word, lang)
    if not yes and not click.confirm(text("word_ask", lang, word=proposal.word, path=path), err=True):
        note("word_left", lang, path=path)
        return
    write_word(lexicon, proposal.section, proposal.word, proposal.value)
    note("word_added", lang, word=proposal.word, path=path)


def _show(changes: Sequence[Change], word: str, lang: str) -> None:
    click.echo(text("word_changes", lang, word=word, n=len(changes), documents=_documents(changes)))
    if not changes:
        return
    names = ("document", "measure", "before", "after", "review")
    rows = (
        [
            change.document,
            shorten(change.measure, _CELL),
            # What stays as it is would only hide what changes.
            _bodies(change.gone, lang),
            _bodies(change.come, lang),
            _review(change.right, lang),
        ]
        for change in changes[:_SHOWN]
    )
    print_table([text(f"word_change_{name}", lang) for name in names], rows)
    if len(changes) > _SHOWN:
        click.echo(text("word_more", lang, n=len(changes) - _SHOWN))


def _bodies(said: Iterable[tuple[str, str]], lang: str) -> str:
    shown = [f"{name}{text('colon', lang)}{named('role', role).of(lang)}" for name, role in said]
    return "；".join(shown) if lang == "zh" else "; ".join(shown)


def _review(right: bool | None, lang: str) -> str:
    return "" if right is None else text("word_change_right" if right else "word_change_wrong", lang)
