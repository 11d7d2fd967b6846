"""Chinese names as people type them: in pinyin, whole and by initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["spelled"]


def spelled(names: Iterable[str]) -> str:
    """The names without tones and spaces, and their initials, with spaces between names.

    A character with several readings has the commonest of its word.

    >>> spelled(["省财政厅"])
    'shengcaizhengting sczt'
    """
    found: dict[str, None] = {}
    for name in names:
        for each in _one(name[:60]):
            found[each] = None
    return " ".join(found)


@cache
def _one(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    if not re.search(r"[\u4e00-\u9fff]", name):
        return ()
    syllables = [part for part in lazy_pinyin(name, errors="ignore") if part]
    return "".join(syllables), "".join(part[0] for part in syllables)
