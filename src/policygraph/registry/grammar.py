"""What a name of a body may look like: the one grammar that every form of statement asks.

A name ends as names end (局, 公司, 社区 …), maybe with a remark in brackets behind it. It has in it no mark of a
sentence, no word of a duty, no label and no open end (等有关部门). All words stand in ``ontology/lexicon.yaml``.
"""

from __future__ import annotations

import re

from ..model import Role
from .affixes import BRAND, LEVEL_OF, ZONE
from .lexicon import any_of, lexicon, remembered
from .names import parse_name
from .stems import functions_of

__all__ = [
    "duty_role",
    "ends_like_name",
    "is_label",
    "label_before",
    "looks_like_body",
    "no_name",
    "open_end",
    "without_remark",
]

_LONGEST = 40


@remembered()
def _ends() -> tuple[frozenset[str], tuple[int, ...]]:
    """All that names end with, and the lengths of those words, longest first."""
    words = lexicon()
    ends = frozenset(
        (*words.endings, *(word for kind in ("classes", "places", "zones", "others") for word in words.ends[kind]))
    )
    # A word that ends with another one says nothing new.
    short = frozenset(word for word in ends if not any(word[at:] in ends for at in range(1, len(word))))
    return short, tuple(sorted({len(word) for word in short}))


def ends_like_name(text: str, start: int = 0, end: int | None = None) -> bool:
    """Does a passage end as names do, or with a remark in brackets behind such an end?

    >>> ends_like_name("市财政局(市国资委)"), ends_like_name("搬迁群众就医负担")
    (True, False)
    """
    end = without_remark(text, start, end)
    ends, sizes = _ends()
    return any(text[end - size : end] in ends for size in sizes if end - size >= start)


def without_remark(text: str, start: int = 0, end: int | None = None) -> int:
    """Where a passage ends without the remark in brackets at its end.

    >>> without_remark("有关部门(单位)"), without_remark("有关部门")
    (4, 4)
    """
    end = len(text) if end is None else end
    if not text.endswith(")", start, end):
        return end
    opening = text.rfind("(", start, end)
    return opening if opening > start and text.find(")", opening, end - 1) < 0 else end


@remembered()
def _open() -> re.Pattern[str]:
    # 高等院校, 中等职业学校, 同等学力, 等级: 等 within a word.
    units = any_of(lexicon().openers["whom"])
    return re.compile(rf"(?<![高中初平同优均])等(?!级|额|离子)(?:[^等:。;]{{0,60}}{units}(?:\([^()]*\))?)?$")


def open_end(text: str) -> int:
    """Where the words begin that leave a list open, whatever stands between 等 and 单位; -1 where there are none.

    >>> open_end("市商务局等市直(驻市)进驻单位"), open_end("市中等职业学校")
    (4, -1)
    """
    found = _open().search(text) if "等" in text else None
    return found.start() if found else -1


@remembered()
def _label() -> re.Pattern[str]:
    """A label as it runs on into a name: 责任单位, 市配合单位:"""
    words = lexicon().labels
    return re.compile(
        f"{any_of(LEVEL_OF)}?{any_of((*words.much, *words.first))}?{any_of(words.bare)}{any_of(words.units)}:?"
    )


@remembered()
def _said() -> re.Pattern[str]:
    """The characters that words of labels begin with: few names have one."""
    return re.compile("[" + "".join({word[0] for word in lexicon().labels.bare}) + "]")


def label_before(text: str) -> int:
    """Where the name begins behind a label that runs on into it: 责任单位市财政局; 0 where there is no such label.

    >>> label_before("市配合单位:市财政局"), label_before("责任单位")
    (6, 0)
    """
    found = _label().match(text) if _said().search(text) else None
    return found.end() if found and found.end() < len(text) and looks_like_body(text[found.end() :]) else 0


def is_label(text: str) -> bool:
    """Is this a label and nothing else? Alone it names nobody; 各牵头单位 is a class."""
    return bool(_label().fullmatch(text))


def duty_role(label: str) -> Role:
    """The role that the words of a label give.

    >>> duty_role("市配合单位")
    'support'
    """
    duties = lexicon().labels.duties
    return next((role for role, words in duties.items() if any(word in label for word in words)), "responsible")


@remembered()
def _not_name() -> re.Pattern[str]:
    words = lexicon()
    units = any_of((*words.ends["classes"], *words.labels.units))
    never = any_of(words.not_names["never"])
    # 各牵头单位, 配合责任处室: a duty within a class.
    duty = rf"{any_of(words.not_names['duties'])}(?!.{{0,4}}{units})"
    beside = rf"(?:[局委厅办]|公司|中心){any_of(words.labels.bare)}{any_of(words.labels.units)}"
    return re.compile(
        rf"[:。;!?\n]|^[)及与的者]|^和(?![平田龙顺静硕县政林])|^等(?!级)|(?<!自)由(?!$)|{never}|{duty}|{beside}"
    )


@remembered()
def _common() -> frozenset[str]:
    return frozenset(lexicon().not_names["common"])


_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"))


@remembered(16384)
def no_name(text: str) -> bool:
    """Is this surely no name: a sentence, half a bracket, a label beside a name, a list's open end, a person?

    >>> [no_name(text) for text in ("市公安局负责维护秩序", "市配合单位:市公安局", "各班主任", "各牵头单位")]
    [True, True, True, False]
    """
    if _not_name().search(text) or open_end(text) >= 0:
        return True
    if text.endswith(lexicon().not_names["persons"], 0, without_remark(text)):
        return True
    return any(text.count(left) != text.count(right) for left, right in _PAIRS)


@remembered(16384)
def looks_like_body(name: str) -> bool:
    """Could this be the name of a body or of a class of bodies? By its ending, or because it is known.

    >>> looks_like_body("市财政局"), looks_like_body("搬迁群众就医负担")
    (True, False)
    """
    if name in lexicon().aliases:
        return True
    if not 1 < len(name) <= _LONGEST or no_name(name):
        return False
    common = name[-2:] in _common() or name[-3:] in _common()
    return bool(
        (not common and (ends_like_name(name) or BRAND.match(name) or ZONE.search(name)))
        or functions_of(name)[1]
        or parse_name(name).functions
    )
