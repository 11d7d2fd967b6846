"""Tidy recognised text: the width of punctuation, and the confidence of a line.

Recognition cannot reliably distinguish ``，`` from ``,``. Their width follows the characters beside them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .ocr_engine import LineText
from .text import is_wide

__all__ = ["line_confidence", "tidy_line"]

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_OPEN, _CLOSE = "(（", ")）"
_PAIRS = {"(": ")", "（": "）", "〔": "〕", "[": "]", "【": "】"}
_QUOTES = '”’"'
_IDEOGRAPH = re.compile("[\u3400-\u9fff〇]")


def tidy_line(line: LineText) -> LineText:
    """Give punctuation the width that fits the characters beside it, and drop spaces beside wide characters.

    Args:
        line: The line as it was recognised.

    Returns:
        The line with its places and confidences.

    Example:
        >>> tidy_line(LineText("由市教育局(牵头),", (0.1,) * 10, (1.0,) * 10)).text
        '由市教育局（牵头），'
        >>> tidy_line(LineText("〔2023]5号", (0.1,) * 8, (1.0,) * 8)).text
        '〔2023〕5号'
    """
    text = ""
    for i in range(len(line.text)):
        text += _widen(text, line.text[i:])
    kept = [i for i in range(len(text)) if not _is_stray_space(text, i)]
    return replace(
        line,
        text="".join(text[i] for i in kept),
        places=tuple(line.places[i] for i in kept),
        confidences=tuple(line.confidences[i] for i in kept),
        others=tuple(line.others[i] for i in kept) if line.others else ((),) * len(kept),
    )


def _widen(done: str, rest: str) -> str:
    """Return the first character of the rest of a line in the width of its neighbours."""
    char, before, after = rest[0], done.rstrip()[-1:], rest[1:].lstrip()[:1]
    if char in _FULL:
        return _FULL[char] if _is_ideographic(before) or (before in _QUOTES and _is_ideographic(after)) else char
    if char in _OPEN:
        inside = re.split("[)）]", rest, maxsplit=1)[0]
        return "（" if _IDEOGRAPH.search(inside) or _is_ideographic(before) else "("
    if char in _PAIRS.values() and (opened := _find_open(done)):
        return _PAIRS[opened]
    if char in _CLOSE:
        return "）" if _IDEOGRAPH.search(done) else ")"
    return char


def _find_open(done: str) -> str:
    """Return the last bracket that is not closed, if there is one: 〔2023] is 〔2023〕."""
    held: list[str] = []
    for char in done:
        if char in _PAIRS:
            held.append(char)
        elif held and char in _PAIRS.values():
            held.pop()
    return held[-1] if held else ""


def _is_ideographic(char: str) -> bool:
    return bool(char) and (_IDEOGRAPH.match(char) is not None or char in "）》〉」』】〕")


def _is_stray_space(text: str, i: int) -> bool:
    """Tell whether a space stands at an end of the line or beside a wide character."""
    if not text[i].isspace():
        return False
    before, after = text[:i].rstrip()[-1:], text[i + 1 :].lstrip()[:1]
    return not before or not after or is_wide(before) or is_wide(after)


def line_confidence(line: LineText) -> float:
    """Return the confidence of the least certain letter, digit or ideograph of a line: a single one can change a name.

    Punctuation does not count, because its width is never certain.

    Args:
        line: The line.

    Returns:
        The confidence, up to 1.

    Example:
        >>> line_confidence(LineText("省，厅", (0.1, 0.5, 0.9), (0.98, 0.4, 0.95)))
        0.95
    """
    counted = [each for char, each in zip(line.text, line.confidences, strict=True) if char.isalnum()]
    return round(min(counted or line.confidences, default=0.0), 3)
