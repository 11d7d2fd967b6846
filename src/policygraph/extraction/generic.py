"""Classes of bodies without a level word behind 各: 有关部门, 市级相关部门, 园区管委会, 市属国有企业."""

from __future__ import annotations

import re

from ..model import Level
from ..registry import LEVEL_PREFIX, functions_of, remembered
from .classes import Party
from .cutting import Token

__all__ = ["generic"]

_GENERIC = re.compile(
    r"(?:部门|单位|机构|企业|地区|地方|专班|成员单位|处室|科室|分局|支行|机关|直属机关|院校|高校|学校|医院|银行|集团|公司|街道"
    r"|工作组|小组|园区|各地)(?:和单位|及单位|、单位|和部门)?(?:\([^()]*\))?$"
)
_ZONE_CLASS = re.compile(r"^(?:各)?(?:园区|开发区|功能区|产业园区?|工业园区?|景区)(?:管委会|管理委员会)?$")

_SUBJECT_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"^(?:国务院|中央|国家|全国)", "national"),
    (r"^(?:全省|省级|省直|省|自治区)", "provincial"),
    (r"^(?:全市|市级|市直|市属|市|州级|州直|全州|州)", "municipal"),
    (r"^(?:全县|县级|县直|县|全区|区级|区直|区属|区)", "county"),
    (r"^(?:乡|镇|街道|村|社区)", "township"),
)


#: The offices that bureaux have in townships: 各派出所, 各司法所.
_STATIONS = re.compile(r"(?:派出|司法|财政|国土|自然资源|市场监管|林业|农经|畜牧)所$|卫生院$|中心校$")
#: Enterprises and schools by whose they are: 市属国有企业, 省属高校.
_OWNED = re.compile(
    r"^(?:各)?(?P<owner>中央|省|市|州|县|区)(?:(?<=中央)|属|管)(?:各|国有|重点)*(?:企业|国企|高校|院校|学校|医院)$"
)
_OWNER_LEVEL: dict[str, Level] = {
    "中央": "national", "省": "provincial", "市": "municipal", "州": "municipal", "县": "county", "区": "county"
}  # fmt: skip


def generic(token: Token) -> Party | None:
    """有关部门, 市级相关部门(单位), 区直各部门, 园区管委会: a class without a level word behind 各."""
    read = _read(token.text)
    return Party(read[0], "class", token.start, token.end, *read[1:]) if read else None


@remembered(8192)
def _read(text: str) -> tuple[str, Level, tuple[str, ...]] | None:
    """The class's name, level and functions; ``None`` where the words name no class."""
    if owned := _OWNED.match(text):
        tier = _OWNER_LEVEL[owned["owner"]]
        return text.replace("各", ""), tier, ()
    bare = text.replace("各级", "").replace("各", "", 1) if "各" in text else text
    if _ZONE_CLASS.match(text):
        return bare, "other", ()
    if _STATIONS.search(text) and (bare != text or "各" in text):
        return bare, "township", functions_of(re.sub("所$", "局", bare))[0]
    about = re.search(r"有关|相关|各|成员单位|主管部门|责任部门|职能部门", text)
    if not (_GENERIC.search(text) or (about and "各" in text)) or not (
        about or re.search(r"部门(?:\([^()]*\))?$", text)
    ):
        return None
    level: Level = "other"
    for pattern, value in _SUBJECT_LEVELS:
        if re.match(pattern, bare):
            level = value
            break
    stem = re.sub(r"(?:行政)?(?:主管)?部门.*$", "", LEVEL_PREFIX.sub("", bare))
    return bare, level, functions_of(stem)[0]
