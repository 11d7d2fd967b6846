"""What ``policygraph review`` does without a page: write annotations, compare reviews, find words for the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..files import decode_name
from ..model import OcrMode
from ..tabular import shorten
from ..texts import named, text
from .language import note
from .options import FILE, PATH
from .review_words import add_word, list_words

if TYPE_CHECKING:
    from ..annotation import Agreement, Comparison, Difference, LeftOpen
    from ..corpus import Options

__all__ = ["asks_for_task", "run_task", "task_options"]

#: Each task with the options that only it has.
_TASKS: Mapping[str, Sequence[str]] = {
    "export": ("reviewed_only",),
    "compare": ("decide", "output"),
    "propose_words": (),
    "add_word": ("yes",),
}
_OPTIONS = (
    click.option("--export", metavar="FILE|DIR", type=PATH, help="Write the readings as annotations (.jsonl)."),
    click.option("--reviewed-only", is_flag=True, help="For --export: only what a person has accepted or corrected."),
    click.option("--compare", metavar="A B", nargs=2, type=FILE, help="Compare two people's corrections of a SOURCE."),
    click.option("--decide", metavar="FILE", type=FILE, help="For --compare: write corrections that both agree on."),
    click.option("-o", "--output", metavar="FILE", type=FILE, help="For --compare: differences as .csv or .json."),
    click.option("--propose-words", is_flag=True, help="List words for --lexicon that the corrections suggest."),
    click.option("--add-word", metavar="WORD=VALUE", help="Add a word to --lexicon, after a preview."),
    click.option("--yes", is_flag=True, help="For --add-word: do not ask."),
)
#: Fields whose values are tokens with names.
_TOKENS = ("role", "level", "kind")
_SHOWN = 40


def task_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the tasks to a command.

    Args:
        command: The command's function.

    Returns:
        The same.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asks_for_task(given: Mapping[str, Any]) -> bool:
    """Tell whether a task is asked for.

    Args:
        given: The values of the options.

    Returns:
        Whether one is.

    Raises:
        UsageError: Two tasks are asked for, or an option needs one that is not.
    """
    asked = [task for task in _TASKS if given[task]]
    if len(asked) > 1:
        raise UsageError("one_review_task", first=_option(asked[0]), second=_option(asked[1]))
    for task, options in _TASKS.items():
        for option in options:
            if given[option] and task not in asked:
                raise UsageError("review_option_needs", option=_option(option), needs=_option(task))
    return bool(asked)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def run_task(
    sources: Sequence[Path],
    columns: Mapping[str, Sequence[str]] | None,
    ocr: OcrMode,
    lexicon: Path | None,
    lang: str,
    given: Mapping[str, Any],
) -> None:
    """Do what is asked for.

    Args:
        sources: The documents.
        columns: The columns of task tables.
        ocr: Which pages are recognised.
        lexicon: The file of the user's words.
        lang: The language of the answer.
        given: The values of the options.

    Raises:
        PolicyGraphError: An option or a source is wrong.
    """
    from ..corpus import Options, read_words

    task = next(task for task in _TASKS if given[task])
    if not sources:
        raise UsageError("review_no_source", option=_option(task))
    if task == "add_word" and lexicon is None:
        raise UsageError("review_option_needs", option="--add-word", needs="--lexicon")
    # The file to which the first word is added need not exist.
    known = lexicon if lexicon and (task != "add_word" or lexicon.exists()) else None
    options = Options(columns, lexicon=read_words(known) if known else None, ocr=ocr)
    if task == "export":
        _export(sources, options, lang, given["export"], given["reviewed_only"])
    elif task == "compare":
        _compare(sources, options, lang, given["compare"], given["decide"], given["output"])
    elif task == "propose_words":
        list_words(sources, options, lang)
    elif lexicon is not None:
        add_word(sources, options, lang, given["add_word"], lexicon, given["yes"])


def _export(sources: Sequence[Path], options: Options, lang: str, target: Path, reviewed_only: bool) -> None:
    from ..annotation import export_annotations, parse_notices

    policies = (notice.read(notice.corrections) for notice in parse_notices(sources, options))
    written, unseen = export_annotations(policies, target, reviewed_only)
    note("review_exported", lang, path=decode_name(target), n=written, unseen=unseen)


def _compare(
    sources: Sequence[Path],
    options: Options,
    lang: str,
    files: tuple[Path, Path],
    target: Path | None,
    out: Path | None,
) -> None:
    from ..annotation import compare_reviews, parse_notices, write_differences
    from ..corpus.corrections_file import read_corrections

    notices = list(parse_notices(sources, options))
    if len(notices) != 1:
        raise UsageError("compare_one_source", n=len(notices))
    if target is not None:
        _check_target(target)
    first, second = map(read_corrections, files)
    found = compare_reviews(notices[0], first, second)
    if out is not None:
        write_differences(found.differences, out)
    _show(found, files, lang)
    if out is not None:
        note("wrote", lang, path=decode_name(out))
    if target is not None:
        from ..annotation import start_decisions
        from ..corpus.corrections_file import write_corrections

        agreed, left = start_decisions(first, second)
        write_corrections(target, agreed)
        for each in left:
            click.echo(_describe(each, lang))
        note("decided", lang, path=decode_name(target), n=len(agreed.all), open=len(left))


def _check_target(path: Path) -> None:
    if not path.name.endswith((".corrections.yaml", ".corrections.yml")):
        raise UsageError("decide_suffix", path=decode_name(path))
    if path.exists():
        raise UsageError("decide_exists", path=decode_name(path))


def _describe(each: LeftOpen, lang: str) -> str:
    said = text("decided_open", lang, words=shorten(each.words, _SHOWN))
    if each.second is None:
        return said + text("decided_first", lang)
    return said if each.first else said + text("decided_second", lang)


def _show(found: Comparison, files: tuple[Path, Path], lang: str) -> None:
    """Print who is A and B, a table of the agreement, and the differences side by side."""
    from .tables import print_table

    for letter, path in zip("AB", files, strict=True):
        click.echo(f"{letter}{text('colon', lang)}{decode_name(path)}")
    click.echo(text("agreement_document", lang, document=found.document, n=found.measures, both=found.by_both))
    click.echo()
    compared = {
        "agreement_all": found.agreement,
        "agreement_both": found.reviewed,
        "agreement_first": found.first,
        "agreement_second": found.second,
    }
    columns = [_figures(agreement) for agreement in compared.values()]
    rows = (
        [text(key, lang), *(column[number] for column in columns)]
        for number, key in enumerate(
            (
                "agreement_units",
                "agreement_same",
                "agreement_kappa_who",
                "agreement_kappa_role",
                "agreement_f1_who",
                "agreement_f1_role",
            )
        )
    )
    print_table(["", *(text(key, lang) for key in compared)], rows)
    click.echo()
    if not found.differences:
        click.echo(text("differences_none", lang))
        return
    headings = [text(f"difference_{name}", lang) for name in ("measure", "body", "field", "reading")]
    print_table(
        [*headings, "A", "B", text("difference_words", lang)],
        (_row(difference, lang) for difference in found.differences),
    )
    note("differences_count", lang, n=len(found.differences))


def _figures(agreement: Agreement) -> tuple[str, ...]:
    """The figures of one column, in the order of the rows; none of no units."""
    if not agreement.units:
        return ("0", *["—"] * 5)
    figures = (agreement.kappa_who, agreement.kappa_role, agreement.who.f1, agreement.role.f1)
    shown = ("—" if figure is None else f"{figure:.3f}" for figure in figures)
    return (str(agreement.units), f"{agreement.same} ({agreement.same / agreement.units:.1%})", *shown)


def _row(difference: Difference, lang: str) -> list[str]:
    said = (difference.reading, difference.first, difference.second)
    return [
        shorten(f"{difference.number} {difference.measure}".strip(), _SHOWN),
        shorten(difference.body),
        named("field", difference.field).of(lang),
        *(_value(difference.field, value, lang) for value in said),
        shorten(difference.words, _SHOWN),
    ]


def _value(field: str, value: str, lang: str) -> str:
    """A value in words; several roles of one body are joined by ``+``."""
    if not value or field not in _TOKENS:
        return shorten(value, _SHOWN) or "—"
    return "+".join(named(field, token).of(lang) for token in value.split("+"))
