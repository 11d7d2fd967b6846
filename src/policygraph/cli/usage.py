"""What a wrong call is told: the parser's messages in the language of the command."""

from __future__ import annotations

import re
from functools import cache

import click

from ..texts import Names, section, text

__all__ = ["in_words", "usage"]

_PLACE = re.compile(r"\{(\w+)\}")


def usage(error: click.UsageError, lang: str) -> str:
    """The command's usage, where its help is, and what was wrong."""
    said = in_words(error.format_message(), lang)
    if error.ctx is None:
        return text("usage_error", lang, problem=said)
    words = " ".join(error.ctx.command.collect_usage_pieces(error.ctx))
    return text("usage_whole", lang, command=error.ctx.command_path, words=words, problem=said)


def in_words(message: str, lang: str) -> str:
    """A message of the parser in a language. The section ``parser`` has its English as the parser writes it.

    >>> in_words("Invalid value for '--top': 0 is not in the range x>=1.", "zh")
    "'--top' 的值无效：0 超出范围 x>=1"
    >>> in_words("Something new.", "zh")
    'Something new.'
    """
    if lang == "en":
        return message
    for pattern, key in _patterns():
        if found := pattern.fullmatch(message):
            return text(key, lang, **{name: in_words(said, lang) for name, said in found.groupdict().items()})
    return message


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(names), key) for key, names in section("parser").items()]


def _pattern(names: Names) -> re.Pattern[str]:
    pieces = _PLACE.split(names.en)
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
    return re.compile("".join(pieces), re.DOTALL)
