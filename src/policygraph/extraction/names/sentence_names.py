"""Recognising names of bodies in sentences: a clause states a duty only if it begins with such a name."""

from __future__ import annotations

import re

from ...registry import ends_like_name, lexicon, looks_like_body, parse_name, remembered

__all__ = ["TYPE", "certain", "half_sentence", "is_office"]

#: A type of bodies without a level: 用人单位.
TYPE = re.compile("(?:单位|部门|机构|企业|学校|医院|公司|社会)$")
#: A level alone, which stands for all bodies of the level: 镇(街), 乡镇.
_LEVEL_ALONE = re.compile(r"[省市县区乡镇街道村居社区()]+")
#: Words that do not occur in names: text that contains one is half a sentence.
_NO_NAME = re.compile(
    r"^\d+\.|[的由对将并在向使被或为是]|按[照程规]|设立|组织(?!部|处|科|办|机构|人事)|负责|开展|进行|建立(?!健)|加强|推进(?!办|组|工作|委)|通过|(?:要|应当?|须)$|于?\d{1,2}月|于\d"
)
#: Bodies that coordinate others: 联席会议办公室, 市推进政府职能转变协调小组.
_COORDINATES = re.compile(r"(?:领导小组|协调小组|专项小组|工作专班|指挥部|联席会议|工作机制|协调机制)(?:办公室|办)?$")


def certain(name: str) -> bool:
    """Tell whether words are certainly a body's name: with a level, a place, a function and organ, or a coordinator."""
    known = parse_name(name)
    return bool(
        looks_like_body(name)
        and not _LEVEL_ALONE.fullmatch(name)
        and not half_sentence(name)
        and (
            known.prefix
            or known.place
            or known.level
            or known.counties
            or (known.functions and known.head)
            or _COORDINATES.search(name)
        )
    )


@remembered()
def _office_ends() -> tuple[str, ...]:
    inner = (word for word, ending in lexicon().endings.items() if ending.inner)
    return (*inner, "部", "办公室", "办", "中心", "所", "站")


def is_office(name: str) -> bool:
    """Tell whether this is the name of an office within a body: 营养科, 后勤保障部."""
    return len(name) > 2 and name.endswith(_office_ends()) and looks_like_body(name) and not TYPE.search(name)


def half_sentence(name: str) -> bool:
    """Tell whether a name contains words of a sentence.

    Coordinating bodies are named by what they do: their names may contain such words, but not at the start or behind
    a complete name.

    >>> [half_sentence(name) for name in ("市公安局组织交警部门", "市推进职能转变协调小组", "市公安局组织工作专班")]
    [True, False, True]
    """
    found = _NO_NAME.search(name)
    if found is None:
        return False
    return not _COORDINATES.search(name) or found.start() == 0 or ends_like_name(name, 0, found.start())
