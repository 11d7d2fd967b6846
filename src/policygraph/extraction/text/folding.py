"""One spelling for matching, character for character.

Notices mix full and half width, four kinds of brackets, simplified and traditional characters; text taken from PDF
contains radicals instead of characters, and invisible characters. Rules are written once, against the folded text.
Folding never changes the length: an offset in the folded text is the offset in the text.
"""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

__all__ = ["fold", "legible", "squeeze"]

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
    "﹑､": "、",
    "｡": "。",
    "／": "/",
    "　\u00a0\u2002\u2003\u2009\u202f\t\x0b\x0c\r": " ",
    "★☆▲△●※◆": " ",
    "～﹏": "~",
    "％": "%",
}
#: Control characters, soft hyphens, joiners and variation selectors: none of them is visible on a page.
_UNSEEN = (
    "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
#: Radicals that look like a character and have no compatibility mapping: Unicode, EquivalentUnifiedIdeograph.txt.
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺎⺐⺒⺓⺛⺜⺝⺠⺧⺩⺫⺬⺮⺶⺻⺼⺽⻄⻅⻆⻉⻊⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙刀卜小小兀尢巳幺旡日月民牛王目示竹羊聿肉臼西见角贝足车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
#: Radicals and compatibility ideographs.
_DOUBLES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ODD = re.compile(f"{_INVISIBLE.pattern}|{_DOUBLES.pattern}")


def _unified(char: str) -> str:
    """Return the character that a radical or a compatibility ideograph stands for, by Unicode."""
    found = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


def legible(text: str) -> str:
    r"""Write a text as it looks, for names and titles; a quote keeps the characters of the source.

    Args:
        text: A passage of the source.

    Returns:
        The passage without invisible characters, with characters in place of their radicals.

    Example:
        >>> legible("市⾦融局、市财\xad政局")
        '市金融局、市财政局'
    """
    if not _ODD.search(text):
        return text
    return _DOUBLES.sub(lambda match: _unified(match.group()), _INVISIBLE.sub("", text))


def _simplified() -> dict[int, str]:
    """Map traditional characters to simplified ones, by OpenCC's table (``opencc/README.md``).

    A character that simplified text uses too (著, 乾: those in GB 2312) stays as it is.
    """
    table: dict[int, str] = {}
    for line in (
        Path(__file__).with_name("opencc").joinpath("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    ):
        traditional, _, simplified = line.partition("\t")
        target = simplified.split(" ")[0]
        if len(traditional) == len(target) == 1 and traditional != target and not line.startswith("#"):
            try:
                traditional.encode("gb2312")
            except UnicodeEncodeError:
                table[ord(traditional)] = target
    return table


class _TranslationTable(dict[int, str]):
    """A table for ``str.translate`` that stores unchanged characters at their first lookup: a failed lookup is slow."""

    def __missing__(self, key: int) -> str:
        return self.setdefault(key, chr(key))


def _table() -> _TranslationTable:
    table = _TranslationTable(_simplified())
    # A radical may stand for a traditional character.
    doubles = (char for char in map(chr, [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]))
    for char in doubles:
        unified = _unified(char)
        if unified != char:
            table[ord(char)] = table.get(ord(unified), unified)
    # In Unicode the full-width form of an ASCII character stands at this distance behind it.
    table |= {ord(char) + 0xFEE0: char for char in string.digits + string.ascii_letters}
    table |= {ord(char): target for chars, target in _PAIRS.items() for char in chars}
    unseen = (code for code in [*range(0x3000), *range(0xFE00, 0xFF00)] if _INVISIBLE.match(chr(code)))
    table |= dict.fromkeys([*unseen, *range(0xE0100, 0xE01F0)], " ")
    return table


_FOLD = _table()
#: Every character that is folded; beyond the basic plane all characters, since one range is faster than many.
_OTHERS = re.compile("[" + "".join(re.escape(chr(code)) for code in _FOLD if code < 0x10000) + "\U00010000-\U0010ffff]")
#: Characters that are folded to one that is folded itself: replacing one character after another would fold them twice.
_CHAINED = {chr(code) for code, target in _FOLD.items() if ord(target) in _FOLD}
#: With more different characters than this, one pass over the text is faster than a replacement for each.
_MANY = 64


def fold(text: str) -> str:
    """Write a text in one width and script, with one kind of bracket.

    Args:
        text: Any text.

    Returns:
        The folded text, as long as it was.

    Example:
        >>> fold("〔牽頭單位：市财政局〕")
        '(牵头单位:市财政局)'
    """
    # A notice has few characters to fold, and most of them are its punctuation.
    found = set(_OTHERS.findall(text))
    if len(found) > _MANY or found & _CHAINED:
        return text.translate(_FOLD)
    for char in found:
        text = text.replace(char, _FOLD[ord(char)])
    return text


def squeeze(text: str) -> str:
    """Take the white space out of a name that a line break or a space runs through.

    Args:
        text: The name as the text has it.

    Returns:
        The name without white space.

    Example:
        >>> squeeze("省自然 资源厅")
        '省自然资源厅'
    """
    return "".join(text.split())
