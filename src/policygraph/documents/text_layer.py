"""Judge whether the text layer of a page is readable text.

A scan has no text layer. A page whose fonts have no codes for their characters looks right, but its text layer is
garbage. A program that recognised the page badly has put garbage behind the picture.
"""

from __future__ import annotations

import re

from .page import PageContent

__all__ = ["needs_recognition"]

_FEW = 20  # characters: fewer are a page number or a mark of the scanner on a page that is a picture
_PICTURE = 0.5  # the share of a page that pictures cover, from which the page is a picture
_OUTLINES = 30  # drawn things on a page without characters, from which they are outlines of characters
_PLAUSIBLE = 0.7  # the share of plausible characters in text
_PUNCTUATION = re.compile(
    "[\u2000-\u206f\u2460-\u24ff\u25a0-\u25ff\u3000-\u303f\ufe30-\ufe4f\uff00-\uffef\u00b7\u00d7]"
)
_LATIN = re.compile(r"[A-Za-z]+")
_VOWEL = re.compile("[aeiouyAEIOUY]")


def needs_recognition(page: PageContent) -> bool:
    """Tell whether a page has content, but no usable text layer.

    Args:
        page: The content of a page of PDF.

    Returns:
        Whether its picture must be recognised.

    Example:
        >>> blank = PageContent(595, 842, [], [], 0)
        >>> needs_recognition(blank), needs_recognition(PageContent(595, 842, [], [], 0, pictures=1.0))
        (False, True)
    """
    text = "".join(char.text for char in page.chars)
    inked = "".join(text.split())
    pictured = page.pictures >= _PICTURE
    if len(inked) + page.unknown < _FEW and pictured:
        return True
    if not inked:
        return page.unknown > 0 or page.pictures > 0 or page.things >= _OUTLINES
    return page.unknown > 0.5 * len(page.chars) or _plausible_share(text) < _PLAUSIBLE


def _plausible_share(text: str) -> float:
    """Return the share of characters that belong to Chinese or Latin text.

    Only ideographs of GB 2312 and of Big5's first level count, which modern texts use except in names. Letters count in
    words; words longer than three letters must have a vowel.
    """
    good = total = 0
    latin = 0
    for char in text:
        if char.isspace():
            continue
        total += 1
        if char.isascii():
            latin += char.isalpha()
            good += char.isalnum() or char in ".,;:!?()[]-/\"'%&+*=<>@#_"
        elif "\u3400" <= char <= "\u9fff":
            good += _is_common(char)
        else:
            good += _PUNCTUATION.match(char) is not None or char in "〇ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ℃±≥≤"
    if latin > 0.3 * total:
        words = [word for word in _LATIN.findall(text) if len(word) > 3]
        odd = sum(len(word) for word in words if not _VOWEL.search(word))
        good -= odd if odd > 0.3 * latin else 0
    return good / total if total else 1.0


def _is_common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        try:
            return char.encode("big5") < b"\xc9\x00"
        except UnicodeEncodeError:
            return False
    return True
