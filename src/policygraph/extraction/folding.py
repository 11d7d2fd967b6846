"""One spelling for matching, character for character.

Notices mix full and half width, four kinds of brackets, simplified and traditional characters. Rules are written
once, against the folded text. Folding never changes the length: an offset in the folded text is the offset in the text.
"""

from __future__ import annotations

__all__ = ["fold", "squeeze"]

_PAIRS = {
    "（〔［【﹙❨": "(",
    "）〕］】﹚❩": ")",
    "[": "(",
    "]": ")",
    "：﹕∶": ":",
    "，﹐": ",",
    "；﹔": ";",
    "．﹒": ".",
    "！": "!",
    "？": "?",
    "、﹑､": "、",
    "｡": "。",
    "／": "/",
    "　\u00a0\u2002\u2003\u2009\u202f\t\x0b\x0c\r": " ",
    "\u200b\u200c\u200d\ufeff": " ",
    "～﹏": "~",
    "％": "%",
}


def _table() -> dict[int, str]:
    table = {ord(char): target for chars, target in _PAIRS.items() for char in chars}
    for offset in range(10):
        table[ord("０") + offset] = chr(ord("0") + offset)
    for offset in range(26):
        table[ord("Ａ") + offset] = chr(ord("A") + offset)
        table[ord("ａ") + offset] = chr(ord("a") + offset)
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """The text in one width, with one kind of bracket; as long as it was.

    >>> fold("〔牵头单位：市财政局〕")
    '(牵头单位:市财政局)'
    """
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """The text without white space, for names that a line break or a space runs through.

    >>> squeeze("省自然 资源厅")
    '省自然资源厅'
    """
    return "".join(text.split())
