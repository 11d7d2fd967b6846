"""Recognise names of bodies and labels: the one grammar that every form of statement uses.

A name has a known ending (局, 公司, 社区 …), perhaps with a remark in brackets behind it. It contains no punctuation of
a sentence, no word for a duty, no label and no open end (等有关部门). All words are in ``ontology/lexicon.yaml``:
endings under ``endings`` and ``other_endings``, words of labels under ``labels``.
"""

from __future__ import annotations

import re

from ..model import Role
from .lexicon import any_of, lexicon, remembered
from .names import BRAND, LEVEL_OF, ZONE, parse_name
from .stems import find_functions

__all__ = [
    "bracketed_mark",
    "ends_like_name",
    "find_open_end",
    "find_role",
    "is_label",
    "is_no_name",
    "looks_like_body",
    "skip_label",
    "skip_remark",
]

_LONGEST = 40


@remembered()
def _ends() -> tuple[str, ...]:
    """Return all endings of names."""
    words = lexicon()
    return (
        *words.endings,
        *(end for kind in ("classes", "places", "zones", "untyped") for end in words.other_endings[kind]),
    )


def ends_like_name(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether a passage ends as names do, or with a remark in brackets after such an end.

    Args:
        text: A folded text.
        start: Where the passage begins.
        end: Where it ends; the end of the text if not given.

    Returns:
        Whether it does.

    Example:
        >>> ends_like_name("市财政局(市国资委)"), ends_like_name("搬迁群众就医负担")
        (True, False)
    """
    return text.endswith(_ends(), start, skip_remark(text, start, end))


def skip_remark(text: str, start: int = 0, end: int | None = None) -> int:
    """Skip the remark in brackets at the end of a passage.

    Args:
        text: A folded text.
        start: Where the passage begins.
        end: Where it ends; the end of the text if not given.

    Returns:
        Where the passage ends without the remark.

    Example:
        >>> skip_remark("有关部门(单位)"), skip_remark("有关部门")
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


def find_open_end(text: str) -> int:
    """Find the words that leave a list open: 等 with anything up to 单位, 部门 or the like.

    Args:
        text: A folded list.

    Returns:
        Where they begin; -1 if there are none.

    Example:
        >>> find_open_end("市商务局等市直(驻市)进驻单位"), find_open_end("市中等职业学校")
        (4, -1)
    """
    found = _open().search(text) if "等" in text else None
    return found.start() if found else -1


@remembered()
def _label() -> re.Pattern[str]:
    """Return the pattern of a label directly before a name, such as ``责任单位`` or ``市配合单位:``."""
    words = lexicon().labels
    return re.compile(f"{any_of(LEVEL_OF)}?{words.mark}{any_of(words.units)}:?")


def skip_label(text: str) -> int:
    """Skip a label directly before a name: 责任单位市财政局.

    Args:
        text: A folded name.

    Returns:
        Where the name begins after the label; 0 if there is none.

    Example:
        >>> skip_label("市配合单位:市财政局"), skip_label("责任单位")
        (6, 0)
    """
    found = _label().match(text)
    return found.end() if found and found.end() < len(text) and looks_like_body(text[found.end() :]) else 0


def is_label(text: str) -> bool:
    """Tell whether a text is a label and nothing else. A label alone names no body; 各牵头单位 is a class.

    Args:
        text: A folded text.

    Returns:
        Whether it is.
    """
    return bool(_label().fullmatch(text))


def find_role(label: str) -> Role:
    """Find the role that the words of a label give. 第一责任 gives the role of the lead.

    Args:
        label: The label, or the words for the duty in it.

    Returns:
        The role; responsible if no word gives one.

    Example:
        >>> find_role("市配合单位"), find_role("责任单位"), find_role("第一责任单位")
        ('support', 'responsible', 'lead')
    """
    words = lexicon().labels
    duties = words.duties.items()
    role: Role = next((role for role, known in duties if any(word in label for word in known)), "responsible")
    return "lead" if role == "responsible" and any(word in label for word in words.first) else role


@remembered()
def bracketed_mark() -> re.Pattern[str]:
    """Return the pattern of a mark of a role that fills a bracket: 市发改委(牵头), 市财政局(配合单位)."""
    words = lexicon().labels
    return re.compile(rf"(?<=\(){words.mark}{any_of(words.units)}?(?=\))")


@remembered()
def _not_name() -> re.Pattern[str]:
    words = lexicon()
    units = any_of((*words.other_endings["classes"], *words.labels.units))
    never = any_of(words.not_names["never"])
    # 各牵头单位, 配合责任处室: a duty within a class.
    duty = rf"{any_of(words.not_names['duties'])}(?!.{{0,4}}{units})"
    beside = rf"(?:[局委厅办]|公司|中心){any_of(words.labels.bare)}{any_of(words.labels.units)}"
    return re.compile(
        rf"[:。;!?\n]|^[)及与的者]|^和(?![平田龙顺静硕县政林])|^等(?!级)|(?<!自)由(?!$)|{never}|{duty}|{beside}"
    )


_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"))


@remembered(16384)
def is_no_name(text: str) -> bool:
    """Tell whether a text is certainly not a name.

    It is not if it is a sentence, half a bracket, a label beside a name, the open end of a list, or a person.

    Args:
        text: A folded text.

    Returns:
        Whether it is not.

    Example:
        >>> [is_no_name(text) for text in ("市公安局负责维护秩序", "市配合单位:市公安局", "各班主任", "各牵头单位")]
        [True, True, True, False]
    """
    if _not_name().search(text) or find_open_end(text) >= 0:
        return True
    if text.endswith(lexicon().not_names["persons"], 0, skip_remark(text)):
        return True
    return any(text.count(left) != text.count(right) for left, right in _PAIRS)


@remembered(16384)
def looks_like_body(name: str) -> bool:
    """Tell whether a text could be the name of a body or of a class of bodies: by its ending, or because it is known.

    Args:
        name: A folded text.

    Returns:
        Whether it could.

    Example:
        >>> looks_like_body("市财政局"), looks_like_body("搬迁群众就医负担")
        (True, False)
    """
    if name in lexicon().aliases:
        return True
    if not 1 < len(name) <= _LONGEST or is_no_name(name):
        return False
    ends = ends_like_name(name) or BRAND.match(name) or ZONE.search(name)
    return bool(
        (ends and not name.endswith(lexicon().not_names["common"]))
        or find_functions(name)[1]
        or parse_name(name).functions
    )
