"""A heading with its number before it."""

from __future__ import annotations

import re

__all__ = ["numbered"]


def numbered(number: str, label: str) -> str:
    """A heading with its number, with the mark between them that the number asks for.

    >>> numbered("一", "总体要求"), numbered("一、", "总体要求"), numbered("1.2", "Aims"), numbered("", "总体要求")
    ('一、总体要求', '一、总体要求', '1.2 Aims', '总体要求')
    >>> numbered("(三)", "办好学校")
    '(三) 办好学校'
    """
    if not number or number.endswith(("、", "，", "）", "】", "》")):
        return number + label
    return f"{number}、{label}" if re.fullmatch("[\u4e00-\u9fff]+", number) else f"{number} {label}"
