"""Put a printed number before a title with the mark that it needs, and a title into its own marks."""

from __future__ import annotations

import re

__all__ = ["add_number", "join_number", "mark_number", "quote_title"]

#: Marks as wide as a character, which need no space behind them.
_WIDE = ("、", "，", "）", "】", "》", "．", "。", "：")


def mark_number(number: str) -> str:
    """Add the mark that a number needs; a table of tasks has numbers without one.

    Args:
        number: The number as printed.

    Returns:
        The number with its mark.

    Example:
        >>> [mark_number(number) for number in ("1", "一", "1.", "(三)", "1.2", "专案一", "")]
        ['1.', '一、', '1.', '(三)', '1.2', '专案一', '']
    """
    if number.isdecimal():
        return f"{number}."
    return f"{number}、" if re.fullmatch("[〇零一二三四五六七八九十百]+", number) else number


def join_number(number: str, title: str) -> str:
    """Put a number before a title as a notice prints it.

    Args:
        number: The number as printed.
        title: The title.

    Returns:
        Both, with a space only where they would run together.

    Example:
        >>> join_number("1", "实施试点"), join_number("(三)", "办好学校"), join_number("1.2", "实施试点")
        ('1.实施试点', '(三)办好学校', '1.2 实施试点')
    """
    marked = mark_number(number)
    return f"{marked} {title}" if marked[-1:].isalnum() and title else f"{marked}{title}"


def add_number(number: str, label: str) -> str:
    """Put a number before a label of a page, with room between them.

    Args:
        number: The number as printed.
        label: The label.

    Returns:
        Both.

    Example:
        >>> add_number("一", "总体要求"), add_number("一、", "总体要求")
        ('一、总体要求', '一、总体要求')
        >>> add_number("1.2", "Aims"), add_number("1", "总体要求"), add_number("", "总体要求")
        ('1.2 Aims', '1. 总体要求', '总体要求')
        >>> add_number("(三)", "办好学校")
        '(三) 办好学校'
    """
    marked = mark_number(number)
    return f"{marked} {label}" if marked and not marked.endswith(_WIDE) else f"{marked}{label}"


def quote_title(title: str, lang: str = "zh") -> str:
    """Put the title of a notice into the marks of titles.

    Args:
        title: The title.
        lang: The language of the words around it, ``zh`` or ``en``.

    Returns:
        The title as another notice cites it: a title within it has single marks (GB/T 15834).

    Example:
        >>> quote_title("关于修路的通知"), quote_title("关于印发《修路方案》的通知"), quote_title("《修路方案》")
        ('《关于修路的通知》', '《关于印发〈修路方案〉的通知》', '《修路方案》')
        >>> quote_title("关于修路的通知", "en")
        '“关于修路的通知”'
    """
    if lang != "zh":
        return f"“{title}”"
    if re.fullmatch("《[^《》]+》", title):
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
