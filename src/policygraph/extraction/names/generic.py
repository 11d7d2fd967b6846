"""Classes of bodies without a level word behind 各: 有关部门, 市级相关部门, 园区管委会, 市属国有企业."""

from __future__ import annotations

import re

from ...model import Level
from ...registry import (
    LEVEL_OF,
    LEVEL_PREFIX,
    any_of,
    find_functions,
    is_label,
    lexicon,
    looks_like_body,
    remembered,
    skip_remark,
)
from .classes import Party
from .cutting import Token

__all__ = ["generic"]

_WORDS = lexicon().ends
_GENERIC = re.compile(
    rf"{any_of((*_WORDS['classes'], *_WORDS['many']))}(?:和单位|及单位|、单位|和部门)?(?:\([^()]*\))?$"
)
_ZONE_CLASS = re.compile(f"^各?{any_of(_WORDS['zones_at_large'])}(?:管委会|管理委员会)?$")
#: The offices that bureaux have in townships: 各派出所, 各司法所.
_STATIONS = re.compile(f"{any_of(_WORDS['stations'])}$")
#: Enterprises and schools by whose they are: 市属国有企业, 省属高校.
_OWNERS = [
    word for word in LEVEL_OF if word[-1] in "属管级直" or word in ("中央", "全省", "全市", "全州", "全县", "全区")
]
_OWNED = re.compile(rf"^各?(?P<owner>{any_of(_OWNERS)})(?:各|国有|重点)*(?:企业|国企|高校|院校|学校|医院)$")
#: 县级以上地方党委, 市级人民政府: governments and committees of a level at large.
_TIERS = any_of(word for word in LEVEL_OF if word.endswith("级"))
_TIERED = re.compile(
    rf"^(?:各|有关|相关|属地|当地|事发地)*(?P<tier>{_TIERS})(?:及?以上)?(?:地方|各级|有关|相关|和|、|及)*"
    r"(?:党委|(?:人民)?政府)(?:[和、及]?(?:党委|(?:人民)?政府))?$"
)
_SOME = re.compile(r"^(?:各|有关|相关|其他|所在|所属|涉及的?|上级|本级|直属|下属|属地|当地|事发地)")
_ABOUT = re.compile(r"有关|相关|各|成员单位|主管部门|责任部门|职能部门")


def generic(token: Token) -> Party | None:
    """有关部门, 市级相关部门(单位), 区直各部门, 园区管委会: a class without a level word behind 各."""
    read = _read(token.text)
    return Party(read[0], "class", token.start, token.end, *read[1:]) if read else None


@remembered(8192)
def _read(text: str) -> tuple[str, Level, tuple[str, ...]] | None:
    """The class's name, level and functions; ``None`` where the words name no class."""
    if owned := _OWNED.match(text):
        return text.replace("各", ""), LEVEL_OF[owned["owner"]], ()
    if tiered := _TIERED.match(text):
        return text[tiered.start("tier") :], LEVEL_OF[tiered["tier"]], ()
    bare = text.replace("各级", "").replace("各", "", 1) if "各" in text else text
    if _ZONE_CLASS.match(text):
        return bare, "other", ()
    if _STATIONS.search(text) and (bare != text or "各" in text):
        return bare, "township", find_functions(re.sub("所$", "局", bare))[0]
    about = _ABOUT.search(text)
    large = _GENERIC.search(text) or (about and "各" in text)
    whose = about or _SOME.match(text) or text.endswith(_WORDS["classes"], 0, skip_remark(text))
    if is_label(text) or not ((large and whose) or (_SOME.match(text) and looks_like_body(text))):
        return None
    stem = re.sub(r"(?:行政)?(?:主管)?部门.*$", "", LEVEL_PREFIX.sub("", bare))
    return bare, _level(bare), find_functions(stem)[0]


def _level(bare: str) -> Level:
    found = LEVEL_PREFIX.match(bare)
    if found and found.end() < len(bare):
        return LEVEL_OF[found.group()]
    return next((level for word, level in lexicon().subjects.items() if bare.startswith(word)), "other")
