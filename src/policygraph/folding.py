"""Fold words for comparison: width, white space and punctuation."""

from __future__ import annotations

import re
from unicodedata import normalize

__all__ = ["fold_width", "keep_letters"]

_SIGNS = re.compile(r"[\W_]+")


def fold_width(words: str) -> str:
    """Give characters one width and remove white space.

    Args:
        words: The words.

    Returns:
        The words in the Unicode form NFKC, without white space.

    Example:
        >>> fold_width("第３条（ 一 ）")
        '第3条(一)'
    """
    return "".join(normalize("NFKC", words).split())


def keep_letters(words: str) -> str:
    """Remove white space and punctuation.

    Args:
        words: The words.

    Returns:
        Their letters and digits.

    Example:
        >>> keep_letters("“一网通办” 改革。")
        '一网通办改革'
    """
    return _SIGNS.sub("", words)
