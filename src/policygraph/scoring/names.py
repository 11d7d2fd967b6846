"""Which spellings of a name or title count as the same: a part of the definition of the scores.

The rules are the scorer's own and use nothing of the reading, so that programs of any kind are measured alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

__all__ = ["fold_title", "fold_words", "list_forms"]

_UNSEEN = re.compile(r"[\s\"'“”‘’《》]")
_MARKS = re.compile(r"[,.;:。、，；：]")
_EVERY = re.compile(r"^(各有关|各相关|各)")
_LAST_BRACKET = re.compile(r"\([^()]*\)$")


@cache
def fold_words(words: str) -> str:
    """Fold full-width characters; remove white space, quotation marks and book-title marks.

    Args:
        words: Any words.

    Returns:
        The words.

    Example:
        >>> fold_words("县（区） 教育部门")
        '县(区)教育部门'
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", words))


def fold_title(title: str) -> str:
    """Fold a title or number, without punctuation.

    Args:
        title: The title.

    Returns:
        What is compared.

    Example:
        >>> fold_title("建设 产地冷库。"), fold_title("1．")
        ('建设产地冷库', '1')
    """
    return _MARKS.sub("", fold_words(title))


def list_forms(name: str, aliases: Iterable[str] = ()) -> frozenset[str]:
    """List the spellings of a name; two names that have one in common are the same.

    A name counts without 各, 各有关 or 各相关 in front, without 等 behind, and with or without a last bracket.

    Args:
        name: The name.
        aliases: Other names of the body.

    Returns:
        The spellings.

    Example:
        >>> sorted(list_forms("各县市场监管局（知识产权局）", ["县知识产权局"]))
        ['县市场监管局', '县市场监管局(知识产权局)', '县知识产权局']
    """
    plain = _EVERY.sub("", fold_words(name)).rstrip("等")
    others = (_LAST_BRACKET.sub("", fold_words(alias)) for alias in aliases)
    # Nothing but such words is a name of its own.
    return frozenset(form for form in (plain or name, _LAST_BRACKET.sub("", plain), *others) if form)
