"""Provide texts for people in Chinese and English: ``texts.json``, one table for commands, pages, reports and errors.

The table has sections; a key is in one section only. ``{n}`` in a text is the place of a value, and
``{n:measure|measures}`` chooses a word by number: one, or any other; Chinese needs no choice. The scripts of the pages
fill in texts in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data
from typing import Any

__all__ = [
    "Bilingual",
    "Message",
    "export_texts",
    "filled",
    "join_words",
    "named",
    "section",
    "text",
    "texts",
    "unread_reason",
]


_PLACE = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text or name in both languages."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in a language.

        Args:
            lang: ``zh`` or ``en``.

        Returns:
            The text.
        """
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class Message(Bilingual):
    """A text about a place in a file, as far as the place is known.

    Attributes:
        path: The file.
        line: The line, from 1.
        column: The column, from 1.
    """

    path: str | None = None
    line: int | None = None
    column: int | None = None


@cache
def _sections() -> Mapping[str, Mapping[str, Bilingual]]:
    found = json.loads(get_data(__package__, "texts.json") or "")
    return {name: {key: Bilingual(*pair) for key, pair in table.items()} for name, table in found.items()}


def section(name: str) -> Mapping[str, Bilingual]:
    """Return the texts of one section.

    Args:
        name: The section: ``pages``, ``commands``, ``errors`` and so on.

    Returns:
        The texts by key.

    Example:
        >>> section("reading")["unread_cell-too-long"].en
        'The cell is too long to be a list of bodies'
    """
    return _sections()[name]


def export_texts(*sections: str) -> dict[str, list[str]]:
    """Return the texts of some sections in the form for scripts.

    Args:
        *sections: The sections.

    Returns:
        For each key the Chinese and the English text.
    """
    return {key: [names.zh, names.en] for name in sections for key, names in section(name).items()}


@cache
def texts() -> Mapping[str, Bilingual]:
    """Return all texts by key."""
    return {key: names for table in _sections().values() for key, names in table.items()}


def filled(key: str, **values: Any) -> Message:
    """Fill in a text in both languages.

    Args:
        key: The key of the text.
        **values: The values for its places. ``path``, ``line`` and ``column`` also become attributes of the message,
            whether the text has a place for them or not; a message among the values hands on its own.

    Returns:
        The message.

    Example:
        >>> filled("n_measures", n=1).en, filled("n_measures", n=3).en
        ('1 measure', '3 measures')
        >>> place = filled("at_line", path="list.jsonl", line=3)
        >>> filled("about", what=place, reason="odd").en, place.line
        ('list.jsonl, line 3: odd', 3)
    """
    path, line, column = (_location(name, values) for name in ("path", "line", "column"))
    return Message(text(key, "zh", **values), text(key, "en", **values), path, line, column)


def _location(name: str, values: Mapping[str, Any]) -> Any:
    """Return a part of the place that a text is about: from the values, or from a message among them."""
    given = str(values.get(name, ""))
    if name == "path" and given and not isinstance(values[name], Bilingual):
        return given
    if name != "path" and given.isdecimal():
        return int(given)
    messages = (value for value in values.values() if isinstance(value, Message))
    return next((found for message in messages if (found := getattr(message, name)) is not None), None)


def text(key: str, lang: str, **values: Any) -> str:
    """Fill in a text in one language.

    Args:
        key: The key of the text.
        lang: ``zh`` or ``en``.
        **values: The values for its places; a value can be ``Bilingual`` or a list.

    Returns:
        The text.

    Example:
        >>> text("n_measures", "en", n=2)
        '2 measures'
    """

    def value(place: re.Match[str]) -> str:
        given, one, many = values[place[1]], place[2], place[3]
        if one is not None:
            return one if given == 1 else many
        return _shown(given, lang)

    return _PLACE.sub(value, texts()[key].of(lang))


def join_words(words: Iterable[str | Bilingual], lang: str) -> str:
    """Join words to a list.

    Args:
        words: The words or names.
        lang: ``zh`` or ``en``.

    Returns:
        The words with the separator of the language between them.

    Example:
        >>> join_words(["省财政厅", Bilingual("省教育厅", "Department of Education")], "zh")
        '省财政厅、省教育厅'
    """
    return text("list_separator", lang).join(_shown(each, lang) for each in words)


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, Bilingual):
        return value.of(lang)
    if isinstance(value, (list, tuple)):
        return join_words(value, lang)
    return f"{value:,}" if type(value) is int else str(value)


def unread_reason(reason: str, detail: str = "") -> Bilingual:
    """Return the reason why a passage was not read.

    Args:
        reason: The code of the reason.
        detail: What the reason is about.

    Returns:
        The reason in both languages.

    Example:
        >>> unread_reason("formula-without-value", "B2").en
        'The formula in B2 has no stored value: open the file in Excel and save it again'
    """
    return filled(f"unread_{reason}", detail=detail)


def named(prefix: str, token: str) -> Bilingual:
    """Return the name of a level, role or kind.

    Args:
        prefix: ``level``, ``role``, ``kind`` or another prefix of keys.
        token: The token.

    Returns:
        The name, or the token itself if it has no name.

    Example:
        >>> named("role", "lead").zh, named("role", "guest").zh
        ('牵头', 'guest')
    """
    return texts().get(f"{prefix}_{token}", Bilingual(token, token))
