"""Spell names in pinyin."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["spell"]


def spell(name: str, errors: str | Callable[[str], str] = "default") -> tuple[str, str]:
    """Spell a name in pinyin without tones.

    Args:
        name: A name.
        errors: What to do with characters that have no pinyin, as ``pypinyin.lazy_pinyin`` defines it; by default
            they are kept.

    Returns:
        The full spelling, and the initials.

    Example:
        >>> spell("省财政厅")
        ('shengcaizhengting', 'sczt')
    """
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name, errors=errors)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)
